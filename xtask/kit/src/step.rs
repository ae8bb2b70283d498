//! One program that runs in the workspace's root, with a line before it and a line after.

use crate::say::say;
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::time::Instant;

/// Returns the workspace's root.
pub fn root() -> &'static Path {
    let kit = Path::new(env!("CARGO_MANIFEST_DIR"));
    kit.ancestors().nth(2).unwrap_or(kit)
}

/// A program to run.
pub struct Step {
    what: &'static str,
    command: Command,
    quiet: bool,
}

impl Step {
    /// Makes a step of that program with those arguments, a blank between them; `what` tells what it does.
    pub fn new(what: &'static str, program: impl AsRef<OsStr>, arguments: &str) -> Self {
        let mut command = Command::new(program);
        command
            .args(arguments.split_whitespace())
            .current_dir(root());
        Self {
            what,
            command,
            quiet: false,
        }
    }

    /// Makes a step of Cargo, the one that runs this.
    pub fn cargo(what: &'static str, arguments: &str) -> Self {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        Self::new(what, cargo, arguments)
    }

    /// Adds an argument, which may have blanks in it.
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    /// Sets a variable of its environment.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Takes a variable out of its environment.
    pub fn env_without(mut self, name: impl AsRef<OsStr>) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Shows what it says only if it fails.
    pub fn quiet(mut self) -> Self {
        self.quiet = true;
        self
    }

    /// Runs it to its end. The error has the command to run again by hand.
    pub fn run(mut self) -> Result<(), String> {
        let (what, words) = (self.what, self.words());
        say(format!("==> {what}: {words}"));
        let start = Instant::now();
        let status = self
            .status()
            .map_err(|error| format!("{what} could not be started: {error}\n  {words}"))?;
        let seconds = start.elapsed().as_secs_f64();
        if !status.success() {
            return Err(format!(
                "{what} failed after {seconds:.1} s ({status}). To run it alone:\n  {words}"
            ));
        }
        say(format!("    {what}: done in {seconds:.1} s"));
        Ok(())
    }

    /// Runs it to its end. Returns whether it succeeded, and all that it said.
    pub fn said(mut self) -> Result<(bool, String), String> {
        let words = self.words();
        say(format!("==> {}: {words}", self.what));
        let output = self.command.output();
        let output =
            output.map_err(|error| format!("{} could not be started: {error}", self.what))?;
        let said = [output.stdout, output.stderr].concat();
        Ok((
            output.status.success(),
            String::from_utf8_lossy(&said).into_owned(),
        ))
    }

    fn status(&mut self) -> std::io::Result<ExitStatus> {
        if !self.quiet {
            return self.command.status();
        }
        let output = self.command.output()?;
        if !output.status.success() {
            say(String::from_utf8_lossy(&output.stdout));
            say(String::from_utf8_lossy(&output.stderr));
        }
        Ok(output.status)
    }

    /// The command as a person types it in the workspace's root.
    fn words(&self) -> String {
        let program = Path::new(self.command.get_program());
        let program = match program.strip_prefix(root()) {
            Ok(ours) => ours.display().to_string(),
            Err(_) => program
                .file_name()
                .unwrap_or_default()
                .display()
                .to_string(),
        };
        self.command
            .get_args()
            .fold(program, |words, word| format!("{words} {}", word.display()))
    }
}
