::redis_derive::derive::implement! {
    Encode[] [User] [] [W] [::redis_derive::derive::Serde]
}
::redis_derive::derive::implement! {
    Decode[] [User] [] [] [::redis_derive::derive::Serde]
}
