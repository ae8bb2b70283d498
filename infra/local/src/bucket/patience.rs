//! Cuts off clients that stop sending in the middle of a file. A slow connection may take hours for a large one, as long as
//! something arrives.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::{BoxError, Error};
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep};

/// Returns the request with a body that ends in an error when nothing arrives for that long.
pub(super) fn limited_to(patience: Duration, request: Request) -> Request {
    request.map(|body| {
        Body::new(Patient {
            body,
            patience,
            end: Box::pin(sleep(patience)),
        })
    })
}

struct Patient {
    body: Body,
    patience: Duration,
    end: Pin<Box<Sleep>>,
}

impl HttpBody for Patient {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) {
            let next = Instant::now() + self.patience;
            self.end.as_mut().reset(next);
            return Poll::Ready(frame.map(|frame| frame.map_err(Error::into_inner)));
        }
        let over = self.end.as_mut().poll(context);
        over.map(|()| Some(Err("the client stopped sending".into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
