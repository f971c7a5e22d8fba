//! What the command-line tool promises, of the program itself on servers of its own.

mod command_line;
mod connection;
mod export;
mod import;
mod one_by_one;
mod program;
