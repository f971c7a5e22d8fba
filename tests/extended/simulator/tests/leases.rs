//! A fill that stores only what may still be stored is right: the model asks for nothing that
//! cannot be had. Here it is told by a lease beside the entry, which the last who misses it has,
//! and which goes when the entry is removed.

use redis_1::aio::ConnectionLike;
use redis_1::{Cmd, RedisResult, cmd};
use redis_derive::Origin;
use simulator::{Operation, Outcome, Scene, for_each_seed};

const LOAD_OR_LEASE: &str = "\
local stored = redis.call('GET', KEYS[1])
if not stored then
    redis.call('SET', KEYS[2], ARGV[1])
end
return stored";

/// Replies with whether it has stored the entry, and with what is stored.
const FILL: &str = "\
if redis.call('GET', KEYS[2]) == ARGV[1] and redis.call('EXISTS', KEYS[1]) == 0 then
    redis.call('SET', KEYS[1], ARGV[2])
    return {1, ARGV[2]}
end
return {0, redis.call('GET', KEYS[1])}";

const REMOVE: &str = "\
redis.call('DEL', KEYS[2])
return redis.call('DEL', KEYS[1])";

fn eval(scene: &Scene, script: &str) -> Cmd {
    let mut eval = cmd("EVAL");
    eval.arg(script).arg(2).arg(&scene.key).arg("lease");
    eval
}

async fn load_or_fill(
    scene: &Scene,
    who: usize,
    con: &mut impl ConnectionLike,
) -> RedisResult<(u64, Origin)> {
    let mut load = eval(scene, LOAD_OR_LEASE);
    if let Some(stored) = load.arg(who).query_async(con).await? {
        return Ok((stored, Origin::Hit));
    }
    let made = scene.read_published().await;
    Ok(match eval(scene, FILL).arg(who).arg(made).query_async(con).await? {
        (true, _) => (made, Origin::Filled),
        (false, Some(stored)) => (stored, Origin::Waited),
        (false, None) => (made, Origin::Unstored),
    })
}

fn load(scene: &Scene, who: usize) {
    let loading = scene.clone();
    scene.simulation.spawn(async move {
        let mut con = loading.redis.connect();
        let call = loading.history.call(who, Operation::LoadOrPublished);
        let (value, origin) = load_or_fill(&loading, who, &mut con).await.unwrap();
        call.returned(Outcome::Got(Some(value), origin));
    });
}

/// It publishes, and removes what was stored before.
fn invalidate(scene: &Scene, who: usize) {
    let writing = scene.clone();
    scene.simulation.spawn(async move {
        let mut con = writing.redis.connect();
        for number in [11, 12] {
            writing.publish(who, number).await;
            let call = writing.history.call(who, Operation::Remove);
            let was_there = eval(&writing, REMOVE).query_async(&mut con).await.unwrap();
            call.returned(Outcome::Yes(was_there));
        }
    });
}

#[test]
fn a_fill_with_a_lease_is_right() {
    for_each_seed(3000, |seed| {
        let scene = Scene::new(seed);
        for who in 0..3 {
            load(&scene, who);
        }
        invalidate(&scene, 3);
        scene.client(4, vec![Operation::Load; 4]);
        scene.assert_right();
    });
}
