//! Bytes from a server, through the client's parser, into types and wrappers: what the table of the guide says, and never a panic.

#![no_main]

#[path = "../../tests/tests/properties/table.rs"]
mod table;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(reply) = redis_1::parse_redis_value(bytes) {
        table::check(&reply);
    }
});
