::redis_derive::__private::implement! {
    Encode[< T >] [User < T >] [User < T > : ::redis_derive::__private::Serialize] [W]
    [::redis_derive::__private::Serde]
}
::redis_derive::__private::implement! {
    Decode[< T >] [User < T >] [User < T > : ::redis_derive::__private::DeserializeOwned]
    [] [::redis_derive::__private::Serde]
}
#[automatically_derived]
impl<T> ::redis_derive::__private::Templated for User<T>
where
    String: ::redis_derive::__private::Display,
    T: ::redis_derive::__private::Display,
{
    const TEMPLATE: &'static ::redis_derive::__private::Template = &::redis_derive::__private::Template::new(
        "user:",
        const {
            &[
                ::redis_derive::__private::Placeholder::new("tenant", ":"),
                ::redis_derive::__private::Placeholder::new("id", ""),
            ]
        },
    );
    const VERBATIM: ::redis_derive::__private::bool = false;
    const IS_WHOLE: ::redis_derive::__private::bool = true;
    const EXPIRY: ::redis_derive::Expiry = ::redis_derive::Expiry::After(
        ::redis_derive::__private::Duration::from_millis(1800000u64),
    );
    const IS_CACHE: ::redis_derive::__private::bool = false;
    fn own(&self) -> ::redis_derive::__private::String {
        ::redis_derive::__private::fill::<
            Self,
        >(
            &[
                ::redis_derive::__private::PartOf::<String>::part(&&self.tenant),
                ::redis_derive::__private::PartOf::<T>::part(&&self.id),
            ],
        )
    }
}
#[automatically_derived]
impl<T> ::redis_derive::Keyed for User<T>
where
    String: ::redis_derive::__private::Display,
    T: ::redis_derive::__private::Display,
{
    fn key(&self) -> ::redis_derive::Key<Self> {
        ::redis_derive::__private::own_key(self)
    }
}
#[automatically_derived]
impl<T> ::redis_derive::Patterned for User<T>
where
    String: ::redis_derive::__private::Display,
    T: ::redis_derive::__private::Display,
{
    fn key_pattern() -> ::redis_derive::KeyPattern<Self> {
        ::redis_derive::__private::pattern_of()
    }
}
#[automatically_derived]
impl<T> User<T>
where
    String: ::redis_derive::__private::Display,
    T: ::redis_derive::__private::Display,
{
    ///Returns the key `user:{tenant}:{id}` with these parts.
    #[must_use]
    #[allow(clippy::too_many_arguments)]
    pub fn key_for(
        tenant: impl ::redis_derive::__private::PartOf<String>,
        id: impl ::redis_derive::__private::PartOf<T>,
    ) -> ::redis_derive::Key<Self> {
        ::redis_derive::__private::key_of(
            &[
                ::redis_derive::__private::PartOf::<String>::part(&tenant),
                ::redis_derive::__private::PartOf::<T>::part(&id),
            ],
        )
    }
    ///Returns the pattern of the keys of all values.
    #[must_use]
    pub fn key_pattern() -> ::redis_derive::KeyPattern<Self> {
        ::redis_derive::__private::pattern_of()
    }
}
