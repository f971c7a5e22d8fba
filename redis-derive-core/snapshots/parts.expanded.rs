::redis_derive::__private::implement! {
    Encode[] [Cart] [] [W] [::redis_derive::__private::Serde]
}
::redis_derive::__private::implement! {
    Decode[] [Cart] [] [] [::redis_derive::__private::Serde]
}
#[automatically_derived]
impl ::redis_derive::__private::Templated for Cart {
    const TEMPLATE: &'static ::redis_derive::__private::Template = &::redis_derive::__private::Template::new(
        "cart:",
        const {
            &[
                ::redis_derive::__private::Placeholder::new("owner", ":"),
                ::redis_derive::__private::Placeholder::new("day", ":"),
                ::redis_derive::__private::Placeholder::new("shop", ""),
            ]
        },
    );
    const VERBATIM: ::redis_derive::__private::bool = false;
    const IS_WHOLE: ::redis_derive::__private::bool = false;
    const EXPIRY: ::redis_derive::Expiry = ::redis_derive::Expiry::Keep;
    const IS_CACHE: ::redis_derive::__private::bool = false;
    fn own(&self) -> ::redis_derive::__private::String {
        let ref __redis_part_owner: u64 = ::redis_derive::__private::expression! {
            [::redis_derive::__private::compile_error! {
            "expected one expression after `=`; each part has a `part(...)` of its own"
            }] self.owner.id
        };
        let ref __redis_part_day: String = ::redis_derive::__private::expression! {
            [::redis_derive::__private::compile_error! {
            "expected one expression after `=`; each part has a `part(...)` of its own"
            }] format!("{:05}", self.day)
        };
        ::redis_derive::__private::fill::<
            Self,
        >(
            &[
                ::redis_derive::__private::PartOf::<u64>::part(&__redis_part_owner),
                ::redis_derive::__private::PartOf::<String>::part(&__redis_part_day),
                &"",
            ],
        )
    }
}
#[automatically_derived]
impl ::redis_derive::Patterned for Cart {
    fn key_pattern() -> ::redis_derive::KeyPattern<Self> {
        ::redis_derive::__private::pattern_of()
    }
}
#[automatically_derived]
impl Cart {
    ///Returns the key `cart:{owner}:{day}:{shop}` with these parts.
    #[must_use]
    #[allow(clippy::too_many_arguments)]
    fn key_for(
        owner: impl ::redis_derive::__private::PartOf<u64>,
        day: impl ::redis_derive::__private::PartOf<String>,
        shop: impl ::redis_derive::__private::PartOf<&'static str>,
    ) -> ::redis_derive::Key<Self> {
        ::redis_derive::__private::key_of(
            &[
                ::redis_derive::__private::PartOf::<u64>::part(&owner),
                ::redis_derive::__private::PartOf::<String>::part(&day),
                ::redis_derive::__private::PartOf::<&'static str>::part(&shop),
            ],
        )
    }
    ///Returns the pattern of the keys of all values.
    #[must_use]
    fn key_pattern() -> ::redis_derive::KeyPattern<Self> {
        ::redis_derive::__private::pattern_of()
    }
}
