//! The promises of the command-line tool, tested with the program on private servers.

mod command_line;
mod connection;
mod export;
mod import;
mod one_by_one;
mod program;
