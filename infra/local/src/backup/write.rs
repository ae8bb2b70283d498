//! Makes a backup while the stack runs.

use super::Holds;
use super::manifest::{Digesting, Manifest, NAME};
use super::names;
use crate::bucket::Keeper;
use crate::data_folder::DataFolder;
use crate::durable;
use crate::triggers::Doorbell;
use jiff::Timestamp;
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Cursor, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tar::{Builder, EntryType, Header};

/// How long a backup waits for the mails of its instant.
const PATIENCE: Duration = Duration::from_secs(30);

/// Makes backups of a running stack.
#[derive(Clone)]
pub(crate) struct Backup {
    pub(crate) data: DataFolder,
    pub(crate) bell: Arc<Doorbell>,
    pub(crate) bucket: Keeper,
}

/// A backup was not made. Nothing is left of it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BackupError {
    /// There is a file already.
    #[error("`{}` is there already: choose another name, or move it away", .0.display())]
    Exists(PathBuf),
    /// It was broken off.
    #[error("it was broken off: {0}")]
    Ended(String),
    /// The table could not be copied.
    #[error("the table could not be copied: {0}")]
    Table(#[from] rusqlite::Error),
    /// A file could not be read or written.
    #[error("`{}`: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Backup {
    /// Writes a backup into a file, which is there when it is whole and on the disk.
    ///
    /// The table is copied first, as it is at one instant. Then all that follows from it is waited for, so that the mails of that
    /// instant are among those that are copied. Nobody waits for a backup.
    pub(crate) async fn write(self, file: PathBuf) -> Result<Holds, BackupError> {
        let beside = |end: &str| {
            let mut name = file.as_os_str().to_owned();
            name.push(end);
            PathBuf::from(name)
        };
        let (table, unfinished) = (beside(".table"), beside(".part"));
        for path in [&file, &table, &unfinished] {
            if path.symlink_metadata().is_ok() {
                return Err(BackupError::Exists(path.clone()));
            }
        }
        for path in [&table, &unfinished] {
            durable::create_new_file(path).map_err(in_file(path))?;
        }
        // A file that the table knows as one that has arrived is there until the end, wherever it is by then.
        let _held = self.bucket.hold();
        let written = self.write_beside(&file, &table, &unfinished).await;
        for left in [table, unfinished] {
            let _ = std::fs::remove_file(left);
        }
        written
    }

    async fn write_beside(
        &self,
        file: &Path,
        table: &Path,
        unfinished: &Path,
    ) -> Result<Holds, BackupError> {
        let at = Timestamp::now();
        let (database, copy) = (self.data.join(names::TABLE), table.to_owned());
        blocking(move || copy_table(&database, &copy)).await?;
        // A mail that has not left by then leaves again from what is restored.
        let _ = tokio::time::timeout(PATIENCE, self.bell.settled()).await;
        let (this, file) = (self.clone(), file.to_owned());
        let (table, unfinished) = (table.to_owned(), unfinished.to_owned());
        blocking(move || {
            let holds = this.archive(at, &table, &unfinished)?;
            // Unlike a renaming, this writes over nothing.
            let put = std::fs::hard_link(&unfinished, &file);
            put.and_then(|()| durable::flush_folder_of(&file))
                .map_err(in_file(&file))?;
            Ok(holds)
        })
        .await
    }

    fn archive(&self, at: Timestamp, table: &Path, into: &Path) -> Result<Holds, BackupError> {
        let file = durable::create_file(into).map_err(in_file(into))?;
        let mut archive = Archive {
            entries: BTreeMap::new(),
            tar: Builder::new(BufWriter::new(file)),
        };
        let mut holds = Holds::default();
        archive.add(Path::new(names::TABLE), table)?;
        for name in names::FILES {
            archive.add(Path::new(name), &self.data.join(name))?;
        }
        for folder in names::FOLDERS {
            for name in files_in(&self.data.join(folder), Path::new(folder))? {
                let is_mail = folder == names::MAIL;
                holds.mails += u64::from(archive.add(&name, &self.path(&name))? && is_mail);
            }
        }
        let objects = names::objects();
        for name in files_in(&self.path(&objects), &objects)? {
            holds.files += u64::from(archive.add(&name, &self.path(&name))?);
        }
        let removed = names::removed_objects();
        for path in files_in(&self.path(&removed), &removed)? {
            let name = path.strip_prefix(&removed).unwrap_or(&path);
            let name = objects.join(name);
            if !archive.holds(&name) {
                holds.files += u64::from(archive.add(&name, &self.path(&path))?);
            }
        }
        holds.bytes = archive.finish(at).map_err(in_file(into))?;
        Ok(holds)
    }

    fn path(&self, name: &Path) -> PathBuf {
        self.data.path().join(name)
    }
}

