#[redis_json(paths)]
#[serde(tag = "kind", content = "value")]
enum Shape {
    Nothing,
    Circle(Circle),
    #[serde(rename = "box")]
    Type { width: f64 },
    Pair(u8, u8),
}
