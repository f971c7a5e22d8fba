use crate::{CENTS, CLIENTS, ORDERS, TestBank, connect_async, url};
use transfers::bank::ACCOUNTS;
use transfers::error::{Error, Refusal};
use transfers::index::{deposit, richest};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_index_has_what_is_in_the_documents() {
    let bank = TestBank::open();
    let mut con = connect_async(url()).await.unwrap();
    let tasks: Vec<_> = (0..CLIENTS)
        .map(|task| {
            let (mut con, keys) = (con.clone(), [bank.account(task % ACCOUNTS), bank.account(0)]);
            tokio::spawn(async move {
                for _ in 0..ORDERS {
                    for key in &keys {
                        deposit(&mut con, key, 1 + task).await.unwrap();
                    }
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let balances = bank.balances();
    let paid: u64 = (0..CLIENTS).map(|task| 2 * ORDERS * (1 + task)).sum();
    assert_eq!(balances.iter().sum::<u64>(), ACCOUNTS * CENTS + paid);
    let mut expected: Vec<_> = (0..).zip(balances).collect();
    expected.sort_by_key(|(_, cents)| std::cmp::Reverse(*cents));
    let expected = expected.into_iter().map(|(id, cents)| (bank.account(id).to_string(), cents));
    let found = richest(&mut con, &bank.account(0), 10).await.unwrap();
    assert_eq!(found, expected.collect::<Vec<_>>());
}

#[tokio::test]
async fn what_is_refused_is_not_in_the_index() {
    let bank = TestBank::open();
    let mut con = connect_async(url()).await.unwrap();
    for (account, refusal) in [(0, Refusal::TooMuch), (ACCOUNTS, Refusal::NoAccount)] {
        let error = deposit(&mut con, &bank.account(account), u64::MAX).await.unwrap_err();
        assert!(matches!(error, Error::Refused(refused) if refused == refusal), "{error}");
    }
    assert_eq!(richest(&mut con, &bank.account(0), 10).await.unwrap(), []);
}
