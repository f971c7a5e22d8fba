//! The master of the Sentinels is killed during writes.

use scaling_out::clients::{connect_to_master, connect_to_master_async};
use scaling_out::replicated::save;
use scaling_out::writers::{Outcome, Saved, Writers, count, in_tasks, in_threads};
use test_server::Sentinels;

const TENANTS: [&str; 4] = ["acme", "globex", "initech", "umbrella"];

fn start() -> (Sentinels, Vec<String>) {
    let sentinels = Sentinels::start().unwrap();
    let urls = sentinels.urls().into_iter().map(str::to_owned).collect();
    (sentinels, urls)
}

/// Kills the master and waits until another has taken its place, while all go on writing.
fn fail_over(sentinels: &mut Sentinels, writers: &Writers) -> Outcome {
    writers.wait_for(20)?;
    sentinels.kill_master()?;
    sentinels.wait_for_promotion()?;
    writers.wait_for(20)
}

fn assert_none_lost(urls: &[&str], saved: &[Saved]) {
    let mut con = connect_to_master(urls, Sentinels::MASTER).unwrap();
    let figures = count(&mut con, saved).unwrap();
    assert!(figures.errors >= TENANTS.len() as u64, "not every writer noticed: {figures:?}");
    assert_eq!(figures.lost, 0, "{figures:?}");
    assert!(figures.acknowledged >= 40 * TENANTS.len(), "{figures:?}");
}

#[test]
fn threads_lose_no_order_that_a_replica_has() {
    let (mut sentinels, urls) = start();
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    let connect = || connect_to_master(&urls, Sentinels::MASTER);
    let event = |writers: &Writers| fail_over(&mut sentinels, writers);
    let saved = in_threads(&TENANTS, connect, save, event).unwrap();
    assert_none_lost(&urls, &saved);
}

#[test]
fn tasks_lose_no_order_that_a_replica_has() {
    let (mut sentinels, urls) = start();
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    let connect = async || connect_to_master_async(&urls, Sentinels::MASTER).await;
    let event = |writers: &Writers| fail_over(&mut sentinels, writers);
    let saved = in_tasks(&TENANTS, connect, event).unwrap();
    assert_none_lost(&urls, &saved);
}
