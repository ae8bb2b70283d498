//! The last entry of a backup: what it holds. A backup without it is not whole.

use crate::hex::hex;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{self, Read, Write};

/// The name of the entry.
pub(super) const NAME: &str = "docket-backup.json";

/// What a backup holds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The version of Docket that made it.
    pub(super) docket: String,
    /// The machine's time at which the table was as it is here.
    pub(super) at: Timestamp,
    /// The SHA-256 of each entry before this one, in hexadecimal.
    pub(super) entries: BTreeMap<String, String>,
}

/// Digests what passes through it.
pub(super) struct Digesting<T> {
    through: T,
    digest: Sha256,
}

impl<T> Digesting<T> {
    pub(super) fn new(through: T) -> Self {
        let digest = Sha256::new();
        Self { through, digest }
    }

    /// Returns the digest, in hexadecimal.
    pub(super) fn hex(self) -> String {
        hex(&self.digest.finalize())
    }
}

impl<R: Read> Read for Digesting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.through.read(buffer)?;
        self.digest.update(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}

impl<W: Write> Write for Digesting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.through.write(bytes)?;
        self.digest.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.through.flush()
    }
}
