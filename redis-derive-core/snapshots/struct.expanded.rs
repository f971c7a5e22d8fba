::redis_derive::__private::implement! { Encode
    []
    [User]
    []
    [::redis_derive::__private::Serde]
}
::redis_derive::__private::implement! { Decode
    []
    [User]
    []
    [::redis_derive::__private::Serde]
}
