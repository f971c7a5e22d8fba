//! The progress bars. They are drawn on stderr, if that is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Makes a bar of bytes, whose total may be unknown.
pub(crate) fn of_bytes(total: Option<u64>) -> ProgressBar {
    let template = match total {
        Some(_) => "{wide_bar} {bytes} of {total_bytes}",
        None => "{spinner} {bytes}",
    };
    bar(total, template)
}

/// Makes a bar of profiles, whose total is unknown.
pub(crate) fn of_profiles() -> ProgressBar {
    bar(None, "{spinner} {human_pos} profiles")
}

fn bar(total: Option<u64>, template: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(template).expect("the templates above are valid");
    ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr()).with_style(style)
}
