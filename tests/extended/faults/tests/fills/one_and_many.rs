//! `load_many_or_find` does the same for one key as `load_or_find`: the same value and origin, the
//! same calls of the source, and the same stored bytes, for each state of a key, each cache and
//! source, and each action of another client meanwhile.

use redis_1::{self as redis, Commands, cmd};
use redis_derive::{Cache, CacheKey, DocumentCommands, Error, Expiry, Key, from_redis_json};
use std::cell::Cell;
use std::time::Duration;
use test_server::Server;

const HOUR: Duration = Duration::from_secs(3600);

/// What is stored before, and for how many seconds. An entry is past its time in its last hour.
fn states() -> [(String, u64); 10] {
    let blanks = " ".repeat(31);
    // The end of a claim is in the first twenty blanks: a tab in the eleventh is 2^20 milliseconds,
    // about 17 minutes.
    let claimed = format!("1{}\t{}", " ".repeat(10), " ".repeat(21));
    [
        (String::new(), 1),
        ("1".to_owned(), 7190),
        ("1".to_owned(), 3000),
        // The one was claimed just now, the claim of the other is over.
        (claimed.clone(), 1055),
        (claimed, 1000),
        (format!("null{blanks}\t"), 500),
        (format!("null{blanks} "), 500),
        ("no JSON".to_owned(), 7190),
        ("no JSON".to_owned(), 3000),
        ("null".to_owned(), 3000),
    ]
}

fn caches() -> impl Iterator<Item = Cache> {
    (0..16).map(|flags| {
        let mut cache = Cache::new().with_patience(Duration::ZERO);
        if flags & 1 > 0 {
            cache = cache.with_stale(HOUR);
        }
        if flags & 2 > 0 {
            cache = cache.with_absent(Duration::from_secs(600));
        }
        if flags & 4 > 0 {
            cache = cache.keep_undecodable();
        }
        if flags & 8 > 0 { cache.fall_through() } else { cache }
    })
}

/// What another client does while the source runs.
const MEANWHILE: [fn(&mut redis::Connection, &CacheKey<u8>); 6] = [
    |_, _| {},
    |con, key| con.save((key, &9)).unwrap(),
    |con, key| con.save((key, &1)).unwrap(),
    |con, key| _ = con.remove(key).unwrap(),
    |con, key| _ = con.update(key, |value| *value = 8),
    |con, key| {
        let () = con.del(key.as_str()).unwrap();
        let () = con.rpush(key.as_str(), 1).unwrap();
    },
];

type Source = fn() -> Result<Option<u8>, Error>;

/// What the source says, or that it fails.
const SAYS: [Source; 3] = [|| Ok(Some(2)), || Ok(None), || from_redis_json(b"no JSON").map(Some)];

/// What is stored, without the token of a claim, and for how long, in hundreds of seconds.
fn stored(con: &mut redis::Connection, key: &str) -> String {
    let is_list = con.llen::<_, u8>(key).is_ok_and(|length| length > 0);
    let text: Option<String> = (!is_list).then(|| con.get(key).unwrap_or_default());
    let left: i64 = con.ttl(key).unwrap();
    let (length, text) = (text.as_ref().map(String::len), text.as_deref().map(str::trim_ascii_end));
    format!("{text:?}, {length:?} bytes, {}", (left + 50) / 100)
}

#[test]
fn one_is_among_many_what_it_is_alone() {
    let server = Server::start_private(&[]).unwrap();
    let connect = || redis::Client::open(server.url()).unwrap().get_connection().unwrap();
    let (mut con, mut other) = (connect(), connect());
    for (cache, (before, left)) in caches().flat_map(|cache| states().map(|state| (cache, state))) {
        for (meanwhile, says) in MEANWHILE.iter().flat_map(|done| SAYS.map(|says| (done, says))) {
            let case = || format!("{cache:?}, {before:?} for {left} s, {:?}", says());
            let two_hours = Expiry::After(2 * HOUR);
            let [alone, among] = ["alone", "among"]
                .map(|key| Key::<u8>::new(key).with_expiry(two_hours).with_cache(cache));
            for key in [&alone, &among] {
                let () = con.del(key.as_str()).unwrap();
                if !before.is_empty() {
                    cmd("SET").arg(&**key).arg(&before).arg("EX").arg(left).exec(&mut con).unwrap();
                }
            }
            let asked = Cell::new(0);
            let mut source = |key| {
                asked.set(asked.get() + 1);
                meanwhile(&mut other, key);
                says()
            };
            let one = con.load_or_find(alone.with_origin(), || source(&alone));
            let one = (one, asked.take(), stored(&mut con, alone.as_str()));
            let many = con.load_many_or_find([among.with_origin()], |_| Ok(vec![source(&among)?]));
            let many = many.map(|mut many: Vec<_>| many.remove(0));
            let many = (many, asked.take(), stored(&mut con, among.as_str()));
            assert_eq!(one, many, "{}", case());
        }
    }
}
