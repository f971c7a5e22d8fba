//! What the command-line tool promises, of the program itself on servers of its own.

mod command_line;
mod connection;
mod documents;
mod export;
mod import;
mod program;
