//! The store for tower-sessions in use: `../../scripts/with-redis cargo run --bin
//! with_tower_sessions`
//!
//! It is one instance, at `PORT`, with the Redis at `REDIS_URL` or a private one. `curl -c jar -b
//! jar -d user=ada URL/login` logs in; then there are `URL/whoami`, and `-X POST URL/logout`.

#![expect(clippy::print_stdout, reason = "it says where it is")]

use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Form, Router};
use serde::Deserialize;
use session_store::app::LARGEST_FORM;
use session_store::connection::Redis;
use session_store::instance::{listen, serve, start_log, variable};
use session_store::tower_store::RedisStore;
use std::error::Error;
use std::time::Duration;
use test_server::Server;
use tower_http::csrf::CsrfLayer;
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::Duration as Time;
use tower_sessions::{Expiry, Session, SessionManagerLayer, session};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    start_log()?;
    let server = Server::start()?;
    let store = RedisStore::new(Redis::new(server.url(), Duration::from_secs(5))?);
    let sessions = SessionManagerLayer::new(store)
        .with_expiry(Expiry::OnInactivity(Time::minutes(30)))
        // A session that is only read is saved as well, with its new expiry.
        .with_always_save(true)
        .with_same_site(SameSite::Lax)
        .with_secure(variable("HTTPS")?.unwrap_or(false));
    let router = Router::new()
        .route("/login", post(login))
        .route("/whoami", get(whoami))
        .route("/logout", post(logout))
        .layer(sessions)
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        // A form of another origin is refused before it can begin a session.
        .layer(CsrfLayer::new());
    let listener = listen(variable("PORT")?.unwrap_or(0)).await?;
    println!("http://{}", listener.local_addr()?);
    serve(listener, router).await;
    Ok(())
}

#[derive(Deserialize)]
struct Login {
    user: String,
}

async fn login(session: Session, Form(login): Form<Login>) -> Result<(), Unavailable> {
    session.cycle_id().await?;
    session.insert("user", login.user).await?;
    Ok(())
}

async fn whoami(session: Session) -> Result<Response, Unavailable> {
    let user = session.get::<String>("user").await?;
    Ok(user.ok_or((StatusCode::UNAUTHORIZED, "not logged in\n")).into_response())
}

async fn logout(session: Session) -> Result<(), Unavailable> {
    session.flush().await?;
    Ok(())
}

/// What went wrong is in the log.
struct Unavailable;

impl From<session::Error> for Unavailable {
    fn from(_: session::Error) -> Self {
        Self
    }
}

impl IntoResponse for Unavailable {
    fn into_response(self) -> Response {
        StatusCode::SERVICE_UNAVAILABLE.into_response()
    }
}
