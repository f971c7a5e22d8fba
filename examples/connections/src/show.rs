//! Each kind of connection, in a few lines.

use connections::async_profile::{count_visit, load, save};
use connections::observer::Observer;
use connections::profile::User;
use connections::{cached, large, managed, multiplexed, on_async_std, on_smol, pooled};
use redis::Client;
use redis_derive::{DocumentCommands, Keyed};
use std::error::Error;
use test_server::Server;
use tokio::runtime::Runtime;

type Shown = Result<(), Box<dyn Error + Send + Sync>>;

pub(crate) fn all() -> Shown {
    let server = Server::start()?;
    let client = Client::open(server.url())?;
    synchronous(&client)?;
    Runtime::new()?.block_on(async {
        one_for_all(&client).await?;
        pools(&server).await?;
        in_the_client(&server).await?;
        large_documents(&client).await?;
        over_a_restart().await
    })?;
    smol::block_on(smol_alone(&client))?;
    async_std::task::block_on(async_std_alone(&server))?;
    remove_all(&client)
}

fn synchronous(client: &Client) -> Shown {
    use connections_synchronous::profile::{User, count_visit, save};
    println!("Synchronous, with a connection of its own:");
    let mut con = connections_synchronous::connect(client)?;
    save(&mut con, &User::new(1, 0))?;
    println!("    visits: {:?}", count_visit(&mut con, 1)?);

    println!("Synchronous, on a connection out of a pool (r2d2):");
    let pool = connections_synchronous::pool(client.clone(), 4)?;
    println!("    visits: {:?}", connections_synchronous::count_visit(&pool, 1)?);
    Ok(())
}

async fn one_for_all(client: &Client) -> Shown {
    println!("A thousand tasks on one multiplexed connection:");
    let mut observer = Observer::start(client)?;
    let con = multiplexed::connect(client).await?;
    let profiles = multiplexed::load_at_once(&con, (0..1000).map(|_| 1)).await?;
    let answers = profiles.iter().flatten().filter(|profile| profile.id == 1).count();
    println!("    answers: {answers}, connections: {}", observer.accepted()?);
    Ok(())
}

async fn pools(server: &Server) -> Shown {
    println!("On a connection out of a pool (bb8, deadpool):");
    let pool = pooled::pool(Client::open(server.url())?, 4).await?;
    println!("    visits: {:?}", pooled::count_visit(&pool, 1).await?);
    let pool = connections_deadpool::pool(server.url(), 4)?;
    println!("    visits: {:?}", connections_deadpool::count_visit(&pool, 1).await?);
    Ok(())
}

async fn in_the_client(server: &Server) -> Shown {
    println!("A cache in the client:");
    let mut con = cached::connect(server.url()).await?;
    for _ in 0..3 {
        load(&mut con, 1).await?;
    }
    println!("    {:?}", con.get_cache_statistics().unwrap_or_default());
    Ok(())
}

async fn large_documents(client: &Client) -> Shown {
    println!("A large document, on a thread for blocking work:");
    let mut con = multiplexed::connect(client).await?;
    let user = User::new(2, 10_000);
    let key = user.key();
    large::save(&mut con, user).await?;
    let user = large::load(&mut con, &key).await?;
    println!("    orders: {:?}", user.map(|user| user.orders.len()));
    Ok(())
}

/// On a server of its own, which writes everything down.
async fn over_a_restart() -> Shown {
    println!("A manager, while its server is killed and started again:");
    let mut server = Server::start_durable()?;
    let mut con = managed::connect(Client::open(server.url())?).await?;
    save(&mut con, &User::new(1, 0)).await?;
    println!("    visits: {:?}", count_visit(&mut con, 1).await?);
    server.kill()?;
    if let Err(error) = load(&mut con, 1).await {
        println!("    an error: {error}");
    }
    server.start_again()?;
    println!("    visits: {:?}", count_visit(&mut con, 1).await?);
    Ok(())
}

async fn smol_alone(client: &Client) -> Shown {
    println!("On smol:");
    let mut con = on_smol::connect(client).await?;
    println!("    visits: {:?}", count_visit(&mut con, 1).await?);
    Ok(())
}

async fn async_std_alone(server: &Server) -> Shown {
    println!("On async-std, with redis 0.27:");
    let client = redis_0_27::Client::open(server.url())?;
    let mut con = on_async_std::connect(&client).await?;
    println!("    visits: {:?}", count_visit(&mut con, 1).await?);
    Ok(())
}

fn remove_all(client: &Client) -> Shown {
    let mut con = connections_synchronous::connect(client)?;
    for id in [1, 2] {
        con.remove(User::key_for(id))?;
    }
    Ok(())
}
