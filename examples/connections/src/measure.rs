//! From which size on a document keeps a thread of the runtime too long from its other tasks.

use connections::profile::User;
use redis_derive::{Document, to_redis_json};
use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use tokio::task::{JoinError, spawn_blocking};

/// How many orders the documents have: from 1 KB to 8 MB.
const ORDERS: [u32; 5] = [10, 80, 640, 5_000, 80_000];

/// How long one size is measured, about.
const SLICE: Duration = Duration::from_millis(200);

pub(crate) fn all() -> Result<(), Box<dyn Error + Send + Sync>> {
    println!("| document | encode | decode | decode, for each KB |");
    println!("|---|---|---|---|");
    for orders in ORDERS {
        let profile = User::new(1, orders);
        let json = to_redis_json(&profile)?;
        let kilobytes = f64::from(u32::try_from(json.len())?) / 1e3;
        let document = Document::from_json(json)?;
        let encode = micros(|| to_redis_json(&profile));
        let decode = micros(|| document.read::<User>());
        let each = decode / kilobytes;
        println!("| {kilobytes:.0} KB | {encode:.0} µs | {decode:.0} µs | {each:.2} µs |");
    }
    let [lower, median, upper] =
        Runtime::new()?.block_on(async { tokio::spawn(there_and_back()).await })??;
    println!("\nto another thread and back: {median:.0} µs ({lower:.0}–{upper:.0})");
    Ok(())
}

/// The median of how long something takes. What it returns is dropped in that time, too, as a
/// program does.
fn micros<T>(mut work: impl FnMut() -> T) -> f64 {
    let start = Instant::now();
    let mut times = Vec::new();
    while start.elapsed() < SLICE || times.len() < 5 {
        let start = Instant::now();
        drop(black_box(work()));
        times.push(start.elapsed().as_secs_f64() * 1e6);
    }
    quartiles(times)[1]
}

/// The quartiles of how long `spawn_blocking` takes with nothing to do.
async fn there_and_back() -> Result<[f64; 3], JoinError> {
    let mut times = Vec::new();
    for _ in 0..2000 {
        let start = Instant::now();
        spawn_blocking(|| ()).await?;
        times.push(start.elapsed().as_secs_f64() * 1e6);
    }
    Ok(quartiles(times))
}

/// The lower quartile, the median and the upper quartile.
fn quartiles(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| values[values.len() * quarter / 4])
}
