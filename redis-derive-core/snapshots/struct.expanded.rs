::redis_derive::__private::implement! {
    Encode[] [User] [] [W] [::redis_derive::__private::Serde]
}
::redis_derive::__private::implement! {
    Decode[] [User] [] [] [::redis_derive::__private::Serde]
}
