//! The content of an object, or a part of it, as it is sent.

use bytes::Bytes;
use std::io::{self, SeekFrom};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::fs::File;
use tokio::io::{AsyncRead, AsyncSeekExt, ReadBuf};
use tokio_stream::Stream;

/// The bytes that are read at once.
const PIECE: usize = 64 * 1024;

/// Reads a part of a file.
pub(super) struct Content {
    file: File,
    left: u64,
}

impl Content {
    /// Returns that many bytes of the file from the first on.
    pub(super) async fn of(mut file: File, first: u64, length: u64) -> io::Result<Self> {
        file.seek(SeekFrom::Start(first)).await?;
        Ok(Self { file, left: length })
    }
}

impl Stream for Content {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let size = usize::try_from(self.left).map_or(PIECE, |left| left.min(PIECE));
        if size == 0 {
            return Poll::Ready(None);
        }
        let mut piece = vec![0; size];
        let mut buffer = ReadBuf::new(&mut piece);
        if let Err(error) = ready!(Pin::new(&mut self.file).poll_read(context, &mut buffer)) {
            return Poll::Ready(Some(Err(error)));
        }
        let read = buffer.filled().len();
        if read == 0 {
            return Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into())));
        }
        piece.truncate(read);
        self.left -= read as u64;
        Poll::Ready(Some(Ok(piece.into())))
    }
}
