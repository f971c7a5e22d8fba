//! Key formats as programs have them, one of each kind: the exact text, the expiry, and the pattern
//! where there is one. The text beside each is what the program made by hand.

use redis_derive::{Expiry, Key, KeyPattern, Keyed, Patterned, RedisJson};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

/// A UUID, as crates have it: with hyphens, and by a method without.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Uuid(u128);

struct Simple(u128);

impl Uuid {
    fn simple(self) -> Simple {
        Simple(self.0)
    }
}

impl fmt::Display for Simple {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.simple().to_string();
        let groups = [&text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..]];
        f.write_str(&groups.join("-"))
    }
}

const UUID: Uuid = Uuid(0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c8);

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// An address, half of its letters in capitals by a rule of its own.
fn checksummed(address: &str) -> String {
    let capital =
        |(index, c): (usize, char)| if index % 2 == 0 { c.to_ascii_uppercase() } else { c };
    address.chars().enumerate().map(capital).collect()
}

#[derive(Debug, Serialize, Deserialize)]
struct Owner {
    id: u64,
    name: String,
}

macro_rules! formats {
    ($($(#[redis_json $attribute:tt])+ $name:ident { $($field:ident: $type:ty),* })*) => {$(
        #[derive(Debug, Serialize, Deserialize, RedisJson)]
        $(#[redis_json $attribute])+
        struct $name { $($field: $type),* }
    )*};
}

formats! {
    // What a template says with fields alone.
    #[redis_json(key = "settings")] Settings { volume: u8 }
    #[redis_json(key = "user:{id}", ttl = "30m")] User { id: u64 }
    #[redis_json(key = "{id}")] Bare { id: Uuid }
    #[redis_json(key = "app:prod:job:{queue}:{id}", ttl = "1d")] Job { queue: String, id: u64 }
    #[redis_json(key = "{tenant}:{id}")] Tenant { tenant: String, id: u32 }
    #[redis_json(key = "blob/{bucket}/{name}")] Blob { bucket: String, name: String }
    #[redis_json(key = "{{user:{id}}}:cart")] Cart { id: u64 }
    #[redis_json(key = "user:{id}:profile")] Profile { id: u64 }
    #[redis_json(key = "mail:{email}")] Mail { email: String }
    #[redis_json(key = "price-{currency}-{day}")] Price { currency: String, day: u32 }
    #[redis_json(key = "page:{lang}.{slug}")] Page { lang: String, slug: String }
    #[redis_json(key = "point:{x}:{y}")] Point { x: i32, y: i32 }
    #[redis_json(key = "geo|{country}|{city}")] City { country: String, city: String }
    // What another text would have been made of, and what no part may be told apart in.
    #[redis_json(key = "cache_{org}_{app}", verbatim, ttl = "5m")] Cache { org: String, app: String }
    // A part that is no field.
    #[redis_json(key = "session:{user}:{id}", part(user: u64), ttl = "30m")] Session { id: Uuid }
    #[redis_json(key = "{tenant}:doc:{id}", part(tenant: String))] Doc { id: u64 }
    #[redis_json(key = "nonce:{address}", part(address: String), ttl = "10m")] Nonce { nonce: String }
    #[redis_json(key = "rate:{ip}:{route}", part(ip: std::net::IpAddr), part(route: &'static str), ttl = "60s")]
    Rate { count: u32 }
    #[redis_json(key = "plugin:{plugin}:{key}", part(plugin: String), part(key: String))] Stored { value: String }
    #[redis_json(key = "otp:{phone}", part(phone: String))] #[redis_json(ttl = "90s")] Otp { code: u32 }
    #[redis_json(key = "feed:{user}:{page}", part(user: u64), part(page: u32))] Feed { posts: Vec<u64> }
    #[redis_json(key = "lock:{resource}", part(resource: String), verbatim)] Lock { owner: Uuid }
    // A part that is computed.
    #[redis_json(key = "etag:{hash}", part(hash: u64 = hash(&self.html)))] Html { html: String }
    #[redis_json(key = "shard:{shard}:{id}", part(shard: u64 = self.id % 16))] Sharded { id: u64 }
    #[redis_json(key = "day:{day}", part(day: String = format!("{}-{:02}", self.year, self.month)))]
    Day { year: u16, month: u8 }
    // A part that is formatted.
    #[redis_json(key = "api_session-{id}", part(id: Simple = self.id.simple()))] Api { id: Uuid }
    #[redis_json(key = "balance:{address}", part(address: String = checksummed(&self.address)))]
    Balance { address: String }
    // A part that is nested.
    #[redis_json(key = "repo:{owner}:{name}", part(owner: u64 = self.owner.id))] Repo { owner: Owner, name: String }
}

/// The key of an upload is made by a function that nothing says in a template.
#[derive(Debug, Serialize, Deserialize)]
struct Upload {
    bytes: String,
}

const DAY: Duration = Duration::from_secs(86_400);

impl Keyed for Upload {
    fn key(&self) -> Key<Self> {
        let hash = hash(&self.bytes);
        Key::new(format!("upload:{:04x}:{hash:016x}", hash >> 48))
            .own()
            .with_expiry(Expiry::After(DAY))
    }
}

impl Patterned for Upload {
    fn key_pattern() -> KeyPattern<Self> {
        KeyPattern::new("upload:{shard}:{hash}").unwrap().with_expiry(Expiry::After(DAY))
    }
}

fn seconds(seconds: u64) -> Expiry {
    Expiry::After(Duration::from_secs(seconds))
}

/// The key has this text and this expiry, and is one of its type's.
#[track_caller]
fn check<T: Patterned>(key: &Key<T>, text: &str, expiry: Expiry) {
    check_verbatim(key, text, expiry);
    assert!(T::key_pattern().parts(key).is_some(), "{} {key}", T::key_pattern());
    let found = T::key_pattern();
    let mut given = found.clone();
    for (name, part) in found.parts(key).unwrap() {
        given = given.with(name, part).unwrap();
    }
    let again = given.key().unwrap();
    assert_eq!((again.as_str(), again.expiry()), (text, expiry));
}

#[track_caller]
fn check_verbatim<T>(key: &Key<T>, text: &str, expiry: Expiry) {
    assert_eq!((key.as_str(), key.expiry()), (text, expiry));
}

fn text(text: &str) -> String {
    text.to_owned()
}

#[test]
fn fields_alone() {
    check(&Settings { volume: 1 }.key(), "settings", Expiry::Keep);
    check(&User { id: 42 }.key(), "user:42", seconds(1800));
    check(&Bare { id: UUID }.key(), "67e55044-10b1-426f-9247-bb680e5fe0c8", Expiry::Keep);
    check(&Job { queue: text("mail"), id: 7 }.key(), "app:prod:job:mail:7", seconds(86_400));
    check(&Tenant { tenant: text("acme"), id: 7 }.key(), "acme:7", Expiry::Keep);
    let blob = Blob { bucket: text("img"), name: text("cat.png") };
    check(&blob.key(), "blob/img/cat.png", Expiry::Keep);
    check(&Cart { id: 42 }.key(), "{user:42}:cart", Expiry::Keep);
    check(&Profile { id: 42 }.key(), "user:42:profile", Expiry::Keep);
    check(&Mail { email: text("ada+1@example.com") }.key(), "mail:ada+1@example.com", Expiry::Keep);
    let price = Price { currency: text("EUR"), day: 20_261_129 };
    check(&price.key(), "price-EUR-20261129", Expiry::Keep);
    check(&Page { lang: text("en"), slug: text("a_b-c") }.key(), "page:en.a_b-c", Expiry::Keep);
    check(&Point { x: -1, y: 2 }.key(), "point:-1:2", Expiry::Keep);
    check(&City { country: text("FR"), city: text("Paris") }.key(), "geo|FR|Paris", Expiry::Keep);
}

#[test]
fn the_text_of_format() {
    for (org, app) in [("org_1", "app_2"), ("a:b", "{c}"), ("100%", ""), ("é/", "_")] {
        let expected = format!("cache_{org}_{app}");
        check_verbatim(&Cache::key_for(org, app), &expected, seconds(300));
        let cache = Cache { org: text(org), app: text(app) };
        check_verbatim(&cache.key(), &expected, seconds(300));
    }
    check_verbatim(&Lock::key_for("a:b/c"), "lock:a:b/c", Expiry::Keep);
}

#[test]
fn parts_that_are_given() {
    let session = "session:7:67e55044-10b1-426f-9247-bb680e5fe0c8";
    check(&Session::key_for(7, UUID), session, seconds(1800));
    check(&Doc::key_for("acme", 7), "acme:doc:7", Expiry::Keep);
    check(&Nonce::key_for("0xab"), "nonce:0xab", seconds(600));
    let ip: std::net::IpAddr = [10, 0, 0, 1].into();
    check(&Rate::key_for(ip, "login"), "rate:10.0.0.1:login", seconds(60));
    check(&Stored::key_for("relay", "nonce"), "plugin:relay:nonce", Expiry::Keep);
    check(&Otp::key_for("+33123456789"), "otp:+33123456789", seconds(90));
    check(&Feed::key_for(7, 2), "feed:7:2", Expiry::Keep);
}

#[test]
fn parts_that_are_made() {
    let html = Html { html: text("<p>") };
    check(&html.key(), &format!("etag:{}", hash("<p>")), Expiry::Keep);
    check(&Html::key_for(hash("<p>")), html.key().as_str(), Expiry::Keep);
    check(&Sharded { id: 35 }.key(), "shard:3:35", Expiry::Keep);
    check(&Day { year: 2026, month: 9 }.key(), "day:2026-09", Expiry::Keep);
    let api = "api_session-67e5504410b1426f9247bb680e5fe0c8";
    check(&Api { id: UUID }.key(), api, Expiry::Keep);
    check(&Api::key_for(UUID.simple()), api, Expiry::Keep);
    check(&Balance { address: text("abcdef") }.key(), "balance:AbCdEf", Expiry::Keep);
    let repo = Repo { owner: Owner { id: 7, name: text("ada") }, name: text("engine") };
    check(&repo.key(), "repo:7:engine", Expiry::Keep);
    assert_eq!((&*repo.owner.name, repo.name), ("ada", text("engine")));
}

#[test]
fn a_key_by_hand() {
    let upload = Upload { bytes: text("…") };
    let hash = hash("…");
    let expected = format!("upload:{:04x}:{hash:016x}", hash >> 48);
    check(&upload.key(), &expected, seconds(86_400));
}

/// In an enum, and with everything that an expression can be.
#[test]
fn expressions_of_every_form() {
    #[derive(Debug, Serialize, Deserialize, RedisJson)]
    #[redis_json(
        key = "event:{kind}:{type}:{sum}",
        part(kind: &'static str = match self { Self::Left { .. } => "left", Self::Right => "right" }),
        part(r#type: String = self.name().to_owned()),
        part(sum: usize = 1 + self.name().len(),),
        ttl = "1s",
    )]
    enum Event {
        Left { name: String },
        Right,
    }
    impl Event {
        fn name(&self) -> &str {
            if let Self::Left { name } = self { name } else { "" }
        }
    }
    #[derive(Debug, Serialize, Deserialize, RedisJson)]
    #[redis_json(key = "list:{first}:{id}", part(first: T = self.items[0].clone()), part(id: String = self.id.clone()))]
    struct List<T: Clone> {
        id: String,
        items: Vec<T>,
    }
    // Text that is borrowed from the value, beside a part that only `key_for` takes.
    #[derive(Debug, Serialize, Deserialize, RedisJson)]
    #[redis_json(key = "lower:{tenant}:{name}", part(tenant: u8), part(name: str = *self.0.trim()))]
    struct Lower(String);
    #[derive(Clone, Copy, Serialize, Deserialize, RedisJson)]
    #[redis_json(key = "packed:{id}")]
    #[repr(C, packed)]
    struct Packed {
        version: u8,
        id: u64,
    }
    check(&Event::Left { name: text("ada") }.key(), "event:left:ada:4", seconds(1));
    check(&Event::Right.key(), "event:right::1", seconds(1));
    check(&Event::key_for("left", "a", 2), "event:left:a:2", seconds(1));

    let list = List { id: text("a"), items: vec![7] };
    check(&list.key(), "list:7:a", Expiry::Keep);
    check(&List::<u8>::key_for(7, "a"), "list:7:a", Expiry::Keep);
    check(&Packed { version: 1, id: 7 }.key(), "packed:7", Expiry::Keep);
    check(&Lower::key_for(7, "a"), "lower:7:a", Expiry::Keep);
}

#[test]
fn some_parts_are_given_to_a_pattern() {
    let acme = Doc::key_pattern().with("tenant", "acme:eu").unwrap();
    assert_eq!(acme.to_string(), "acme%3Aeu:doc:*");
    assert!(acme.parts(&Doc::key_for("acme:eu", 7)).is_some());
    assert!(acme.parts(&Doc::key_for("acme", 7)).is_none());
    let error = Doc::key_pattern().with("tenants", "hunter2").unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot tell the keys of `key_formats::Doc`: no part has the name; its parts are `tenant`, `id`"
    );
    let error = acme.key().unwrap_err();
    assert!(error.to_string().ends_with("a part is not given"), "{error}");
    let parts = Session::key_pattern().parts(&Session::key_for(7, UUID)).unwrap()["user"].clone();
    assert_eq!(parts, "7");
}

/// What is derived is no use of a type.
#[deny(unfulfilled_lint_expectations)]
mod unused {
    use super::{Deserialize, RedisJson, Serialize};

    #[derive(Serialize, Deserialize, RedisJson)]
    #[redis_json(key = "draft:{number}", paths)]
    #[expect(dead_code, reason = "no program makes one yet")]
    struct Draft {
        number: u64,
    }

    #[derive(Serialize, Deserialize, RedisJson)]
    #[redis_json(key = "sketch:{number}")]
    #[expect(unused, reason = "no program makes one yet")]
    struct Sketch {
        number: u64,
    }
}
