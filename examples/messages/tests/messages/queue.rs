use crate::{PATIENCE, TestQueue, client, connect, paid};
use messages::entry::Entry;
use messages::event::Event;
use messages::queue::EVENT;
use messages::worker::{DELIVERIES, Worker};
use redis::streams::{StreamMaxlen, StreamRangeReply, StreamReadOptions, StreamReadReply};
use redis::{AsyncCommands, RedisResult, Value, from_redis_value_ref};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::future::pending;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// What a worker handles until the stream is empty, in its order. It fails where it is told to.
async fn work(test: &mut TestQueue, protocol: &str, fails: impl Fn(u64) -> bool) -> Vec<u64> {
    let seen = RefCell::new(Vec::new());
    let handler = async |event: Event| {
        seen.borrow_mut().push(event.id());
        if fails(event.id()) { Err("it fails".into()) } else { Ok(()) }
    };
    let shutdown = CancellationToken::new();
    let worker = Worker::new(client(protocol), test.queue.clone(), "anna", handler);
    let stopping = async {
        test.until_empty().await;
        shutdown.cancel();
    };
    timeout(PATIENCE, async { tokio::join!(worker.run(shutdown.clone()), stopping) })
        .await
        .unwrap();
    seen.into_inner()
}

#[tokio::test]
async fn events_are_handled_over_both_protocols() {
    for protocol in ["resp2", "resp3"] {
        let mut test = TestQueue::new().await;
        test.add(0..25).await;
        assert_eq!(work(&mut test, protocol, |_| false).await, (0..25).collect::<Vec<_>>());
        assert_eq!(test.pending().await, 0);
        assert!(test.dead().await.is_empty());
    }
}

#[tokio::test]
async fn the_group_is_created_once() {
    let mut test = TestQueue::new().await;
    test.add([1]).await;
    for _ in 0..2 {
        test.queue.create_group(&mut test.con).await.unwrap();
    }
    // What was there before the group was created belongs to it.
    assert_eq!(work(&mut test, "resp2", |_| false).await, [1]);

    let _: () = test.con.set(&test.queue.stream, "no stream").await.unwrap();
    let error = test.queue.create_group(&mut test.con).await.unwrap_err();
    assert_eq!(error.code(), Some("WRONGTYPE"));
}

