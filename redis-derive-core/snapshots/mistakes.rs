#[redis_json]
#[redis_json(prefix = "user:", write_only, read_only, crate, crate = "a b", bound("T: Copy"), 5)]
#[redis_json(write_only, write_only = true)]
struct User<T> {
    #[redis_json(rename = "ID")]
    id: T,
}

#[redis_json(bound = "T: Store", prefix = "page:")]
struct Page<T> {
    items: Vec<T>,
}
