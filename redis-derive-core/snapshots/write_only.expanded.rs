::redis_derive::__private::implement! { Encode
    []
    [Event]
    []
    [::redis_derive::__private::Serde]
}
