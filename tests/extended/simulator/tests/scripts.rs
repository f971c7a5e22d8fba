//! An update by a script that compares is right, and one that compares too little is found.

use redis_1::aio::ConnectionLike;
use redis_1::{RedisResult, cmd};
use simulator::{Operation, Outcome, Scene, first_seed, for_each_seed};

/// As the library compares.
const BY_BYTES: &str = "\
if redis.call('GET', KEYS[1]) == ARGV[1] then
    redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
    return 1
end
return 0";

/// What changes and stays as long as it was is not seen.
const BY_LENGTH: &str = "\
local current = redis.call('GET', KEYS[1])
if current and #current == #ARGV[1] then
    redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
    return 1
end
return 0";

/// An update as it is without the library.
async fn increment(
    con: &mut impl ConnectionLike,
    key: &str,
    script: &str,
) -> RedisResult<Option<u64>> {
    loop {
        let stored: Option<u64> = cmd("GET").arg(key).query_async(con).await?;
        let Some(stored) = stored else { return Ok(None) };
        let mut compare_and_set = cmd("EVAL");
        compare_and_set.arg(script).arg(1).arg(key).arg(stored).arg(stored + 1);
        if compare_and_set.query_async(con).await? {
            return Ok(Some(stored + 1));
        }
    }
}

fn scene(seed: u64, script: &'static str) -> Scene {
    let scene = Scene::new(seed);
    scene.client(0, vec![Operation::Save(10), Operation::Increment, Operation::Load]);
    for who in 1..3 {
        let updating = scene.clone();
        scene.simulation.spawn(async move {
            let call = updating.history.call(who, Operation::Increment);
            let mut con = updating.redis.connect();
            let stored = increment(&mut con, updating.key.as_str(), script).await.unwrap();
            call.returned(Outcome::Found(stored));
        });
    }
    scene
}

#[test]
fn a_script_that_compares_the_bytes_loses_nothing() {
    for_each_seed(2000, |seed| scene(seed, BY_BYTES).assert_right());
}

#[test]
fn a_script_that_compares_lengths_is_found() {
    let found = first_seed(1000, |seed| !scene(seed, BY_LENGTH).is_right());
    assert!(found.is_some(), "a script that compares lengths is not found");
}
