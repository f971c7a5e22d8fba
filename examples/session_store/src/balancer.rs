//! A round robin of connections, in place of an application's load balancer.

use axum::serve::Listener;
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use tokio::io::copy;
use tokio::net::{TcpListener, TcpStream};

/// Forwards each connection to the next instance, or to the one after it if that is down.
pub async fn balance(mut listener: TcpListener, mut instances: Vec<SocketAddr>) -> Infallible {
    loop {
        // Not the listener's own `accept`: this one goes on after an error. When the process has no
        // file descriptor left, it waits for one.
        let (client, _) = Listener::accept(&mut listener).await;
        tokio::spawn(lead(client, instances.clone()));
        instances.rotate_left(1);
    }
}

async fn lead(mut client: TcpStream, instances: Vec<SocketAddr>) -> io::Result<u64> {
    // It takes the first one that answers.
    let mut instance = TcpStream::connect(&*instances).await?;
    let (mut requests, mut to_client) = client.split();
    let (mut answers, mut to_instance) = instance.split();
    // A client that closed its connection waits for no answer, so the connection to the instance
    // ends too.
    tokio::select! {
        end = copy(&mut requests, &mut to_instance) => end,
        end = copy(&mut answers, &mut to_client) => end,
    }
}

#[cfg(test)]
mod tests {
    use super::balance;
    use crate::instance::listen;
    use std::net::SocketAddr;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    /// Starts an instance that replies with its name, and returns its address.
    async fn start(name: &'static str) -> SocketAddr {
        let listener = listen(0).await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                client.write_all(name.as_bytes()).await.unwrap();
            }
        });
        address
    }

    #[tokio::test]
    async fn each_is_next_and_one_that_is_down_is_left_out() {
        let down = listen(0).await.unwrap().local_addr().unwrap();
        let instances = vec![start("a").await, down, start("b").await];
        let listener = listen(0).await.unwrap();
        let balancer = listener.local_addr().unwrap();
        tokio::spawn(balance(listener, instances));
        let mut said = String::new();
        for _ in 0..6 {
            let mut client = TcpStream::connect(balancer).await.unwrap();
            client.read_to_string(&mut said).await.unwrap();
        }
        assert_eq!(said, "abbabb");
    }
}
