#[redis_json(key = "rate:{id}", ttl = "10m", cache(lease = "20s", stale = "1h", jitter = "5%", fall_through))]
struct Rate {
    id: u64,
}

#[redis_json(key = "page:{0}", ttl = "1d", cache)]
struct Page(u64);