/// A backup that is being written.
struct Archive {
    tar: Builder<BufWriter<File>>,
    entries: BTreeMap<String, String>,
}

impl Archive {
    /// Adds a file under a name. Returns `false` if there is none: it was removed in the meantime.
    fn add(&mut self, name: &Path, path: &Path) -> Result<bool, BackupError> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(in_file(path)(error)),
        };
        let added = file.metadata().and_then(|metadata| {
            let modified = metadata.modified()?;
            self.put(name, metadata.len(), modified, file)
        });
        added.map_err(in_file(path))?;
        Ok(true)
    }

    fn holds(&self, name: &Path) -> bool {
        self.entries.contains_key(name.to_string_lossy().as_ref())
    }

    fn put(
        &mut self,
        name: &Path,
        length: u64,
        modified: SystemTime,
        content: impl Read,
    ) -> io::Result<()> {
        let mut header = Header::new_gnu();
        header.set_entry_type(EntryType::Regular);
        header.set_size(length);
        header.set_mode(0o600);
        let since = modified.duration_since(UNIX_EPOCH).unwrap_or_default();
        header.set_mtime(since.as_secs());
        // A file is written once. One that were to grow nevertheless is here as it was.
        let mut content = Digesting::new(content.take(length));
        self.tar.append_data(&mut header, name, &mut content)?;
        let name = name.to_string_lossy().into_owned();
        self.entries.insert(name, content.hex());
        Ok(())
    }

    /// Writes the manifest, and waits until everything is on the disk. Returns the number of bytes.
    fn finish(mut self, at: Timestamp) -> io::Result<u64> {
        let manifest = Manifest {
            docket: env!("CARGO_PKG_VERSION").to_owned(),
            at,
            entries: std::mem::take(&mut self.entries),
        };
        let json = serde_json::to_vec_pretty(&manifest)?;
        let (name, length) = (Path::new(NAME), json.len() as u64);
        self.put(name, length, SystemTime::now(), Cursor::new(json))?;
        let mut file = self.tar.into_inner()?;
        file.flush()?;
        file.get_ref().sync_all()?;
        Ok(file.get_ref().metadata()?.len())
    }
}

/// Copies the table as it is at one instant. Others go on writing to it.
fn copy_table(database: &Path, copy: &Path) -> Result<(), BackupError> {
    // The copy's file was made before: SQLite would give it the permissions that any new file gets.
    let connection = Connection::open(database)?;
    connection.execute("VACUUM INTO ?1", [copy.to_string_lossy()])?;
    Ok(())
}

/// Returns the names of all files in a folder and in those in it, the oldest first. Leaves out those that are not whole yet.
fn files_in(folder: &Path, name: &Path) -> Result<Vec<PathBuf>, BackupError> {
    let mut files = Vec::new();
    collect(folder, name, &mut files).map_err(in_file(folder))?;
    files.sort();
    Ok(files.into_iter().map(|(_, name)| name).collect())
}

fn collect(folder: &Path, name: &Path, files: &mut Vec<(SystemTime, PathBuf)>) -> io::Result<()> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let (path, name) = (entry.path(), name.join(entry.file_name()));
        let metadata = match entry.metadata() {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            metadata => metadata?,
        };
        if metadata.is_dir() {
            collect(&path, &name, files)?;
        } else if path.extension().is_none_or(|end| end != "part") {
            files.push((metadata.modified()?, name));
        }
    }
    Ok(())
}

fn in_file(path: &Path) -> impl FnOnce(io::Error) -> BackupError + use<> {
    let path = path.to_owned();
    move |source| BackupError::File { path, source }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
) -> Result<T, BackupError> {
    let worked = tokio::task::spawn_blocking(work).await;
    worked.unwrap_or_else(|error| Err(in_file(Path::new("."))(io::Error::other(error))))
}
