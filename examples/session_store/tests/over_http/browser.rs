//! A browser, as far as sessions are concerned.

use crate::PATIENCE;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::handshake;
use hyper::header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, SET_COOKIE};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use std::error::Error;
use std::net::SocketAddr;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// What the log-in form sends.
pub(crate) fn form(user: &str) -> String {
    format!("user={user}&password=open+sesame")
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) location: Option<String>,
    /// All of the header, with the attributes.
    pub(crate) set_cookie: Option<String>,
    pub(crate) body: String,
}

impl Answer {
    /// What the browser sends from now on, as `name=value`.
    pub(crate) fn cookie(&self) -> String {
        let set_cookie = self.set_cookie.as_ref().expect("the answer sets a cookie");
        set_cookie.split(';').next().unwrap_or_default().to_owned()
    }

    /// Asserts that it sends the browser elsewhere.
    pub(crate) fn assert_redirects_to(&self, location: &str) {
        assert_eq!((self.status, self.location.as_deref()), (303, Some(location)), "{self:?}");
    }

    /// Who is logged in and how often they looked, as `/whoami` says.
    pub(crate) fn who(&self) -> (String, u64) {
        assert_eq!(self.status, 200, "{self:?}");
        let who: serde_json::Value = serde_json::from_str(&self.body).unwrap();
        (who["user"].as_str().unwrap().to_owned(), who["visits"].as_u64().unwrap())
    }
}

/// A request was cut off: it is not known whether it was carried out.
pub(crate) type Cut = Box<dyn Error + Send + Sync>;

pub(crate) async fn get(at: SocketAddr, path: &str, cookie: &str) -> Answer {
    try_ask(at, Method::GET, path, cookie.as_bytes(), "").await.unwrap()
}

pub(crate) async fn post(at: SocketAddr, path: &str, cookie: &str, form: &str) -> Answer {
    try_ask(at, Method::POST, path, cookie.as_bytes(), form).await.unwrap()
}

/// Logs in, and returns the cookie.
pub(crate) async fn log_in(at: SocketAddr, user: &str) -> String {
    let answer = post(at, "/login", "", &form(user)).await;
    answer.assert_redirects_to("/");
    answer.cookie()
}

/// With a header that says which page the form is on.
pub(crate) async fn post_from(
    (header, value): (&'static str, &str),
    at: SocketAddr,
    path: &str,
    cookie: &str,
    form: &str,
) -> Answer {
    let mut request = request(at, Method::POST, path, cookie.as_bytes(), form).unwrap();
    request.headers_mut().insert(header, value.parse().unwrap());
    send(at, request).await.unwrap()
}

/// Over a connection of its own, so that a balancer deals out requests.
pub(crate) async fn try_ask(
    at: SocketAddr,
    method: Method,
    path: &str,
    cookie: &[u8],
    form: &str,
) -> Result<Answer, Cut> {
    send(at, request(at, method, path, cookie, form)?).await
}

fn request(
    at: SocketAddr,
    method: Method,
    path: &str,
    cookie: &[u8],
    form: &str,
) -> Result<Request<Full<Bytes>>, Cut> {
    let mut request = Request::builder().method(method).uri(path).header(HOST, at.to_string());
    if !cookie.is_empty() {
        request = request.header(COOKIE, cookie);
    }
    if !form.is_empty() {
        request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    }
    Ok(request.body(Full::from(form.to_owned()))?)
}

async fn send(at: SocketAddr, request: Request<Full<Bytes>>) -> Result<Answer, Cut> {
    timeout(2 * PATIENCE, answer(at, request)).await.expect("an answer in time")
}

async fn answer(at: SocketAddr, request: Request<Full<Bytes>>) -> Result<Answer, Cut> {
    let stream = TcpStream::connect(at).await?;
    let (mut sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let (head, body) = sender.send_request(request).await?.into_parts();
    let body = body.collect().await?.to_bytes();
    let header = |name| Some(head.headers.get(name)?.to_str().ok()?.to_owned());
    Ok(Answer {
        status: head.status.as_u16(),
        location: header(LOCATION),
        set_cookie: header(SET_COOKIE),
        body: String::from_utf8(body.to_vec())?,
    })
}
