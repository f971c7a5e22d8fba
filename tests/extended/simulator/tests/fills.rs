//! The fill of a cache, while other clients change the entry and its source.

use redis_derive::{AsyncDocumentCommands, Cache, Error, Origin};
use simulator::{Kind, Operation, Outcome, Scene, first_seed, for_each_seed};
use std::time::Duration;

/// How many seeds are tried of each scene.
const SEEDS: u64 = 10_000;

/// How many are tried to find a fault: it is found with one of the first few.
const SEEDS_OF_A_FAULT: u64 = 1000;

/// A scene of one of the caches that there are.
fn scene(seed: u64) -> Scene {
    let cache = Cache::new();
    let absent = cache.with_absent(Duration::from_secs(60));
    let caches = [cache, cache.with_jitter(10), absent, absent.with_jitter(10)];
    Scene::of_cache(seed, caches[usize::try_from(seed % 4).unwrap()])
}

/// Half of them fill.
fn kinds() -> Vec<Kind> {
    let fills = Operation::OF_A_CACHE.repeat(5);
    [&fills[..], &Operation::OF_A_DOCUMENT, &Operation::OF_OTHERS].concat()
}

/// A fill that was not ended is so with its lease.
fn assert_right(scene: &Scene) {
    scene.assert_right_and_expiring();
    let left = scene.milliseconds_left();
    assert!(!is_being_filled(scene) || left <= 10_000, "a lease of {left} milliseconds");
}

#[test]
fn an_entry_is_filled_among_all_that_others_do() {
    for_each_seed(SEEDS, |seed| {
        let scene = scene(seed);
        scene.client(0, scene.publications(2));
        scene.client(1, scene.operations(5, &kinds()));
        scene.blocking_client(2, scene.operations(5, &kinds()));
        assert_right(&scene);
        assert!(!is_being_filled(&scene), "a placeholder is left");
    });
}

/// Whether there is what stands for an entry that is being filled.
fn is_being_filled(scene: &Scene) -> bool {
    let get = redis_1::cmd("GET").arg(&scene.key).to_owned();
    let stored: Option<String> = get.query(&mut scene.redis.connect_at_once()).unwrap();
    stored.is_some_and(|stored| stored.starts_with("null") && stored != format!("null{:32}", ""))
}

#[test]
fn an_entry_is_filled_where_connections_break_and_callers_give_up() {
    for_each_seed(SEEDS, |seed| {
        let scene = scene(seed).with_trouble();
        scene.client(0, scene.publications(2));
        scene.client(1, scene.operations(4, &kinds()));
        scene.client(2, scene.operations(4, &kinds()));
        let impatient = scene.operations(4, &kinds());
        scene.impatient_client(3, impatient, Duration::from_millis(20));
        assert_right(&scene);
    });
}

/// The others wait for its entry, however slow it is within its lease.
#[test]
fn one_caller_asks_the_source() {
    for_each_seed(SEEDS, |seed| {
        let scene = Scene::of_cache(seed, Cache::new().with_lease(Duration::from_secs(3600)));
        scene.client(0, vec![Operation::Publish(1000)]);
        scene.simulation.run();
        for who in 0..4 {
            scene.client(who, scene.operations(2, &Operation::OF_A_CACHE));
        }
        assert_right(&scene);
        assert_eq!(scene.asked(), 1);
    });
}

/// While a source runs, its value becomes old, and the entry is removed for that.
#[test]
fn a_fill_does_not_bring_back_what_was_invalidated() {
    for_each_seed(SEEDS, |seed| {
        let scene = scene(seed);
        scene.client(0, scene.operations(1, &Operation::OF_A_CACHE));
        scene.client(1, [scene.publications(1), vec![Operation::Load]].concat());
        scene.client(
            2,
            [scene.operations(1, &Operation::OF_A_CACHE), vec![Operation::Load]].concat(),
        );
        assert_right(&scene);
    });
}

/// The same where an entry is there that does not decode, which a fill replaces.
#[test]
fn a_fill_of_what_does_not_decode_leaves_what_was_saved_meanwhile() {
    for_each_seed(SEEDS, |seed| {
        let scene = scene(seed);
        let mut con = scene.redis.connect_at_once();
        redis_1::cmd("SET").arg(&scene.key).arg("of another version").exec(&mut con).unwrap();
        scene.client(0, vec![Operation::LoadOrPublished]);
        scene.client(1, vec![Operation::Save(11), Operation::Load]);
        assert_right(&scene);
    });
}

// Those that are broken on purpose, to see that they are found.

async fn fill_in_any_case(scene: &Scene) -> Result<(u64, Origin), Error> {
    let mut con = scene.redis.connect().clocked();
    if let Some(stored) = con.load(&scene.key).await? {
        return Ok((stored, Origin::Hit));
    }
    let made = scene.read_published().await;
    con.save((&scene.key, &made)).await?;
    Ok((made, Origin::Filled))
}

fn filled_in_any_case(seed: u64) -> Scene {
    let scene = Scene::new(seed);
    let filling = scene.clone();
    scene.simulation.spawn(async move {
        let call = filling.history.call("the broken one", Operation::LoadOrPublished);
        let (value, origin) = fill_in_any_case(&filling).await.unwrap();
        call.returned(Outcome::Got(Some(value), origin));
    });
    scene.client(1, vec![Operation::Save(11), Operation::Load]);
    scene
}

#[test]
fn a_fill_without_its_condition_is_found() {
    let found = first_seed(SEEDS_OF_A_FAULT, |seed| !filled_in_any_case(seed).is_right());
    assert!(found.is_some(), "a fill without its condition is not found");
}

/// It takes its turn, and does not end it.
fn left_open(seed: u64) -> Scene {
    let scene = scene(seed);
    let filling = scene.clone();
    scene.simulation.spawn(async move {
        let mut con = filling.redis.connect();
        let mut begin = redis_1::cmd("SET");
        begin.arg(&filling.key).arg(format!("null{:31}\t", "")).arg("NX").arg("PX").arg(10_000);
        let call = filling.history.call("the broken one", Operation::LoadOrPublished);
        let _: Option<String> = begin.query_async(&mut con).await.unwrap();
        call.returned(Outcome::Got(Some(filling.read_published().await), Origin::Unstored));
    });
    scene.client(1, vec![Operation::Save(11), Operation::Load, Operation::Remove]);
    scene
}

#[test]
fn a_fill_that_leaves_its_placeholder_is_found() {
    let found = first_seed(SEEDS_OF_A_FAULT, |seed| {
        let scene = left_open(seed);
        !scene.is_right() || is_being_filled(&scene)
    });
    assert!(found.is_some(), "a placeholder that is left is not found");
}
