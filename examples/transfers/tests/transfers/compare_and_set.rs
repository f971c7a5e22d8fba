use crate::ledger::{Ledger, orders};
use crate::{CENTS, CLIENTS, CUT, TestBank, connect, connect_async, url};
use redis::aio::{ConnectionLike, MultiplexedConnection};
use redis::{Cmd, Pipeline, RedisFuture, Value, cmd};
use redis_derive::{DocumentCommands, Expiry, Keyed};
use std::sync::Arc;
use std::time::Duration;
use test_server::Proxy;
use tokio::sync::Barrier;
use transfers::account::Account;
use transfers::bank::{ACCOUNTS, Bank};
use transfers::compare_and_set::transfer;
use transfers::error::{Error, Refusal};
use transfers::transfer::{Done, KEPT, Transfer};

const NOW: Done = Done::Now { conflicts: 0 };

/// A transfer from the first account to the second.
fn order(bank: &Bank, id: u64, cents: u64) -> Transfer {
    Transfer { bank: bank.name.clone(), id, from: 0, to: 1, cents }
}

/// The same amount back.
fn back(order: &Transfer, id: u64) -> Transfer {
    Transfer { id, from: order.to, to: order.from, ..order.clone() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_transfer_is_lost_on_a_connection_that_many_share() {
    let bank = TestBank::open();
    let con = connect_async(url()).await.unwrap();
    let tasks: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (mut con, orders) = (con.clone(), orders(&bank, client));
            tokio::spawn(async move {
                let mut ledger = Ledger::default();
                for order in orders {
                    assert!(ledger.note(&order, transfer(&mut con, &order).await));
                }
                ledger
            })
        })
        .collect();
    // The sum is right at every time.
    let mut direct = connect();
    while !tasks.iter().all(tokio::task::JoinHandle::is_finished) {
        assert_eq!(bank.0.balances(&mut direct).unwrap().iter().sum::<u64>(), ACCOUNTS * CENTS);
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let ledger = sum(tasks).await;
    ledger.assert_balances(&bank.balances());
    assert!(ledger.conflicts > 0, "the tasks never met");
}

async fn sum(tasks: Vec<tokio::task::JoinHandle<Ledger>>) -> Ledger {
    let mut ledgers = Vec::new();
    for task in tasks {
        ledgers.push(task.await.unwrap());
    }
    Ledger::sum(ledgers)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transfer_is_made_once_when_connections_are_cut() {
    let bank = TestBank::open();
    let proxy = Proxy::start(url()).unwrap();
    proxy.cut_after(CUT);
    let tasks: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (url, orders) = (proxy.url().to_owned(), orders(&bank, client));
            tokio::spawn(async move {
                let mut ledger = Ledger::default();
                let mut con = connect_async(&url).await;
                for order in orders {
                    loop {
                        let outcome = match &mut con {
                            Ok(con) => transfer(con, &order).await,
                            Err(error) => Err(error.clone().into()),
                        };
                        if ledger.note(&order, outcome) {
                            break;
                        }
                        con = connect_async(&url).await;
                    }
                }
                ledger
            })
        })
        .collect();
    let ledger = sum(tasks).await;
    ledger.assert_balances(&bank.balances());
    assert!(ledger.uncertain > 0 && proxy.cuts() > 0, "no connection was cut in a transfer");
}

#[tokio::test]
async fn what_is_refused_changes_nothing() {
    let bank = TestBank::open();
    let mut con = connect_async(url()).await.unwrap();
    let to = |to, cents| Transfer { to, ..order(&bank, 1, cents) };
    let mut rich = connect().load(bank.account(2)).unwrap().unwrap();
    rich.cents = u64::MAX;
    connect().save(&rich).unwrap();
    for (order, expected) in [
        (to(1, CENTS + 1), Refusal::NotEnough),
        (to(2, 1), Refusal::TooMuch),
        (to(99, 1), Refusal::NoAccount),
        (to(0, 1), Refusal::SameAccount),
    ] {
        let error = transfer(&mut con, &order).await.unwrap_err();
        assert!(matches!(error, Error::Refused(refusal) if refusal == expected), "{error}");
        assert_eq!(connect().load(order.receipt()).unwrap(), None);
    }
    assert_eq!(bank.balances(), [CENTS, CENTS, u64::MAX, CENTS]);
}

