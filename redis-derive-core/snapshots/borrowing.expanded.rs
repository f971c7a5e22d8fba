::redis_derive::__private::implement! { Encode
    [< 'a >]
    [Name < 'a >]
    []
    [::redis_derive::__private::Serde]
}
