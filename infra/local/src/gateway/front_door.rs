//! Connections from clients. A request whose head is not valid HTTP never reaches a function,
//! because the HTTP library answers it with an empty 400. This module puts a problem into that
//! answer, which says what to do.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// The beginning of the HTTP library's answer to an unreadable head. No answer of Docket begins
/// with these bytes: its 400s name their content type first.
const EMPTY_400: &[u8] = b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n";

const PROBLEM: &str = concat!(
    r#"{"type":"about:blank","title":"The request cannot be read","status":400,"#,
    r#""detail":"The request line or a header is not HTTP: remove control characters and spaces from names and values.","#,
    r#""errors":[{"field":"header","message":"Remove control characters."}]}"#
);

/// A connection that answers an unreadable head with a problem.
pub(crate) struct FrontDoor {
    stream: TcpStream,
    /// The rest of a replaced answer, still to be written.
    rest: Option<Vec<u8>>,
}

impl FrontDoor {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self { stream, rest: None }
    }

    fn write_rest(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while let Some(rest) = self.rest.as_mut().filter(|rest| !rest.is_empty()) {
            match Pin::new(&mut self.stream).poll_write(context, rest) {
                Poll::Ready(Ok(written)) => rest.drain(..written.min(rest.len())).for_each(drop),
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => return Poll::Pending,
            }
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for FrontDoor {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if !bytes.starts_with(EMPTY_400) {
            return Pin::new(&mut self.stream).poll_write(context, bytes);
        }
        self.rest.get_or_insert_with(|| {
            let length = PROBLEM.len();
            format!(
                "HTTP/1.1 400 Bad Request\r\ncontent-type: application/problem+json\r\n\
                 cache-control: no-store\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{PROBLEM}"
            )
            .into_bytes()
        });
        self.write_rest(context).map_ok(|()| bytes.len())
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl AsyncRead for FrontDoor {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}
