#[redis_json(paths)]
struct Page<T> {
    #[serde(default)]
    number: T,
    #[serde(default = "Self::first_heading")]
    heading: String,
}

#[redis_json(paths, write_only)]
#[serde(default)]
struct Settings {
    volume: u8,
}
