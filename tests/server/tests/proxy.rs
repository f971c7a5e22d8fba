//! The proxy: it leads to the server, and cuts and splits when and where it is told to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;
use test_server::{Proxy, Server};

fn start() -> (Server, Proxy) {
    let server = Server::start_private(&[]).unwrap();
    let proxy = Proxy::start(server.url()).unwrap();
    (server, proxy)
}

fn connect(proxy: &Proxy) -> BufReader<TcpStream> {
    let address = proxy.url().trim_start_matches("redis://").trim_end_matches('/');
    let connection = TcpStream::connect(address).unwrap();
    // Not to wait forever for a cut that does not come.
    connection.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    BufReader::new(connection)
}

fn ping(connection: &mut BufReader<TcpStream>) -> String {
    // It fails where the connection is cut, as the reply then shows.
    let _ = connection.get_mut().write_all(b"PING\r\n");
    let mut reply = String::new();
    let _ = connection.read_line(&mut reply);
    reply
}

#[test]
fn every_open_connection_is_cut_and_the_next_works() {
    let (_server, proxy) = start();
    let mut connections = [connect(&proxy), connect(&proxy)];
    for connection in &mut connections {
        assert_eq!(ping(connection), "+PONG\r\n");
    }
    proxy.cut();
    assert_eq!(proxy.cuts(), 2);
    for connection in &mut connections {
        assert_eq!(ping(connection), "");
    }
    assert_eq!(ping(&mut connect(&proxy)), "+PONG\r\n");
}

#[test]
fn a_connection_is_cut_after_so_many_bytes() {
    let (_server, proxy) = start();
    // A command and its reply are 13 bytes, and here two and a half of the reply to the second are
    // left.
    proxy.cut_after(21..22);
    let mut connection = connect(&proxy);
    assert_eq!(ping(&mut connection), "+PONG\r\n");
    assert_eq!(ping(&mut connection), "+P");
    assert_eq!(proxy.cuts(), 1);
    proxy.cut_after(0..0);
    let mut connection = connect(&proxy);
    for _ in 0..100 {
        assert_eq!(ping(&mut connection), "+PONG\r\n");
    }
}

#[test]
fn what_is_sent_arrives_in_pieces() {
    let (_server, proxy) = start();
    proxy.split(1..3, Duration::from_millis(5));
    let mut connection = connect(&proxy);
    connection.get_mut().write_all(&b"PING\r\n".repeat(20)).unwrap();
    let mut replies = Vec::new();
    let mut pieces = 0;
    while replies.len() < 7 * 20 {
        let piece = connection.fill_buf().unwrap();
        let length = piece.len();
        assert!(length > 0, "the connection has ended");
        replies.extend_from_slice(piece);
        connection.consume(length);
        pieces += 1;
    }
    assert_eq!(replies, b"+PONG\r\n".repeat(20));
    // More than the replies are, also where some pieces arrive together.
    assert!(pieces > 20, "{pieces} pieces");
    proxy.split(0..0, Duration::ZERO);
    assert_eq!(ping(&mut connect(&proxy)), "+PONG\r\n");
}

#[test]
fn a_proxy_closes_when_it_is_dropped() {
    let (_server, proxy) = start();
    let mut connection = connect(&proxy);
    assert_eq!(ping(&mut connection), "+PONG\r\n");
    let address = connection.get_ref().peer_addr().unwrap();
    drop(proxy);
    assert_eq!(connection.read(&mut [0; 1]).unwrap(), 0);
    TcpStream::connect(address).unwrap_err();
}

#[test]
fn a_server_that_is_gone_is_a_connection_that_ends() {
    let (server, proxy) = start();
    drop(server);
    assert_eq!(ping(&mut connect(&proxy)), "");
}

#[test]
fn a_reply_is_lost_when_its_command_has_run() {
    let (server, proxy) = start();
    let (sender, is_done) = std::sync::mpsc::channel();
    proxy.lose_reply(&["SET", "key"], move || sender.send(()).unwrap());
    let mut connection = connect(&proxy);
    assert_eq!(ping(&mut connection), "+PONG\r\n");
    connection.get_mut().write_all(b"SET key 7\r\n").unwrap();
    let mut reply = String::new();
    let _ = connection.read_line(&mut reply);
    assert_eq!((&*reply, proxy.cuts()), ("", 1));
    is_done.try_recv().unwrap();
    let other = Proxy::start(server.url()).unwrap();
    let mut direct = connect(&other);
    direct.get_mut().write_all(b"STRLEN key\r\n").unwrap();
    direct.read_line(&mut reply).unwrap();
    assert_eq!(reply, ":1\r\n");
}
