//! Commands: the interface for users, for connections and pipelines of every client.
//!
//! A command is a plain function (`documents`, and `at_path` for RedisJSON): the command to send,
//! and the reader of its reply, which are a `request`. The traits call it in one line. It takes a
//! `lookup`, which is a way to read a key, or an `entry`, which is a document with its key.
//! Operations with several commands (`update`, `fill`, `scan`, `many`) are written once, over a
//! `transport` of either kind of connection.
//!
//! The document of a key is a type parameter of each method (`T`, `F`), even if nothing else needs
//! it. So an argument that is not a key is an error of that parameter, and the compiler does not
//! report it again for the future.
//!
//! The names differ from those of the client's traits, such as `get` and `json_get`, so that all
//! traits can be in scope together.

#[cfg(feature = "aio")]
pub(crate) mod async_document_commands;
#[cfg(all(feature = "aio", feature = "paths"))]
pub(crate) mod async_json_path_commands;
#[cfg(feature = "paths")]
mod at_path;
pub(crate) mod document_commands;
pub(crate) mod document_pipeline;
mod documents;
pub(crate) mod entry;
mod events;
mod fill;
mod fill_many;
pub(crate) mod filled;
#[cfg(feature = "paths")]
pub(crate) mod json_path_commands;
#[cfg(feature = "paths")]
pub(crate) mod json_path_pipeline;
pub(crate) mod lookup;
mod many;
mod placeholder;
mod request;
pub(crate) mod scan;
mod transport;
pub(crate) mod update;
mod waits;

#[cfg(test)]
mod tests {
    use super::update;

    #[test]
    fn a_script_has_the_name_that_a_server_gives_it() {
        let mut scripts = vec![&update::SAVE, &update::SAVE_AND_TOUCH];
        #[cfg(feature = "paths")]
        {
            use super::at_path::{CALL, INCREMENT, INCREMENT_FLOAT, SAVE, SET_ALL};
            scripts.extend([&CALL, &INCREMENT, &INCREMENT_FLOAT, &SAVE, &SET_ALL]);
        }
        for script in scripts {
            let name = sha1_smol::Sha1::from(script.text()).digest().to_string();
            assert_eq!(script.name, name, "{}", script.text());
        }
    }
}
