//! Values written to a real Redis and read back, by commands of every kind, on RESP2 and RESP3.

use crate::client::connect_async;
use crate::redis::streams::StreamRangeReply;
use crate::redis::{self, Commands, Connection, Script, Value, cmd, pipe};
use redis_derive::{Json, RedisJson};
use std::collections::{BTreeSet, HashMap};
use std::ops::{Deref, DerefMut};
use std::time::Duration;
use tests::{Count, Flag, Number, Settings, Unserializable, User, key, url};

/// A connection that removes its keys when the test is over.
pub(super) struct Client {
    connection: Connection,
    url: String,
    keys: Vec<String>,
}

impl Client {
    pub(super) fn connect(url: &str) -> Self {
        let client = redis::Client::open(url).unwrap();
        let connection = client.get_connection().unwrap();
        Self { connection, url: url.to_owned(), keys: Vec::new() }
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    pub(super) fn key(&mut self, name: &str) -> String {
        self.keys.push(key(name));
        self.keys[self.keys.len() - 1].clone()
    }
}

impl Client {
    /// Removes this key as well when the test is over.
    pub(super) fn forget(&mut self, key: &str) {
        self.keys.push(key.to_owned());
    }
}

impl Deref for Client {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl DerefMut for Client {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        if !self.keys.is_empty() {
            let _: redis::RedisResult<()> = self.connection.del(&self.keys);
        }
    }
}

/// Runs a test on both protocols.
pub(super) fn on_both_protocols(test: impl Fn(&mut Client)) {
    for protocol in ["resp2", "resp3"] {
        test(&mut Client::connect(&format!("{}?protocol={protocol}", url())));
    }
}

#[test]
fn a_value_comes_back_from_its_key() {
    on_both_protocols(|con| {
        let (key, missing) = (con.key("user"), con.key("missing"));
        let user = User::new(1);
        let () = con.set(&key, &user).unwrap();
        assert_eq!(con.get::<_, User>(&key).unwrap(), user);
        assert_eq!(con.get::<_, Option<User>>(&key).unwrap(), Some(user.clone()));
        assert_eq!(con.get::<_, Option<User>>(&missing).unwrap(), None);
        assert_eq!(con.get::<_, String>(&key).unwrap(), serde_json::to_string(&user).unwrap());
        let error = con.get::<_, User>(&missing).unwrap_err();
        assert!(error.to_string().contains("`Option<User>`"), "{error}");
        let replaced: User = cmd("SET").arg(&key).arg(User::new(2)).arg("GET").query(con).unwrap();
        assert_eq!(replaced, user);
    });
}

#[test]
fn many_keys_come_back_with_their_gaps() {
    on_both_protocols(|con| {
        let [a, b, missing] = ["a", "b", "missing"].map(|name| con.key(name));
        let () = con.mset(&[(&a, User::new(1)), (&b, User::new(2))]).unwrap();
        let users: Vec<Option<User>> = con.mget(&[&a, &missing, &b]).unwrap();
        assert_eq!(users, [Some(User::new(1)), None, Some(User::new(2))]);
        let users: Vec<User> = con.mget(&[&b, &a]).unwrap();
        assert_eq!(users, [User::new(2), User::new(1)]);
        let pair: (User, Option<User>) = con.mget(&[&a, &missing]).unwrap();
        assert_eq!(pair, (User::new(1), None));
    });
}

#[test]
fn a_hash_comes_back_by_field_and_as_a_map() {
    on_both_protocols(|con| {
        let key = con.key("hash");
        let () = con.hset(&key, "1", User::new(1)).unwrap();
        let () = con.hset_multiple(&key, &[("2", User::new(2)), ("3", User::new(3))]).unwrap();
        assert_eq!(con.hget::<_, _, User>(&key, "1").unwrap(), User::new(1));
        assert_eq!(con.hget::<_, _, Option<User>>(&key, "4").unwrap(), None);
        let users: HashMap<u64, User> = con.hgetall(&key).unwrap();
        assert_eq!(users, (1..=3).map(|id| (id, User::new(id))).collect());
        assert_eq!(con.hvals::<_, Vec<User>>(&key).unwrap().len(), 3);
    });
}

#[test]
fn lists_sets_and_sorted_sets_come_back() {
    on_both_protocols(|con| {
        let [list, set, sorted] = ["list", "set", "sorted"].map(|name| con.key(name));
        let users = vec![User::new(1), User::new(2)];
        let length: usize = con.rpush(&list, &users).unwrap();
        assert_eq!(length, 2);
        assert_eq!(con.lrange::<_, Vec<User>>(&list, 0, -1).unwrap(), users);
        assert_eq!(con.lpop::<_, Option<User>>(&list, None).unwrap(), Some(User::new(1)));
        let () = con.sadd(&set, &[Count(1), Count(2)]).unwrap();
        assert_eq!(
            con.smembers::<_, BTreeSet<Count>>(&set).unwrap(),
            BTreeSet::from([Count(1), Count(2)])
        );
        let () = con.zadd_multiple(&sorted, &[(1.5, &users[0]), (2.5, &users[1])]).unwrap();
        assert_eq!(con.zrange::<_, Vec<User>>(&sorted, 0, -1).unwrap(), users);
        assert_eq!(con.zscore::<_, _, Number>(&sorted, &users[1]).unwrap(), Number(2.5));
        let ranked: Vec<(User, f64)> = con.zrange_withscores(&sorted, 0, 0).unwrap();
        assert_eq!(ranked, [(User::new(1), 1.5)]);
    });
}

#[test]
fn a_json_array_in_one_key_comes_back_as_a_vec() {
    on_both_protocols(|con| {
        let key = con.key("array");
        let users = vec![User::new(1), User::new(2)];
        let () = con.set(&key, redis_derive::to_redis_json(&users).unwrap()).unwrap();
        assert_eq!(con.get::<_, Vec<User>>(&key).unwrap(), users);
        let error = con.get::<_, User>(&key).unwrap_err();
        assert!(error.to_string().contains("`Vec<User>`"), "{error}");
    });
}

#[test]
fn pipelines_and_transactions_come_back_as_tuples() {
    on_both_protocols(|con| {
        let (key, missing_key) = (con.key("user"), con.key("missing"));
        let (user, missing): (User, Option<User>) =
            pipe().set(&key, User::new(1)).ignore().get(&key).get(&missing_key).query(con).unwrap();
        assert_eq!((user, missing), (User::new(1), None));
        let (user, users): (User, Vec<User>) = pipe()
            .atomic()
            .set(&key, User::new(2))
            .ignore()
            .get(&key)
            .cmd("MGET")
            .arg(&[&key, &key])
            .query(con)
            .unwrap();
        assert_eq!((user, users), (User::new(2), vec![User::new(2), User::new(2)]));
    });
}

#[test]
fn stream_entries_come_back_by_field() {
    on_both_protocols(|con| {
        let key = con.key("stream");
        let () = con.xadd(&key, "*", &[("user", User::new(1))]).unwrap();
        let reply: StreamRangeReply = con.xrange_all(&key).unwrap();
        assert_eq!(reply.ids[0].get::<User>("user"), Some(User::new(1)));
        assert_eq!(reply.ids[0].get::<User>("other"), None);
    });
}

#[test]
fn messages_come_back_as_payloads() {
    on_both_protocols(|con| {
        let channel = key("channel");
        let mut subscriber = Client::connect(url());
        let mut subscriber = subscriber.as_pubsub();
        // Not to wait forever for a message that is lost.
        subscriber.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        subscriber.subscribe(&channel).unwrap();
        let () = con.publish(&channel, User::new(1)).unwrap();
        let message = subscriber.get_message().unwrap();
        assert_eq!(message.get_payload::<User>().unwrap(), User::new(1));
        assert_eq!(message.get_payload::<Vec<User>>().unwrap(), [User::new(1)]);
    });
}

#[test]
fn scripts_take_values_and_return_each_kind_of_reply() {
    on_both_protocols(|con| {
        let json = serde_json::to_string(&Settings::default()).unwrap();
        let echo: Settings =
            Script::new("return ARGV[1]").arg(Settings::default()).invoke(con).unwrap();
        assert_eq!(echo, Settings::default());
        let simple = Script::new("return redis.status_reply(ARGV[1])");
        let reply: Value = simple.arg(&json).invoke(con).unwrap();
        assert_eq!(reply, Value::SimpleString(json.clone()));
        assert_eq!(simple.arg(&json).invoke::<Settings>(con).unwrap(), Settings::default());
        assert_eq!(Script::new("return 42").invoke::<Count>(con).unwrap(), Count(42));
        assert_eq!(Script::new("return nil").invoke::<Option<Count>>(con).unwrap(), None);
        let error =
            Script::new("return redis.status_reply('OK')").invoke::<Settings>(con).unwrap_err();
        assert!(error.to_string().contains("the status OK"), "{error}");
    });
}

#[test]
fn the_kinds_of_reply_that_resp3_adds_come_back() {
    let mut con = Client::connect(&format!("{}?protocol=resp3", url()));
    let resp3 = |body: &str| Script::new(&format!("redis.setresp(3); return {body}"));
    assert_eq!(resp3("{double=1.5}").invoke::<Number>(&mut con).unwrap(), Number(1.5));
    assert_eq!(resp3("true").invoke::<Flag>(&mut con).unwrap(), Flag(true));
    let digits = resp3("{big_number='-170141183460469231731687303715884105728'}");
    assert_eq!(digits.invoke::<Count>(&mut con).unwrap(), Count(i128::MIN));
    let verbatim = resp3("{verbatim_string={format='txt', string='{\"volume\":3}'}}");
    assert_eq!(verbatim.invoke::<Settings>(&mut con).unwrap().volume, 3);
    let set = resp3("{set={['1']=true}}");
    assert_eq!(set.invoke::<Vec<Count>>(&mut con).unwrap(), [Count(1)]);
    let error = resp3("{map={['hunter2']=1}}").invoke::<Settings>(&mut con).unwrap_err();
    assert!(error.to_string().contains("the reply is a map, not a document"), "{error}");
}

#[test]
fn a_number_reads_alike_on_both_protocols() {
    on_both_protocols(|con| {
        let key = con.key("sorted");
        let () = con
            .zadd_multiple(&key, &[(3.0, "whole"), (0.1 + 0.2, "part"), (-0.0, "zero")])
            .unwrap();
        assert_eq!(con.zscore::<_, _, Json<u8>>(&key, "whole").unwrap(), Json(3));
        assert_eq!(con.zscore::<_, _, Count>(&key, "whole").unwrap(), Count(3));
        assert_eq!(con.zscore::<_, _, Number>(&key, "part").unwrap(), Number(0.1 + 0.2));
        con.zscore::<_, _, Count>(&key, "part").unwrap_err();
        let score: Json<serde_json::Value> = con.zscore(&key, "whole").unwrap();
        assert_eq!(score.0, serde_json::Value::from(3));
        assert_eq!(con.zincr::<_, _, _, Count>(&key, "whole", 2).unwrap(), Count(5));
        let member: Count = cmd("ZCARD").arg(&key).query(con).unwrap();
        assert_eq!(member, Count(3));
    });
}

#[test]
fn a_value_that_does_not_serialize_leaves_what_was_there() {
    on_both_protocols(|con| {
        let key = con.key("user");
        let () = con.set(&key, User::new(1)).unwrap();
        let set =
            std::panic::AssertUnwindSafe(|| drop(con.set::<_, _, ()>(&key, Unserializable::new())));
        std::panic::catch_unwind(set).unwrap_err();
        assert_eq!(con.get::<_, User>(&key).unwrap(), User::new(1));
    });
}

#[test]
fn a_generic_store_asks_for_one_trait() {
    fn replace<T: RedisJson>(
        con: &mut Connection,
        key: &str,
        value: &T,
    ) -> redis::RedisResult<Option<T>> {
        cmd("SET").arg(key).arg(value).arg("GET").query(con)
    }
    on_both_protocols(|con| {
        let key = con.key("user");
        assert_eq!(replace(con, &key, &User::new(1)).unwrap(), None);
        assert_eq!(replace(con, &key, &User::new(2)).unwrap(), Some(User::new(1)));
    });
}

#[tokio::test]
async fn the_asynchronous_client_takes_and_returns_values() {
    use redis::AsyncCommands;
    for protocol in ["resp2", "resp3"] {
        let key = key("async");
        let mut con = connect_async(&format!("{}?protocol={protocol}", url())).await;
        let () = con.set(&key, User::new(1)).await.unwrap();
        assert_eq!(con.get::<_, Option<User>>(&key).await.unwrap(), Some(User::new(1)));
        let user: User = cmd("GETDEL").arg(&key).query_async(&mut con).await.unwrap();
        assert_eq!(user, User::new(1));
    }
}
