//! The fill of a cache, while other clients change what is stored and what it is made of.

use redis_derive::{AsyncDocumentCommands, Error};
use simulator::{Network, Operation, Outcome, Scene, first_seed, for_each_seed};
use std::time::Duration;

const CUTS: Network = Network { one_cut_in: 12, slowest: Duration::from_millis(20) };

/// How many seeds are tried: a fault is found with one of the first few.
const SEEDS: u64 = 1000;

const KINDS: [fn(u64) -> Operation; 11] = [
    |_| Operation::LoadOrPublished,
    |_| Operation::LoadOrPublished,
    |_| Operation::Load,
    Operation::Save,
    Operation::SaveNew,
    Operation::Replace,
    |_| Operation::Remove,
    |_| Operation::Take,
    |_| Operation::Increment,
    Operation::IncrementOrInsert,
    |_| Operation::Touch,
];

#[test]
fn an_entry_is_filled_among_all_that_others_do() {
    for_each_seed(1000, |seed| {
        let scene = Scene::of_cache(seed);
        scene.client(0, scene.operations(5, &KINDS));
        scene.client(1, scene.operations(5, &KINDS));
        scene.blocking_client(2, scene.operations(5, &KINDS));
        scene.assert_right();
        assert!(!is_being_filled(&scene), "a placeholder is left");
    });
}

/// Whether there is what stands for an entry that is being filled.
fn is_being_filled(scene: &Scene) -> bool {
    let get = redis_1::cmd("GET").arg(&scene.key).to_owned();
    let stored: Option<String> = get.query(&mut scene.redis.connect_at_once()).unwrap();
    stored.is_some_and(|stored| stored.starts_with("null"))
}

#[test]
fn a_document_of_a_cache_is_one_where_connections_break() {
    for_each_seed(1000, |seed| {
        let scene = Scene::of_cache(seed);
        scene.redis.set_network(CUTS);
        for who in 0..3 {
            scene.client(who, scene.operations(5, &KINDS[2..]));
        }
        scene.assert_right();
    });
}

/// While a source runs, its value becomes old, and the entry is removed for that.
#[test]
fn a_fill_does_not_bring_back_what_was_invalidated() {
    for invalidate in [Operation::Remove, Operation::Take] {
        for_each_seed(SEEDS, |seed| {
            let scene = Scene::of_cache(seed);
            scene.client(0, vec![Operation::LoadOrPublished]);
            scene.client(1, vec![Operation::Publish(11), invalidate, Operation::Load]);
            scene.client(2, vec![Operation::LoadOrPublished, Operation::Load]);
            scene.assert_right();
        });
    }
}

/// The same where an entry is there that does not decode, which a fill replaces.
#[test]
fn a_fill_of_what_does_not_decode_leaves_what_was_saved_meanwhile() {
    for_each_seed(SEEDS, |seed| {
        let scene = Scene::of_cache(seed);
        let mut con = scene.redis.connect_at_once();
        redis_1::cmd("SET").arg(&scene.key).arg("of another version").exec(&mut con).unwrap();
        scene.client(0, vec![Operation::LoadOrPublished]);
        scene.client(1, vec![Operation::Save(11), Operation::Load]);
        scene.assert_right();
    });
}

// Those that are broken on purpose, to see that they are found.

async fn fill_in_any_case(scene: &Scene) -> Result<u64, Error> {
    let mut con = scene.redis.connect().clocked();
    if let Some(stored) = con.load(&scene.key).await? {
        return Ok(stored);
    }
    let made = scene.read_published().await;
    con.save((&scene.key, &made)).await?;
    Ok(made)
}

fn filled_in_any_case(seed: u64) -> Scene {
    let scene = Scene::new(seed);
    let filling = scene.clone();
    scene.simulation.spawn(async move {
        let call = filling.history.call("the broken one", Operation::LoadOrPublished);
        call.returned(Outcome::Found(fill_in_any_case(&filling).await.ok()));
    });
    scene.client(1, vec![Operation::Save(11), Operation::Load]);
    scene
}

#[test]
fn a_fill_without_its_condition_is_found() {
    let found = first_seed(SEEDS, |seed| !filled_in_any_case(seed).is_right());
    assert!(found.is_some(), "a fill without its condition is not found");
}

/// It takes its turn, and does not end it.
fn left_open(seed: u64) -> Scene {
    let scene = Scene::of_cache(seed);
    let filling = scene.clone();
    scene.simulation.spawn(async move {
        let mut con = filling.redis.connect();
        let mut begin = redis_1::cmd("SET");
        begin.arg(&filling.key).arg(format!("null{:32}", "")).arg("NX").arg("PX").arg(10_000);
        let call = filling.history.call("the broken one", Operation::LoadOrPublished);
        let _: Option<String> = begin.query_async(&mut con).await.unwrap();
        call.returned(Outcome::Found(Some(filling.read_published().await)));
    });
    scene.client(1, vec![Operation::Save(11), Operation::Load, Operation::Remove]);
    scene
}

#[test]
fn a_fill_that_leaves_its_placeholder_is_found() {
    let found = first_seed(SEEDS, |seed| {
        let scene = left_open(seed);
        !scene.is_right() || is_being_filled(&scene)
    });
    assert!(found.is_some(), "a placeholder that is left is not found");
}
