::redis_derive::derive::implement! {
    Encode[] [Event] [] [W] [::redis_derive::derive::Serde]
}
