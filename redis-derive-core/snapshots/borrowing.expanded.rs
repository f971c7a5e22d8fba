::redis_derive::derive::implement! {
    Encode[< 'a >] [Name < 'a >] [] [W] [::redis_derive::derive::Serde]
}
