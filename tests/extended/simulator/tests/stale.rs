//! The refresh of a stale entry, while other callers read it, and change the entry and its source.

use redis_derive::{AsyncDocumentCommands, Cache, Origin};
use simulator::{Kind, Operation, Outcome, Scene, first_seed, for_each_seed};
use std::future::{pending, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::Duration;

/// How many seeds are tried of each scene.
const SEEDS: u64 = 10_000;

/// How many are tried to find a fault: it is found with one of the first few.
const SEEDS_OF_A_FAULT: u64 = 1000;

/// With one of the caches that there are.
fn scene(seed: u64) -> Scene {
    let cache = Cache::new();
    // So short that it may be over while a source runs.
    let short = cache.with_lease(Duration::from_millis(20));
    let absent = cache.with_absent(Duration::from_secs(60)).with_jitter(10);
    let caches = [cache, short, absent];
    Scene::of_stale_cache(seed, caches[usize::try_from(seed % 3).unwrap()])
}

/// An entry past its time, of what was published first.
const OLD: [Operation; 2] = [Operation::Save(7), Operation::Age];

fn store_an_old_one(scene: &Scene) {
    scene.client(9, OLD.to_vec());
    scene.simulation.run();
}

/// Half of them refresh, and of the others many make it old.
fn kinds() -> Vec<Kind> {
    let refreshes = Operation::OF_A_CACHE.repeat(5);
    let aging: [Kind; 4] = [|_| Operation::Age; 4];
    [&refreshes[..], &aging, &Operation::OF_A_DOCUMENT, &Operation::OF_OTHERS].concat()
}

#[test]
fn an_entry_is_refreshed_among_all_that_others_do() {
    for_each_seed(SEEDS, |seed| {
        let scene = scene(seed);
        store_an_old_one(&scene);
        scene.client(0, scene.publications(2));
        scene.client(1, scene.operations(5, &kinds()));
        scene.blocking_client(2, scene.operations(5, &kinds()));
        scene.assert_right_and_expiring();
    });
}

#[test]
fn an_entry_is_refreshed_where_connections_break_and_callers_give_up() {
    for_each_seed(SEEDS, |seed| {
        let scene = scene(seed);
        store_an_old_one(&scene);
        let scene = scene.with_trouble();
        scene.client(0, scene.publications(2));
        scene.client(1, scene.operations(4, &kinds()));
        scene.client(2, scene.operations(4, &kinds()));
        let impatient = scene.operations(4, &kinds());
        scene.impatient_client(3, impatient, Duration::from_millis(20));
        scene.assert_right_and_expiring();
    });
}

/// While a source runs, its value becomes old, and the entry is made to follow.
#[test]
fn a_refresh_does_not_bring_back_what_was_invalidated() {
    for_each_seed(SEEDS, |seed| {
        let scene = scene(seed);
        store_an_old_one(&scene);
        let refresh = || scene.operations(1, &Operation::OF_A_CACHE);
        scene.client(0, refresh());
        scene.client(1, [scene.publications(1), vec![Operation::Load]].concat());
        scene.client(2, [refresh(), vec![Operation::Load]].concat());
        scene.assert_right_and_expiring();
    });
}

/// Within a lease, also where its claim or its end is lost on the way.
#[test]
fn one_caller_refreshes() {
    for_each_seed(SEEDS, |seed| {
        let lease = Duration::from_secs(1200);
        let scene = Scene::of_stale_cache(seed, Cache::new().with_lease(lease));
        scene.client(9, vec![Operation::Publish(1000)]);
        scene.simulation.run();
        store_an_old_one(&scene);
        let is_safe = seed % 2 == 0;
        let scene = if is_safe { scene } else { scene.with_trouble() };
        for who in 0..4 {
            scene.client(who, scene.operations(2, &Operation::OF_A_CACHE));
        }
        scene.assert_right_and_expiring();
        assert!(scene.asked() <= 1, "{} callers refresh", scene.asked());
        assert!(scene.asked() == 1 || !is_safe, "nobody refreshes");
    });
}

/// And nobody waits for it: all others get the old one meanwhile, and one of them refreshes when
/// the lease is over.
#[test]
fn a_caller_that_is_gone_is_replaced_after_its_lease() {
    for_each_seed(SEEDS, |seed| {
        let scene = Scene::of_stale_cache(seed, Cache::new());
        store_an_old_one(&scene);
        scene.simulation.spawn(begin_to_refresh(scene.clone()));
        scene.simulation.run();
        for (lease, asked) in [(0, 0), (11, 1)] {
            scene.simulation.advance(Duration::from_secs(lease));
            for who in 0..2 {
                scene.client(who, vec![Operation::LoadOrPublished, Operation::Load]);
            }
            scene.assert_right_and_expiring();
            assert_eq!(scene.asked(), asked);
        }
    });
}

/// It claims the entry, and is gone when its source has begun.
async fn begin_to_refresh(scene: Scene) {
    let has_begun = AtomicBool::new(false);
    let source = || {
        has_begun.store(true, Ordering::SeqCst);
        pending()
    };
    let mut con = scene.redis.connect().clocked();
    let mut refresh = pin!(con.load_or_else(&scene.entry, source));
    poll_fn(|context| match refresh.as_mut().poll(context) {
        Poll::Pending if !has_begun.load(Ordering::SeqCst) => Poll::Pending,
        _ => Poll::Ready(()),
    })
    .await;
}

// Those that are broken on purpose, to see that they are found.

/// It ends its refresh whatever is there then.
async fn refresh_in_any_case(scene: Scene) {
    let call = scene.history.call("the broken one", Operation::LoadOrPublished);
    let mut con = scene.redis.connect().clocked();
    let made = scene.read_published().await;
    con.save((&scene.key, &made)).await.unwrap();
    call.returned(Outcome::Got(Some(made), Origin::Filled));
}

#[test]
fn a_refresh_that_ends_without_its_condition_is_found() {
    let found = first_seed(SEEDS_OF_A_FAULT, |seed| {
        let scene = scene(seed);
        store_an_old_one(&scene);
        scene.simulation.spawn(refresh_in_any_case(scene.clone()));
        scene.client(1, [scene.publications(1), vec![Operation::Load]].concat());
        !scene.is_right()
    });
    assert!(found.is_some(), "a refresh that ends without its condition is not found");
}
