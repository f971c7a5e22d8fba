//! The application: it shows the user, and the number of visits.

use crate::connection::describe;
use crate::cookie::SessionCookie;
use crate::id::SessionId;
use crate::pages;
use crate::sessions::{Session, Sessions};
use axum::extract::{DefaultBodyLimit, OptionalFromRequestParts, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use axum_extra::extract::CookieJar;
use redis::RedisError;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tower_http::csrf::CsrfLayer;

/// An instance of the application.
#[derive(Clone, Debug)]
pub struct App {
    /// The sessions, which all instances share.
    pub sessions: Sessions,
    /// The cookie with a session's id.
    pub cookie: SessionCookie,
    /// The name of this instance.
    pub instance: Arc<str>,
}

/// The most bytes of a form.
pub const LARGEST_FORM: usize = 4096;

/// The pages of an instance. A form from another origin is refused, by `Sec-Fetch-Site` and
/// `Origin`.
pub fn router(app: App) -> Router {
    Router::new()
        .route("/", get(home))
        .route("/login", get(login_form).post(login))
        .route("/logout", post(logout))
        .route("/whoami", get(whoami))
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        // Without this, another site could log a browser in as another user, who then sees its
        // actions.
        .layer(CsrfLayer::new())
        .layer(map_response(add_headers))
        .with_state(app)
}

async fn home(
    State(app): State<App>,
    jar: CookieJar,
    logged_in: Option<LoggedIn>,
) -> Result<Response, Unavailable> {
    let Some(LoggedIn { id, .. }) = logged_in else { return Ok(to_login()) };
    // Another request may have logged out by now.
    let Some(session) = app.sessions.count_visit(&id).await? else { return Ok(to_login()) };
    Ok((jar.add(app.cookie.keep(&id)), pages::home(&session, &app.instance)).into_response())
}

async fn login_form() -> Response {
    pages::login("").into_response()
}

async fn login(
    State(app): State<App>,
    jar: CookieJar,
    Form(login): Form<Login>,
) -> Result<Response, Unavailable> {
    let Some(user) = login.user() else {
        let page = pages::login("That name or that password is not right.");
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    if let Some(old) = app.cookie.read(&jar) {
        app.sessions.end(&old).await?;
    }
    let id = app.sessions.begin(user).await?;
    Ok((jar.add(app.cookie.keep(&id)), Redirect::to("/")).into_response())
}

async fn logout(State(app): State<App>, jar: CookieJar) -> Result<Response, Unavailable> {
    // The cookie is removed with its session, and never before it.
    let Some(id) = app.cookie.read(&jar) else { return Ok(to_login()) };
    app.sessions.end(&id).await?;
    Ok((jar.add(app.cookie.forget()), to_login()).into_response())
}

async fn whoami(State(app): State<App>, jar: CookieJar, logged_in: Option<LoggedIn>) -> Response {
    let Some(LoggedIn { id, session }) = logged_in else {
        return (StatusCode::UNAUTHORIZED, "not logged in\n").into_response();
    };
    let Session { user, visits, .. } = session;
    let who = Who { user, visits, instance: app.instance };
    (jar.add(app.cookie.keep(&id)), Json(who)).into_response()
}

fn to_login() -> Response {
    Redirect::to("/login").into_response()
}

/// No page may be cached, and no page loads anything besides its own text and style.
async fn add_headers(mut response: Response) -> Response {
    let policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; \
                  frame-ancestors 'none'; base-uri 'none'";
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}

#[derive(Deserialize)]
struct Login {
    user: String,
    password: String,
}

impl Login {
    /// The user who logs in. This is a demonstration: any name works, with the password on the
    /// page.
    fn user(&self) -> Option<&str> {
        let user = self.user.trim();
        let is_name = (1..=40).contains(&user.chars().count()) && !user.contains(char::is_control);
        (is_name && self.password == pages::PASSWORD).then_some(user)
    }
}

#[derive(Serialize)]
struct Who {
    user: String,
    visits: u64,
    instance: Arc<str>,
}

/// The session of a request, which restarts its expiry.
struct LoggedIn {
    id: SessionId,
    session: Session,
}

impl OptionalFromRequestParts<App> for LoggedIn {
    type Rejection = Unavailable;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>, Unavailable> {
        let jar = CookieJar::from_headers(&parts.headers);
        let Some(id) = app.cookie.read(&jar) else { return Ok(None) };
        Ok(app.sessions.find(&id).await?.map(|session| Self { id, session }))
    }
}

/// Redis does not answer, so the user is unknown. That is no logout: the cookie stays.
struct Unavailable(RedisError);

impl From<RedisError> for Unavailable {
    fn from(error: RedisError) -> Self {
        Self(error)
    }
}

impl IntoResponse for Unavailable {
    fn into_response(self) -> Response {
        tracing::error!("Redis: {}", describe(&self.0));
        (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, "5")], pages::unavailable())
            .into_response()
    }
}
