::redis_derive::__private::implement! {
    Encode[< T >] [Page < T >] [Page < T > : ::redis_derive::__private::Serialize] [W]
    [::redis_derive::__private::Serde]
}
::redis_derive::__private::implement! {
    Decode[< T >] [Page < T >] [Page < T > : ::redis_derive::__private::DeserializeOwned]
    [] [::redis_derive::__private::Serde]
}
const _: () = {
    fn __steps() {}
    #[doc(hidden)]
    pub trait __Fields<
        T,
        __Root: ?::redis_derive::__private::Sized,
        __Matches: ::redis_derive::__private::Matches,
    > {
        fn __steps(&self) -> &::redis_derive::__private::Steps;
    }
    impl<
        T,
        __Root: ?::redis_derive::__private::Sized,
        __Matches: ::redis_derive::__private::Matches,
    > __Fields<T, __Root, __Matches> for ::redis_derive::__private::Steps {
        fn __steps(&self) -> &::redis_derive::__private::Steps {
            self
        }
    }
    impl<
        T,
        __Root: ?::redis_derive::__private::Sized,
        __Matches: ::redis_derive::__private::Matches,
    > dyn __Fields<T, __Root, __Matches> {
        ///Returns the path to `number`.
        #[must_use]
        fn number(&self) -> ::redis_derive::JsonPath<__Root, T, __Matches>
        where
            T: ::redis_derive::__private::Default,
            T: ::redis_derive::__private::Serialize,
        {
            ::redis_derive::__private::path(
                self
                    .__steps()
                    .name("number")
                    .or_default(|| ::redis_derive::__private::default_json(
                        &<T as ::redis_derive::__private::Default>::default(),
                    )),
            )
        }
        ///Returns the path to `heading`.
        #[must_use]
        fn heading(&self) -> ::redis_derive::JsonPath<__Root, String, __Matches>
        where
            String: ::redis_derive::__private::Serialize,
        {
            ::redis_derive::__private::path(
                self
                    .__steps()
                    .name("heading")
                    .or_default(|| ::redis_derive::__private::default_json(
                        &<Page<T>>::first_heading(),
                    )),
            )
        }
    }
    impl<T> ::redis_derive::__private::Paths for Page<T> {
        type Fields<
            __Root: ?::redis_derive::__private::Sized,
            __Matches: ::redis_derive::__private::Matches,
        > = dyn __Fields<T, __Root, __Matches>;
        fn fields<
            __Root: ?::redis_derive::__private::Sized,
            __Matches: ::redis_derive::__private::Matches,
        >(
            __steps: &::redis_derive::__private::Steps,
        ) -> &<Self as ::redis_derive::__private::Paths>::Fields<__Root, __Matches> {
            __steps
        }
    }
    impl<T> ::redis_derive::__private::Flattened for Page<T> {
        type Fields<
            __Root: ?::redis_derive::__private::Sized,
            __Matches: ::redis_derive::__private::Matches,
        > = <Self as ::redis_derive::__private::Paths>::Fields<__Root, __Matches>;
        fn fields<
            __Root: ?::redis_derive::__private::Sized,
            __Matches: ::redis_derive::__private::Matches,
        >(
            __steps: &::redis_derive::__private::Steps,
        ) -> &<Self as ::redis_derive::__private::Flattened>::Fields<__Root, __Matches> {
            __steps
        }
    }
};
#[automatically_derived]
impl<T> Page<T> {
    /// Returns the path to the whole document, with a method for each field.
    #[must_use]
    fn paths() -> ::redis_derive::JsonPath<Self, Self> {
        ::redis_derive::__private::root()
    }
}
::redis_derive::__private::implement! {
    Encode[] [Settings] [] [W] [::redis_derive::__private::Serde]
}
const _: () = {
    fn __steps() {}
    #[doc(hidden)]
    pub trait __Fields<
        __Root: ?::redis_derive::__private::Sized,
        __Matches: ::redis_derive::__private::Matches,
    > {
        fn __steps(&self) -> &::redis_derive::__private::Steps;
    }
    impl<
        __Root: ?::redis_derive::__private::Sized,
        __Matches: ::redis_derive::__private::Matches,
    > __Fields<__Root, __Matches> for ::redis_derive::__private::Steps {
        fn __steps(&self) -> &::redis_derive::__private::Steps {
            self
        }
    }
    impl<
        __Root: ?::redis_derive::__private::Sized,
        __Matches: ::redis_derive::__private::Matches,
    > dyn __Fields<__Root, __Matches> {
        ///Returns the path to `volume`.
        #[must_use]
        fn volume(&self) -> ::redis_derive::JsonPath<__Root, u8, __Matches> {
            ::redis_derive::__private::path(
                self
                    .__steps()
                    .name("volume")
                    .or_default(::redis_derive::__private::unknown_default::<u8>),
            )
        }
    }
    impl ::redis_derive::__private::Paths for Settings {
        type Fields<
            __Root: ?::redis_derive::__private::Sized,
            __Matches: ::redis_derive::__private::Matches,
        > = dyn __Fields<__Root, __Matches>;
        fn fields<
            __Root: ?::redis_derive::__private::Sized,
            __Matches: ::redis_derive::__private::Matches,
        >(
            __steps: &::redis_derive::__private::Steps,
        ) -> &<Self as ::redis_derive::__private::Paths>::Fields<__Root, __Matches> {
            __steps
        }
    }
    impl ::redis_derive::__private::Flattened for Settings {
        type Fields<
            __Root: ?::redis_derive::__private::Sized,
            __Matches: ::redis_derive::__private::Matches,
        > = <Self as ::redis_derive::__private::Paths>::Fields<__Root, __Matches>;
        fn fields<
            __Root: ?::redis_derive::__private::Sized,
            __Matches: ::redis_derive::__private::Matches,
        >(
            __steps: &::redis_derive::__private::Steps,
        ) -> &<Self as ::redis_derive::__private::Flattened>::Fields<__Root, __Matches> {
            __steps
        }
    }
};
#[automatically_derived]
impl Settings {
    /// Returns the path to the whole document, with a method for each field.
    #[must_use]
    fn paths() -> ::redis_derive::JsonPath<Self, Self> {
        ::redis_derive::__private::root()
    }
}
