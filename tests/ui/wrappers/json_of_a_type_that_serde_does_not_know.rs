//! `Json` of a type that serde does not know.
//@ errors: 1
//@ at: Opaque

use redis_derive::Json;

struct Opaque;

fn main() {
    redis::cmd("SET").arg("key").arg(Json(Opaque));
}
