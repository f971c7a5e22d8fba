use crate::{TestQueue, until, url};
use messages::event::Event;
use messages::worker::Worker;
use redis::Client;
use std::cell::RefCell;
use std::collections::BTreeSet;
use test_server::Proxy;
use tokio_util::sync::CancellationToken;

/// After how many bytes a connection is cut.
const CUT: std::ops::Range<u64> = 500..15_000;

/// Runs a worker behind a proxy for as long as the rest takes, and returns the events that it has
/// handled.
async fn work_behind(
    proxy: &Proxy,
    test: &mut TestQueue,
    rest: impl AsyncFnOnce(&mut TestQueue, &RefCell<BTreeSet<u64>>),
) -> BTreeSet<u64> {
    let seen = RefCell::new(BTreeSet::new());
    let handler = async |event: Event| {
        seen.borrow_mut().insert(event.id());
        Ok(())
    };
    let client = Client::open(proxy.url()).unwrap();
    let shutdown = CancellationToken::new();
    let worker = Worker::new(client, test.queue.clone(), "anna", handler);
    let stopping = async {
        rest(test, &seen).await;
        shutdown.cancel();
    };
    tokio::join!(worker.run(shutdown.clone()), stopping);
    seen.into_inner()
}

#[tokio::test]
async fn a_worker_whose_connection_is_cut_goes_on() {
    let proxy = Proxy::start(url()).unwrap();
    let mut test = TestQueue::new().await;
    let handled = work_behind(&proxy, &mut test, async |test, handled| {
        for id in 1..=3 {
            test.add([id]).await;
            until("the event is handled", async || handled.borrow().contains(&id)).await;
            // It waits for the next.
            proxy.cut();
        }
        test.until_empty().await;
    });
    assert_eq!(handled.await, BTreeSet::from([1, 2, 3]));
    assert_eq!((proxy.cuts(), test.pending().await), (3, 0));
}

#[tokio::test]
async fn a_worker_whose_connections_are_cut_again_and_again_handles_everything() {
    let proxy = Proxy::start(url()).unwrap();
    proxy.cut_after(CUT);
    let mut test = TestQueue::new().await;
    let added = test.add(0..200).await;
    let handled = work_behind(&proxy, &mut test, async |test, _| test.until_empty().await);
    assert_eq!(handled.await, added);
    assert!(proxy.cuts() > 0, "no connection was cut");
    assert_eq!(test.pending().await, 0);
    assert!(test.dead().await.is_empty());
}
