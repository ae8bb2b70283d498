//! The functions, and where their binaries are.

use crate::deploy;
use crate::step::{Step, root};
use std::path::PathBuf;

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
    PresignAttachment,
    StoreAttachment,
    Notify,
    Sweep,
}

impl Function {
    /// All of them.
    pub(crate) const ALL: [Self; 11] = [
        Self::Hello,
        Self::CreateTicket,
        Self::UpdateStatus,
        Self::AddComment,
        Self::ReadTickets,
        Self::SignIn,
        Self::Portal,
        Self::PresignAttachment,
        Self::StoreAttachment,
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
            Self::PresignAttachment => "PresignAttachment",
            Self::StoreAttachment => "StoreAttachment",
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
            Self::PresignAttachment => "docket-presign-attachment",
            Self::StoreAttachment => "docket-store-attachment",
            Self::Notify => "docket-notify",
            Self::Sweep => "docket-sweep",
        }
    }
}

/// The binaries of all functions.
pub(crate) struct Binaries {
    folder: PathBuf,
}

impl Binaries {
    /// Those that get deployed, as `sam build` makes them, for this machine's processor.
    ///
    /// # Errors
    /// When they cannot be built.
    pub(crate) fn get() -> Result<Self, String> {
        build(&[Function::Hello.package()])?;
        let folder = deploy::build()?;
        Ok(Self { folder })
    }

    /// That function's.
    pub(crate) fn of(&self, function: Function) -> PathBuf {
        match function {
            Function::Hello => released(function.package()),
            _ => self.folder.join(function.name()).join("bootstrap"),
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
