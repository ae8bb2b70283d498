//! The subjects that are started, and their binaries.

use std::path::{Path, PathBuf};
use xtask_kit::{Function, Step, root};

/// The crate of the least function, and its binary.
const HELLO: &str = "xtask-hello";
/// The crate of what speaks TLS in front of the services, and its binary.
const TLS: &str = "xtask-tls";

/// Something that is started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    /// The least that a function can be.
    Hello,
    /// A function of Docket.
    Docket(Function),
}

impl Subject {
    /// All subjects, the least first.
    pub(crate) fn all() -> Vec<Self> {
        let functions = Function::ALL.iter().copied().map(Self::Docket);
        std::iter::once(Self::Hello).chain(functions).collect()
    }

    /// The name in the report.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Hello => "Hello",
            Self::Docket(function) => function.name(),
        }
    }

    /// Returns the binary; those of Docket are in that folder, as `sam build` leaves them.
    pub(crate) fn binary(self, built: &Path) -> PathBuf {
        match self {
            Self::Hello => released(HELLO),
            Self::Docket(function) => built.join(function.name()).join("bootstrap"),
        }
    }
}

/// Builds the least function and what speaks TLS. Returns the latter's binary.
pub(crate) fn build() -> Result<PathBuf, String> {
    let arguments = format!("build --release --locked --package {HELLO} --package {TLS}");
    Step::cargo("release build", &arguments).run()?;
    Ok(released(TLS))
}

/// Returns the path of a release binary.
fn released(name: &str) -> PathBuf {
    root().join("target/release").join(name)
}
