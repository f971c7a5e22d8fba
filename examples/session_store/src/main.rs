//! Runs three instances of the application behind a balancer, at `http://127.0.0.1:8080` if that is
//! free.
//!
//! With `PORT` it runs one instance, for your own load balancer. `REDIS_URL` is the Redis that the
//! instances share; without it, a private one is started. `HTTPS=true` means that browsers use
//! https. `PATIENCE` is the number of seconds that a command waits for Redis.

#![expect(clippy::print_stdout, reason = "it says where it is")]

use axum::http::HeaderValue;
use axum::http::header::CONNECTION;
use axum::middleware::map_response;
use axum::response::Response;
use session_store::app::{App, router};
use session_store::balancer::balance;
use session_store::connection::Redis;
use session_store::cookie::SessionCookie;
use session_store::instance::{listen, serve, start_log, variable};
use session_store::sessions::Sessions;
use std::error::Error;
use std::time::Duration;
use test_server::Server;
use tokio::task::JoinSet;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    start_log()?;
    let server = Server::start()?;
    match variable("PORT")? {
        Some(port) => run_one(server.url(), port).await,
        None => run_three(server.url()).await,
    }
}

async fn run_one(redis_url: &str, port: u16) -> Result<(), Box<dyn Error>> {
    let listener = listen(port).await?;
    let address = listener.local_addr()?;
    println!("http://{address}");
    serve(listener, router(app(redis_url, &format!("instance {}", address.port()))?)).await;
    Ok(())
}

async fn run_three(redis_url: &str) -> Result<(), Box<dyn Error>> {
    let mut instances = JoinSet::new();
    let mut addresses = Vec::new();
    for name in ["instance 1", "instance 2", "instance 3"] {
        let listener = listen(0).await?;
        addresses.push(listener.local_addr()?);
        let router = router(app(redis_url, name)?).layer(map_response(close_connection));
        instances.spawn(serve(listener, router));
    }
    let listener = match listen(8080).await {
        Ok(listener) => listener,
        Err(_) => listen(0).await?,
    };
    println!("Open http://{} in several browsers. Ctrl-C stops it.", listener.local_addr()?);
    tokio::select! {
        never = balance(listener, addresses) => match never {},
        _ = instances.join_all() => {}
    }
    Ok(())
}

fn app(redis_url: &str, name: &str) -> Result<App, Box<dyn Error>> {
    let patience = Duration::from_secs(variable("PATIENCE")?.unwrap_or(5));
    Ok(App {
        sessions: Sessions::new(Redis::new(redis_url, patience)?),
        cookie: SessionCookie { secure: variable("HTTPS")?.unwrap_or(false) },
        instance: name.into(),
    })
}

/// A browser would stay with the instance that it is connected to, and you would not see the
/// others.
async fn close_connection(mut response: Response) -> Response {
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}
