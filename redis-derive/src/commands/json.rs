//! Commands for documents of RedisJSON, with the feature `paths`: the table (`table`), what its entries ask for and how their replies are
//! read (`request`), and the traits that it becomes (`traits`).

#[macro_use]
mod pipeline;
#[macro_use]
mod request;
#[macro_use]
mod table;
#[macro_use]
mod traits;

/// The module of these commands, which is a part of the one around it.
macro_rules! json_paths {
    ($redis:ident) => {
        #[cfg(feature = "aio")]
        pub use json::AsyncJsonPathCommands;
        pub use json::{JsonPathCommands, JsonPathPipeline};

        mod json {
            #[allow(
                clippy::wildcard_imports,
                reason = "the module is a part of the one around it"
            )]
            use super::*;
            use crate::JsonPath;
            use crate::paths::matches::{self, Entry, Matches, OneMatch};
            use crate::paths::number::Number;
            use crate::paths::patch::{Patch, Removable};
            use crate::paths::script::{CALL, INCREMENT, OUT_OF_RANGE, SAVE};
            use crate::paths::steps::{Condition, Steps};
            use crate::paths::value::ValueOf;
            use crate::reply::Reply;

            json_request!($redis);
            json_path_commands!($redis);
            json_pipeline!($redis);
        }
    };
}
