//! The balancer goes on.

use crate::browser::try_ask;
use crate::instances::Instance;
use crate::until;
use hyper::Method;
use test_server::Server;
use tokio::net::TcpStream;

#[tokio::test]
async fn more_connections_than_a_process_can_have_do_not_end_it() {
    let server = Server::start().unwrap();
    let instance = Instance::start_balanced(&server, 80);
    let at = instance.address();
    let mut connections = Vec::new();
    for _ in 0..100 {
        connections.push(TcpStream::connect(at).await.unwrap());
    }
    until("it can accept no more", async || instance.has_logged("accept error")).await;
    drop(connections);
    let is_served = async || {
        let answer = try_ask(at, Method::GET, "/whoami", b"", "").await;
        answer.is_ok_and(|answer| answer.status == 401)
    };
    until("it accepts again", is_served).await;
}
