use crate::{CENTS, TestBank, connect, connect_async, url};
use redis::aio::MultiplexedConnection;
use redis::{AsyncCommands, Commands, cmd, pipe};
use redis_derive::DocumentCommands;
use test_server::key;
use transfers::shared_watch::two_deposits;

#[tokio::test]
async fn two_deposits_are_two_on_connections_of_their_own_and_one_on_a_shared_one() {
    let bank = TestBank::open();
    let account = bank.account(0);
    let one = connect_async(url()).await.unwrap();
    let other = connect_async(url()).await.unwrap();
    assert_eq!(two_deposits([&one, &other], &account).await.unwrap(), CENTS + 2);
    // No error, and a deposit is gone.
    assert_eq!(two_deposits([&one, &one], &account).await.unwrap(), CENTS + 3);
    assert_eq!(connect().load(&account).unwrap().unwrap().cents, CENTS + 3);
}

/// Two tasks on one connection, and a key that one of them watches.
struct Shared {
    task: MultiplexedConnection,
    other_task: MultiplexedConnection,
    key: String,
    other_key: String,
}

impl Shared {
    /// The key has been read, and is watched.
    async fn watching() -> Self {
        let task = connect_async(url()).await.unwrap();
        let [key, other_key] = ["watched", "other"].map(key);
        let mut shared = Self { other_task: task.clone(), task, key, other_key };
        let _: () = shared.task.set(&shared.key, "read").await.unwrap();
        cmd("WATCH").arg(&shared.key).exec_async(&mut shared.task).await.unwrap();
        shared
    }

    /// Somebody else writes what is watched, over another connection.
    fn write_elsewhere(&self) {
        let _: () = connect().set(&self.key, "changed").unwrap();
    }

    /// Whether the task's transaction writes.
    async fn write(&mut self) -> bool {
        set(&mut self.task, &self.key).await
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        let _: u64 = connect().del(&[&self.key, &self.other_key]).unwrap();
    }
}

/// Whether a transaction writes.
async fn set(con: &mut MultiplexedConnection, key: &str) -> bool {
    let done: Option<()> =
        pipe().atomic().set(key, "written").ignore().query_async(con).await.unwrap();
    done.is_some()
}

#[tokio::test]
async fn what_nobody_ends_protects() {
    let mut shared = Shared::watching().await;
    shared.write_elsewhere();
    assert!(!shared.write().await);
}

#[tokio::test]
async fn any_transaction_of_another_task_ends_the_watch() {
    let mut shared = Shared::watching().await;
    assert!(set(&mut shared.other_task, &shared.other_key).await);
    shared.write_elsewhere();
    assert!(shared.write().await);
}

#[tokio::test]
async fn a_transaction_that_did_nothing_ends_it_too() {
    let mut shared = Shared::watching().await;
    shared.write_elsewhere();
    // It has nothing to do with the key, and is the one that does nothing.
    assert!(!set(&mut shared.other_task, &shared.other_key).await);
    assert!(shared.write().await);
}

#[tokio::test]
async fn unwatch_and_discard_of_another_task_end_it() {
    for commands in [&["UNWATCH"][..], &["MULTI", "DISCARD"]] {
        let mut shared = Shared::watching().await;
        for command in commands {
            cmd(command).exec_async(&mut shared.other_task).await.unwrap();
        }
        shared.write_elsewhere();
        assert!(shared.write().await);
    }
}

#[tokio::test]
async fn a_write_over_the_same_connection_counts() {
    let mut shared = Shared::watching().await;
    let _: () = shared.other_task.set(&shared.key, "changed").await.unwrap();
    assert!(!shared.write().await);
}
