//! What each kind of connection costs, and from which size on a document belongs on another thread.

mod blocking;
mod contenders;
mod plot;
mod rounds;
mod stale;

use rounds::{Cell, Row};
use std::error::Error;
use test_server::Server;
use tokio::runtime::Runtime;

pub(crate) fn all() -> Result<(), Box<dyn Error + Send + Sync>> {
    let server = Server::start()?;
    let runtime = Runtime::new()?;
    let rows: Vec<Row> =
        contenders::cells(&server, &runtime)?.into_iter().map(Cell::measure).collect();
    print(&rows);
    println!("\npicture: {}\n", plot::write(&rows)?.display());
    runtime.block_on(blocking::measure())?;
    runtime.block_on(stale::measure(&server))
}

/// A table in Markdown, with the times of the first contender and the others' ratios to it.
fn print(rows: &[Row]) {
    let names = rounds::names(rows);
    println!("| | {} |", names.join(" | "));
    println!("|---|{}", "---|".repeat(names.len()));
    for row in rows {
        let cells = names.iter().map(|name| row.text(name));
        println!("| {} | {} |", row.name, cells.collect::<Vec<_>>().join(" | "));
    }
}
