//! An object as one file: its content, and behind it what S3 knows of it. So both are there at one instant, or neither.
//!
//! The file ends with the description as JSON, the description's length in eight bytes, and eight bytes that say that this is
//! such a file.

use crate::durable;
use crate::hex::hex;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use s3s::dto::{Metadata, StreamingBlob};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::{self, ErrorKind, SeekFrom};
use std::path::{Path, PathBuf};
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt, BufWriter, Take};
use tokio_stream::StreamExt;

/// How the file of an object ends.
const END: &[u8; 8] = b"docketS3";
/// The bytes that are read at once.
const PIECE: usize = 64 * 1024;

/// What S3 knows of an object beside its content.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct About {
    pub(super) content_type: Option<String>,
    pub(super) content_disposition: Option<String>,
    pub(super) metadata: Option<Metadata>,
    /// The number of bytes of the content.
    pub(super) size: u64,
    pub(super) e_tag: String,
    /// The checksum, in Base64. That of an object joined from parts is composite.
    pub(super) sha256: String,
}

impl About {
    /// Returns what a client says of an object.
    pub(super) fn said(
        content_type: Option<String>,
        content_disposition: Option<String>,
        metadata: Option<Metadata>,
    ) -> Self {
        Self {
            content_type,
            content_disposition,
            metadata,
            ..Self::default()
        }
    }
}

/// Returns the tag of an object, from a digest of its content or of its parts' checksums.
pub(super) fn tag(digest: &[u8]) -> String {
    hex(digest.get(..16).unwrap_or(digest))
}

fn damaged() -> io::Error {
    io::Error::new(ErrorKind::InvalidData, "the object's file is damaged")
}

/// Reads the next piece of content. Returns `None` at its end.
async fn next_piece<'p>(
    content: &mut Take<File>,
    piece: &'p mut [u8],
) -> io::Result<Option<&'p [u8]>> {
    let read = content.read(piece).await?;
    Ok(piece.get(..read).filter(|piece| !piece.is_empty()))
}

/// An object that was opened: what it is, and its file at the beginning of the content.
pub(super) struct Opened {
    pub(super) about: About,
    pub(super) file: File,
    pub(super) modified: std::time::SystemTime,
}

/// An object that is being written, beside its place.
pub(super) struct Unfinished {
    path: PathBuf,
    file: BufWriter<File>,
    digest: Sha256,
    size: u64,
    finished: bool,
}

impl Opened {
    /// Opens the object in that file. Returns `None` when there is none.
    pub(super) async fn at(path: &Path) -> io::Result<Option<Self>> {
        let mut file = match File::open(path).await {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let metadata = file.metadata().await?;
        if metadata.is_dir() {
            return Ok(None);
        }
        let about = read_about(&mut file, metadata.len()).await?;
        file.seek(SeekFrom::Start(0)).await?;
        let modified = metadata.modified()?;
        Ok(Some(Self {
            about,
            file,
            modified,
        }))
    }

    /// Reads the content, and compares it with its checksum. Returns its length.
    pub(super) async fn check(self) -> io::Result<u64> {
        let mut content = self.file.take(self.about.size);
        let (mut digest, mut piece, mut length) = (Sha256::new(), vec![0; PIECE], 0);
        while let Some(piece) = next_piece(&mut content, &mut piece).await? {
            digest.update(piece);
            length += piece.len() as u64;
        }
        // The checksum of an object in parts is of its parts' checksums.
        let whole = !self.about.sha256.contains('-');
        match whole && STANDARD.encode(digest.finalize()) != self.about.sha256 {
            true => Err(damaged()),
            false => Ok(length),
        }
    }
}

async fn read_about(file: &mut File, length: u64) -> io::Result<About> {
    let begin = length.checked_sub(16).ok_or_else(damaged)?;
    file.seek(SeekFrom::Start(begin)).await?;
    let about = file.read_u64().await?;
    let mut end = [0; 8];
    file.read_exact(&mut end).await?;
    let begin = begin.checked_sub(about).filter(|_| end == *END);
    file.seek(SeekFrom::Start(begin.ok_or_else(damaged)?))
        .await?;
    let mut json = Vec::new();
    file.take(about).read_to_end(&mut json).await?;
    Ok(serde_json::from_slice(&json)?)
}

impl Unfinished {
    /// Begins an object in a file of that folder.
    pub(super) fn begin(folder: &Path) -> io::Result<Self> {
        let path = folder.join(uuid::Uuid::new_v4().to_string());
        let file = File::from_std(durable::create_file(&path)?);
        Ok(Self {
            path,
            file: BufWriter::with_capacity(PIECE, file),
            digest: Sha256::new(),
            size: 0,
            finished: false,
        })
    }

    /// Adds content as it arrives.
    pub(super) async fn add(&mut self, mut content: StreamingBlob) -> io::Result<()> {
        while let Some(piece) = content.next().await {
            self.add_piece(&piece.map_err(io::Error::other)?).await?;
        }
        Ok(())
    }

    /// Adds the content of another object.
    pub(super) async fn add_from(&mut self, other: Opened) -> io::Result<()> {
        let mut content = other.file.take(other.about.size);
        let mut piece = vec![0; PIECE];
        while let Some(piece) = next_piece(&mut content, &mut piece).await? {
            self.add_piece(piece).await?;
        }
        Ok(())
    }

    async fn add_piece(&mut self, piece: &[u8]) -> io::Result<()> {
        self.digest.update(piece);
        self.size += piece.len() as u64;
        self.file.write_all(piece).await
    }

    /// Ends the object, and puts it into its place. It is on the disk when this returns. The size is that of its content, and tag and
    /// checksum too, unless they are given.
    pub(super) async fn finish(
        mut self,
        place: &Path,
        mut about: About,
        makes_folder: bool,
    ) -> io::Result<About> {
        let digest = self.digest.finalize_reset();
        about.size = self.size;
        if about.sha256.is_empty() {
            about.sha256 = STANDARD.encode(digest);
        }
        if about.e_tag.is_empty() {
            about.e_tag = tag(&digest);
        }
        let json = serde_json::to_vec(&about)?;
        self.file.write_all(&json).await?;
        self.file.write_u64(json.len() as u64).await?;
        self.file.write_all(END).await?;
        self.file.flush().await?;
        self.file.get_ref().sync_all().await?;
        let (path, place) = (self.path.clone(), place.to_owned());
        let put = tokio::task::spawn_blocking(move || {
            // The folder of an upload's parts is there, or the upload has ended.
            if let Some(folder) = place.parent().filter(|_| makes_folder) {
                durable::create_folder(folder)?;
            }
            std::fs::rename(path, &place)?;
            durable::flush_folder_of(&place)
        });
        put.await.map_err(io::Error::other)??;
        self.finished = true;
        Ok(about)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.finished {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
