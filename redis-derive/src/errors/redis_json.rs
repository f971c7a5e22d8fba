//! RedisJSON: the messages for a server without the module, and for a document that is stored the
//! other way. Each server and each version of the module has its own words for both.

/// The message about a server without the module.
pub(crate) const UNKNOWN: &str = "the server does not know the command; \
    load the module (2.6 or later) there, or use `save`, `load` and `update`, which need none";

/// The advice where a command for strings finds another type.
pub(crate) const NO_STRING: &str = "; `load`, `save` and `update` are for documents that are \
    strings, and `json_load` and its like for those of RedisJSON";

/// The message where a command of RedisJSON finds another type.
pub(crate) const NO_REDIS_JSON: &str = "WRONGTYPE: what is stored at the key is no document of \
    RedisJSON; a document that `save` has stored is for `load` and `update`";

/// Tells whether a server refused a command or a script because the module is missing.
pub(crate) fn is_unknown(words: &str) -> bool {
    // The server quotes the command after these words.
    let (words, _) = words.split_once(", with args").unwrap_or((words, ""));
    let words = words.to_ascii_lowercase();
    let all = |parts: &[&str]| parts.iter().all(|part| words.contains(part));
    all(&["unknown command", "json."]) || all(&["unknown", "command called from", "script"])
}

pub(crate) fn finds_another_type(words: &str) -> bool {
    words.contains("WRONGTYPE") || words.contains("key has wrong Redis type")
}

#[cfg(test)]
mod tests {
    use super::{finds_another_type, is_unknown};

    #[test]
    fn a_missing_module_is_told_in_the_words_of_each_server() {
        for words in [
            "ERR unknown command 'JSON.GET', with args beginning with: 'user:ada' '$' ",
            "ERR unknown command `JSON.GET`, with args beginning with: `user:ada`, `$`, ",
            "ERR Unknown command called from script script: on @user_script:1.",
            "ERR Unknown Redis command called from script script: ebb3, on @user_script:1.",
            "ERR Error running script (call to f_ebb3): @user_script:3: @user_script: 3: \
             Unknown Redis command called from Lua script",
        ] {
            assert!(is_unknown(words), "{words}");
        }
        for words in [
            "ERR unknown command 'EVALSHA', with args beginning with: 'ebb3' '1' 'json.' ",
            "ERR unknown command 'GET', with args beginning with: 'command called from script' ",
            "ERR new objects must be created at the root",
            "NOPERM this user has no permissions to run the 'json.get' command",
        ] {
            assert!(!is_unknown(words), "{words}");
        }
    }
    #[test]
    fn another_type_is_told_in_the_words_of_each_server() {
        let words = "Operation against a key holding the wrong kind of value";
        assert!(finds_another_type(&format!("WRONGTYPE {words}")));
        assert!(finds_another_type("Existing key has wrong Redis type"));
        assert!(!finds_another_type("LOADING Redis is loading the dataset in memory"));
    }
}
