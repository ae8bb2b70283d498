//! The programs that have to be on the machine beside Rust: found, installed by the system's package manager, or asked for.

use std::path::Path;
use std::process::{Command, Stdio};
use xtask_kit::{Step, say};

/// A program that no tool of ours brings along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Builds the crates with C in them: SQLite, ring.
    Compiler,
    /// Python with `venv`, for the linters of the template, SAM and the emulator.
    Python,
    Browser,
    /// Drives the browser.
    Driver,
    /// Tells which calls write and flush files.
    Tracer,
    /// Brings the checker of accessibility.
    Npm,
}

impl Need {
    fn is_met(self) -> bool {
        match self {
            Self::Compiler => is_on_path("cc"),
            Self::Python => succeeds("python3", &["-c", "import ensurepip, venv"]),
            Self::Browser => is_on_path("chromium"),
            Self::Driver => is_on_path("chromedriver"),
            Self::Tracer => is_on_path("strace"),
            Self::Npm => is_on_path("npm"),
        }
    }

    /// The packages of Debian that meet it.
    fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Compiler => &["build-essential"],
            Self::Python => &["python3", "python3-venv"],
            Self::Browser => &["chromium"],
            Self::Driver => &["chromium-driver"],
            Self::Tracer => &["strace"],
            Self::Npm => &["npm"],
        }
    }
}

/// Installs what is missing of that.
pub(crate) fn prepare<'n>(needs: impl Iterator<Item = &'n Need>) -> Result<(), String> {
    let mut missing: Vec<Need> = Vec::new();
    for need in needs {
        if !missing.contains(need) && !need.is_met() {
            missing.push(*need);
        }
    }
    let packages: Vec<&str> = missing
        .iter()
        .flat_map(|need| need.packages())
        .copied()
        .collect();
    if packages.is_empty() {
        return Ok(());
    }
    let words = packages.join(" ");
    if !is_on_path("apt-get") {
        return Err(format!(
            "missing: what Debian calls {words}; install it by this system's package manager"
        ));
    }
    let install = "apt-get install --yes --no-install-recommends";
    let by_hand = format!("sudo sh -c 'apt-get update && {install} {words}'");
    let Some(as_root) = as_root() else {
        return Err(format!("missing: {words}. Run once:\n  {by_hand}"));
    };
    say(format!("==> missing: {words}"));
    let update = format!("{as_root} apt-get update -qq");
    let install = format!("{as_root} {install} -qq {words}");
    Step::new("reading the lists of packages", "env", &update)
        .run()
        .and_then(|()| Step::new("installing packages", "env", &install).run())
        .map_err(|error| format!("{error}\nOnce that is mended:\n  {by_hand}"))
}

/// Returns the arguments of `env` that make a command root's, without questions; `None` where that takes a password.
fn as_root() -> Option<&'static str> {
    let id = Command::new("id").arg("-u").output().ok()?;
    if id.stdout.trim_ascii() == b"0" {
        Some("DEBIAN_FRONTEND=noninteractive")
    } else {
        succeeds("sudo", &["-n", "true"]).then_some("sudo -n env DEBIAN_FRONTEND=noninteractive")
    }
}

fn is_on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| Path::is_file(&folder.join(program)))
}

fn succeeds(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    let command = command.args(arguments);
    let command = command.stdin(Stdio::null()).stdout(Stdio::null());
    let status = command.stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}
