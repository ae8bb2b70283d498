//! `cargo xtask COMMAND`: builds the program of that command, and becomes it.
//!
//! Each command is a crate of its own, so that `cargo xtask test` does not compile the benchmark. This one has no
//! dependencies, since it is built before each run.

use std::ffi::OsString;
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

const USAGE: &str = "Docket's own commands. Each tells more with --help.

  cargo xtask test          checks everything that has to hold before a change is merged
  cargo xtask deploy-check  deploys the stack to an emulator of AWS, and uses it there
  cargo xtask screenshots   takes the pictures of the pages for the docs
  cargo xtask bench         measures the release build, and writes its figures into the docs";

/// The commands, with the crate of each and how Cargo builds it. The load of the benchmark comes from the machine that is
/// measured, and has to be light.
const COMMANDS: [(&str, &[&str]); 4] = [
    ("test", &["--package", "xtask-test"]),
    ("deploy-check", &["--package", "xtask-deploy-check"]),
    ("screenshots", &["--package", "xtask-screenshots"]),
    ("bench", &["--package", "xtask-bench", "--release"]),
];

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let wanted = arguments.next().unwrap_or_default();
    if ["", "help", "-h", "--help"]
        .iter()
        .any(|help| wanted == *help)
    {
        let _ = writeln!(std::io::stdout(), "{USAGE}");
        return ExitCode::SUCCESS;
    }
    let found = COMMANDS.iter().find(|(name, _)| wanted == *name);
    let error = match found {
        Some((_, build)) => {
            let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
            // Returns only if Cargo cannot be started.
            let error = Command::new(cargo)
                .args(["run", "--quiet", "--locked"])
                .args(*build)
                .arg("--")
                .args(arguments)
                .exec();
            format!("cargo cannot be started: {error}")
        }
        None => format!("there is no command `{}`\n\n{USAGE}", wanted.display()),
    };
    let _ = writeln!(std::io::stderr(), "{error}");
    ExitCode::FAILURE
}
