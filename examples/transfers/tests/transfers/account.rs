use crate::{CENTS, CLIENTS, ORDERS, TestBank, connect, connect_async, url};
use redis_derive::DocumentCommands;
use transfers::account::{deposit, withdraw};
use transfers::error::{Error, Refusal};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_payment_is_lost_on_a_connection_that_many_share() {
    let bank = TestBank::open();
    let con = connect_async(url()).await.unwrap();
    let key = bank.account(0);
    let tasks: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (mut con, key) = (con.clone(), key.clone());
            tokio::spawn(async move {
                let mut refused = 0;
                for _ in 0..ORDERS {
                    deposit(&mut con, &key, 10).await.unwrap();
                    match withdraw(&mut con, &key, 15).await {
                        Ok(_) => {}
                        Err(Error::Refused(Refusal::NotEnough)) => refused += 1,
                        Err(error) => panic!("{error}"),
                    }
                }
                refused
            })
        })
        .collect();
    let mut refused = 0;
    for task in tasks {
        refused += task.await.unwrap();
    }
    let payments = CLIENTS * ORDERS;
    assert!(refused > 0);
    assert_eq!(bank.balances()[0], CENTS + payments * 10 - (payments - refused) * 15);
}

#[tokio::test]
async fn what_is_refused_leaves_the_account_as_it_was() {
    let bank = TestBank::open();
    let mut con = connect_async(url()).await.unwrap();
    let key = bank.account(0);
    let before = connect().load(key.raw()).unwrap();

    let error = withdraw(&mut con, &key, CENTS + 1).await.unwrap_err();
    assert!(matches!(error, Error::Refused(Refusal::NotEnough)), "{error}");
    let error = deposit(&mut con, &key, u64::MAX).await.unwrap_err();
    assert!(matches!(error, Error::Refused(Refusal::TooMuch)), "{error}");
    assert_eq!(connect().load(key.raw()).unwrap(), before);

    let error = deposit(&mut con, &bank.account(99), 1).await.unwrap_err();
    assert!(matches!(error, Error::Refused(Refusal::NoAccount)), "{error}");
    assert_eq!(withdraw(&mut con, &key, CENTS).await.unwrap().cents, 0);
}
