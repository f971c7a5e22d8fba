//! A plot of the ratios, as SVG: a line for each cell, and on it a dot for the median of each
//! contender and a bar from quartile to quartile.

use crate::measure::{Contender, Row};
use std::fmt::Write;
use std::path::PathBuf;
use std::{env, fs, io};

const LINE: f64 = 20.0;
const LEFT: f64 = 350.0;
/// Pixels from the ratio 0 to the ratio 1.
const SCALE: f64 = 260.0;
/// The ratios that the plot ends at: what is beyond is drawn there.
const END: f64 = 2.1;
const COLORS: [&str; 10] = [
    "silver",
    "steelblue",
    "crimson",
    "darkorange",
    "seagreen",
    "dimgray",
    "deeppink",
    "goldenrod",
    "slateblue",
    "black",
];

/// Writes the plot into the target directory, and says where.
pub(crate) fn write(rows: &[Row]) -> io::Result<PathBuf> {
    let program = env::current_exe()?;
    let path = program.with_file_name("benches.svg");
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
        LEFT + (END + 0.1) * SCALE,
        bottom + LINE,
    );
    for (index, name) in names.iter().enumerate() {
        svg += &legend(name, index);
    }
    for ratio in [0.5, 1.0, 1.5, 2.0] {
        svg += &tick(ratio, top, bottom);
    }
    for (index, row) in rows.iter().enumerate() {
        svg += &line(row, &names, top + LINE * (count(index) + 1.0));
    }
    svg + "</svg>\n"
}

/// The contenders of all cells, in the order in which they come.
fn names(rows: &[Row]) -> Vec<&'static str> {
    let mut names = Vec::new();
    for Contender { name, .. } in rows.iter().flat_map(|row| &row.contenders) {
        if !names.contains(name) {
            names.push(name);
        }
    }
    names
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
    let x = LEFT + ratio * SCALE;
    format!(
        "<line x1='{x}' x2='{x}' y1='{top}' y2='{bottom}' stroke='gainsboro'/>\
         <text x='{x}' y='{}' text-anchor='middle'>{ratio:.1}</text>\n",
        top - 6.0
    )
}

fn line(row: &Row, names: &[&str], y: f64) -> String {
    let middle = y - 4.0;
    let mut line = format!("<text x='8' y='{y}'>{}</text>", row.name);
    for Contender { name, ratio } in &row.contenders {
        let index = names.iter().position(|known| known == name).unwrap_or_default();
        let [lower, median, upper] = ratio.map(|ratio| LEFT + ratio.min(END) * SCALE);
        let color = color(index);
        let _ = write!(
            line,
            "<line x1='{lower:.1}' x2='{upper:.1}' y1='{middle}' y2='{middle}' stroke='{color}'/>\
             <circle cx='{median:.1}' cy='{middle}' r='5' fill='{color}' fill-opacity='0.8'/>"
        );
    }
    line + "\n"
}
