//! The program in a process of its own.

use super::{Folder, root, without_digest};
use std::fs::OpenOptions;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A folder for the program's data, with desks whose limits nobody reaches, and all that it has logged.
pub(crate) struct Place {
    folder: Folder,
}

/// The program, which is ended when this is dropped.
pub(crate) struct Program {
    child: Child,
    pub(crate) url: String,
}

impl Place {
    pub(crate) fn new() -> Self {
        let folder = Folder::new();
        let desks = folder.path().join("desks");
        std::fs::create_dir(&desks).unwrap();
        let no_limits = std::fs::read_to_string(root().join("tests/data/no-limits.toml")).unwrap();
        for desk in docket::read_folder(&root().join("desks")).unwrap() {
            let name = desk.path.file_name().unwrap();
            let source = without_digest(&desk.source);
            std::fs::write(desks.join(name), format!("{source}\n{no_limits}")).unwrap();
        }
        Self { folder }
    }

    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The names of what is there, in order.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.join("data")
    }

    /// Starts the program on that data folder, under these words of another command.
    pub(crate) fn start_under(&self, command: &[&str], data: &Path) -> Program {
        self.start_with(command, data, &[], &[])
    }

    /// The same with more arguments, and these variables.
    pub(crate) fn start_with(
        &self,
        command: &[&str],
        data: &Path,
        more: &[&str],
        variables: &[(&str, &str)],
    ) -> Program {
        let mut words = command.iter().chain(&[env!("CARGO_BIN_EXE_docket")]);
        let log = OpenOptions::new()
            .append(true)
            .create(true)
            .open(self.join("log"));
        let mut child = Command::new(words.next().unwrap())
            .args(words)
            .args(["--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .arg("--desks")
            .arg(self.join("desks"))
            .args(more)
            .envs(variables.iter().copied())
            .current_dir(root())
            .stdout(Stdio::piped())
            .stderr(log.unwrap())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut first)
            .unwrap();
        let url = first.trim().rsplit(' ').next().unwrap().to_owned();
        let log = || std::fs::read_to_string(self.join("log")).unwrap();
        assert!(url.starts_with("http://"), "{first}\n{}", log());
        Program { child, url }
    }

    /// Runs a command: its success, and what it says.
    pub(crate) fn command(&self, words: &[&str]) -> (bool, String) {
        let command = Command::new(env!("CARGO_BIN_EXE_docket"))
            .args(words)
            .current_dir(root())
            .output()
            .unwrap();
        let said = [command.stdout, command.stderr].concat();
        (command.status.success(), String::from_utf8(said).unwrap())
    }

    pub(crate) fn start(&self) -> Program {
        self.start_under(&[], &self.data())
    }

    /// How often the log says this.
    pub(crate) fn logged(&self, words: &str) -> usize {
        let log = std::fs::read_to_string(self.join("log")).unwrap();
        log.matches(words).count()
    }
}

impl Program {
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`. A command that it runs under ends with it.
    pub(crate) fn kill(&mut self) {
        let id = self.child.id();
        let children = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children"));
        let children = children.unwrap_or_default();
        if children.is_empty() {
            let _ = self.child.kill();
        }
        for child in children.split_whitespace() {
            let killed = Command::new("kill").args(["-9", child]).status();
            assert!(killed.unwrap().success());
        }
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            self.kill();
        }
    }
}
