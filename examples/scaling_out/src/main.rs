//! Documents in a cluster and with Sentinels. It starts private servers, since one at `REDIS_URL`
//! would not be enough.
//!
//! `../../scripts/with-redis cargo run`

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use redis::cluster::ClusterConnection;
use redis::{RedisResult, cmd};
use redis_derive::{DocumentCommands, Key, Keyed};
use scaling_out::clients::{
    cluster_client, cluster_client_for_replicas, cluster_client_without_retries, connect_to_master,
    connect_to_master_async,
};
use scaling_out::many::load_by_node;
use scaling_out::replicated::save_in_cluster;
use scaling_out::tenants::{Account, Order};
use scaling_out::together::place;
use scaling_out::writers::{Figures, Outcome, Writers, count, in_tasks, in_threads};
use test_server::{Cluster, Sentinels};

/// They are spread over all nodes.
const TENANTS: [&str; 6] = ["acme", "globex", "initech", "soylent", "tyrell", "umbrella"];

fn main() -> Outcome {
    let mut cluster = Cluster::start_with_failover()?;
    let mut con = cluster_client(&cluster.urls())?.get_connection()?;
    show_slots(&mut con)?;
    show_together(&mut con)?;
    show_many(&mut con)?;
    show_replicas(&cluster.urls())?;
    fail_over_in_cluster(&mut cluster)?;
    drop(cluster);
    fail_over_behind_sentinels()
}

fn show_slots(con: &mut ClusterConnection) -> RedisResult<()> {
    println!("The documents of one tenant are in one slot:\n");
    for tenant in TENANTS {
        let [account, order] =
            [Account::key_for(tenant).to_string(), Order::key_for(tenant, 7).to_string()];
        println!("    {:5} {account}", slot(con, &account)?);
        println!("    {:5} {order}", slot(con, &order)?);
    }
    Ok(())
}

fn slot(con: &mut ClusterConnection, key: &str) -> RedisResult<u16> {
    cmd("CLUSTER").arg("KEYSLOT").arg(key).query(con)
}

fn show_together(con: &mut ClusterConnection) -> RedisResult<()> {
    println!("\nThere they change together: an order is stored and paid for, or neither.\n");
    con.save(&Account { tenant: "acme".into(), credit: 50 })?;
    for id in 1..=2 {
        let order = Order { tenant: "acme".into(), id, price: 30 };
        println!("    order {id}, {} out of the account: {}", order.price, place(con, &order)?);
    }
    println!("    {:?}", con.load(Account::key_for("acme"))?);

    println!("\nIn two slots they do not:\n");
    let mut command = cmd("EVAL");
    command.arg("return 1").arg(2).arg(Account::key_for("acme")).arg(Order::key_for("globex", 7));
    println!("    {:?}", command.query::<u8>(con));
    Ok(())
}

fn show_many(con: &mut ClusterConnection) -> RedisResult<()> {
    println!("\nMany are read at once, whichever nodes they are on:\n");
    let orders = TENANTS.map(|tenant| Order { tenant: tenant.into(), id: 7, price: 3 });
    for order in &orders {
        con.save(order)?;
    }
    let keys: Vec<Key<Order>> = orders.iter().map(Keyed::key).collect();
    let found = con.load_many(&keys)?;
    println!("    a command for each slot: {} orders", found.iter().flatten().count());
    let found = load_by_node(con, &keys)?;
    println!("    a round trip for each node: {} orders", found.iter().flatten().count());
    let keys = con.scan_keys(&Order::key_pattern()).collect::<Result<Vec<_>, _>>()?;
    println!("    a walk through each node: {} keys", keys.len());
    Ok(())
}

fn show_replicas(urls: &[&str]) -> RedisResult<()> {
    println!("\nA replica has an order that it was waited for:\n");
    let mut writing = cluster_client_without_retries(urls)?.get_connection()?;
    let mut reading = cluster_client_for_replicas(urls)?.get_connection()?;
    let order = Order { tenant: "acme".into(), id: 8, price: 3 };
    println!("    saved, on {} replica", save_in_cluster(&mut writing, &order)?);
    println!("    read from there: {:?}", reading.load(order.key())?);
    Ok(())
}

fn fail_over_in_cluster(cluster: &mut Cluster) -> Outcome {
    println!("\nSix threads write to the cluster, and a master is killed:\n");
    let client = cluster_client_without_retries(&cluster.urls())?;
    let saved = in_threads(
        &TENANTS,
        || client.get_connection(),
        save_in_cluster,
        |writers| {
            writers.wait_for(100)?;
            cluster.kill(0)?;
            cluster.wait_for_promotion(0)?;
            cluster.start_again(0)?;
            writers.wait_for(100)
        },
    )?;
    show(count(&mut client.get_connection()?, &saved)?);
    Ok(())
}

fn fail_over_behind_sentinels() -> Outcome {
    println!("\nSix tasks write to the master that Sentinels lead to, which is killed:\n");
    let mut sentinels = Sentinels::start()?;
    let urls: Vec<String> = sentinels.urls().into_iter().map(str::to_owned).collect();
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    let connect = async || connect_to_master_async(&urls, Sentinels::MASTER).await;
    let saved = in_tasks(&TENANTS, connect, |writers: &Writers| {
        writers.wait_for(100)?;
        sentinels.kill_master()?;
        sentinels.wait_for_promotion()?;
        writers.wait_for(100)
    })?;
    show(count(&mut connect_to_master(&urls, Sentinels::MASTER)?, &saved)?);
    Ok(())
}

fn show(figures: Figures) {
    let Figures { acknowledged, lost, on_the_master_alone, lost_with_it, errors } = figures;
    println!("    {acknowledged:5} orders that a replica had, of which {lost} are lost");
    println!(
        "    {on_the_master_alone:5} that only the master was known to have, of which {lost_with_it} are lost"
    );
    println!("    {errors:5} attempts that failed meanwhile");
}
