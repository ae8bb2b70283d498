//! The emulator of AWS, as a child process that ends with this one.

use crate::environment;
use crate::wait::eventually;
use std::fs::File;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use xtask_client::{Ask, send};
use xtask_kit::{root, tools};

/// The attempts to reach it after its start, and the pause in between.
const ATTEMPTS: usize = 240;
const PAUSE: Duration = Duration::from_millis(250);
/// The number of lines of its log that are shown when a check fails.
const LAST_LINES: usize = 15;

/// Runs a program until nobody holds the other end of the input any more, however this process ended; then ends the program and
/// all that it started, which are in one group with this shell.
const KEEPER: &str = r#"
exec 3<&0
"$@" </dev/null 3<&- &
trap "" TERM
cat <&3 >/dev/null
kill -TERM 0
sleep 1
kill -KILL 0
"#;

/// The running emulator. It is ended when this is dropped, with all functions that it has started.
pub(crate) struct Emulator {
    keeper: Child,
    scratch: PathBuf,
    /// The address, such as `127.0.0.1:4566`.
    pub(crate) address: String,
    log: PathBuf,
}

impl Emulator {
    /// Starts it on a free port that only this machine reaches, and returns once it answers. It keeps its files in that folder.
    pub(crate) async fn start(folder: &Path) -> Result<Self, String> {
        let program = tools::ministack()?;
        let failed = |error| format!("it cannot be started: {error}");
        let address = free_address().map_err(failed)?;
        let port = address.rsplit(':').next().unwrap_or_default();
        let log = folder.join("emulator.log");
        let scratch = folder.join("emulator");
        let _ = std::fs::remove_dir_all(&scratch);
        std::fs::create_dir_all(&scratch).map_err(failed)?;
        let output = File::create(&log).map_err(failed)?;
        let mut command = Command::new("sh");
        command.args(["-c", KEEPER, "sh"]).arg(program);
        for name in environment::of_aws() {
            command.env_remove(name);
        }
        let keeper = command
            // Its functions inherit these, and so call back to it.
            .envs(environment::variables(&address))
            .env("BIND_HOST", "127.0.0.1")
            .env("GATEWAY_PORT", port)
            .env("MINISTACK_REGION", environment::REGION)
            // Each request is held against the policies of the role that it comes in.
            .env("AUTH", "true")
            .env("PERSIST_STATE", "0")
            .env("LAMBDA_EXECUTOR", "local")
            // What else it would listen on, to everybody.
            .env("IOT_MTLS_ENABLED", "0")
            .env("SFTP_ENABLED", "0")
            .env("TMPDIR", &scratch)
            .current_dir(root())
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(output.try_clone().map_err(failed)?)
            .stderr(output)
            .spawn()
            .map_err(failed)?;
        let emulator = Self {
            keeper,
            scratch,
            address,
            log,
        };
        let answers = eventually(ATTEMPTS, PAUSE, async || emulator.answers().await).await;
        answers
            .map_err(|error| format!("it does not answer: {error}\n\n{}", emulator.last_words()))?;
        Ok(emulator)
    }

    async fn answers(&self) -> Result<(), String> {
        let ask = Ask::get("/_ministack/health");
        let answer = send(ask, &self.address, &self.address).await?;
        answer.expect(200).map(drop)
    }

    /// Reads the end of its log, for a message.
    pub(crate) fn last_words(&self) -> String {
        let log = std::fs::read(&self.log).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let lines: Vec<&str> = log.lines().collect();
        let (_, last) = lines.split_at(lines.len().saturating_sub(LAST_LINES));
        let name = self.log.display();
        format!("The emulator's last words ({name}):\n{}", last.join("\n"))
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        // The keeper sees that its input has ended.
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
        // The functions as it has unpacked them. What cannot be removed now is removed by the next run.
        let _ = std::fs::remove_dir_all(&self.scratch);
    }
}

/// Finds an address that is free now; the system gives it to nobody else for a while.
fn free_address() -> std::io::Result<String> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    Ok(listener.local_addr()?.to_string())
}
