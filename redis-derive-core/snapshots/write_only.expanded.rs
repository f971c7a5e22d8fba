::redis_derive::derive::implement! { Encode
    []
    [Event]
    []
    [::redis_derive::derive::Serde]
}
