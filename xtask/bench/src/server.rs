//! The program that is measured, as a child process.

use crate::{process, raised};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use xtask_client::{Ask, Connection};
use xtask_kit::root;

/// The time that it may take to tell where it runs.
const START_PATIENCE: Duration = Duration::from_secs(60);

/// The running program. It is killed when this is dropped.
pub(crate) struct Server {
    child: Child,
    /// The address, such as `127.0.0.1:8080`.
    pub(crate) host: String,
    /// The time from its start to its first answer.
    pub(crate) started_in: Duration,
}

impl Server {
    /// Starts it on that folder, and returns once it has answered.
    pub(crate) async fn start(binary: &Path, data: &Path) -> Result<Self, String> {
        Self::start_with(binary, data, &raised::desks()?).await
    }

    /// The same with the desks in that folder.
    pub(crate) async fn start_with(
        binary: &Path,
        data: &Path,
        desks: &Path,
    ) -> Result<Self, String> {
        let start = Instant::now();
        let child = Command::new(binary)
            .args(["--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .arg("--desks")
            .arg(desks)
            .current_dir(root())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("`{}` cannot be started: {error}", binary.display()))?;
        let mut server = Self {
            child,
            host: String::new(),
            started_in: Duration::ZERO,
        };
        let line = server.child.stdout.take().and_then(first_line);
        server.host = line
            .as_deref()
            .and_then(|line| line.trim().strip_prefix("Docket runs at http://"))
            .ok_or("Docket did not tell where it runs")?
            .to_owned();
        let mut client = Connection::open(&server.host).await?;
        client.send(Ask::get("/"), 200).await?;
        server.started_in = start.elapsed();
        Ok(server)
    }

    /// Reads the memory that it uses now, in bytes.
    pub(crate) fn memory(&self) -> Result<u64, String> {
        process::memory(self.child.id())
    }

    /// Reads the most memory that it has used since its start, in bytes.
    pub(crate) fn most_memory(&self) -> Result<u64, String> {
        process::most_memory(self.child.id())
    }

    /// Reads the processor time that it has used since its start.
    pub(crate) fn processor_time(&self) -> Result<Duration, String> {
        process::all_processor_time(self.child.id())
    }

    /// Kills it, as a power cut would; what it had answered is in its folder.
    pub(crate) fn stop(&mut self) {
        // An error here means that it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Reads the first line; all further ones are read and forgotten, so that the program never waits for a reader.
fn first_line(stdout: ChildStdout) -> Option<String> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            let _ = sender.send(line);
        }
    });
    receiver.recv_timeout(START_PATIENCE).ok()
}
