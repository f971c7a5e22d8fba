::redis_derive::__private::implement! {
    Encode[< 'a, T, const N : usize >] [Page < 'a, T, N >] [T : Clone, Page < 'a, T, N >
    : ::redis_derive::__private::Serialize] [W] [::redis_derive::__private::Serde]
}
::redis_derive::__private::implement! {
    Decode[< 'a, T, const N : usize >] [Page < 'a, T, N >] [T : Clone, Page < 'a, T, N >
    : ::redis_derive::__private::DeserializeOwned] [] [::redis_derive::__private::Serde]
}
const _: () = {
    fn __steps() {}
    #[doc(hidden)]
    pub trait __Fields<
        'a,
        T,
        const N: usize,
        __Root: ?::redis_derive::__private::Sized,
        __Matches: ::redis_derive::__private::Matches,
    >
    where
        T: Clone,
    {
        fn __steps(&self) -> &::redis_derive::__private::Steps;
    }
    impl<
        'a,
        T,
        const N: usize,
        __Root: ?::redis_derive::__private::Sized,
        __Matches: ::redis_derive::__private::Matches,
    > __Fields<'a, T, N, __Root, __Matches> for ::redis_derive::__private::Steps
    where
        T: Clone,
    {
        fn __steps(&self) -> &::redis_derive::__private::Steps {
            self
        }
    }
    impl<
        'a,
        T,
        const N: usize,
        __Root: ?::redis_derive::__private::Sized,
        __Matches: ::redis_derive::__private::Matches,
    > dyn __Fields<'a, T, N, __Root, __Matches>
    where
        T: Clone,
    {
        ///Returns the path to `number`.
        #[must_use]
        pub fn number(&self) -> ::redis_derive::JsonPath<__Root, u32, __Matches> {
            ::redis_derive::__private::path(self.__steps().name("number"))
        }
        ///Returns the path to `heading`.
        #[must_use]
        fn heading(&self) -> ::redis_derive::JsonPath<__Root, Cow<'a, str>, __Matches> {
            ::redis_derive::__private::path(self.__steps().name("first line"))
        }
        ///Returns the path to `items`.
        #[must_use]
        fn items(&self) -> ::redis_derive::JsonPath<__Root, Vec<T>, __Matches> {
            ::redis_derive::__private::path(self.__steps().name("items"))
        }
        ///Returns the path to `next`.
        #[must_use]
        fn next(
            &self,
        ) -> ::redis_derive::JsonPath<__Root, Option<Box<Page<'a, T, N>>>, __Matches> {
            ::redis_derive::__private::path(self.__steps().name("next"))
        }
        ///Returns the path to `rest`.
        #[must_use]
        fn rest(
            &self,
        ) -> &<Rest as ::redis_derive::__private::Flattened>::Fields<__Root, __Matches> {
            <Rest as ::redis_derive::__private::Flattened>::fields::<
                __Root,
                __Matches,
            >(self.__steps().flattened())
        }
    }
    impl<'a, T, const N: usize> ::redis_derive::__private::Paths for Page<'a, T, N>
    where
        T: Clone,
    {
        type Fields<
            __Root: ?::redis_derive::__private::Sized,
            __Matches: ::redis_derive::__private::Matches,
        > = dyn __Fields<'a, T, N, __Root, __Matches>;
        fn fields<
            __Root: ?::redis_derive::__private::Sized,
            __Matches: ::redis_derive::__private::Matches,
        >(
            __steps: &::redis_derive::__private::Steps,
        ) -> &<Self as ::redis_derive::__private::Paths>::Fields<__Root, __Matches> {
            __steps
        }
    }
    impl<'a, T, const N: usize> ::redis_derive::__private::Flattened for Page<'a, T, N>
    where
        T: Clone,
    {
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
impl<'a, T, const N: usize> Page<'a, T, N>
where
    T: Clone,
{
    /// Returns the path to the whole document, with a method for each field.
    #[must_use]
    pub fn paths() -> ::redis_derive::JsonPath<Self, Self> {
        ::redis_derive::__private::root()
    }
}
