::redis_derive::__private::implement! {
    Encode[< T : ? Sized >] [OfParameter < T >] [OfParameter < T > :
    ::redis_derive::__private::Serialize + ::redis_derive::__private::Sized] [W]
    [::redis_derive::__private::Serde]
}
::redis_derive::__private::implement! {
    Decode[< T : ? Sized >] [OfParameter < T >] [OfParameter < T > :
    ::redis_derive::__private::DeserializeOwned] [] [::redis_derive::__private::Serde]
}
::redis_derive::__private::implement! {
    Encode[< T >] [InWhereClause < T >] [T : ? Sized, InWhereClause < T > :
    ::redis_derive::__private::Serialize + ::redis_derive::__private::Sized] [W]
    [::redis_derive::__private::Serde]
}
::redis_derive::__private::implement! {
    Decode[< T >] [InWhereClause < T >] [T : ? Sized, InWhereClause < T > :
    ::redis_derive::__private::DeserializeOwned] [] [::redis_derive::__private::Serde]
}
::redis_derive::__private::implement! {
    Encode[< W, const WW : usize >] [Taken < W, WW >] [Taken < W, WW > :
    ::redis_derive::__private::Serialize] [WWW] [::redis_derive::__private::Serde]
}
::redis_derive::__private::implement! {
    Decode[< W, const WW : usize >] [Taken < W, WW >] [Taken < W, WW > :
    ::redis_derive::__private::DeserializeOwned] [] [::redis_derive::__private::Serde]
}
