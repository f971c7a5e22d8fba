::redis_derive::derive::implement! {
    Encode[< 'a, T : Clone, const N : usize >] [Page < 'a, T, N >] [T : 'a, Page < 'a, T,
    N > : ::redis_derive::derive::Serialize] [W] [::redis_derive::derive::Serde]
}
::redis_derive::derive::implement! {
    Decode[< 'a, T : Clone, const N : usize >] [Page < 'a, T, N >] [T : 'a, Page < 'a, T,
    N > : ::redis_derive::derive::DeserializeOwned] [] [::redis_derive::derive::Serde]
}
