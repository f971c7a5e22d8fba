::redis_derive::__private::implement! {
    Encode[] [Event] [] [W] [::redis_derive::__private::Serde]
}