#[tokio::test]
async fn the_same_transfer_is_made_once() {
    let bank = TestBank::open();
    let mut con = connect_async(url()).await.unwrap();
    // All that there is, so that a second time would be refused.
    let order = order(&bank, 1, CENTS);
    assert_eq!(transfer(&mut con, &order).await.unwrap(), NOW);
    assert_eq!(transfer(&mut con, &order).await.unwrap(), Done::Before);
    assert_eq!(bank.balances(), [0, 2 * CENTS, CENTS, CENTS]);

    let other = Transfer { cents: 1, ..order };
    let error = transfer(&mut con, &other).await.unwrap_err();
    assert!(matches!(error, Error::Refused(Refusal::OtherTransfer)), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_transfer_by_many_at_once_is_made_once() {
    let bank = TestBank::open();
    let con = connect_async(url()).await.unwrap();
    let start = Arc::new(Barrier::new(8));
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let (mut con, order, start) = (con.clone(), order(&bank, 1, 10), Arc::clone(&start));
            tokio::spawn(async move {
                start.wait().await;
                transfer(&mut con, &order).await.unwrap()
            })
        })
        .collect();
    let mut before = 0;
    for task in tasks {
        before += u32::from(task.await.unwrap() == Done::Before);
    }
    assert_eq!((before, bank.balances()), (7, vec![CENTS - 10, CENTS + 10, CENTS, CENTS]));
}

/// A connection on which something else happens after the accounts have been read for the first
/// time.
struct Interrupted<F> {
    con: MultiplexedConnection,
    by: Option<F>,
}

impl<F: Future<Output = ()> + Send> ConnectionLike for Interrupted<F> {
    fn req_packed_command<'a>(&'a mut self, cmd: &'a Cmd) -> RedisFuture<'a, Value> {
        Box::pin(async move {
            let reply = self.con.req_packed_command(cmd).await;
            if let Some(interruption) = self.by.take() {
                interruption.await;
            }
            reply
        })
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        self.con.req_packed_commands(pipeline, offset, count)
    }

    fn get_db(&self) -> i64 {
        self.con.get_db()
    }
}

/// What comes of a transfer while others make theirs, over the same connection.
async fn transfer_during(order: &Transfer, others: &[Transfer]) -> Done {
    let con = connect_async(url()).await.unwrap();
    let mut other = con.clone();
    let interruption = async move {
        for order in others {
            assert_eq!(transfer(&mut other, order).await.unwrap(), NOW);
        }
    };
    let mut con = Interrupted { con, by: Some(interruption) };
    transfer(&mut con, order).await.unwrap()
}

#[tokio::test]
async fn a_change_in_between_of_either_account_is_a_conflict() {
    let bank = TestBank::open();
    for (other, balances) in [
        (Transfer { to: 2, ..order(&bank, 1, 5) }, [85, 110, 105, 100]),
        (Transfer { from: 2, ..order(&bank, 2, 5) }, [75, 125, 100, 100]),
    ] {
        let order = order(&bank, 10 + other.id, 10);
        assert_eq!(transfer_during(&order, &[other]).await, Done::Now { conflicts: 1 });
        assert_eq!(bank.balances(), balances);
    }
}

#[tokio::test]
async fn a_transfer_that_another_has_made_in_between_is_not_made_again() {
    let bank = TestBank::open();
    let order = order(&bank, 1, 10);
    // Both accounts are then as they were.
    let others = [order.clone(), back(&order, 2)];
    assert_eq!(transfer_during(&order, &others).await, Done::Before);
    assert_eq!(bank.balances(), [CENTS; 4]);
}

#[tokio::test]
async fn the_documents_stay_whole_and_keep_their_expiry() {
    let bank = TestBank::open();
    let account =
        Account { cents: (1 << 53) + 1, ..connect().load(bank.account(0)).unwrap().unwrap() };
    let key = account.key().with_expiry(Expiry::After(Duration::from_secs(1000)));
    connect().save((&key, &account)).unwrap();
    let order = order(&bank, 1, 2);
    transfer(&mut connect_async(url()).await.unwrap(), &order).await.unwrap();

    let expected = Account { cents: (1 << 53) - 1, ..account };
    assert_eq!(connect().load(&key).unwrap(), Some(expected));
    let ttl = |key: &str| cmd("TTL").arg(key).query::<u64>(&mut connect()).unwrap();
    assert!((1..=1000).contains(&ttl(key.as_str())));
    assert!((1..=KEPT.as_secs()).contains(&ttl(order.receipt().as_str())));
}

#[test]
fn all_keys_of_a_transfer_are_on_one_node_of_a_cluster() {
    let order = order(&Bank { name: "b".to_owned() }, 1, 1);
    let [from, to] = order.accounts();
    for key in [from.as_str(), to.as_str(), order.receipt().as_str()] {
        assert_eq!(key.split(['{', '}']).nth(1), Some("b"), "{key}");
    }
}
