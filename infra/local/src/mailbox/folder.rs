//! The folder of mails.

use super::mail::Mail;
use crate::durable;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

/// How long before the last mail of an earlier run a mail may have been accepted without a record of it.
const UNRECORDED_FOR: Duration = Duration::from_secs(10);

/// How much a file's time may be behind the clock.
const GRANULARITY: Duration = Duration::from_millis(10);

/// The folder of mails. Copies share the same folder.
#[derive(Debug, Clone)]
pub(crate) struct Mailbox {
    folder: PathBuf,
    /// When this process opened the folder.
    opened: SystemTime,
    /// The time of the last mail of earlier runs, once somebody asked.
    last_before: Arc<OnceLock<Option<SystemTime>>>,
}

impl Mailbox {
    /// Opens the mailbox in a folder, which is created if needed.
    pub(crate) fn open(folder: PathBuf) -> io::Result<Self> {
        durable::create_folder(&folder)?;
        Ok(Self {
            folder,
            opened: SystemTime::now() - GRANULARITY,
            last_before: Arc::default(),
        })
    }

    /// Stores a message under a name. It is on the disk when this returns.
    ///
    /// A mail whose sender was killed before it could record it comes again after the next start. It is stored once. Any
    /// other second mail with this name is a mistake, and is stored too, so that it can be seen.
    pub(super) fn keep(&self, name: &str, message: &[u8]) -> io::Result<()> {
        let path = self.path(name, 1);
        if !path.exists() {
            return durable::write(&path, message);
        }
        if self.is_unrecorded(&path)? {
            tracing::info!(
                mail = name,
                "a mail of the end of the last run came again: it is kept once"
            );
            return Ok(());
        }
        tracing::error!(mail = name, "a mail was sent twice");
        let mut copies = (2_u32..).map(|copy| self.path(name, copy));
        let free = copies.find(|path| !path.exists());
        durable::write(&free.unwrap_or(path), message)
    }

    /// Returns `true` if the mail may have been accepted without a record of it: at the end of an earlier run.
    fn is_unrecorded(&self, path: &Path) -> io::Result<bool> {
        let at = path.metadata()?.modified()?;
        if at >= self.opened {
            return Ok(false);
        }
        let last = match self.last_before.get() {
            Some(last) => *last,
            None => {
                let times = self.files()?.into_iter().map(|(at, _)| at);
                let last = times.filter(|at| *at < self.opened).max();
                *self.last_before.get_or_init(|| last)
            }
        };
        let before = last.and_then(|last| last.duration_since(at).ok());
        Ok(before.is_some_and(|before| before <= UNRECORDED_FOR))
    }

    fn path(&self, name: &str, copy: u32) -> PathBuf {
        self.folder.join(match copy {
            1 => format!("{name}.eml"),
            copy => format!("{name}.{copy}.eml"),
        })
    }

    /// Returns all mails, the oldest first.
    pub(crate) fn mails(&self) -> io::Result<Vec<Mail>> {
        let mut files = self.files()?;
        files.sort();
        files
            .into_iter()
            .map(|(_, path)| Ok(Mail::read(&std::fs::read(path)?)))
            .collect()
    }

    fn files(&self) -> io::Result<Vec<(SystemTime, PathBuf)>> {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "eml") {
                files.push((path.metadata()?.modified()?, path));
            }
        }
        Ok(files)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new() -> Self {
            Self(std::env::temp_dir().join(format!("docket-{}", uuid::Uuid::new_v4().simple())))
        }

        fn count(&self) -> usize {
            Mailbox::open(self.0.clone())
                .unwrap()
                .files()
                .unwrap()
                .len()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_mail_that_is_sent_twice_is_there_twice() {
        let folder = Folder::new();
        let mailbox = Mailbox::open(folder.0.clone()).unwrap();
        mailbox.keep("a", b"To: a@example.com\r\n\r\n").unwrap();
        mailbox.keep("b", b"To: b@example.com\r\n\r\n").unwrap();
        mailbox.keep("a", b"To: a@example.com\r\n\r\n").unwrap();
        assert_eq!(folder.count(), 3);
    }

    #[test]
    fn a_mail_of_the_last_seconds_before_a_kill_is_there_once() {
        let folder = Folder::new();
        let mailbox = Mailbox::open(folder.0.clone()).unwrap();
        for name in ["old", "last"] {
            mailbox.keep(name, b"To: a@example.com\r\n\r\n").unwrap();
        }
        let old = std::fs::File::open(mailbox.path("old", 1)).unwrap();
        let long_ago = SystemTime::now() - Duration::from_secs(60);
        old.set_modified(long_ago).unwrap();
        let again = Mailbox {
            opened: SystemTime::now() + Duration::from_secs(1),
            ..Mailbox::open(folder.0.clone()).unwrap()
        };
        again.keep("last", b"To: a@example.com\r\n\r\n").unwrap();
        assert_eq!(folder.count(), 2);
        again.keep("old", b"To: a@example.com\r\n\r\n").unwrap();
        assert_eq!(folder.count(), 3, "it was recorded long ago");
    }
}
