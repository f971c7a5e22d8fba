//! A type of the application's that cannot be stored, because it has no derive.

struct Preferences {
    language: String,
}

fn store(con: &mut redis_client::Connection) {
    let preferences = Preferences { language: "en".into() };
    let _ = accounts::store::replace(con, "preferences", &preferences);
}

fn main() {}
