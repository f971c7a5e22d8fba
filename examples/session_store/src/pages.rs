//! The pages, as HTML without scripts.

use crate::sessions::Session;
use axum::response::Html;
use std::fmt::{self, Display, Write};

/// The password of everybody.
pub(crate) const PASSWORD: &str = "open sesame";

const STYLE: &str = "\
:root { color-scheme: light dark; font: 17px/1.5 system-ui, sans-serif; }
body { display: grid; place-items: center; min-height: 100vh; margin: 0; background: light-dark(#eef1f4, #16191d); }
main { width: min(21rem, 85vw); padding: 1.5rem 2rem 2rem; border-radius: .8rem; background: light-dark(#fff, #22272e); box-shadow: 0 2px 16px #0002; }
h1 { margin: 0 0 .5rem; font-size: 1.4rem; overflow-wrap: anywhere; }
label { display: block; margin: .8rem 0; }
input, button { box-sizing: border-box; width: 100%; padding: .55rem .7rem; border: 1px solid #8886; border-radius: .4rem; font: inherit; }
button { margin-top: .8rem; border: 0; background: #b3261e; color: #fff; cursor: pointer; }
button.again { background: light-dark(#dfe4e9, #39414b); color: inherit; }
small, .error { color: light-dark(#5b6570, #9aa4af); }
.error { color: light-dark(#b3261e, #ff8a80); }
strong { font-variant-numeric: tabular-nums; }";

pub(crate) fn home(session: &Session, instance: &str) -> Html<String> {
    let (user, instance) = (Escaped(&session.user), Escaped(instance));
    let visits = match session.visits {
        1 => "once".to_owned(),
        visits => format!("<strong>{visits}</strong> times"),
    };
    page(format_args!(
        "<h1>Hello, {user}</h1>
<p>You have seen this page {visits} since you logged in.</p>
<p><small>Answered by {instance}. Another may answer the next time, and knows you as well.</small></p>
<form><button class=\"again\">Look again</button></form>
<form method=\"post\" action=\"/logout\"><button>Log out</button></form>"
    ))
}

pub(crate) fn login(error: &str) -> Html<String> {
    let error = Escaped(error);
    page(format_args!(
        "<h1>Log in</h1>
<p><small>This is a demonstration: take any name, and the password <strong>{PASSWORD}</strong>.</small></p>
<form method=\"post\">
<label>Name <input name=\"user\" required maxlength=\"40\" autocomplete=\"username\" autofocus></label>
<label>Password <input name=\"password\" type=\"password\" required autocomplete=\"current-password\"></label>
<p class=\"error\">{error}</p>
<button>Log in</button>
</form>"
    ))
}

pub(crate) fn unavailable() -> Html<String> {
    page(format_args!(
        "<h1>One moment, please</h1>
<p>We cannot look up who you are right now. You have not been logged out. Please try again in a few seconds.</p>"
    ))
}

fn page(body: fmt::Arguments<'_>) -> Html<String> {
    Html(format!(
        "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<title>Shared sessions</title>
<style>{STYLE}</style>
<main>
{body}
</main>
"
    ))
}

/// Text in an element or in a quoted attribute.
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|character| match character {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '"' => f.write_str("&quot;"),
            '\'' => f.write_str("&#39;"),
            other => f.write_char(other),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Escaped;

    #[test]
    fn what_html_would_read_is_escaped() {
        let escaped = Escaped(r#"<b title="a" id='b'>R&D é</b>"#).to_string();
        assert_eq!(escaped, "&lt;b title=&quot;a&quot; id=&#39;b&#39;&gt;R&amp;D é&lt;/b&gt;");
    }
}
