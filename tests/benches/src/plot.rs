//! A plot of the ratios, as SVG: a dot for each median and a line from quartile to quartile.

use crate::measure::{Contender, Row};
use std::fmt::Write;
use std::path::PathBuf;
use std::{env, fs, io};

const LINE: f64 = 16.0;
const LEFT: f64 = 330.0;
/// Pixels from the ratio 0 to the ratio 1.
const SCALE: f64 = 300.0;

/// Writes the plot into the target directory, and says where.
pub(crate) fn write(rows: &[Row]) -> io::Result<PathBuf> {
    let program = env::current_exe()?;
    let path = program.with_file_name("benches.svg");
    fs::write(&path, svg(rows))?;
    Ok(path)
}

fn svg(rows: &[Row]) -> String {
    let lines: usize = rows.iter().map(|row| row.contenders.len() + 2).sum();
    let height = f64::from(u32::try_from(lines).unwrap_or(u32::MAX)) * LINE;
    let one = LEFT + SCALE;
    let mut svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{}' height='{height}' font-family='sans-serif' \
         font-size='12'><rect width='100%' height='100%' fill='white'/>\
         <line x1='{one}' x2='{one}' y1='0' y2='{height}' stroke='silver'/>\n",
        LEFT + 2.2 * SCALE
    );
    let mut y = LINE;
    for row in rows {
        let _ = writeln!(svg, "<text x='8' y='{y}' font-weight='bold'>{}</text>", row.name);
        for contender in &row.contenders {
            y += LINE;
            svg += &line(contender, y);
        }
        y += 2.0 * LINE;
    }
    svg + "</svg>\n"
}

fn line(Contender { name, ratio }: &Contender, y: f64) -> String {
    let [lower, median, upper] = ratio.map(|ratio| LEFT + ratio.min(2.1) * SCALE);
    let middle = y - 4.0;
    let color = if *name == "redis-derive" { "crimson" } else { "steelblue" };
    format!(
        "<text x='24' y='{y}'>{name}</text><line x1='{lower}' x2='{upper}' y1='{middle}' y2='{middle}' \
         stroke='{color}'/><circle cx='{median}' cy='{middle}' r='4' fill='{color}'/>\
         <text x='{}' y='{y}'>{:.2}</text>\n",
        LEFT - 50.0,
        ratio[1]
    )
}
