::core::compile_error! {
    "a union has no JSON form; `RedisJson` is for structs and enums"
}
::redis_derive::__private::implement! {
    Encode[] [Either] [] [W] [::redis_derive::__private::Unchecked]
}
::redis_derive::__private::implement! {
    Decode[] [Either] [] [] [::redis_derive::__private::Unchecked]
}
