//! Response bodies: bytes of the output, a file that is read while it is sent, or an endless stream of events.

use std::fs::File;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame, SizeHint};

use super::events::Listening;
use crate::media::Edited;

/// Read buffer per response, in bytes.
const PIECE: u64 = 64 * 1024;

pub(super) enum Answer {
    Bytes(Bytes),
    /// The next `left` bytes of `file`. Reading blocks the server's only thread for as long as the disk takes per
    /// buffer.
    File {
        file: Edited<File>,
        left: u64,
    },
    /// Server-sent events.
    Events(Listening),
}

impl Answer {
    fn left(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File { left, .. } => *left,
            Self::Events(_) => u64::MAX,
        }
    }

    fn next(&mut self) -> io::Result<Bytes> {
        match self {
            Self::Bytes(bytes) => Ok(std::mem::take(bytes)),
            Self::File { file, left } => {
                let mut piece = Vec::new();
                file.take(PIECE.min(*left)).read_to_end(&mut piece)?;
                if piece.is_empty() {
                    return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
                }
                *left -= piece.len() as u64;
                Ok(piece.into())
            }
            Self::Events(_) => Ok(Bytes::new()),
        }
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if let Self::Events(listening) = &mut *self {
            return Pin::new(listening).poll_frame(context);
        }
        Poll::Ready(match self.left() {
            0 => None,
            _ => Some(self.next().map(Frame::data)),
        })
    }

    fn is_end_stream(&self) -> bool {
        self.left() == 0
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Events(_) => SizeHint::default(),
            _ => SizeHint::with_exact(self.left()),
        }
    }
}
