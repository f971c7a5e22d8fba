library::redis_derive::__private::implement! {
    Decode[< T >] [Page < T >] [T : Store, T::Item : DeserializeOwned] []
    [library::redis_derive::__private::Serde]
}
