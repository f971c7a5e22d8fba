//! The fill of a cache, while other clients change what is stored and what it is made of.

use redis_derive::{AsyncDocumentCommands, Error};
use simulator::{Network, Operation, Outcome, Scene, first_seed, for_each_seed};
use std::time::Duration;

const CUTS: Network = Network { one_cut_in: 12, slowest: Duration::from_millis(20) };

/// How many seeds are tried to find a fault, each of which is found with one of the first few.
const SEEDS: u64 = 1000;

fn load_or_published(_: u64) -> Operation {
    Operation::LoadOrPublished
}

#[test]
fn a_fill_stores_where_nothing_is_stored() {
    let kinds = [
        load_or_published,
        |_| Operation::Load,
        Operation::Save,
        Operation::SaveNew,
        |_| Operation::Remove,
        |_| Operation::Increment,
        Operation::IncrementOrInsert,
    ];
    for_each_seed(1000, |seed| {
        let scene = Scene::new(seed);
        scene.redis.set_network(CUTS);
        scene.client(0, scene.operations(5, &kinds));
        scene.client(1, scene.operations(5, &kinds));
        scene.blocking_client(2, scene.operations(5, &kinds));
        scene.assert_right();
    });
}

/// While a source runs, its value becomes old, and the entry is removed for that.
fn invalidated_meanwhile(seed: u64) -> Scene {
    let scene = Scene::new(seed);
    scene.client(0, vec![Operation::LoadOrPublished]);
    scene.client(1, vec![Operation::Publish(11), Operation::Remove, Operation::Load]);
    scene
}

/// A fault of today: once `load_or_else` stores only what may still be stored, this is
/// `for_each_seed(SEEDS, |seed| invalidated_meanwhile(seed).assert_right())`.
#[test]
fn a_fill_brings_back_what_was_invalidated() {
    let found = first_seed(SEEDS, |seed| !invalidated_meanwhile(seed).is_right());
    assert!(found.is_some(), "a fill no longer brings back what was invalidated");
}

/// The same where an entry is there that does not decode, which a fill replaces.
fn saved_meanwhile(seed: u64) -> Scene {
    let scene = Scene::new(seed);
    let mut con = scene.redis.connect_at_once();
    redis_1::cmd("SET").arg(&scene.key).arg("of another version").exec(&mut con).unwrap();
    scene.client(0, vec![Operation::LoadOrPublished]);
    scene.client(1, vec![Operation::Save(11), Operation::Load]);
    scene
}

/// A fault of today, as the one before.
#[test]
fn a_fill_of_what_does_not_decode_replaces_what_was_saved_meanwhile() {
    let found = first_seed(SEEDS, |seed| !saved_meanwhile(seed).is_right());
    assert!(found.is_some(), "a fill no longer replaces what was saved meanwhile");
}

// One that is broken on purpose, to see that it is found.

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
