//! The commands for one document, from several clients at once, whose connections break and whose
//! server refuses to write now and then: what each sees is what it would see if they took turns.

use simulator::{Operation, Scene, for_each_seed};
use std::time::Duration;

fn scene(seed: u64) -> Scene {
    Scene::new(seed).with_trouble()
}

#[test]
fn clients_that_await_see_what_they_would_in_turns() {
    for_each_seed(5000, |seed| {
        let scene = scene(seed);
        for who in 0..4 {
            scene.client(who, scene.operations(5, &Operation::OF_A_DOCUMENT));
        }
        scene.assert_right_and_expiring();
    });
}

#[test]
fn clients_that_block_see_what_they_would_in_turns() {
    for_each_seed(1000, |seed| {
        let scene = scene(seed);
        for who in 0..3 {
            scene.blocking_client(who, scene.operations(5, &Operation::OF_A_DOCUMENT));
        }
        scene.assert_right_and_expiring();
    });
}

#[test]
fn clients_that_give_up_see_what_they_would_in_turns() {
    for_each_seed(2000, |seed| {
        let scene = scene(seed);
        for who in 0..4 {
            let operations = scene.operations(5, &Operation::OF_A_DOCUMENT);
            scene.impatient_client(who, operations, Duration::from_millis(20));
        }
        scene.assert_right_and_expiring();
    });
}

#[test]
fn clients_of_both_kinds_see_what_they_would_in_turns() {
    for_each_seed(1000, |seed| {
        let scene = scene(seed);
        scene.client(0, scene.operations(6, &Operation::OF_A_DOCUMENT));
        scene.blocking_client(1, scene.operations(6, &Operation::OF_A_DOCUMENT));
        scene.client(2, scene.operations(6, &Operation::OF_A_DOCUMENT));
        scene.assert_right_and_expiring();
    });
}

#[test]
fn no_update_is_lost_where_many_meet() {
    for_each_seed(500, |seed| {
        let scene = Scene::new(seed);
        for who in 0..8 {
            scene.client(who, vec![Operation::IncrementOrInsert(1), Operation::Increment]);
        }
        scene.assert_right_and_expiring();
    });
}
