//! The contenders: each is one way to write documents and to read them.

use redis::{Cmd, FromRedisValue, Pipeline, ToRedisArgs, Value, cmd, from_redis_value_ref, pipe};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::marker::PhantomData;

pub(crate) trait Way: 'static {
    const NAME: &'static str;
    type Document: DeserializeOwned + 'static;
    /// A command with a document in it.
    type Command: 'static;
    /// Commands with a document in each.
    type Pipeline: 'static;
    type Reply: Clone + 'static;

    fn write(document: &Self::Document) -> Self::Command;
    fn write_many(documents: &[Self::Document]) -> Self::Pipeline;

    /// The reply with this document.
    fn reply(json: &str) -> Self::Reply;
    /// The reply with so many of them.
    fn replies(json: &str, count: usize) -> Self::Reply;

    fn read(reply: Self::Reply) -> Self::Document;
    fn read_by_reference(reply: &Self::Reply) -> Self::Document;
    fn read_many(reply: Self::Reply) -> Vec<Self::Document>;
    /// The message for a document of another type.
    fn error(reply: &Self::Reply) -> String;
}

/// A way through the client.
pub(crate) trait Client: Way<Command = Cmd, Pipeline = Pipeline, Reply = Value> {}
impl<W: Way<Command = Cmd, Pipeline = Pipeline, Reply = Value>> Client for W {}

/// What the ways through the client have in common.
macro_rules! through_the_client {
    ($name:literal, $argument:expr) => {
        const NAME: &'static str = $name;
        type Document = T;
        type Command = Cmd;
        type Pipeline = Pipeline;
        type Reply = Value;

        fn write(document: &T) -> Cmd {
            let mut command = cmd("SET");
            command.arg("key").arg($argument(document));
            command
        }

        fn write_many(documents: &[T]) -> Pipeline {
            let mut pipeline = pipe();
            for document in documents {
                pipeline.cmd("SET").arg("key").arg($argument(document));
            }
            pipeline
        }

        fn reply(json: &str) -> Value {
            Value::BulkString(json.into())
        }

        fn replies(json: &str, count: usize) -> Value {
            Value::Array(vec![Self::reply(json); count])
        }
    };
}

/// By hand, as fast as it gets.
pub(crate) struct Best<T>(PhantomData<T>);

impl<T: Serialize + DeserializeOwned + 'static> Way for Best<T> {
    through_the_client!("hand-written: to_vec, from_str", |document: &T| {
        serde_json::to_vec(document).unwrap()
    });

    fn read(reply: Value) -> T {
        Self::read_by_reference(&reply)
    }

    fn read_by_reference(reply: &Value) -> T {
        serde_json::from_str(text(reply)).unwrap()
    }

    fn read_many(reply: Value) -> Vec<T> {
        let Value::Array(replies) = reply else { unreachable!() };
        replies.iter().map(Self::read_by_reference).collect()
    }

    fn error(reply: &Value) -> String {
        serde_json::from_str::<T>(text(reply)).err().unwrap().to_string()
    }
}

fn text(reply: &Value) -> &str {
    let Value::BulkString(bytes) = reply else { unreachable!() };
    str::from_utf8(bytes).unwrap()
}

/// By hand, as one writes it without a thought of speed.
pub(crate) struct Usual<T>(PhantomData<T>);

impl<T: Serialize + DeserializeOwned + 'static> Way for Usual<T> {
    through_the_client!("hand-written: to_string, String", |document: &T| {
        serde_json::to_string(document).unwrap()
    });

    fn read(reply: Value) -> T {
        serde_json::from_str(&String::from_redis_value(reply).unwrap()).unwrap()
    }

    fn read_by_reference(reply: &Value) -> T {
        serde_json::from_str(&from_redis_value_ref::<String>(reply).unwrap()).unwrap()
    }

    fn read_many(reply: Value) -> Vec<T> {
        let replies = Vec::<String>::from_redis_value(reply).unwrap();
        replies.iter().map(|json| serde_json::from_str(json).unwrap()).collect()
    }

    fn error(reply: &Value) -> String {
        let json: String = from_redis_value_ref(reply).unwrap();
        serde_json::from_str::<T>(&json).err().unwrap().to_string()
    }
}

macro_rules! derived {
    ($($way:ident $name:literal)*) => {$(
        /// Types that derive from the crate of that name.
        pub(crate) struct $way<T>(PhantomData<T>);

        impl<T: ToRedisArgs + FromRedisValue + DeserializeOwned + 'static> Way for $way<T> {
            through_the_client!($name, std::convert::identity);

            fn read(reply: Value) -> T {
                T::from_redis_value(reply).unwrap()
            }

            fn read_by_reference(reply: &Value) -> T {
                from_redis_value_ref(reply).unwrap()
            }

            fn read_many(reply: Value) -> Vec<T> {
                Vec::from_redis_value(reply).unwrap()
            }

            fn error(reply: &Value) -> String {
                from_redis_value_ref::<T>(reply).err().unwrap().to_string()
            }
        }
    )*};
}

derived! {
    Ours "redis-derive"
    Macros "redis-macros"
    Args "redis-args"
}

/// `serde_json` alone, without a command or a reply.
pub(crate) struct Floor<T>(PhantomData<T>);

impl<T: Serialize + DeserializeOwned + 'static> Way for Floor<T> {
    const NAME: &'static str = "serde_json alone, no client";
    type Document = T;
    type Command = Vec<u8>;
    type Pipeline = Vec<u8>;
    type Reply = Vec<String>;

    fn write(document: &T) -> Vec<u8> {
        serde_json::to_vec(document).unwrap()
    }

    fn write_many(documents: &[T]) -> Vec<u8> {
        let mut json = Vec::new();
        for document in documents {
            serde_json::to_writer(&mut json, document).unwrap();
        }
        json
    }

    fn reply(json: &str) -> Vec<String> {
        vec![json.to_owned()]
    }

    fn replies(json: &str, count: usize) -> Vec<String> {
        vec![json.to_owned(); count]
    }

    fn read(reply: Vec<String>) -> T {
        Self::read_by_reference(&reply)
    }

    fn read_by_reference(reply: &Vec<String>) -> T {
        serde_json::from_str(&reply[0]).unwrap()
    }

    fn read_many(reply: Vec<String>) -> Vec<T> {
        reply.iter().map(|json| serde_json::from_str(json).unwrap()).collect()
    }

    fn error(reply: &Vec<String>) -> String {
        serde_json::from_str::<T>(&reply[0]).err().unwrap().to_string()
    }
}
