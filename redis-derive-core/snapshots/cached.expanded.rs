::redis_derive::__private::implement! {
    Encode[] [Rate] [] [W] [::redis_derive::__private::Serde]
}
::redis_derive::__private::implement! {
    Decode[] [Rate] [] [] [::redis_derive::__private::Serde]
}
#[automatically_derived]
impl ::redis_derive::__private::Templated for Rate {
    const TEMPLATE: &'static ::redis_derive::__private::Template = &::redis_derive::__private::Template::new(
        "rate:",
        const { &[::redis_derive::__private::Placeholder::new("id", "")] },
    );
    const VERBATIM: ::redis_derive::__private::bool = false;
    const IS_WHOLE: ::redis_derive::__private::bool = true;
    const EXPIRY: ::redis_derive::Expiry = ::redis_derive::Expiry::After(
        ::redis_derive::__private::Duration::from_millis(4200000u64),
    );
    const IS_CACHE: ::redis_derive::__private::bool = true;
    fn own(&self) -> ::redis_derive::__private::String {
        ::redis_derive::__private::fill::<
            Self,
        >(&[::redis_derive::__private::PartOf::<u64>::part(&&self.id)])
    }
}
#[automatically_derived]
impl ::redis_derive::Keyed for Rate {
    fn key(&self) -> ::redis_derive::Key<Self> {
        ::redis_derive::__private::own_key(self)
    }
}
#[automatically_derived]
impl ::redis_derive::Patterned for Rate {
    fn key_pattern() -> ::redis_derive::KeyPattern<Self> {
        ::redis_derive::__private::pattern_of()
    }
}
#[automatically_derived]
impl ::redis_derive::CacheEntry for Rate {
    const CACHE: ::redis_derive::Cache = ::redis_derive::Cache::new()
        .with_lease(::redis_derive::__private::Duration::from_millis(20000u64))
        .with_stale(::redis_derive::__private::Duration::from_millis(3600000u64))
        .with_jitter(5u8)
        .fall_through();
}
#[automatically_derived]
impl Rate {
    ///Returns the key `rate:{id}` with these parts.
    #[must_use]
    #[allow(clippy::too_many_arguments)]
    fn key_for(
        id: impl ::redis_derive::__private::PartOf<u64>,
    ) -> ::redis_derive::Key<Self> {
        ::redis_derive::__private::key_of(
            &[::redis_derive::__private::PartOf::<u64>::part(&id)],
        )
    }
    ///Returns the pattern of the keys of all values.
    #[must_use]
    fn key_pattern() -> ::redis_derive::KeyPattern<Self> {
        ::redis_derive::__private::pattern_of()
    }
}
::redis_derive::__private::implement! {
    Encode[] [Page] [] [W] [::redis_derive::__private::Serde]
}
::redis_derive::__private::implement! {
    Decode[] [Page] [] [] [::redis_derive::__private::Serde]
}
#[automatically_derived]
impl ::redis_derive::__private::Templated for Page {
    const TEMPLATE: &'static ::redis_derive::__private::Template = &::redis_derive::__private::Template::new(
        "page:",
        const { &[::redis_derive::__private::Placeholder::new("0", "")] },
    );
    const VERBATIM: ::redis_derive::__private::bool = false;
    const IS_WHOLE: ::redis_derive::__private::bool = true;
    const EXPIRY: ::redis_derive::Expiry = ::redis_derive::Expiry::After(
        ::redis_derive::__private::Duration::from_millis(86400000u64),
    );
    const IS_CACHE: ::redis_derive::__private::bool = true;
    fn own(&self) -> ::redis_derive::__private::String {
        ::redis_derive::__private::fill::<
            Self,
        >(&[::redis_derive::__private::PartOf::<u64>::part(&&self.0)])
    }
}
#[automatically_derived]
impl ::redis_derive::Keyed for Page {
    fn key(&self) -> ::redis_derive::Key<Self> {
        ::redis_derive::__private::own_key(self)
    }
}
#[automatically_derived]
impl ::redis_derive::Patterned for Page {
    fn key_pattern() -> ::redis_derive::KeyPattern<Self> {
        ::redis_derive::__private::pattern_of()
    }
}
#[automatically_derived]
impl ::redis_derive::CacheEntry for Page {
    const CACHE: ::redis_derive::Cache = ::redis_derive::Cache::new();
}
#[automatically_derived]
impl Page {
    ///Returns the key `page:{0}` with these parts.
    #[must_use]
    #[allow(clippy::too_many_arguments)]
    fn key_for(
        __part_0: impl ::redis_derive::__private::PartOf<u64>,
    ) -> ::redis_derive::Key<Self> {
        ::redis_derive::__private::key_of(
            &[::redis_derive::__private::PartOf::<u64>::part(&__part_0)],
        )
    }
    ///Returns the pattern of the keys of all values.
    #[must_use]
    fn key_pattern() -> ::redis_derive::KeyPattern<Self> {
        ::redis_derive::__private::pattern_of()
    }
}
