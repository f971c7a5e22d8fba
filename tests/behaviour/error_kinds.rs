//! The kinds of errors, also after an error was converted to the client's.

use super::server::Client;
use crate::client::read_ref;
use crate::redis::{self, RedisError, Value, cmd};
use redis_derive::{Document, Error, ErrorKind, RedisJson, from_redis_json, to_redis_json};
use serde::{Deserialize, Deserializer};
use std::error::Error as _;
use std::io;
use std::sync::Arc;
use tests::{Unserializable, User, url};

/// What an error of ours says, for somebody who would forge one.
fn messages() -> Vec<String> {
    let own = [
        from_redis_json::<User>(b"[").unwrap_err(),
        from_redis_json::<User>(b"5").unwrap_err(),
        to_redis_json(&Unserializable::new()).unwrap_err(),
    ];
    own.iter().map(ToString::to_string).collect()
}

#[test]
fn the_kind_of_an_error_is_told_through_the_client() {
    let kind = |reply: &Value| {
        let error = read_ref::<User>(reply).unwrap_err();
        let kind = ErrorKind::of(&error);
        // Also by a pointer to the error.
        assert_eq!(ErrorKind::of(&&error), kind);
        assert_eq!(ErrorKind::of(&Arc::new(&error)), kind);
        assert_eq!(ErrorKind::of(&Box::new(error)), kind);
        kind
    };
    assert_eq!(kind(&Value::Nil), Some(ErrorKind::Nil));
    assert_eq!(kind(&Value::Okay), Some(ErrorKind::Reply));
    assert_eq!(kind(&Value::BulkString(b"{".to_vec())), Some(ErrorKind::Syntax));
    assert_eq!(kind(&Value::Int(5)), Some(ErrorKind::Data));
    let error = to_redis_json(&Unserializable::new()).unwrap_err();
    assert_eq!(ErrorKind::of(&RedisError::from(error)), Some(ErrorKind::Serialize));
}

/// serde_json reports a syntax error for what a type has not read.
#[test]
fn a_document_that_a_type_does_not_read_is_no_wrong_json() {
    #[derive(Debug, RedisJson)]
    #[redis_json(read_only)]
    struct Blind;
    impl<'de> Deserialize<'de> for Blind {
        fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
            Ok(Self)
        }
    }
    for reply in [Value::BulkString(b"5".to_vec()), Value::Int(5), Value::Double(0.5)] {
        let error = read_ref::<Blind>(&reply).unwrap_err();
        assert_eq!(ErrorKind::of(&error), Some(ErrorKind::Data), "{error}");
    }
}

#[test]
fn nothing_from_outside_is_taken_for_an_error_of_ours() {
    for message in messages() {
        // A document is told for what it is.
        let reply = Value::BulkString(message.clone().into_bytes());
        let error = read_ref::<User>(&reply).unwrap_err();
        assert_eq!(ErrorKind::of(&error), Some(ErrorKind::Syntax), "{error}");
        // Replies that the client itself refuses, and quotes.
        let error = read_ref::<u8>(&reply).unwrap_err();
        assert_eq!(ErrorKind::of(&error), None, "{error}");
        let reply = Value::Array(vec![Value::SimpleString(message.clone())]);
        let error = read_ref::<(u8, u8)>(&reply).unwrap_err();
        assert_eq!(ErrorKind::of(&error), None, "{error}");
        // A server, with and without a code in front.
        for words in [message.clone(), format!("ERR {message}"), format!("OOPS {message}")] {
            let script = "return redis.error_reply(ARGV[1])";
            let mut con = Client::connect(url());
            let mut command = cmd("EVAL");
            command.arg(script).arg(0).arg(&words);
            let error = command.query::<()>(&mut con).unwrap_err();
            assert_eq!(ErrorKind::of(&error), None, "{error}");
            assert_eq!(Error::from(error).kind(), ErrorKind::Client);
        }
    }
}

#[test]
fn an_error_of_the_client_comes_back_as_it_was() {
    let mut con = Client::connect(url());
    let error = cmd("NONSENSE").arg("hunter2").query::<()>(&mut con).unwrap_err();
    let text = error.to_string();
    let code = error.code().map(str::to_owned);
    let error = Error::from(error);
    // What the server quotes of the command is in the client's error alone. The code is the
    // server's, since each major has a name of its own for it.
    assert_eq!(error.to_string().replace('`', "'"), "ERR: unknown command 'NONSENSE'");
    assert_eq!(error.kind(), ErrorKind::Client);
    assert_eq!(error.client::<RedisError>().and_then(RedisError::code), code.as_deref());
    assert!(error.source().is_none());
    assert!(error.client::<io::Error>().is_none());
    let error = RedisError::from(error);
    assert_eq!((error.to_string(), error.code()), (text, code.as_deref()));
    let refused = redis::Client::open("redis://127.0.0.1:1/").unwrap().get_connection();
    let refused = refused.map(drop).unwrap_err();
    // Client 0.27 does not tell the error of the system.
    let has_source = refused.source().is_some();
    let error = Error::from(refused);
    let is_the_systems = error.source().is_some_and(<dyn std::error::Error>::is::<io::Error>);
    assert_eq!(is_the_systems, has_source);
    assert!(RedisError::from(error).is_io_error());
}

#[test]
fn an_error_names_the_programs_type() {
    let error = Document::from_json("{").unwrap_err();
    assert!(error.type_name().ends_with("Document"), "{error}");
    let error = from_redis_json::<User>(b"{").unwrap_err();
    assert_eq!(error.type_name(), "tests::User");
}
