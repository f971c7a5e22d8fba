//! What the derive costs, as ratios to hand-written code in the same run.
//!
//! `scripts/with-redis cargo run --release -p benches` prints a table and writes a plot to the target directory.
//! Each round measures every contender of a cell one after the other, so that what disturbs the machine
//! disturbs them alike; a ratio is that of two times in one round.

#![expect(clippy::print_stdout, reason = "it prints its results")]

mod documents;
mod measure;
mod operations;
mod plot;

use measure::{Cell, Contender, Row};

fn main() -> std::io::Result<()> {
    let rows: Vec<Row> =
        operations::cells().into_iter().map(Cell::measure).inspect(print).collect();
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
