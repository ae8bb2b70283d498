//! The functions, and where their binaries are.

use crate::step::{Step, root};
use std::io::Read;
use std::path::{Path, PathBuf};

/// What is started: each of Docket's functions, and the least that a function can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Function {
    Hello,
    CreateTicket,
    UpdateStatus,
    AddComment,
    ReadTickets,
    SignIn,
    Portal,
    Notify,
    Sweep,
}

impl Function {
    /// All of them.
    pub(crate) const ALL: [Self; 9] = [
        Self::Hello,
        Self::CreateTicket,
        Self::UpdateStatus,
        Self::AddComment,
        Self::ReadTickets,
        Self::SignIn,
        Self::Portal,
        Self::Notify,
        Self::Sweep,
    ];

    /// Its name in the template.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Hello => "Hello",
            Self::CreateTicket => "CreateTicket",
            Self::UpdateStatus => "UpdateStatus",
            Self::AddComment => "AddComment",
            Self::ReadTickets => "ReadTickets",
            Self::SignIn => "SignIn",
            Self::Portal => "Portal",
            Self::Notify => "Notify",
            Self::Sweep => "Sweep",
        }
    }

    /// Its crate, and its binary.
    pub(crate) fn package(self) -> &'static str {
        match self {
            Self::Hello => "xtask-hello",
            Self::CreateTicket => "docket-create-ticket",
            Self::UpdateStatus => "docket-update-status",
            Self::AddComment => "docket-add-comment",
            Self::ReadTickets => "docket-read-tickets",
            Self::SignIn => "docket-sign-in",
            Self::Portal => "docket-portal",
            Self::Notify => "docket-notify",
            Self::Sweep => "docket-sweep",
        }
    }
}

/// The binaries of all functions.
pub(crate) struct Binaries {
    folder: PathBuf,
    /// Whether they are those that `sam build` has made, which are the ones that get deployed.
    pub(crate) by_sam: bool,
}

impl Binaries {
    /// Those of `sam build` if they are there and run on this machine, otherwise such as Cargo builds now.
    ///
    /// # Errors
    /// When they cannot be built.
    pub(crate) fn get() -> Result<Self, String> {
        build(&[Function::Hello.package()])?;
        let folder = root().join(".aws-sam/build");
        let sam = Self {
            folder,
            by_sam: true,
        };
        let ours = || Function::ALL.into_iter().filter(|f| *f != Function::Hello);
        if ours().all(|function| runs_here(&sam.of(function))) {
            return Ok(sam);
        }
        build(&ours().map(Function::package).collect::<Vec<_>>())?;
        Ok(Self {
            folder: released(""),
            by_sam: false,
        })
    }

    /// That function's.
    pub(crate) fn of(&self, function: Function) -> PathBuf {
        match function {
            Function::Hello => released(function.package()),
            _ if self.by_sam => self.folder.join(function.name()).join("bootstrap"),
            _ => self.folder.join(function.package()),
        }
    }
}

/// Builds the release binaries of those crates.
///
/// # Errors
/// When that fails.
pub(crate) fn build(packages: &[&str]) -> Result<(), String> {
    let mut arguments = vec!["build", "--release", "--locked"];
    for package in packages {
        arguments.extend(["--package", package]);
    }
    Step::cargo("release build", arguments).run()
}

/// Where Cargo puts a release binary.
pub(crate) fn released(name: &str) -> PathBuf {
    root().join("target/release").join(name)
}

/// Whether the file is a program for this machine's processor: its header names the same one as this program's does.
fn runs_here(file: &Path) -> bool {
    let machine = |file: &Path| {
        let mut header = [0; 20];
        std::fs::File::open(file)
            .ok()?
            .read_exact(&mut header)
            .ok()?;
        header.last_chunk::<2>().copied()
    };
    let own = std::env::current_exe().ok();
    let own = own.as_deref().and_then(machine);
    own.is_some() && machine(file) == own
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_programs_for_this_processor_run_here() {
        let own = std::env::current_exe().unwrap();
        assert!(runs_here(&own));
        assert!(!runs_here(&root().join("Cargo.toml")));
        assert!(!runs_here(&root().join("no-such-file")));
    }
}
