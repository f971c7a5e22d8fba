#[redis_json(write_only)]
struct Event(String);
