use crate::{PATIENCE, TestQueue, url};
use messages::event::Event;
use messages::queue::EVENT;
use messages::worker::BATCH;
use redis::AsyncCommands;
use redis::streams::StreamPendingCountReply;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;

/// A process that is a worker. It is killed when the test is over.
struct Process {
    child: Child,
    /// The lines of its output.
    says: Receiver<String>,
}

impl Process {
    fn start(test: &TestQueue, name: &str, millis: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_messages"));
        command.args(["worker", name, millis]).stdout(Stdio::piped());
        let mut child = command.env("REDIS_URL", url()).env("QUEUE", &test.name).spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (sender, says) = mpsc::channel();
        // To its end, whether anybody wants to know or not: it would wait.
        thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                _ = sender.send(line);
            }
        });
        Self { child, says }
    }

    /// Waits until it says this.
    fn wait_for(&self, what: &str) {
        let next = || self.says.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no `{what}`"));
        while !next().contains(what) {}
    }

    /// As whoever runs it would.
    fn terminate(&mut self) {
        let kill = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(kill.success());
        assert!(self.child.wait().unwrap().success());
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

#[tokio::test]
async fn every_event_is_handled_when_workers_are_killed() {
    let mut test = TestQueue::new().await;
    let mut added = test.add(0..500).await;
    let mut bad = BTreeSet::from([test.add_raw(&[(b"event", b"not one")]).await]);
    bad.insert(test.add_raw(&[(b"\xff", b"\xff")]).await);
    added.extend(test.add(500..1000).await);
    let no_carrier = Event::Shipped { id: 1000, order: 1, carrier: String::new() };
    bad.insert(test.con.xadd(&test.queue.stream, "*", &[(EVENT, no_carrier)]).await.unwrap());

    // It takes an hour for each event.
    let mut victim = Process::start(&test, "victim", "3600000");
    victim.wait_for(&format!("took {BATCH}"));
    victim.kill();
    assert_eq!(pending_at(&mut test, "victim").await, BATCH);

    // And this one is killed in the midst of its work.
    let mut other = Process::start(&test, "other", "1");
    other.wait_for("event 100 was handled");
    other.kill();

    let mut workers = ["anna", "bert"].map(|name| Process::start(&test, name, "0"));
    for worker in &workers {
        worker.wait_for("took");
    }
    test.until_empty().await;
    for worker in &mut workers {
        worker.terminate();
    }
    assert_eq!(test.handled().await, added);
    assert_eq!(test.dead().await, bad);
    assert_eq!(test.pending().await, 0);
}

async fn pending_at(test: &mut TestQueue, worker: &str) -> usize {
    let pending: StreamPendingCountReply = test
        .con
        .xpending_consumer_count(&test.queue.stream, "workers", "-", "+", 100, worker)
        .await
        .unwrap();
    pending.ids.len()
}
