::redis_derive::__private::implement! {
    Encode[< 'a >] [Name < 'a >] [] [W] [::redis_derive::__private::Serde]
}
