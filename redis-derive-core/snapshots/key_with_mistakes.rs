#[redis_json(key = "page:{{:{id}:{other}")]
struct Page {
    id: u64,
}

#[redis_json(key = 5)]
struct User {
    id: u64,
}
