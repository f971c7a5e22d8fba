::redis_derive::derive::implement! { Encode
    [< 'a >]
    [Name < 'a >]
    []
    [::redis_derive::derive::Serde]
}
