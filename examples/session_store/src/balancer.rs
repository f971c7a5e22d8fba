//! A round robin of connections, in place of the balancer that stands in front of an application.

use std::io;
use std::net::SocketAddr;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};

/// Leads each connection to the next instance, or to the one behind it where that is down.
///
/// # Errors
///
/// When the listener has no more connections to give.
pub async fn balance(listener: TcpListener, mut instances: Vec<SocketAddr>) -> io::Result<()> {
    loop {
        let (client, _) = listener.accept().await?;
        tokio::spawn(lead(client, instances.clone()));
        instances.rotate_left(1);
    }
}

async fn lead(mut client: TcpStream, instances: Vec<SocketAddr>) -> io::Result<()> {
    // It takes the first one that answers.
    let mut instance = TcpStream::connect(&*instances).await?;
    copy_bidirectional(&mut client, &mut instance).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::balance;
    use crate::instance::listen;
    use std::net::SocketAddr;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    /// The address of an instance that says its name.
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
