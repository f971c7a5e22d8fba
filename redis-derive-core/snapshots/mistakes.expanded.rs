::core::compile_error! {
    "expected `#[redis_json(...)]`; the keys are `crate`, `write_only`, `read_only`, `bound`, `key`, `part`, `verbatim`, `ttl`, `cache`, `paths`"
}
::core::compile_error! {
    "`prefix` is not a key of `#[redis_json(...)]`; the keys are `crate`, `write_only`, `read_only`, `bound`, `key`, `part`, `verbatim`, `ttl`, `cache`, `paths`"
}
::core::compile_error! {
    "`crate` takes a string: `crate = \"path::to::redis_derive\"`"
}
::core::compile_error! {
    "expected something like `\"path::to::redis_derive\"`: unexpected token"
}
::core::compile_error! {
    "`bound` takes a string: `bound = \"T: serde::Serialize\"`"
}
::core::compile_error! {
    "expected a key; the keys are `crate`, `write_only`, `read_only`, `bound`, `key`, `part`, `verbatim`, `ttl`, `cache`, `paths`"
}
::core::compile_error! {
    "`write_only` is given twice; write it once"
}
::core::compile_error! {
    "expected `,` or nothing more after `write_only`"
}
::core::compile_error! {
    "`#[redis_json(...)]` belongs on the type; how a field or variant looks in JSON is set with `#[serde(...)]`"
}
::core::compile_error! {
    "`write_only` and `read_only` exclude each other; leave both out for a type that is written and read"
}
::redis_derive::__private::implement! {
    Encode[< T >] [User < T >] [] [W] [::redis_derive::__private::Unchecked]
}
::redis_derive::__private::implement! {
    Decode[< T >] [User < T >] [] [] [::redis_derive::__private::Unchecked]
}
::core::compile_error! {
    "`prefix` is not a key of `#[redis_json(...)]`; the keys are `crate`, `write_only`, `read_only`, `bound`, `key`, `part`, `verbatim`, `ttl`, `cache`, `paths`"
}
::redis_derive::__private::implement! {
    Encode[< T >] [Page < T >] [] [W] [::redis_derive::__private::Unchecked]
}
::redis_derive::__private::implement! {
    Decode[< T >] [Page < T >] [] [] [::redis_derive::__private::Unchecked]
}
