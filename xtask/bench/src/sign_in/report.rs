//! The figures of links, as Markdown.

use super::course::{FLOOD, Found};
use crate::figures::{count, time, time_ratio};
use crate::table::{row, table};

/// Writes the report; it ends with a line's end.
pub(crate) fn markdown(build: &str, cores: usize, found: &Found) -> String {
    let answers = table(
        &[
            "Ask for a link: median",
            "works at the desk",
            "does not",
            "ratio",
        ],
        [row(&[
            "The answer",
            &time(found.known),
            &time(found.unknown),
            &time_ratio(found.known, found.unknown),
        ])],
    );
    let flood = format!("Right after {} tickets, 16 connections", count(FLOOD));
    let flood = table(
        &[&flood, "figure"],
        [
            row(&[
                "From asking until the mail with the link has left",
                &time(found.mailed),
            ]),
            row(&[
                "Mails of these tickets that had left by then",
                &count(found.before),
            ]),
        ],
    );
    format!("{build}, {cores} cores.\n\n{answers}\n{flood}")
}
