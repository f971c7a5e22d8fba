//! The hidden lines around an example of a command, so that it runs against a server, with each major of the client.

/// Begins one: `ada` is a user who is not stored yet, `key` is her key, and `any_key` is free.
macro_rules! example {
    ($redis:ident $commands:tt) => {
        concat!(
            example_of!($redis, $commands),
            " # #[redis_json(key = \"redis-derive:user:{id}\", ttl = \"30m\")]\n",
            " # struct User { id: String, name: String, visits: u64 }\n",
            " # fn main() -> Result<(), Box<dyn std::error::Error>> {\n",
            " # let server = test_server::Server::start()?;\n",
            " # let client = redis::Client::open(server.url())?;\n",
            " # let mut con = client.get_connection()?;\n",
            " # let ada = User { id: test_server::key(\"ada\"), name: \"Ada\".to_owned(), visits: 0 };\n",
            " # let (key, any_key) = (ada.key(), test_server::key(\"any\"));\n",
            " # let any_key = any_key.as_str();"
        )
    };
}

/// Ends one.
macro_rules! end_of_example {
    () => {
        " # redis::cmd(\"DEL\").arg(&[key.as_str(), any_key]).exec(&mut con)?;\n # Ok(())\n # }"
    };
}

/// Where the example of an asynchronous command is: it is that of the synchronous one, with `.await`.
#[cfg(feature = "aio")]
macro_rules! see_example {
    ($commands:ident $command:ident) => {
        concat!(
            " [Example](",
            stringify!($commands),
            "::",
            stringify!($command),
            "), with `.await` behind the command."
        )
    };
}

/// Begins one of RedisJSON, whose module is not there on every system: without, it is compiled and does not run. `ada` is stored.
#[cfg(feature = "paths")]
macro_rules! json_example {
    ($redis:ident $commands:tt) => {
        concat!(
            example_of!($redis, $commands),
            " # #[redis_json(key = \"redis-derive:user:{id}\", ttl = \"30m\", paths)]\n",
            " # struct User { id: u64, name: String, nickname: Option<String>, visits: u64, is_away: bool, roles: Vec<String> }\n",
            " # fn main() -> Result<(), Box<dyn std::error::Error>> {\n",
            " # if std::env::var_os(\"REDIS_JSON_MODULE\").is_none() { return Ok(()); }\n",
            " # let server = test_server::Server::start_with_json()?;\n",
            " # let mut con = redis::Client::open(server.url())?.get_connection()?;\n",
            " # let id = u64::try_from(std::time::UNIX_EPOCH.elapsed()?.as_nanos())?;\n",
            " # let ada = User { id, name: \"Ada\".to_owned(), nickname: None, visits: 0, is_away: false, roles: vec![\"guest\".to_owned()] };\n",
            " # redis_derive::",
            stringify!($redis),
            "::JsonPathCommands::json_save(&mut con, &ada)?;\n",
            " # let key = ada.key();"
        )
    };
}

/// Ends one of RedisJSON.
#[cfg(feature = "paths")]
macro_rules! end_of_json_example {
    () => {
        " # redis::cmd(\"DEL\").arg(&key).exec(&mut con)?;\n # Ok(())\n # }"
    };
}

/// What both begin with.
macro_rules! example_of {
    ($redis:ident, $commands:tt) => {
        concat!(
            " # extern crate ",
            stringify!($redis),
            " as redis;\n # use redis_derive::",
            stringify!($redis),
            "::",
            stringify!($commands),
            ";\n # use redis_derive::*;\n # use serde::{Deserialize, Serialize};\n",
            " # #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, RedisJson)]\n"
        )
    };
}
