//! A server process: a port, a log, timeouts, and a shutdown that waits for open requests.

use axum::Router;
use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::env;
use std::ffi::OsStr;
use std::future::pending;
use std::io;
use std::net::Ipv4Addr;
use std::pin::pin;
use std::str::FromStr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::ctrl_c;
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::timeout;
use tower_http::timeout::RequestBodyTimeoutLayer;
use tracing_subscriber::filter::LevelFilter;

/// Returns the value of an environment variable, if it is set.
///
/// # Errors
///
/// If the value is not valid: `HTTPS=yes` must not be taken for `false`.
pub fn variable<T: FromStr>(name: &str) -> Result<Option<T>, String> {
    let Some(text) = env::var_os(name) else { return Ok(None) };
    let value = read(&text).map(Some);
    value.ok_or_else(|| format!("the environment variable {name} has a value that cannot be read"))
}

fn read<T: FromStr>(text: &OsStr) -> Option<T> {
    text.to_str()?.parse().ok()
}

/// Logs to standard error, from the level in `LOG` on.
///
/// # Errors
///
/// When there is no such level.
pub fn start_log() -> Result<(), String> {
    let level = variable("LOG")?.unwrap_or(LevelFilter::INFO);
    tracing_subscriber::fmt().with_writer(io::stderr).with_max_level(level).init();
    Ok(())
}

/// This port on loopback, or a free one for 0.
///
/// # Errors
///
/// When it is taken.
pub async fn listen(port: u16) -> io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await
}

/// The timeouts.
#[derive(Clone, Copy)]
struct Limits {
    /// For the head of a request, also of the next request on a connection.
    head: Duration,
    /// For each next part of a request's body.
    body: Duration,
    /// For all open requests, when the instance is told to stop.
    stop: Duration,
}

/// An instance has stopped before Kubernetes kills it, after 30 seconds.
const LIMITS: Limits = Limits {
    head: Duration::from_secs(10),
    body: Duration::from_secs(10),
    stop: Duration::from_secs(20),
};

/// Serves until Ctrl-C or SIGTERM, and then finishes the open requests.
pub async fn serve(listener: TcpListener, router: Router) {
    serve_until(told_to_stop(), listener, router, LIMITS).await;
}

/// Serves as `axum::serve` does, but with timeouts.
async fn serve_until(
    stop: impl Future<Output = ()>,
    mut listener: TcpListener,
    router: Router,
    limits: Limits,
) {
    let router = router.layer(RequestBodyTimeoutLayer::new(limits.body));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.head);
    let connections = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let (stream, _) = tokio::select! {
            accepted = Listener::accept(&mut listener) => accepted,
            () = &mut stop => break,
        };
        let service = TowerToHyperService::new(router.clone());
        let connection = http.serve_connection(TokioIo::new(stream), service);
        tokio::spawn(connections.watch(connection));
    }
    drop(listener);
    if timeout(limits.stop, connections.shutdown()).await.is_err() {
        tracing::warn!("stops while requests are under way");
    }
}

async fn told_to_stop() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signals) => _ = signals.recv().await,
            Err(_) => pending().await,
        }
    };
    tokio::select! {
        _ = ctrl_c() => {}
        () = terminated => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{Limits, listen, read, serve_until, variable};
    use axum::Router;
    use axum::routing::post;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::time::Duration;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio::sync::oneshot;
    use tokio::task::JoinHandle;
    use tokio::time::timeout;

    const SHORT: Duration = Duration::from_millis(50);
    /// How long a test takes if it fails.
    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn a_variable_is_understood_or_refused() {
        assert!(variable::<String>("PATH").unwrap().is_some());
        assert_eq!(variable::<bool>("REDIS_DERIVE_NOBODY_SETS_THIS"), Ok(None));
        assert!(variable::<bool>("PATH").unwrap_err().contains("variable PATH"));
        assert_eq!(read::<bool>(OsStr::from_bytes(b"\xff")), None);
    }

    /// A request of which only this was sent, at an instance that ends when it is told to.
    async fn half_sent(
        text: &str,
        limits: Limits,
    ) -> (TcpStream, oneshot::Sender<()>, JoinHandle<()>) {
        let listener = listen(0).await.unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let router = Router::new().route("/", post(async |body: String| body));
        let (stop, stopped) = oneshot::channel();
        let stopped = async { _ = stopped.await };
        let instance = tokio::spawn(serve_until(stopped, listener, router, limits));
        client.write_all(text.as_bytes()).await.unwrap();
        (client, stop, instance)
    }

    const HEAD: &str = "POST / HTTP/1.1\r\nHost:";
    const BODY: &str = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx";

    #[tokio::test]
    async fn a_request_that_does_not_end_is_given_up() {
        for text in ["", HEAD, BODY] {
            let limits = Limits { head: SHORT, body: SHORT, stop: LONG };
            let (mut client, _stop, _instance) = half_sent(text, limits).await;
            let closed = timeout(LONG, client.read_to_end(&mut Vec::new())).await;
            assert!(closed.is_ok(), "{text:?}");
        }
    }

    #[tokio::test]
    async fn a_request_that_does_not_end_does_not_keep_an_instance() {
        for text in ["", HEAD, BODY] {
            let limits = Limits { head: LONG, body: LONG, stop: SHORT };
            let (_client, stop, instance) = half_sent(text, limits).await;
            stop.send(()).unwrap();
            timeout(LONG / 2, instance).await.expect(text).unwrap();
        }
    }
}
