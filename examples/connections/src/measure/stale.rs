//! How often the cache in the client keeps what has changed: the client stores a reply after the server has said that it is old.

use connections::async_profile::{count_visit, load, save};
use connections::profile::UserProfile;
use connections::{cached, multiplexed};
use redis::Client;
use redis::aio::MultiplexedConnection;
use std::error::Error;
use std::time::Duration;
use test_server::Server;
use tokio::time::sleep;

const USERS: u64 = 100;
const READERS: usize = 4;
const VISITS: u64 = 20;

pub(crate) async fn measure(server: &Server) -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut cached = cached::connect(server.url()).await?;
    let mut writer = multiplexed::connect(&Client::open(server.url())?).await?;
    for id in 0..USERS {
        save(&mut writer, &UserProfile::new(id, 0)).await?;
        let readers: Vec<_> =
            (0..READERS).map(|_| tokio::spawn(read_until_stopped(cached.clone(), id))).collect();
        for _ in 0..VISITS {
            count_visit(&mut writer, id).await?;
        }
        readers.iter().for_each(tokio::task::JoinHandle::abort);
    }
    // All that the server has to say has been said by then.
    sleep(Duration::from_secs(1)).await;
    let mut old = 0;
    for id in 0..USERS {
        let profile = load(&mut cached, id).await?;
        old += u32::from(profile.is_none_or(|profile| profile.visits != VISITS));
    }
    println!("of {USERS} profiles that are read and written at once, {old} stay old in the cache");
    Ok(())
}

async fn read_until_stopped(mut con: MultiplexedConnection, id: u64) {
    while load(&mut con, id).await.is_ok() {
        tokio::task::yield_now().await;
    }
}
