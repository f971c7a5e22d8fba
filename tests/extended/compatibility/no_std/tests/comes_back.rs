//! Its values go in and come back.

use no_std::Reading;
use redis_derive::RedisJson;

#[test]
fn a_value_comes_back_and_has_its_key_and_its_paths() {
    let reading = Reading { sensor: "roof".to_owned(), values: vec![0.5] };
    let json = reading.to_redis_json().unwrap();
    assert_eq!(json, br#"{"sensor":"roof","values":[0.5]}"#);
    assert_eq!(Reading::from_redis_json(&json).unwrap(), reading);
    assert_eq!(Reading::key_for("roof").as_str(), "reading:roof");
    assert_eq!(Reading::paths().values().last().to_string(), "$.values[-1]");
}
