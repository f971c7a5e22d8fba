//! Commands for documents, for each client: what is written returns its error, and what is read says with an
//! `Option` whether it is there.
//!
//! A command is an entry in a table (`documents`): how it is asked for and how its reply is read (`request`). The table becomes a trait for
//! synchronous connections and one for asynchronous ones (`traits`); pipelines have a trait of their own (`pipeline`).
//!
//! The names are not those of the client's traits, which have `get` and `json_get`, so that all can be in scope
//! together.

#[macro_use]
mod documents;
#[macro_use]
mod pipeline;
#[macro_use]
mod request;
#[macro_use]
mod traits;

/// A public module for each major. It is made at the root of the crate, so that the compiler knows the names of those that are off,
/// and says which feature they take.
#[allow(unused_macros, reason = "unused while every major is off")]
macro_rules! command_modules {
    ($($major:ident $feature:literal $binding:ident;)*) => {$(
        #[doc = concat!("Commands for documents, with the client of the feature `", $feature, "`.")]
        #[cfg(feature = $feature)]
        pub mod $major {
            use crate::client::$major::{Single, reply};
            use crate::{Cached, Error, to_redis_json};
            use ::$major::{Cmd, Expiry, RedisResult, ToRedisArgs, Value};
            use serde::Serialize;
            use serde::de::DeserializeOwned;

            request!($major);
            document_commands!($major connection_trait);
            document_commands!($major asynchronous_trait);
            pipeline!($major);
        }
    )*};
}
