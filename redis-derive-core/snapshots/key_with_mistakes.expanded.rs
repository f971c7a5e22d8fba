::core::compile_error! {
    "`{other}` is no field of this type; its fields are `id`; if only `key_for` takes it, add `part(other: its type)`"
}
::redis_derive::__private::implement! {
    Encode[] [Page] [] [W] [::redis_derive::__private::Unchecked]
}
::redis_derive::__private::implement! {
    Decode[] [Page] [] [] [::redis_derive::__private::Unchecked]
}
#[automatically_derived]
impl ::redis_derive::__private::Templated for Page {
    const TEMPLATE: &'static ::redis_derive::__private::Template = &::redis_derive::__private::Template::new(
        "",
        &[],
    );
    const VERBATIM: ::redis_derive::__private::bool = false;
    const IS_WHOLE: ::redis_derive::__private::bool = true;
    const EXPIRY: ::redis_derive::Expiry = ::redis_derive::Expiry::Keep;
    const IS_CACHE: ::redis_derive::__private::bool = false;
    fn own(&self) -> ::redis_derive::__private::String {
        ::redis_derive::__private::fill::<Self>(&[])
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
impl Page {
    #[doc(hidden)]
    fn key_for(
        _part_0: impl ::redis_derive::__private::Sized,
        _part_1: impl ::redis_derive::__private::Sized,
    ) -> ::redis_derive::Key<Self> {
        ::redis_derive::__private::key_of(&[])
    }
    ///Returns the pattern of the keys of all values.
    #[must_use]
    fn key_pattern() -> ::redis_derive::KeyPattern<Self> {
        ::redis_derive::__private::pattern_of()
    }
}
::core::compile_error! {
    "`key` takes a string: `key = \"user:{id}\"`"
}
::redis_derive::__private::implement! {
    Encode[] [User] [] [W] [::redis_derive::__private::Unchecked]
}
::redis_derive::__private::implement! {
    Decode[] [User] [] [] [::redis_derive::__private::Unchecked]
}
#[automatically_derived]
impl ::redis_derive::__private::Templated for User {
    const TEMPLATE: &'static ::redis_derive::__private::Template = &::redis_derive::__private::Template::new(
        "",
        &[],
    );
    const VERBATIM: ::redis_derive::__private::bool = false;
    const IS_WHOLE: ::redis_derive::__private::bool = true;
    const EXPIRY: ::redis_derive::Expiry = ::redis_derive::Expiry::Keep;
    const IS_CACHE: ::redis_derive::__private::bool = false;
    fn own(&self) -> ::redis_derive::__private::String {
        ::redis_derive::__private::fill::<Self>(&[])
    }
}
#[automatically_derived]
impl ::redis_derive::Keyed for User {
    fn key(&self) -> ::redis_derive::Key<Self> {
        ::redis_derive::__private::own_key(self)
    }
}
#[automatically_derived]
impl ::redis_derive::Patterned for User {
    fn key_pattern() -> ::redis_derive::KeyPattern<Self> {
        ::redis_derive::__private::pattern_of()
    }
}
#[automatically_derived]
impl User {
    #[doc(hidden)]
    fn key_for(
        _part_0: impl ::redis_derive::__private::Sized,
    ) -> ::redis_derive::Key<Self> {
        ::redis_derive::__private::key_of(&[])
    }
    ///Returns the pattern of the keys of all values.
    #[must_use]
    fn key_pattern() -> ::redis_derive::KeyPattern<Self> {
        ::redis_derive::__private::pattern_of()
    }
}
