//! A picture of the ratios, as SVG: a line for each cell, and on it a dot for the median of each contender and a bar from quartile to
//! quartile. Each tick is twice the one before.

use super::rounds::{Contender, Row, names};
use std::fmt::Write;
use std::path::PathBuf;
use std::{env, fs, io};

const LINE: f64 = 20.0;
const LEFT: f64 = 150.0;
/// Pixels from a ratio to its double.
const OCTAVE: f64 = 60.0;
/// The powers of two that the picture begins and ends with: what is beyond is drawn there.
const FIRST: i32 = -5;
const LAST: i32 = 5;
const COLORS: [&str; 9] = [
    "silver",
    "steelblue",
    "darkorange",
    "goldenrod",
    "seagreen",
    "deeppink",
    "slateblue",
    "crimson",
    "black",
];

/// Writes the picture beside the program, and says where.
pub(crate) fn write(rows: &[Row]) -> io::Result<PathBuf> {
    let path = env::current_exe()?.with_file_name("connections.svg");
    fs::write(&path, svg(rows))?;
    Ok(path)
}

fn svg(rows: &[Row]) -> String {
    let names = names(rows);
    let top = LINE * (count(names.len()) + 2.0);
    let bottom = top + LINE * count(rows.len());
    let mut svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{}' height='{}' font-family='sans-serif' \
         font-size='12'><rect width='100%' height='100%' fill='white'/>\n",
        x(2_f64.powi(LAST)) + 30.0,
        bottom + LINE,
    );
    for (index, name) in names.iter().enumerate() {
        svg += &legend(name, index);
    }
    for power in FIRST..=LAST {
        svg += &tick(2_f64.powi(power), top, bottom);
    }
    for (index, row) in rows.iter().enumerate() {
        svg += &line(row, &names, top + LINE * (count(index) + 1.0));
    }
    svg + "</svg>\n"
}

/// Where a ratio is.
fn x(ratio: f64) -> f64 {
    let power = ratio.log2().clamp(FIRST.into(), LAST.into());
    LEFT + (power - f64::from(FIRST)) * OCTAVE
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

fn color(index: usize) -> &'static str {
    COLORS[index % COLORS.len()]
}

fn legend(name: &str, index: usize) -> String {
    let (color, y) = (color(index), LINE * (count(index) + 1.0));
    format!(
        "<circle cx='{LEFT}' cy='{}' r='5' fill='{color}'/><text x='{}' y='{y}'>{name}</text>\n",
        y - 4.0,
        LEFT + 12.0
    )
}

fn tick(ratio: f64, top: f64, bottom: f64) -> String {
    let x = x(ratio);
    let text = if ratio < 1.0 { format!("1/{}", 1.0 / ratio) } else { ratio.to_string() };
    format!(
        "<line x1='{x}' x2='{x}' y1='{top}' y2='{bottom}' stroke='gainsboro'/>\
         <text x='{x}' y='{}' text-anchor='middle'>{text}</text>\n",
        top - 6.0
    )
}

fn line(row: &Row, names: &[&str], y: f64) -> String {
    let middle = y - 4.0;
    let mut line = format!("<text x='8' y='{y}'>{}</text>", row.name);
    for Contender { name, ratio, .. } in &row.contenders {
        let index = names.iter().position(|known| known == name).unwrap_or_default();
        let ([lower, median, upper], color) = (ratio.map(x), color(index));
        let _ = write!(
            line,
            "<line x1='{lower:.1}' x2='{upper:.1}' y1='{middle}' y2='{middle}' stroke='{color}'/>\
             <circle cx='{median:.1}' cy='{middle}' r='5' fill='{color}' fill-opacity='0.8'/>"
        );
    }
    line + "\n"
}
