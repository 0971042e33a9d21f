//! The terminal: colour, width, the progress bar, and output to closed pipes.

use std::ffi::OsString;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::sync::Once;
use std::time::{Duration, Instant};

use casebook::Progress;
use casebook::report::Look;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Work that takes less time than this shows no progress bar.
const PATIENCE: Duration = Duration::from_millis(400);

/// The appearance of text on `stream`.
pub fn look(stream: &impl IsTerminal) -> Look {
    if !stream.is_terminal() {
        return Look::PLAIN;
    }
    let width = terminal_size::terminal_size().map_or(Look::PLAIN.width, |(width, _)| width.0.into());
    Look { colour: may_colour(|name| std::env::var_os(name)), width }
}

/// True if the environment variables allow colours on a terminal.
fn may_colour(variable: impl Fn(&str) -> Option<OsString>) -> bool {
    let forbidden = variable("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = variable("TERM").is_some_and(|term| term == "dumb");
    !forbidden && !dumb
}

/// Runs `write`. A closed pipe, as after `head`, is not an error.
pub fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>, to: impl Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(to);
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

/// A progress bar on standard error, if that is a terminal. Removed when dropped.
pub struct Bar {
    drawing: ProgressBar,
    began: Instant,
    shown: Once,
}

impl Bar {
    pub fn new() -> Self {
        let style = ProgressStyle::with_template("{msg:>12} [{bar:30}] {pos}/{len}");
        let style = style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> ");
        let drawing = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()).with_style(style);
        Self { drawing, began: Instant::now(), shown: Once::new() }
    }

    fn show_if_long(&self) {
        if !self.shown.is_completed() && self.began.elapsed() > PATIENCE {
            // Draws nothing if standard error is not a terminal.
            self.shown.call_once(|| self.drawing.set_draw_target(ProgressDrawTarget::stderr_with_hz(10)));
        }
    }
}

impl Progress for Bar {
    fn stage(&self, name: &'static str, total: usize) {
        self.drawing.reset();
        self.drawing.set_length(total as u64);
        self.drawing.set_message(name);
    }

    fn step(&self) {
        self.show_if_long();
        self.drawing.inc(1);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.drawing.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_depend_on_no_color_and_term() {
        let rows: &[(&[(&str, &str)], bool)] = &[
            (&[], true),
            (&[("TERM", "xterm-256color")], true),
            (&[("NO_COLOR", "")], true),
            (&[("NO_COLOR", "1")], false),
            (&[("NO_COLOR", "0")], false),
            (&[("TERM", "dumb")], false),
            (&[("TERM", "dumb"), ("NO_COLOR", "")], false),
        ];
        for (set, may) in rows {
            let variable = |name: &str| set.iter().find(|(set, _)| *set == name).map(|(_, value)| value.into());
            assert_eq!(may_colour(variable), *may, "{set:?}");
        }
    }
}
