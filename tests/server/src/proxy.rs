//! `Proxy`: a port before a Redis, on which connections break or carry little at a time.

use crate::{Error, random};
use std::fmt;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// The most connections. A further one is closed at once.
const CONNECTIONS: usize = 64;

/// A port on loopback that forwards to a server. It can cut connections, and split what they carry.
/// When it is dropped, the port and its connections close.
#[derive(Debug)]
pub struct Proxy {
    url: String,
    address: SocketAddr,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

impl Proxy {
    /// Starts a proxy for the server at this URL.
    ///
    /// # Errors
    ///
    /// If the scheme of the URL is not `redis://`, or the system gives no port.
    pub fn start(url: &str) -> Result<Self, Error> {
        let Url { before, server, after } = Url::parse(url)?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared::default());
        let acceptor = thread::spawn({
            let shared = Arc::clone(&shared);
            move || shared.accept(&listener, &server)
        });
        let url = format!("{before}{address}{after}");
        Ok(Self { url, address, shared, acceptor: Some(acceptor) })
    }

    /// Returns the URL of the server, with the proxy's address.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// Cuts every open connection.
    pub fn cut(&self) {
        for link in self.shared.links().iter() {
            self.shared.cut(link);
        }
    }

    /// Cuts each new connection after a random number of bytes, counted in both directions, so that
    /// a command or a reply is cut in two. An empty range ends that.
    pub fn cut_after(&self, bytes: Range<u64>) {
        *lock(&self.shared.limit) = bytes;
    }

    /// Carries the bytes of new connections in pieces of a random length, with this wait after each
    /// piece. An empty range ends that.
    pub fn split(&self, bytes: Range<u64>, wait: Duration) {
        *lock(&self.shared.pieces) = Pieces { bytes, wait };
    }

    /// Loses the reply to the next command that contains all of these texts: the server executes
    /// the command, then this function runs, and then the connection is cut. It is for clients that
    /// send one command at a time, of at most a few kilobytes.
    pub fn lose_reply(&self, texts: &[&str], then: impl FnOnce() + Send + 'static) {
        let texts = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
        *lock(&self.shared.loss) = Some(Loss { texts, then: Box::new(then) });
    }

    /// Returns the number of connections that the proxy has cut.
    #[must_use]
    pub fn cuts(&self) -> u64 {
        self.shared.cuts.load(Ordering::Relaxed)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.is_closed.store(true, Ordering::SeqCst);
        // It waits for a connection.
        drop(TcpStream::connect(self.address));
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.join();
        }
    }
}

#[derive(Debug, Default)]
struct Shared {
    links: Mutex<Vec<Arc<Link>>>,
    limit: Mutex<Range<u64>>,
    pieces: Mutex<Pieces>,
    loss: Mutex<Option<Loss>>,
    cuts: AtomicU64,
    is_closed: AtomicBool,
}

/// A connection, with its two ends.
#[derive(Debug)]
struct Link {
    client: TcpStream,
    server: TcpStream,
    /// The number of bytes that it may still carry, if there is a limit.
    left: Option<Mutex<u64>>,
    pieces: Pieces,
    /// A reply that must be lost, after its command was sent.
    loss: Mutex<Option<Loss>>,
    is_cut: AtomicBool,
}

/// A reply that must be lost.
struct Loss {
    /// The texts in the command.
    texts: Vec<Vec<u8>>,
    /// Runs before any client can send the command again.
    then: Box<dyn FnOnce() + Send>,
}

impl Loss {
    fn is_of(&self, sent: &[u8]) -> bool {
        let is_in = |text: &Vec<u8>| sent.windows(text.len()).any(|window| window == text);
        self.texts.iter().all(is_in)
    }
}

impl fmt::Debug for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loss").field("texts", &self.texts).finish_non_exhaustive()
    }
}

/// The pieces in which bytes are carried.
#[derive(Clone, Debug, Default)]
struct Pieces {
    /// Empty if bytes are carried as they come.
    bytes: Range<u64>,
    wait: Duration,
}

