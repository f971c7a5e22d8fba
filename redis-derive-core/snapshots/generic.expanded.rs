::redis_derive::__private::implement! {
    Encode[< 'a, T : Clone, const N : usize >] [Page < 'a, T, N >] [T : 'a, Page < 'a, T,
    N > : ::redis_derive::__private::Serialize] [W] [::redis_derive::__private::Serde]
}
::redis_derive::__private::implement! {
    Decode[< 'a, T : Clone, const N : usize >] [Page < 'a, T, N >] [T : 'a, Page < 'a, T,
    N > : ::redis_derive::__private::DeserializeOwned] []
    [::redis_derive::__private::Serde]
}
