::redis_derive::__private::implement! {
    Encode[] [Shape] [] [W] [::redis_derive::__private::Serde]
}
::redis_derive::__private::implement! {
    Decode[] [Shape] [] [] [::redis_derive::__private::Serde]
}
const _: () = {
    fn __steps() {}
    #[doc(hidden)]
    pub struct __OfType(::redis_derive::__private::PhantomData<Shape>);
    #[doc(hidden)]
    pub trait __FieldsOfType<
        __Root: ?::redis_derive::__private::Sized,
        __Matches: ::redis_derive::__private::Matches,
    > {
        fn __steps(&self) -> &::redis_derive::__private::Steps;
    }
    impl<
        __Root: ?::redis_derive::__private::Sized,
        __Matches: ::redis_derive::__private::Matches,
    > __FieldsOfType<__Root, __Matches> for ::redis_derive::__private::Steps {
        fn __steps(&self) -> &::redis_derive::__private::Steps {
            self
        }
    }
    impl<
        __Root: ?::redis_derive::__private::Sized,
        __Matches: ::redis_derive::__private::Matches,
    > dyn __FieldsOfType<__Root, __Matches> {
        ///Returns the path to `width`.
        #[must_use]
        fn width(&self) -> ::redis_derive::JsonPath<__Root, f64, __Matches> {
            ::redis_derive::__private::path(self.__steps().name("width"))
        }
    }
    impl ::redis_derive::__private::Paths for __OfType {
        type Fields<
            __Root: ?::redis_derive::__private::Sized,
            __Matches: ::redis_derive::__private::Matches,
        > = dyn __FieldsOfType<__Root, __Matches>;
        fn fields<
            __Root: ?::redis_derive::__private::Sized,
            __Matches: ::redis_derive::__private::Matches,
        >(
            __steps: &::redis_derive::__private::Steps,
        ) -> &<Self as ::redis_derive::__private::Paths>::Fields<__Root, __Matches> {
            __steps
        }
    }
    impl ::redis_derive::__private::Flattened for __OfType {
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
    pub struct __OfPair(::redis_derive::__private::PhantomData<Shape>);
    #[doc(hidden)]
    pub trait __FieldsOfPair<
        __Root: ?::redis_derive::__private::Sized,
        __Matches: ::redis_derive::__private::Matches,
    > {
        fn __steps(&self) -> &::redis_derive::__private::Steps;
    }
    impl<
        __Root: ?::redis_derive::__private::Sized,
        __Matches: ::redis_derive::__private::Matches,
    > __FieldsOfPair<__Root, __Matches> for ::redis_derive::__private::Steps {
        fn __steps(&self) -> &::redis_derive::__private::Steps {
            self
        }
    }
    impl<
        __Root: ?::redis_derive::__private::Sized,
        __Matches: ::redis_derive::__private::Matches,
    > dyn __FieldsOfPair<__Root, __Matches> {
        ///Returns the path to `0`.
        #[must_use]
        fn _0(
            &self,
        ) -> ::redis_derive::JsonPath<
            __Root,
            u8,
            <__Matches as ::redis_derive::__private::Matches>::Fixed,
        > {
            ::redis_derive::__private::path(self.__steps().index(0i64))
        }
        ///Returns the path to `1`.
        #[must_use]
        fn _1(
            &self,
        ) -> ::redis_derive::JsonPath<
            __Root,
            u8,
            <__Matches as ::redis_derive::__private::Matches>::Fixed,
        > {
            ::redis_derive::__private::path(self.__steps().index(1i64))
        }
    }
    impl ::redis_derive::__private::Paths for __OfPair {
        type Fields<
            __Root: ?::redis_derive::__private::Sized,
            __Matches: ::redis_derive::__private::Matches,
        > = dyn __FieldsOfPair<__Root, __Matches>;
        fn fields<
            __Root: ?::redis_derive::__private::Sized,
            __Matches: ::redis_derive::__private::Matches,
        >(
            __steps: &::redis_derive::__private::Steps,
        ) -> &<Self as ::redis_derive::__private::Paths>::Fields<__Root, __Matches> {
            __steps
        }
    }
    impl ::redis_derive::__private::Flattened for __OfPair {
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
        ///Returns the path to `circle`.
        #[must_use]
        fn circle(
            &self,
        ) -> ::redis_derive::JsonPath<__Root, Circle, ::redis_derive::__private::Fixed> {
            ::redis_derive::__private::path(
                self.__steps().tagged("kind", &["Circle"]).name("value"),
            )
        }
        ///Returns the path to `type`.
        #[must_use]
        fn r#type(&self) -> ::redis_derive::__private::Inside<__Root, __OfType> {
            ::redis_derive::__private::inside(
                self.__steps().tagged("kind", &["box"]).name("value"),
            )
        }
        ///Returns the path to `pair`.
        #[must_use]
        fn pair(&self) -> ::redis_derive::__private::Inside<__Root, __OfPair> {
            ::redis_derive::__private::inside(
                self.__steps().tagged("kind", &["Pair"]).name("value"),
            )
        }
    }
    impl ::redis_derive::__private::Paths for Shape {
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
    impl ::redis_derive::__private::Flattened for Shape {
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
impl Shape {
    /// Returns the path to the whole document, with a method for each field.
    #[must_use]
    fn paths() -> ::redis_derive::JsonPath<Self, Self> {
        ::redis_derive::__private::root()
    }
}
