//! The cookie that carries a session's id.

use crate::id::SessionId;
use crate::sessions;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

/// The properties of a session's cookie.
#[derive(Clone, Copy, Debug)]
pub struct SessionCookie {
    /// Whether browsers send it only over https. Only a server without https should turn it off.
    pub secure: bool,
}

impl SessionCookie {
    /// With this prefix, browsers refuse a cookie from another host of the same domain, or without
    /// https.
    fn name(self) -> &'static str {
        if self.secure { "__Host-session" } else { "session" }
    }

    /// Returns the id in a request, if it is one.
    #[must_use]
    pub fn read(self, jar: &CookieJar) -> Option<SessionId> {
        SessionId::parse(jar.get(self.name())?.value())
    }

    /// Makes the cookie that the browser keeps as long as the session. It is sent with each page,
    /// since each restarts the expiry.
    #[must_use]
    pub fn keep(self, id: &SessionId) -> Cookie<'static> {
        let mut cookie = self.build(id.expose().to_owned());
        cookie.set_max_age(sessions::kept().and_then(|time| time.try_into().ok()));
        cookie
    }

    /// Makes the cookie that the browser removes.
    #[must_use]
    pub fn forget(self) -> Cookie<'static> {
        let mut cookie = self.build(String::new());
        cookie.make_removal();
        cookie
    }

    /// Scripts cannot read it, and browsers with `SameSite` do not send it with a form of another
    /// site.
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
