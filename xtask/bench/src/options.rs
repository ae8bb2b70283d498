//! The command line.

use crate::part::Part;
use lexopt::ValueExt;
use lexopt::prelude::{Long, Short};
use std::path::PathBuf;

/// The number of tickets that others are compared with.
pub(crate) const FEW: u64 = 1_000;

pub(crate) const USAGE: &str =
    "cargo xtask bench [--only PART]... [--tickets 100000] [--binary BINARY]
cargo xtask bench --compare BINARY [--rounds 7] [--binary BINARY]

Measures the release build, and writes the figures into docs/BENCH.md, docs/figures.json,
docs/COST.md and README.md.

  --only PART       runs one part; say it again for one more: load (the stack on one machine),
                    sign-in, notices, pages, incidents, sweep (of many due tickets), clocks (of service levels), files, cold-start (of the functions), capacity (of the table), cost (of a month)
  --tickets NUMBER  the load is measured at 1,000 tickets and at that many
  --binary BINARY   measures that binary of the stack, and only says its figures
  --compare BINARY  puts the load's main rows on this build and on that binary in turn
  --rounds NUMBER   compares the medians of that many rounds";

/// The choices of whoever runs it.
pub(crate) struct Options {
    /// The larger number of tickets.
    pub(crate) tickets: u64,
    /// The parts to run, in their order.
    pub(crate) parts: Vec<Part>,
    /// The binary of the stack, if it is not the release build.
    pub(crate) binary: Option<PathBuf>,
    /// The binary to compare it with.
    pub(crate) compare: Option<PathBuf>,
    /// The number of rounds in which the two are measured.
    pub(crate) rounds: u32,
}

impl Options {
    /// Reads the command line; `None` is a question for help.
    pub(crate) fn read() -> Result<Option<Self>, lexopt::Error> {
        let mut arguments = lexopt::Parser::from_env();
        let mut options = Self {
            tickets: 100_000,
            parts: Vec::new(),
            binary: None,
            compare: None,
            rounds: 7,
        };
        let absolute = |path: std::ffi::OsString| {
            std::path::absolute(&path)
                .map_err(|error| format!("`{}` cannot be used: {error}", path.display()))
        };
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("help") | Short('h') => return Ok(None),
                Long("tickets") => options.tickets = arguments.value()?.parse()?,
                Long("only") => options
                    .parts
                    .push(Part::named(&arguments.value()?.string()?)?),
                Long("binary") => options.binary = Some(absolute(arguments.value()?)?),
                Long("compare") => options.compare = Some(absolute(arguments.value()?)?),
                Long("rounds") => options.rounds = arguments.value()?.parse()?,
                other => return Err(other.unexpected()),
            }
        }
        if options.tickets <= FEW {
            return Err(format!("--tickets has to be more than {FEW}").into());
        }
        if options.rounds == 0 {
            return Err("--rounds has to be more than 0".into());
        }
        let only = std::mem::take(&mut options.parts);
        options.parts = Part::ALL.into();
        options
            .parts
            .retain(|part| only.is_empty() || only.contains(part));
        Ok(Some(options))
    }
}
