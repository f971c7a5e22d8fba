//! What the derive costs, as ratios to hand-written code in the same run.
//!
//! `../../../scripts/with-redis cargo run --release` prints a table of times and writes a plot to
//! the target directory. Each round measures every contender of a cell one after the other, so that
//! what disturbs the machine disturbs them alike; a ratio is that of two times in one round.
//!
//! `../../../scripts/with-redis cargo run --release redisjson` measures commands of RedisJSON
//! alone.
//!
//! `cargo run --release instructions` counts instructions with valgrind, which nothing disturbs.

#![expect(clippy::print_stdout, reason = "it prints its results")]

#[macro_use]
mod sizes;

mod at_their_keys;
mod caching;
mod cells;
mod instructions;
mod many;
mod measure;
mod measured_types;
mod plot;
mod redisjson;
mod stand_in;
mod updating;
mod versioned;
mod views;
mod ways;

use measure::{Cell, Contender, Row};
use std::io;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] => times(),
        ["redisjson"] => {
            redisjson::with_cells(|cell| print(&cell.measure()));
            Ok(())
        }
        ["instructions"] => instructions::count(),
        [instructions::RUN, cell, contender, times] => instructions::run(cell, contender, times),
        _ => Err(io::Error::other("the only arguments there are: instructions, redisjson")),
    }
}

fn times() -> io::Result<()> {
    let cells = cells::in_memory().into_iter().chain(cells::round_trips());
    let rows: Vec<Row> = cells.map(Cell::measure).inspect(print).collect();
    let path = plot::write(&rows)?;
    println!("\nplot: {}", path.display());
    Ok(())
}

fn print(row: &Row) {
    println!("\n{}", row.name);
    for Contender { name, ratio, .. } in &row.contenders {
        let [lower, median, upper] = ratio;
        println!("    {name:40} {median:5.2}   ({lower:.2} to {upper:.2})");
    }
}
