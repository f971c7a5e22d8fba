#[redis_json(crate = "library::redis_derive", read_only)]
#[redis_json(bound = "T: Store, T::Item: DeserializeOwned")]
struct Page<T> {
    items: Vec<T>,
}
