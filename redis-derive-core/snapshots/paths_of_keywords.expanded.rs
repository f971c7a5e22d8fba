::redis_derive::__private::implement! {
    Encode[] [Word] [] [W] [::redis_derive::__private::Serde]
}
::redis_derive::__private::implement! {
    Decode[] [Word] [] [] [::redis_derive::__private::Serde]
}
const _: () = {
    fn __steps() {}
    #[doc(hidden)]
    pub struct __Offn(::redis_derive::__private::PhantomData<Word>);
    #[doc(hidden)]
    pub trait __FieldsOffn<
        __Root: ?::redis_derive::__private::Sized,
        __Matches: ::redis_derive::__private::Matches,
    > {
        fn __steps(&self) -> &::redis_derive::__private::Steps;
    }
    impl<
        __Root: ?::redis_derive::__private::Sized,
        __Matches: ::redis_derive::__private::Matches,
    > __FieldsOffn<__Root, __Matches> for ::redis_derive::__private::Steps {
        fn __steps(&self) -> &::redis_derive::__private::Steps {
            self
        }
    }
    impl<
        __Root: ?::redis_derive::__private::Sized,
        __Matches: ::redis_derive::__private::Matches,
    > dyn __FieldsOffn<__Root, __Matches> {
        ///Returns the path to `width`.
        #[must_use]
        fn width(&self) -> ::redis_derive::JsonPath<__Root, u8, __Matches> {
            ::redis_derive::__private::path(self.__steps().name("width"))
        }
    }
    impl ::redis_derive::__private::Paths for __Offn {
        type Fields<
            __Root: ?::redis_derive::__private::Sized,
            __Matches: ::redis_derive::__private::Matches,
        > = dyn __FieldsOffn<__Root, __Matches>;
        fn fields<
            __Root: ?::redis_derive::__private::Sized,
            __Matches: ::redis_derive::__private::Matches,
        >(
            __steps: &::redis_derive::__private::Steps,
        ) -> &<Self as ::redis_derive::__private::Paths>::Fields<__Root, __Matches> {
            __steps
        }
    }
    impl ::redis_derive::__private::Flattened for __Offn {
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
    > dyn __Fields<__Root, ::redis_derive::__private::Field> {
        ///Returns the path to `fn`.
        #[must_use]
        fn r#fn(&self) -> ::redis_derive::__private::Inside<__Root, __Offn> {
            ::redis_derive::__private::inside(self.__steps().variant("fn", &[]))
        }
        ///Returns the path to `super_`.
        #[must_use]
        fn super_(
            &self,
        ) -> ::redis_derive::JsonPath<__Root, u8, ::redis_derive::__private::Fixed> {
            ::redis_derive::__private::path(self.__steps().variant("Super", &[]))
        }
    }
    impl ::redis_derive::__private::Paths for Word {
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
    impl ::redis_derive::__private::Flattened for Word {
        type Fields<
            __Root: ?::redis_derive::__private::Sized,
            __Matches: ::redis_derive::__private::Matches,
        > = ::redis_derive::__private::FlattenedWithoutPaths;
        fn fields<
            __Root: ?::redis_derive::__private::Sized,
            __Matches: ::redis_derive::__private::Matches,
        >(
            __steps: &::redis_derive::__private::Steps,
        ) -> &<Self as ::redis_derive::__private::Flattened>::Fields<__Root, __Matches> {
            ::redis_derive::__private::FlattenedWithoutPaths::ONE
        }
    }
};
#[automatically_derived]
impl Word {
    /// Returns the path to the whole document, with a method for each field.
    #[must_use]
    fn paths() -> ::redis_derive::JsonPath<Self, Self> {
        ::redis_derive::__private::root()
    }
}
