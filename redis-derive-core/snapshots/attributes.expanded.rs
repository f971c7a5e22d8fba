library::redis_derive::derive::implement! {
    Decode[< T >] [Page < T >] [T : Store, T::Item : DeserializeOwned] []
    [library::redis_derive::derive::Serde]
}
