::core::compile_error! {
    "a union has no JSON form; `RedisJson` is for structs and enums"
}
::redis_derive::derive::implement! {
    Encode[] [Either] [] [W] [::redis_derive::derive::Unchecked]
}
::redis_derive::derive::implement! {
    Decode[] [Either] [] [] [::redis_derive::derive::Unchecked]
}
