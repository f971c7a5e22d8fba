//! What a process needs to serve: a port, a log, and an end that cuts no request off.

use axum::Router;
use std::env;
use std::future::pending;
use std::io;
use std::net::Ipv4Addr;
use std::str::FromStr;
use tokio::net::TcpListener;
use tokio::signal::ctrl_c;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::filter::LevelFilter;

/// What an environment variable says, if it says anything.
///
/// # Errors
///
/// When it says something else: `HTTPS=yes` is not to be taken for `false`.
pub fn variable<T: FromStr>(name: &str) -> Result<Option<T>, String> {
    let text = env::var(name).ok();
    let value = text.map(|text| text.parse()).transpose();
    value.map_err(|_| format!("the environment variable {name} has a value that cannot be read"))
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

/// Serves until Ctrl-C or SIGTERM, and then finishes the requests that are under way.
///
/// # Errors
///
/// Those of the listener.
pub async fn serve(listener: TcpListener, router: Router) -> io::Result<()> {
    axum::serve(listener, router).with_graceful_shutdown(told_to_stop()).await
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
    use super::variable;

    #[test]
    fn a_variable_is_understood_or_refused() {
        assert!(variable::<String>("PATH").unwrap().is_some());
        assert_eq!(variable::<bool>("REDIS_DERIVE_NOBODY_SETS_THIS"), Ok(None));
        assert!(variable::<bool>("PATH").unwrap_err().contains("variable PATH"));
    }
}
