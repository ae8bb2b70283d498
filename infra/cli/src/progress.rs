//! How far a long command is.

use std::io::{self, IsTerminal, Write};

/// The width of the bar, in characters.
const WIDTH: usize = 30;

/// Tells on standard error how far a command is: on a terminal by a bar in one line, otherwise by a line each time.
#[derive(Debug)]
pub(crate) struct Progress {
    done: usize,
    of: usize,
    is_terminal: bool,
}

impl Progress {
    /// Begins to tell of so many rows.
    pub(crate) fn of(of: usize) -> Self {
        let progress = Self {
            done: 0,
            of,
            is_terminal: io::stderr().is_terminal(),
        };
        if progress.is_terminal {
            progress.tell();
        }
        progress
    }

    /// Tells that so many more are done.
    pub(crate) fn add(&mut self, rows: usize) {
        self.done += rows;
        self.tell();
    }

    fn tell(&self) {
        let line = match self.is_terminal {
            true => format!("\r{}", bar(self.done, self.of)),
            false => format!("{} of {} rows\n", self.done, self.of),
        };
        let _ = io::stderr().write_all(line.as_bytes());
    }
}

impl Drop for Progress {
    /// Leaves the line of the bar, so that what is said next has one of its own.
    fn drop(&mut self) {
        if self.is_terminal {
            let _ = io::stderr().write_all(b"\n");
        }
    }
}

fn bar(done: usize, of: usize) -> String {
    let full = (done * WIDTH).checked_div(of).unwrap_or(WIDTH).min(WIDTH);
    let (full, rest) = ("#".repeat(full), "-".repeat(WIDTH - full));
    format!("[{full}{rest}] {done} of {of} rows")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_line_from_nothing_to_all() {
        let dashes = |bar: &str| bar.matches('-').count();
        assert_eq!(dashes(&bar(0, 4)), WIDTH);
        assert_eq!(
            bar(2, 4),
            format!("[{0}{1}] 2 of 4 rows", "#".repeat(15), "-".repeat(15))
        );
        assert_eq!(dashes(&bar(4, 4)), 0);
        assert_eq!(dashes(&bar(0, 0)), 0);
    }
}
