//! The cookie that carries a session's id.

use crate::id::SessionId;
use crate::sessions;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

/// What the cookie of a session is like.
#[derive(Clone, Copy, Debug)]
pub struct SessionCookie {
    /// Whether it is sent over https alone. Only a server without https goes without that.
    pub secure: bool,
}

impl SessionCookie {
    /// The prefix has browsers refuse such a cookie from another host of the same domain, or
    /// without https.
    fn name(self) -> &'static str {
        if self.secure { "__Host-session" } else { "session" }
    }

    /// The id that a request brought along, if it is one.
    #[must_use]
    pub fn read(self, jar: &CookieJar) -> Option<SessionId> {
        SessionId::parse(jar.get(self.name())?.value())
    }

    /// What the browser is to keep, for as long as the session is kept: it is sent with each page,
    /// since that begins anew.
    #[must_use]
    pub fn keep(self, id: &SessionId) -> Cookie<'static> {
        let mut cookie = self.build(id.expose().to_owned());
        cookie.set_max_age(sessions::kept().and_then(|time| time.try_into().ok()));
        cookie
    }

    /// What the browser is to forget.
    #[must_use]
    pub fn forget(self) -> Cookie<'static> {
        let mut cookie = self.build(String::new());
        cookie.make_removal();
        cookie
    }

    /// No script can read it, and browsers with `SameSite` send it with no form of another site.
    fn build(self, value: String) -> Cookie<'static> {
        Cookie::build((self.name(), value))
            .http_only(true)
            .same_site(SameSite::Lax)
            .path("/")
            .secure(self.secure)
            .build()
    }
}

#[cfg(test)]
mod tests {
    use super::SessionCookie;
    use crate::id::SessionId;

    #[test]
    fn a_cookie_is_as_long_lived_as_its_session_and_as_safe_as_the_server() {
        let id = SessionId::random();
        let attributes = "HttpOnly; SameSite=Lax; ";
        let safe = SessionCookie { secure: true }.keep(&id).to_string();
        let value = id.expose();
        assert_eq!(
            safe,
            format!("__Host-session={value}; {attributes}Secure; Path=/; Max-Age=1800")
        );
        let plain = SessionCookie { secure: false }.keep(&id).to_string();
        assert_eq!(plain, format!("session={value}; {attributes}Path=/; Max-Age=1800"));
    }
}
