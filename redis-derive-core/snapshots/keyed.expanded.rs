::redis_derive::derive::implement! {
    Encode[< T >] [User < T >] [User < T > : ::redis_derive::derive::Serialize] [W]
    [::redis_derive::derive::Serde]
}
::redis_derive::derive::implement! {
    Decode[< T >] [User < T >] [User < T > : ::redis_derive::derive::DeserializeOwned] []
    [::redis_derive::derive::Serde]
}
#[automatically_derived]
impl<T> ::redis_derive::Keyed for User<T>
where
    String: ::redis_derive::derive::KeyPart,
    T: ::redis_derive::derive::KeyPart,
{
    const TEMPLATE: ::redis_derive::derive::Template = ::redis_derive::derive::Template::new(
        "user:",
        &[
            ::redis_derive::derive::Placeholder::new(":%", false, ":"),
            ::redis_derive::derive::Placeholder::new("", false, ""),
        ],
    );
    const EXPIRY: ::redis_derive::Expiry = ::redis_derive::Expiry::After(
        ::redis_derive::derive::Duration::from_millis(1800000u64),
    );
    fn key(&self) -> ::redis_derive::Key<Self> {
        Self::key_for(&self.tenant, &self.id)
    }
}
#[automatically_derived]
impl<T> User<T>
where
    String: ::redis_derive::derive::KeyPart,
    T: ::redis_derive::derive::KeyPart,
{
    ///The key `user:{tenant}:{id}` with these parts.
    #[must_use]
    #[allow(
        dead_code,
        private_bounds,
        clippy::needless_pass_by_value,
        clippy::too_many_arguments
    )]
    pub fn key_for(
        tenant: impl ::redis_derive::derive::PartOf<String>,
        id: impl ::redis_derive::derive::PartOf<T>,
    ) -> ::redis_derive::Key<Self> {
        ::redis_derive::derive::key_of(
            &[
                ::redis_derive::derive::PartOf::<String>::part(&tenant),
                ::redis_derive::derive::PartOf::<T>::part(&id),
            ],
        )
    }
}
