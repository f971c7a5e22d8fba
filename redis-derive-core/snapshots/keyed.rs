#[redis_json(key = "user:{tenant}:{id}", ttl = "30m")]
pub struct User<T> {
    tenant: String,
    id: T,
}
