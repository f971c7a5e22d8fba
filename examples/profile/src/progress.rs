//! The progress bars. They are drawn on stderr, and only where that is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Of bytes, of which it may not be known how many there are.
pub(crate) fn of_bytes(total: Option<u64>) -> ProgressBar {
    let template = match total {
        Some(_) => "{wide_bar} {bytes} of {total_bytes}",
        None => "{spinner} {bytes}",
    };
    bar(total, template)
}

/// Of profiles, of which it is not known how many there are.
pub(crate) fn of_profiles() -> ProgressBar {
    bar(None, "{spinner} {human_pos} profiles")
}

fn bar(total: Option<u64>, template: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(template).expect("the templates above are valid");
    ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr()).with_style(style)
}