#[tokio::test]
async fn what_is_no_event_is_a_dead_letter_as_it_was() {
    let bad: [&[(&[u8], &[u8])]; 5] = [
        &[(b"event", b"s3cret")],
        &[(b"event", b"\xff s3cret")],
        &[(b"other", b"s3cret")],
        &[(b"\xff", b"s3cret"), (b"event", br#"{"type":"s3cret"}"#)],
        &[(b"event", br#"{"type":"paid","id":"s3cret"}"#), (b"event", b"s3cret")],
    ];
    for protocol in ["resp2", "resp3"] {
        let mut test = TestQueue::new().await;
        let mut ids = Vec::new();
        for fields in bad {
            ids.push(test.add_raw(fields).await);
        }
        test.add([1]).await;
        assert_eq!(work(&mut test, protocol, |_| false).await, [1]);

        let dead = test.dead_letters().await;
        assert_eq!((dead.len(), test.pending().await), (bad.len(), 0));
        for ((letter, id), fields) in dead.iter().zip(ids).zip(bad) {
            assert_eq!(letter.read::<String>("id").unwrap(), id);
            let reason: String = letter.read("reason").unwrap();
            assert!(reason.contains("`messages::event::Event`: "), "{reason}");
            assert!(!reason.contains("s3cret"), "{reason}");
            let as_it_was = fields.iter().map(|(name, value)| (name.to_vec(), value.to_vec()));
            assert_eq!(letter.fields[2..], as_it_was.collect::<Vec<_>>());
        }
    }
}

#[tokio::test]
async fn what_fails_again_and_again_is_a_dead_letter() {
    let mut test = TestQueue::new().await;
    test.add(1..=3).await;
    let mut handled = work(&mut test, "resp3", |id| id == 2).await;
    handled.sort_unstable();
    let often = [2].repeat(DELIVERIES);
    assert_eq!(handled, [&[1][..], &often, &[3]].concat());

    let dead = test.dead_letters().await;
    assert_eq!((dead.len(), test.pending().await), (1, 0));
    assert_eq!(dead[0].read::<Event>(EVENT).unwrap(), paid(2));
    assert!(dead[0].read::<String>("reason").unwrap().contains("5 times"));
}

#[tokio::test]
async fn trimming_loses_what_is_pending_and_that_is_told() {
    let mut test = TestQueue::new().await;
    test.queue.create_group(&mut test.con).await.unwrap();
    test.add(1..=3).await;
    let pending = read(&mut test, "bert", ">", 2).await;
    let _: usize = test.con.xtrim(&test.queue.stream, StreamMaxlen::Equals(0)).await.unwrap();
    assert_eq!(test.pending().await, 2);
    // Its worker, if it asks again, gets entries without fields.
    let removed = read(&mut test, "bert", "0", 10).await;
    assert_eq!(removed.len(), 2);
    assert!(removed.iter().all(|entry| entry.fields.is_empty()));
    assert_eq!(removed[0].read::<Option<Event>>(EVENT).unwrap(), None);

    // The third one, which nobody had taken, is gone without a trace.
    let shutdown = CancellationToken::new();
    let handler = async |_: Event| panic!("there is nothing to handle");
    let worker = Worker::new(client("resp2"), test.queue.clone(), "anna", handler);
    let stopping = async {
        let dead = async || test.dead().await.len() == 2;
        crate::until("both are dead letters", dead).await;
        shutdown.cancel();
    };
    tokio::join!(worker.run(shutdown.clone()), stopping);
    let ids: BTreeSet<String> = pending.into_iter().map(|entry| entry.id).collect();
    assert_eq!((test.dead().await, test.pending().await), (ids, 0));
    let reason: String = test.dead_letters().await[0].read("reason").unwrap();
    assert_eq!(reason, "it was removed before it was handled");
}

/// Reads entries as a worker that does nothing with them: new ones, or from an id on what it has.
async fn read(test: &mut TestQueue, worker: &str, from: &str, count: usize) -> Vec<Entry> {
    let options = StreamReadOptions::default().group("workers", worker).count(count);
    let streams: Vec<(String, Vec<Entry>)> =
        test.con.xread_options(&[&test.queue.stream], &[from], &options).await.unwrap();
    streams.into_iter().flat_map(|(_, entries)| entries).collect()
}

#[tokio::test]
async fn a_worker_finishes_what_it_has_taken() {
    let mut test = TestQueue::new().await;
    test.add(1..=4).await;
    let (begun, go_on) = (Semaphore::new(0), Semaphore::new(0));
    let handler = async |_: Event| {
        begun.add_permits(1);
        go_on.acquire().await.unwrap().forget();
        Ok(())
    };
    let shutdown = CancellationToken::new();
    let worker = Worker::new(client("resp2"), test.queue.clone(), "anna", handler);
    let stopping = async {
        begun.acquire().await.unwrap().forget();
        shutdown.cancel();
        test.add([5]).await;
        go_on.add_permits(4);
    };
    timeout(PATIENCE, async { tokio::join!(worker.run(shutdown.clone()), stopping) })
        .await
        .unwrap();
    assert_eq!((begun.available_permits(), test.pending().await), (3, 0));
    // What was added when it was to stop is for another.
    assert_eq!(work(&mut test, "resp2", |_| false).await, [5]);
}

#[tokio::test]
async fn a_handler_that_does_not_end_keeps_no_worker() {
    let mut test = TestQueue::new().await;
    test.add([1, 2]).await;
    let shutdown = CancellationToken::new();
    let handler = async |event: Event| {
        if event.id() == 1 {
            shutdown.cancel();
            pending::<()>().await;
        }
        Ok(())
    };
    let worker = Worker::new(client("resp2"), test.queue.clone(), "anna", handler);
    timeout(PATIENCE, worker.run(shutdown.clone())).await.expect("it stops");
    // It has gone on with the next one, and what has failed is delivered again.
    assert_eq!(test.pending().await, 1);
    assert_eq!(work(&mut test, "resp2", |_| false).await, [1]);
}

/// Why a worker has a connection of its own.
#[tokio::test]
async fn a_command_that_waits_holds_up_the_others_on_its_connection() {
    let mut test = TestQueue::new().await;
    let replies = RefCell::new(Vec::new());
    let mut other = test.con.clone();
    let waits = async {
        let options = StreamReadOptions::default().block(300);
        let nothing: Option<StreamReadReply> =
            test.con.xread_options(&[&test.queue.stream], &["$"], &options).await.unwrap();
        assert!(nothing.is_none());
        replies.borrow_mut().push("what waits");
    };
    let does_not = async {
        let _: String = other.ping().await.unwrap();
        replies.borrow_mut().push("what does not");
    };
    // In this order, also where both replies are there.
    tokio::join!(biased; waits, does_not);
    assert_eq!(replies.into_inner(), ["what waits", "what does not"]);
}

#[tokio::test]
async fn a_field_that_does_not_decode_is_not_a_missing_one() {
    let mut test = TestQueue::new().await;
    test.add_raw(&[(b"event", br#"{"type":"paid","id":"two"}"#)]).await;
    let reply: StreamRangeReply = test.con.xrange_all(&test.queue.stream).await.unwrap();
    let entry = &reply.ids[0];
    // To the client, both are `None`.
    assert_eq!((entry.get::<Event>("event"), entry.get::<Event>("other")), (None, None));

    let field = |name| -> RedisResult<Option<Event>> {
        Ok(from_redis_value_ref(entry.map.get(name).unwrap_or(&Value::Nil))?)
    };
    assert!(field("event").unwrap_err().to_string().contains("invalid type"));
    assert_eq!(field("other").unwrap(), None);

    let entries: Vec<Entry> = test.con.xrange_all(&test.queue.stream).await.unwrap();
    assert!(entries[0].read::<Event>("event").unwrap_err().to_string().contains("invalid type"));
    assert_eq!(entries[0].read::<Option<Event>>("other").unwrap(), None);
    assert!(entries[0].read::<Event>("other").unwrap_err().to_string().contains("nil"));
}

#[tokio::test]
async fn the_client_refuses_a_whole_reply_for_the_name_of_one_field() {
    let mut test = TestQueue::new().await;
    test.add([1]).await;
    test.add_raw(&[(b"\xff", b"1")]).await;
    let reply: RedisResult<StreamRangeReply> = test.con.xrange_all(&test.queue.stream).await;
    reply.unwrap_err();
    let reply: Vec<Entry> =
        connect(&client("resp3")).await.xrange_all(&test.queue.stream).await.unwrap();
    assert_eq!(reply[0].read::<Event>(EVENT).unwrap(), paid(1));
}