impl Shared {
    fn links(&self) -> MutexGuard<'_, Vec<Arc<Link>>> {
        lock(&self.links)
    }

    /// Forwards connections to the server until the proxy is closed, and then ends them.
    fn accept(self: &Arc<Self>, listener: &TcpListener, server: &str) {
        let mut pumps = Vec::new();
        for client in listener.incoming() {
            if self.is_closed.load(Ordering::SeqCst) {
                break;
            }
            pumps.retain(|pump: &JoinHandle<()>| !pump.is_finished());
            if pumps.len() >= 2 * CONNECTIONS {
                continue;
            }
            // Where one of the two is gone, so is the other, when it goes out of scope here.
            if let Ok(link) = client.and_then(|client| self.link(client, server)) {
                pumps.extend(self.pump_both_ways(&link));
            }
        }
        for link in self.links().iter() {
            link.close();
        }
        for pump in pumps {
            let _ = pump.join();
        }
    }

    fn link(&self, client: TcpStream, server: &str) -> io::Result<Arc<Link>> {
        let server = TcpStream::connect(server)?;
        for stream in [&client, &server] {
            stream.set_nodelay(true)?;
        }
        let limit = lock(&self.limit).clone();
        let left = (!limit.is_empty()).then(|| Mutex::new(random(&limit)));
        let pieces = lock(&self.pieces).clone();
        let (loss, is_cut) = (Mutex::default(), AtomicBool::default());
        let link = Arc::new(Link { client, server, left, pieces, loss, is_cut });
        self.links().push(Arc::clone(&link));
        Ok(link)
    }

    fn pump_both_ways(self: &Arc<Self>, link: &Arc<Link>) -> [JoinHandle<()>; 2] {
        [true, false].map(|is_up| {
            let (shared, link) = (Arc::clone(self), Arc::clone(link));
            thread::spawn(move || {
                let Link { client, server, .. } = &*link;
                let (from, to) = if is_up { (client, server) } else { (server, client) };
                let look = |bytes: &[u8]| {
                    if is_up { shared.expect_loss(&link, bytes) } else { link.is_lost() }
                };
                if let Ok(Ended::AtLimit) = link.pump(from, to, look) {
                    shared.cut(&link);
                }
                link.close();
                shared.links().retain(|other| !Arc::ptr_eq(other, &link));
            })
        })
    }

    /// Notes a command whose reply must be lost. The command itself is never lost.
    fn expect_loss(&self, link: &Link, sent: &[u8]) -> bool {
        let loss = lock(&self.loss).take_if(|loss| loss.is_of(sent));
        if loss.is_some() {
            *lock(&link.loss) = loss;
        }
        false
    }

    fn cut(&self, link: &Link) {
        if !link.is_cut.swap(true, Ordering::SeqCst) {
            self.cuts.fetch_add(1, Ordering::Relaxed);
            link.close();
        }
    }
}

/// The reason why no more bytes are carried.
enum Ended {
    AtLimit,
    AtEnd,
}

impl Link {
    /// Carries bytes, up to those that must be lost.
    fn pump(
        &self,
        mut from: &TcpStream,
        to: &TcpStream,
        is_lost: impl Fn(&[u8]) -> bool,
    ) -> io::Result<Ended> {
        let mut buffer = [0; 4096];
        loop {
            let read = from.read(&mut buffer)?;
            if read == 0 {
                return Ok(Ended::AtEnd);
            }
            if is_lost(&buffer[..read]) {
                return Ok(Ended::AtLimit);
            }
            let allowed = self.take(read);
            self.pieces.write(&buffer[..allowed], to)?;
            if allowed < read {
                return Ok(Ended::AtLimit);
            }
        }
    }

    /// Tells whether bytes from the server are a reply that must be lost.
    fn is_lost(&self) -> bool {
        let loss = lock(&self.loss).take();
        loss.map(|loss| (loss.then)()).is_some()
    }

    /// Returns how many of so many bytes may still be carried.
    fn take(&self, bytes: usize) -> usize {
        let Some(left) = &self.left else { return bytes };
        let mut left = lock(left);
        let allowed = usize::try_from(*left).unwrap_or(bytes).min(bytes);
        *left -= allowed as u64;
        allowed
    }

    fn close(&self) {
        for stream in [&self.client, &self.server] {
            // It fails where the other end has closed it.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl Pieces {
    fn write(&self, mut bytes: &[u8], mut to: &TcpStream) -> io::Result<()> {
        if self.bytes.is_empty() {
            return to.write_all(bytes);
        }
        while !bytes.is_empty() {
            let length = usize::try_from(random(&self.bytes)).unwrap_or(bytes.len());
            let (piece, rest) = bytes.split_at(length.clamp(1, bytes.len()));
            to.write_all(piece)?;
            thread::sleep(self.wait);
            bytes = rest;
        }
        Ok(())
    }
}

/// Locks it, even after a panic: the content is always complete.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A URL `redis://[user:password@]host[:port][/db][?options]`: the server and the text around it.
struct Url<'a> {
    before: &'a str,
    server: String,
    after: &'a str,
}

impl<'a> Url<'a> {
    fn parse(url: &'a str) -> Result<Self, Error> {
        let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
        if scheme != "redis" {
            return Err(Error::NoProxy { scheme: scheme.to_owned() });
        }
        let start = url.len() - rest.len();
        let end = rest.find(['/', '?']).map_or(url.len(), |length| start + length);
        let host = url[start..end].rfind('@').map_or(start, |at| start + at + 1);
        let server = match &url[host..end] {
            // A colon within brackets is one of an IPv6 address.
            server if server.rsplit(']').next().is_some_and(|port| port.contains(':')) => {
                server.to_owned()
            }
            server => format!("{server}:6379"),
        };
        Ok(Self { before: &url[..host], server, after: &url[end..] })
    }
}

#[cfg(test)]
mod tests {
    use super::Url;

    #[test]
    fn the_server_is_found_in_its_url() {
        let parts = |url| Url::parse(url).map(|url| (url.before, url.server, url.after)).unwrap();
        let server = |host: &str| host.to_owned();
        assert_eq!(parts("redis://127.0.0.1:7000/"), ("redis://", server("127.0.0.1:7000"), "/"));
        assert_eq!(parts("redis://[::1]"), ("redis://", server("[::1]:6379"), ""));
        assert_eq!(
            parts("redis://user:p@ss@host:1/2?protocol=resp3"),
            ("redis://user:p@ss@", server("host:1"), "/2?protocol=resp3")
        );
        let error = Url::parse("rediss://:secret@host").err().unwrap().to_string();
        assert!(error.contains("`rediss`") && !error.contains("secret"), "{error}");
    }
}
