//! Makes a data folder from a backup.

use super::manifest::{Digesting, Manifest, NAME};
use super::offline::Offline;
use super::{Holds, names};
use crate::bucket::keys;
use crate::durable;
use crate::error::StackError;
use crate::examine::examine;
use docket_app::doctor::Report;
use docket_cloud::files::parse_key;
use docket_cloud::{Store, StoreError};
use docket_domain::TicketId;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tar::{Archive, EntryType};

/// What was restored.
#[derive(Debug)]
pub struct Restored {
    /// What the backup held.
    pub holds: Holds,
    /// The machine's time of what was restored.
    pub at: jiff::Timestamp,
    /// What a check of the restored tickets found.
    pub report: Report,
}

/// Nothing was restored. No folder was made.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The folder is in use.
    #[error("`{}` holds something: name a folder that is not there yet with --data", .0.display())]
    Taken(PathBuf),
    /// The backup cannot be read.
    #[error("`{}` cannot be read: {source}", path.display())]
    Unreadable {
        /// The backup.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is no backup, or is not whole.
    #[error("`{}` is no whole backup of Docket: {why}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// The folder cannot be written.
    #[error("`{}` cannot be written: {source}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The table in the backup cannot be used.
    #[error(transparent)]
    Stack(#[from] StackError),
    /// The table in the backup cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes a data folder from a backup. The folder is there when everything was written and checked.
///
/// # Errors
/// See [`RestoreError`]. Each error says what to do, and nothing is left.
pub async fn restore(
    backup: &Path,
    folder: &Path,
    template: &Path,
) -> Result<Restored, RestoreError> {
    // A slash at its end, or a dot, names the same folder.
    let absolute = std::path::absolute(folder).map_err(unwritable(folder))?;
    let folder: &Path = &absolute.components().collect::<PathBuf>();
    if std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
        || folder.is_file()
    {
        return Err(RestoreError::Taken(folder.to_owned()));
    }
    let mut unfinished = folder.as_os_str().to_owned();
    unfinished.push(format!(".{}", uuid::Uuid::new_v4().simple()));
    let unfinished = PathBuf::from(unfinished);
    let restored = restore_into(backup, &unfinished, template).await;
    let restored = restored.and_then(|restored| {
        let _ = std::fs::remove_dir(folder);
        let put = std::fs::rename(&unfinished, folder);
        put.and_then(|()| durable::flush_folder_of(folder))
            .map_err(unwritable(folder))?;
        Ok(restored)
    });
    if restored.is_err() {
        let _ = std::fs::remove_dir_all(&unfinished);
    }
    restored
}

async fn restore_into(
    backup: &Path,
    folder: &Path,
    template: &Path,
) -> Result<Restored, RestoreError> {
    durable::create_folder(folder).map_err(unwritable(folder))?;
    let (manifest, mut holds) = unpack(backup, folder)?;
    let offline = Offline::open(folder, template)?;
    let mails = folder.join(names::MAIL);
    date_mails(&mails, &manifest).map_err(unwritable(&mails))?;
    holds.mails -= remove_later_mails(&offline.store, &mails, &manifest).await?;
    holds.files -= remove_later_files(&offline.store, &folder.join(names::objects())).await?;
    let report = examine(&offline.store, &offline.data, None).await?;
    Ok(Restored {
        holds,
        at: manifest.at,
        report,
    })
}

/// Writes the entries of a backup into a folder, and compares them with its manifest.
fn unpack(backup: &Path, folder: &Path) -> Result<(Manifest, Holds), RestoreError> {
    let unreadable = |source: io::Error| RestoreError::Unreadable {
        path: backup.to_owned(),
        source,
    };
    let damaged = |why: String| RestoreError::Damaged {
        path: backup.to_owned(),
        why,
    };
    let file = File::open(backup).map_err(unreadable)?;
    let mut holds = Holds {
        bytes: file.metadata().map_err(unreadable)?.len(),
        ..Holds::default()
    };
    let mut archive = Archive::new(BufReader::new(file));
    let mut digests = BTreeMap::new();
    let mut manifest: Option<Manifest> = None;
    let entries = archive.entries().map_err(unreadable)?;
    for (order, entry) in (0_u64..).zip(entries) {
        let mut entry = entry.map_err(|error| damaged(error.to_string()))?;
        let name = entry.path().map(|name| name.into_owned());
        let name = name.map_err(|error| damaged(error.to_string()))?;
        if name == Path::new(NAME) {
            let mut json = Vec::new();
            let read = entry.read_to_end(&mut json);
            read.map_err(|error| damaged(error.to_string()))?;
            let read = serde_json::from_slice(&json);
            manifest = Some(read.map_err(|error| damaged(error.to_string()))?);
            continue;
        }
        let regular = entry.header().entry_type() == EntryType::Regular;
        if !regular || !names::is_known(&name) {
            return Err(damaged(format!("it holds `{}`", name.display())));
        }
        let seconds = entry.header().mtime().unwrap_or_default();
        let path = folder.join(&name);
        // Mails of the same second keep their order.
        let modified = UNIX_EPOCH + Duration::from_secs(seconds) + Duration::from_micros(order);
        let digest = write(&mut entry, &path, modified);
        let digest = digest.map_err(|error| match error.kind() {
            ErrorKind::UnexpectedEof => damaged("it ends too early".to_owned()),
            _ => unwritable(&path)(error),
        })?;
        holds.mails += u64::from(name.starts_with(names::MAIL));
        holds.files += u64::from(name.starts_with(names::objects()));
        digests.insert(name.to_string_lossy().into_owned(), digest);
    }
    let manifest = manifest.ok_or_else(|| damaged("it has no end".to_owned()))?;
    let other = manifest
        .entries
        .iter()
        .find(|(name, digest)| digests.get(*name) != Some(digest));
    if let Some((name, _)) = other {
        return Err(damaged(format!("`{name}` is not what was backed up")));
    }
    if !digests.contains_key(names::TABLE) || digests.len() != manifest.entries.len() {
        return Err(damaged("it holds something else".to_owned()));
    }
    Ok((manifest, holds))
}

/// Writes a file, with its folders. Returns the digest of its content.
fn write(content: &mut impl Read, path: &Path, modified: SystemTime) -> io::Result<String> {
    if let Some(folder) = path.parent() {
        durable::create_folder(folder)?;
    }
    let mut digesting = Digesting::new(durable::create_file(path)?);
    io::copy(content, &mut digesting)?;
    let file = File::options().write(true).open(path)?;
    file.set_modified(modified)?;
    file.sync_all()?;
    durable::flush_folder_of(path)?;
    Ok(digesting.hex())
}

/// Gives mails that left after the instant of the table its time, in their order. The mailbox then knows them as those of the end of a
/// run, however long they took: the table may not say that they left.
fn date_mails(folder: &Path, manifest: &Manifest) -> io::Result<()> {
    let instant = SystemTime::try_from(manifest.at).map_err(io::Error::other)?;
    let mut later = Vec::new();
    for mail in std::fs::read_dir(folder).into_iter().flatten() {
        let mail = mail?;
        let modified = mail.metadata()?.modified()?;
        if modified > instant {
            later.push((modified, mail.path()));
        }
    }
    later.sort();
    for (order, (_, path)) in (1..).zip(later) {
        let file = File::options().write(true).open(path)?;
        file.set_modified(instant + Duration::from_micros(order))?;
    }
    Ok(())
}

/// Removes the mails about events that the table does not hold: they happened while the backup was made. Returns their number.
///
/// A ticket that is opened after this may get the number of one of theirs. Its mail must not pass for one that was sent.
async fn remove_later_mails(
    store: &Store,
    folder: &Path,
    manifest: &Manifest,
) -> Result<u64, RestoreError> {
    let mut removed = 0;
    let Ok(mails) = std::fs::read_dir(folder) else {
        return Ok(removed);
    };
    let instant = SystemTime::try_from(manifest.at).map_err(io::Error::other);
    let since = instant.map_err(unwritable(folder))? - Duration::from_secs(2);
    for mail in mails.flatten() {
        let path = mail.path();
        let modified = mail.metadata().and_then(|metadata| metadata.modified());
        if modified.map_err(unwritable(&path))? < since {
            continue;
        }
        let Some((ticket, event)) = about(&path) else {
            continue;
        };
        let version = store.ticket(&ticket).await?.map(|ticket| ticket.version);
        if version.unwrap_or_default() < event {
            std::fs::remove_file(&path).map_err(unwritable(&path))?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// Removes the files that the table does not know: they were announced while the backup was made. Returns their number.
async fn remove_later_files(store: &Store, objects: &Path) -> Result<u64, RestoreError> {
    let mut removed = 0;
    for key in keys(objects, "").unwrap_or_default() {
        let Some((ticket, file)) = parse_key(&key) else {
            continue;
        };
        if store.file(&ticket, file).await?.is_none() {
            let path = objects.join(&key);
            std::fs::remove_file(&path).map_err(unwritable(&path))?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// Returns the ticket and the event that a mail is about, which its file is named after: `SOS-3-12-…`.
fn about(mail: &Path) -> Option<(TicketId, u64)> {
    let mut parts = mail.file_name()?.to_str()?.splitn(4, '-');
    let (prefix, number) = (parts.next()?, parts.next()?);
    let event = parts.next()?.parse().ok()?;
    parts.next()?;
    Some((format!("{prefix}-{number}").parse().ok()?, event))
}

fn unwritable(path: &Path) -> impl Fn(io::Error) -> RestoreError + use<> {
    let path = path.to_owned();
    move |source| RestoreError::Unwritable {
        path: path.clone(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_names_its_event() {
        let (ticket, event) = about(Path::new("mail/SPSUP-3-12-Mj-dc_7.eml")).unwrap();
        assert_eq!((ticket.to_string().as_str(), event), ("SPSUP-3", 12));
        for other in ["SPSUP-3.eml", "sign-in-3-x.eml", "a.eml"] {
            assert!(about(Path::new(other)).is_none(), "{other}");
        }
    }
}
