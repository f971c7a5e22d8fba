//! Commands for documents, for each client: what is written returns its error, and what is read says with an
//! `Option` whether it is there.
//!
//! A command is an entry in a table (`documents`): how it is asked for and how its reply is read (`request`). The table becomes a trait for
//! synchronous connections and one for asynchronous ones (`traits`), which also have what takes more than one command (`update`);
//! pipelines have a trait of their own (`pipeline`). Each entry has an `example`, of which the hidden lines are in one place (`example`).
//!
//! The names are not those of the client's traits, which have `get` and `json_get`, so that all can be in scope
//! together.

#[macro_use]
mod documents;
#[macro_use]
mod example;
#[cfg(feature = "paths")]
#[macro_use]
mod json;
#[macro_use]
mod pipeline;
#[macro_use]
mod request;
#[macro_use]
mod traits;
#[macro_use]
mod update;

/// A public module for each major. It is made at the root of the crate, so that the compiler knows the names of those that are off,
/// and says which feature they take.
macro_rules! command_modules {
    ($($major:ident $feature:literal $binding:ident;)*) => {$(
        #[doc = concat!("Commands for documents, with the client of the feature `", $feature, "`.")]
        #[cfg(feature = $feature)]
        pub mod $major {
            use crate::client::$major::{Single, reply};
            use crate::conversion::codec::{Decoder, Serde};
            use crate::keys::expiry::{Deadline, Expiry as Expires};
            use crate::update::{Backoff, COMPARE_AND_SET, COMPARE_AND_SET_SHA, Change, change};
            use crate::wrappers::document::AsItIs;
            use crate::{Cached, Document, Error, Key, KeyPattern, Keyed, Update, to_redis_json};
            use ::$major::{Cmd, Expiry, SetOptions, ToRedisArgs, Value};
            #[doc(no_inline)]
            pub use ::$major::{RedisError, RedisResult};
            #[cfg(feature = "aio")]
            use futures_util::stream::{Stream, unfold};
            use serde::Serialize;
            use serde::de::DeserializeOwned;
            use std::borrow::Borrow;
            use std::convert::Infallible;

            request!($major);
            update_parts!($major);
            update!(
                $major synchronous [] [] [] query std::thread::sleep, ::$major::ConnectionLike
            );
            #[cfg(feature = "aio")]
            update!(
                $major asynchronous [async] [.await] [+ Send] query_async
                futures_timer::Delay::new, ::$major::aio::ConnectionLike
            );
            document_commands!($major connection_trait);
            document_commands!($major asynchronous_trait);
            pipeline!($major);
            #[cfg(feature = "paths")]
            json_paths!($major);
        }
    )*};
}
