use crate::ledger::{Ledger, orders};
use crate::{CENTS, CLIENTS, CUT, PATIENCE, TestBank, connect, url};
use redis::{Client, Commands, Connection, ConnectionLike, RedisResult, Value, pipe};
use redis_derive::DocumentCommands;
use std::thread;
use test_server::Proxy;
use transfers::bank::ACCOUNTS;
use transfers::error::{Error, Refusal};
use transfers::transfer::{Done, Transfer};
use transfers::watch::transfer;

const NOW: Done = Done::Now { conflicts: 0 };

/// What the clients note of their orders. Each is a thread with connections of its own, to this
/// URL.
fn order_all(bank: &TestBank, url: &str) -> Ledger {
    let order_all = |client| {
        let mut ledger = Ledger::default();
        let mut con = connect_to(url);
        for order in orders(bank, client) {
            loop {
                let outcome = match &mut con {
                    Ok(con) => transfer(con, &order),
                    Err(error) => Err(error.clone().into()),
                };
                if ledger.note(&order, outcome) {
                    break;
                }
                con = connect_to(url);
            }
        }
        ledger
    };
    thread::scope(|scope| {
        let order_all = &order_all;
        let clients: Vec<_> =
            (0..CLIENTS).map(|client| scope.spawn(move || order_all(client))).collect();
        let mut direct = connect();
        while !clients.iter().all(thread::ScopedJoinHandle::is_finished) {
            assert_eq!(bank.0.balances(&mut direct).unwrap().iter().sum::<u64>(), ACCOUNTS * CENTS);
            thread::sleep(std::time::Duration::from_millis(1));
        }
        Ledger::sum(clients.into_iter().map(|client| client.join().unwrap()))
    })
}

fn connect_to(url: &str) -> RedisResult<Connection> {
    let con = Client::open(url)?.get_connection()?;
    con.set_read_timeout(Some(PATIENCE))?;
    Ok(con)
}

#[test]
fn no_transfer_is_lost_on_connections_of_their_own() {
    let bank = TestBank::open();
    let ledger = order_all(&bank, url());
    ledger.assert_balances(&bank.balances());
    assert!(ledger.conflicts > 0, "the threads never met");
    assert_eq!(ledger.uncertain, 0);
}

#[test]
fn a_transfer_is_made_once_when_connections_are_cut() {
    let bank = TestBank::open();
    let proxy = Proxy::start(url()).unwrap();
    proxy.cut_after(CUT);
    let ledger = order_all(&bank, proxy.url());
    ledger.assert_balances(&bank.balances());
    assert!(ledger.uncertain > 0 && proxy.cuts() > 0, "no connection was cut in a transfer");
}

#[test]
fn the_same_transfer_is_made_once() {
    let bank = TestBank::open();
    let order = Transfer { bank: bank.name.clone(), id: 1, from: 0, to: 1, cents: CENTS };
    assert_eq!(transfer(&mut connect(), &order).unwrap(), NOW);
    assert_eq!(transfer(&mut connect(), &order).unwrap(), Done::Before);
    assert_eq!(bank.balances(), [0, 2 * CENTS, CENTS, CENTS]);
}

#[test]
fn what_is_refused_changes_nothing_and_watches_nothing() {
    let bank = TestBank::open();
    let mut con = connect();
    let order = Transfer { bank: bank.name.clone(), id: 1, from: 0, to: 1, cents: CENTS + 1 };
    let error = transfer(&mut con, &order).unwrap_err();
    assert!(matches!(error, Error::Refused(Refusal::NotEnough)), "{error}");
    assert_eq!(bank.balances(), [CENTS; 4]);

    // Whoever has the connection next is not disturbed when the account changes.
    connect().update(bank.account(0), |account| account.cents += 1).unwrap();
    let done: Option<()> = pipe().atomic().ping().ignore().query(&mut con).unwrap();
    assert_eq!(done, Some(()));
}

/// A connection on which something else happens after the accounts have been read for the first
/// time.
struct Interrupted<F> {
    con: Connection,
    by: Option<F>,
}

impl<F: FnOnce()> ConnectionLike for Interrupted<F> {
    fn req_packed_command(&mut self, cmd: &[u8]) -> RedisResult<Value> {
        let reply = self.con.req_packed_command(cmd);
        if cmd.windows(4).any(|name| name == b"MGET")
            && let Some(interrupt) = self.by.take()
        {
            interrupt();
        }
        reply
    }

    fn req_packed_commands(
        &mut self,
        cmd: &[u8],
        offset: usize,
        count: usize,
    ) -> RedisResult<Vec<Value>> {
        self.con.req_packed_commands(cmd, offset, count)
    }

    fn get_db(&self) -> i64 {
        self.con.get_db()
    }

    fn check_connection(&mut self) -> bool {
        self.con.check_connection()
    }

    fn is_open(&self) -> bool {
        self.con.is_open()
    }
}

#[test]
fn a_change_in_between_is_a_conflict() {
    let bank = TestBank::open();
    let order = Transfer { bank: bank.name.clone(), id: 1, from: 0, to: 1, cents: 10 };
    for other in
        [Transfer { id: 2, to: 2, ..order.clone() }, Transfer { id: 3, from: 2, ..order.clone() }]
    {
        let order = Transfer { id: 10 + other.id, ..order.clone() };
        let interrupt = || assert_eq!(transfer(&mut connect(), &other).unwrap(), NOW);
        let mut con = Interrupted { con: connect(), by: Some(interrupt) };
        assert_eq!(transfer(&mut con, &order).unwrap(), Done::Now { conflicts: 1 });
    }
    assert_eq!(bank.balances(), [70, 130, 100, 100]);
}

#[test]
fn the_receipt_is_watched_as_well() {
    let bank = TestBank::open();
    let order = Transfer { bank: bank.name.clone(), id: 1, from: 0, to: 1, cents: 10 };
    let receipt = order.receipt();
    let interrupt = || {
        let mut con = connect();
        con.save((&receipt, &order)).unwrap();
        let _: u64 = con.del(receipt.as_str()).unwrap();
    };
    let mut con = Interrupted { con: connect(), by: Some(interrupt) };
    assert_eq!(transfer(&mut con, &order).unwrap(), Done::Now { conflicts: 1 });
}
