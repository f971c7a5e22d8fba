//! The commands for one document, from several clients at once, whose connections break and whose
//! server refuses to write now and then: what each sees is what it would see if they took turns.

use simulator::{Network, Operation, Redis, Scene, Simulation, for_each_seed};
use std::time::Duration;

/// What a client may do with the document.
const OPERATIONS: [fn(u64) -> Operation; 9] = [
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

const CUTS: Network = Network { one_cut_in: 12, slowest: Duration::from_millis(20) };

/// Now it works, now it does not.
async fn change_its_mind(simulation: Simulation, redis: Redis) {
    for _ in 0..4 {
        simulation.sleep(simulation.up_to(Duration::from_millis(20))).await;
        let is_fine = simulation.below(2) == 0;
        redis.set_read_only(!is_fine && simulation.below(2) == 0);
        redis.set_out_of_memory(!is_fine && simulation.below(2) == 0);
    }
}

fn scene(seed: u64) -> Scene {
    let scene = Scene::new(seed);
    scene.redis.set_network(CUTS);
    scene.simulation.spawn(change_its_mind(scene.simulation.clone(), scene.redis.clone()));
    scene
}

/// The key of the document has an expiry, which no write drops.
fn assert_right(scene: &Scene) {
    scene.assert_right();
    let mut con = scene.redis.connect_at_once();
    let left: i64 = redis_1::cmd("PTTL").arg(&scene.key).query(&mut con).unwrap();
    assert_ne!(left, -1, "it does not expire:\n{}", scene.history);
}

#[test]
fn clients_that_await_see_what_they_would_in_turns() {
    for_each_seed(5000, |seed| {
        let scene = scene(seed);
        for who in 0..4 {
            scene.client(who, scene.operations(5, &OPERATIONS));
        }
        assert_right(&scene);
    });
}

#[test]
fn clients_that_block_see_what_they_would_in_turns() {
    for_each_seed(1000, |seed| {
        let scene = scene(seed);
        for who in 0..3 {
            scene.blocking_client(who, scene.operations(5, &OPERATIONS));
        }
        assert_right(&scene);
    });
}

#[test]
fn clients_that_give_up_see_what_they_would_in_turns() {
    for_each_seed(2000, |seed| {
        let scene = scene(seed);
        for who in 0..4 {
            let operations = scene.operations(5, &OPERATIONS);
            scene.impatient_client(who, operations, Duration::from_millis(20));
        }
        assert_right(&scene);
    });
}

#[test]
fn clients_of_both_kinds_see_what_they_would_in_turns() {
    for_each_seed(1000, |seed| {
        let scene = scene(seed);
        scene.client(0, scene.operations(6, &OPERATIONS));
        scene.blocking_client(1, scene.operations(6, &OPERATIONS));
        scene.client(2, scene.operations(6, &OPERATIONS));
        assert_right(&scene);
    });
}

#[test]
fn no_update_is_lost_where_many_meet() {
    for_each_seed(500, |seed| {
        let scene = Scene::new(seed);
        for who in 0..8 {
            scene.client(who, vec![Operation::IncrementOrInsert(1), Operation::Increment]);
        }
        assert_right(&scene);
    });
}
