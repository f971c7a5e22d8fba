#[redis_json(paths)]
enum Word {
    r#fn { width: u8 },
    Super(u8),
}
