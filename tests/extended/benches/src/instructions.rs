//! Instructions instead of times: exact, whatever else the machine does.
//!
//! Each contender runs in a process of its own under callgrind, once and then a few times more;
//! what the second run has more is the work.

use crate::cells;
use crate::measure::Cell;
use std::io;
use std::process::Command;

/// The argument with which this program calls itself under valgrind.
pub(crate) const RUN: &str = "run";

/// How many times more the work is done in the second run.
const TIMES: u64 = 4;

pub(crate) fn count() -> io::Result<()> {
    for (index, Cell { name, contenders }) in cells::in_memory().iter().enumerate() {
        println!("\n{name}");
        let mut first = None;
        for (contender, (name, _)) in contenders.iter().enumerate() {
            let collected = |times| collected(index, contender, times);
            let instructions = (collected(1 + TIMES)? - collected(1)?) / TIMES;
            let ratio = ratio(instructions, *first.get_or_insert(instructions));
            println!("    {name:40} {ratio:6.3} {instructions:12}");
        }
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "the counts are far below 2^52")]
fn ratio(instructions: u64, first: u64) -> f64 {
    instructions as f64 / first as f64
}

/// Does the work of one contender.
pub(crate) fn run(cell: &str, contender: &str, times: &str) -> io::Result<()> {
    let number = |text: &str| text.parse().map_err(io::Error::other);
    let mut cell = cells::in_memory().swap_remove(number(cell)?);
    let (_, run) = &mut cell.contenders[number(contender)?];
    // What is made once in a thread's life is not counted.
    run(1);
    run(times.parse().map_err(io::Error::other)?);
    Ok(())
}

/// The instructions in the measured part of a run.
fn collected(cell: usize, contender: usize, times: u64) -> io::Result<u64> {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    valgrind.arg("--toggle-collect=benches::measure::timed*").arg(std::env::current_exe()?);
    valgrind.arg(RUN).args([cell.to_string(), contender.to_string(), times.to_string()]);
    let output = valgrind.output()?;
    let log = String::from_utf8_lossy(&output.stderr);
    let collected = log.lines().find_map(|line| line.split_once("Collected : "));
    let number = collected.and_then(|(_, number)| number.trim().parse().ok());
    // A contender that fails has been counted up to there.
    number
        .filter(|_| output.status.success())
        .ok_or_else(|| io::Error::other(format!("valgrind: {log}")))
}
