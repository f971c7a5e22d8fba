//! What holds for any value, any key and any reply.

mod keys;
mod replies;
mod table;
mod values;
