//! Shows each way with many clients at once: see the library.

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use redis::aio::MultiplexedConnection;
use redis::{Client, Connection};
use redis_derive::{AsyncDocumentCommands, DocumentCommands};
use std::process;
use std::thread;
use test_server::Server;
use transfers::account::{Account, deposit, withdraw};
use transfers::bank::{ACCOUNTS, Bank};
use transfers::error::{Error, Refusal};
use transfers::transfer::{Done, Transfer};
use transfers::{cjson, compare_and_set, shared_watch, watch};

type Shown = Result<(), Box<dyn std::error::Error>>;

/// How many clients there are, and how many orders each of them has.
const CLIENTS: u64 = 8;
const ORDERS: u64 = 50;

/// What is in an account at first.
const CENTS: u64 = 100;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Shown {
    let server = Server::start()?;
    let client = Client::open(server.url())?;
    let mut con = client.get_connection()?;
    let shared = client.get_multiplexed_async_connection().await?;
    let bank = Bank { name: process::id().to_string() };

    println!("{CLIENTS} clients at once, and {ACCOUNTS} accounts with {CENTS} cents in each:\n");
    bank.open(&mut con, CENTS)?;
    show_account(&shared, &bank).await?;
    bank.open(&mut con, CENTS)?;
    show_compare_and_set(&mut con, &shared, &bank).await?;
    bank.open(&mut con, CENTS)?;
    show_watch(&client, &bank)?;

    println!("\nWhat must not be done:\n");
    bank.open(&mut con, CENTS)?;
    let own = client.get_multiplexed_async_connection().await?;
    show_shared_watch(&shared, &own, &bank).await?;
    show_cjson(&mut con, shared, &bank).await?;
    Ok(bank.close(&mut con)?)
}

/// What came of some orders.
#[derive(Default)]
struct Tally {
    made: u32,
    refused: u32,
    conflicts: u32,
}

impl Tally {
    fn count(&mut self, outcome: Result<Done, Error>) -> Result<(), Error> {
        match outcome {
            Ok(Done::Now { conflicts }) => {
                self.made += 1;
                self.conflicts += conflicts;
            }
            Ok(Done::Before) => {}
            Err(Error::Refused(_)) => self.refused += 1,
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn add(&mut self, other: &Self) {
        self.made += other.made;
        self.refused += other.refused;
        self.conflicts += other.conflicts;
    }
}

/// Prints what came of transfers, which make no money and lose none.
fn print(way: &str, tally: &Tally, balances: &[u64]) {
    let Tally { made, refused, conflicts } = tally;
    println!("    {way}");
    println!("        {made} made, {refused} refused, {conflicts} conflicts");
    let (before, after) = (ACCOUNTS * CENTS, balances.iter().sum::<u64>());
    println!("        {before} cents before, {after} after: {balances:?}");
}

/// The orders of a client.
fn orders(bank: &Bank, client: u64) -> impl Iterator<Item = Transfer> {
    let ids = client * ORDERS..(client + 1) * ORDERS;
    ids.map(|id| bank.order(id, fastrand::u64(1..CENTS)))
}

/// What the clients return, of which each is a task.
async fn in_tasks<F>(client: impl Fn(u64) -> F) -> Result<Tally, Box<dyn std::error::Error>>
where
    F: Future<Output = Result<Tally, Error>> + Send + 'static,
{
    let tasks: Vec<_> = (0..CLIENTS).map(|number| tokio::spawn(client(number))).collect();
    let mut tally = Tally::default();
    for task in tasks {
        tally.add(&task.await??);
    }
    Ok(tally)
}

async fn show_account(shared: &MultiplexedConnection, bank: &Bank) -> Shown {
    let key = bank.account(0);
    let tally = in_tasks(|_| {
        let (mut con, key) = (shared.clone(), key.clone());
        async move {
            let mut tally = Tally::default();
            for _ in 0..ORDERS {
                deposit(&mut con, &key, 10).await?;
                let account = withdraw(&mut con, &key, 11).await;
                tally.count(account.map(|_| Done::Now { conflicts: 0 }))?;
            }
            Ok(tally)
        }
    });
    let Tally { made, refused, .. } = tally.await?;
    let account = shared.clone().load(&key).await?.ok_or(Error::Refused(Refusal::NoAccount))?;
    println!("    payments into one account and out of it, over one connection, by `try_update`");
    println!(
        "        {} times 10 cents in; {made} times 11 out, {refused} refused",
        CLIENTS * ORDERS
    );
    println!("        {CENTS} cents before, {} after", account.cents);
    Ok(())
}

async fn show_compare_and_set(
    con: &mut Connection,
    shared: &MultiplexedConnection,
    bank: &Bank,
) -> Shown {
    let tally = in_tasks(|client| {
        let (mut con, bank) = (shared.clone(), bank.clone());
        async move {
            let mut tally = Tally::default();
            for order in orders(&bank, client) {
                tally.count(compare_and_set::transfer(&mut con, &order).await)?;
            }
            Ok(tally)
        }
    });
    let way = "transfers, over one connection, by a script that compares and sets both accounts";
    print(way, &tally.await?, &bank.balances(con)?);
    Ok(())
}

fn show_watch(client: &Client, bank: &Bank) -> Shown {
    let order_all = |number| {
        let mut con = client.get_connection()?;
        let mut tally = Tally::default();
        for order in orders(bank, CLIENTS + number) {
            tally.count(watch::transfer(&mut con, &order))?;
        }
        Ok::<_, Error>(tally)
    };
    let mut tally = Tally::default();
    thread::scope(|scope| {
        let threads: Vec<_> =
            (0..CLIENTS).map(|number| scope.spawn(move || order_all(number))).collect();
        for thread in threads {
            tally.add(&thread.join().expect("it does not panic")?);
        }
        Ok::<_, Error>(())
    })?;
    let way = "transfers, over a connection each, by WATCH, MULTI and EXEC";
    print(way, &tally, &bank.balances(&mut client.get_connection()?)?);
    Ok(())
}

async fn show_shared_watch(
    shared: &MultiplexedConnection,
    own: &MultiplexedConnection,
    bank: &Bank,
) -> Shown {
    let key = bank.account(0);
    for (con, whose) in [(own, "a connection each"), (shared, "a connection that they share")] {
        let mut reader = shared.clone();
        let before = reader.load(&key).await?.map(|account| account.cents);
        let after = shared_watch::two_deposits([shared, con], &key).await?;
        println!("    two deposits of a cent by WATCH, over {whose}");
        println!("        {} cents before, {after} after", before.unwrap_or_default());
    }
    Ok(())
}

async fn show_cjson(con: &mut Connection, mut shared: MultiplexedConnection, bank: &Bank) -> Shown {
    let key = bank.account(0);
    let rich = Account { bank: bank.name.clone(), id: 0, cents: 1 << 53, readers: Vec::new() };
    con.save(&rich)?;
    let order = Transfer { bank: bank.name.clone(), id: 0, from: 0, to: 1, cents: 1 };
    let before = con.load(key.raw())?;
    cjson::transfer(&mut shared, &order).await?;
    let after = con.load(key.raw())?;
    println!("    a transfer of a cent by a script that decodes and encodes the accounts");
    for document in [before, after].into_iter().flatten() {
        println!("        {}", document.as_str());
    }
    if let Err(error) = con.load(&key) {
        println!("        {error}");
    }
    Ok(())
}
