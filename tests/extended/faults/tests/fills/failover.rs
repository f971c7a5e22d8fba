//! In a cluster, while the replica of each master takes its place: callers go on, and no old entry
//! is left. Nothing is lost, as the master waits for its replica.

use crate::entry::{Entry, REMOVED, STORED, Source};
use redis_1::cluster::ClusterClient;
use redis_derive::{AsyncDocumentCommands, Cache, CacheKey, DocumentCommands, Key};
use std::future::ready;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;
use test_server::Cluster;

/// The entry at a key, with those who want to have it and one who makes it follow its source.
struct Scene<'a> {
    client: &'a ClusterClient,
    is_over: &'a AtomicBool,
    key: CacheKey<Entry>,
    source: Source,
    /// How often it has followed.
    rounds: AtomicU64,
}

impl Scene<'_> {
    fn follow(&self) {
        let mut con = self.client.get_connection().unwrap();
        let follows = STORED.iter().chain(&REMOVED).cycle();
        for follow in follows.take_while(|_| !self.is_over()) {
            let new = self.source.publish();
            follow(&mut con, &self.key, &new).unwrap();
            let left = con.load(&self.key).unwrap();
            assert!(left.is_none_or(|left| left == new), "an old entry is left");
            self.rounds.fetch_add(1, Ordering::SeqCst);
        }
    }

    fn fill(&self) {
        let mut con = self.client.get_connection().unwrap();
        while !self.is_over() {
            con.load_or_else(&self.key, || self.read()).unwrap();
        }
    }

    #[tokio::main(flavor = "current_thread")]
    async fn fill_awaited(&self) {
        let mut con = self.client.get_async_connection().await.unwrap();
        while !self.is_over() {
            con.load_or_else(&self.key, || ready(self.read())).await.unwrap();
        }
    }

    fn is_over(&self) -> bool {
        self.is_over.load(Ordering::SeqCst)
    }

    /// The source, in which others may do much.
    fn read(&self) -> Entry {
        let entry = self.source.read();
        thread::sleep(Duration::from_micros(500));
        entry
    }
}

/// Until each has followed so often again.
fn wait_for_rounds(scenes: &[Scene<'_>], count: u64) {
    for scene in scenes {
        let end = scene.rounds.load(Ordering::SeqCst) + count;
        while scene.rounds.load(Ordering::SeqCst) < end && !scene.is_over() {
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// It is over also where one fails, for the others.
struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[test]
fn nothing_old_is_left_where_replicas_take_the_place_of_masters() {
    let cluster = Cluster::start_with_replicas().unwrap();
    let client = ClusterClient::new(cluster.urls()).unwrap();
    let is_over = AtomicBool::new(false);
    // They are in all three parts of the cluster.
    let scenes: Vec<_> = ["{a}", "{b}x}y", "{c}{d}"]
        .map(|name| {
            let key = Key::new(tests::key(name)).with_cache(Cache::new());
            let (source, rounds) = (Source::default(), AtomicU64::new(0));
            Scene { client: &client, is_over: &is_over, key, source, rounds }
        })
        .into();
    thread::scope(|scope| {
        for scene in &scenes {
            for work in [Scene::follow, Scene::fill, Scene::fill_awaited] {
                scope.spawn(move || {
                    let _over = Over(scene.is_over);
                    work(scene);
                });
            }
        }
        let _over = Over(&is_over);
        for master in 0..3 {
            wait_for_rounds(&scenes, 20);
            cluster.hand_over(master).unwrap();
        }
        wait_for_rounds(&scenes, 20);
    });
    assert!(scenes.iter().all(|scene| scene.rounds.load(Ordering::SeqCst) >= 80));
}
