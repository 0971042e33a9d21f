//! What an answer carries: bytes of the output, or a file of the author's read as it is sent.

use std::fs::File;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame, SizeHint};

/// As much of a file as is held in memory for one reader.
const PIECE: u64 = 64 * 1024;

pub(super) enum Answer {
    Bytes(Bytes),
    /// The next `left` bytes of `file`. Reading blocks the server for the moment that a disk takes for a piece.
    File {
        file: File,
        left: u64,
    },
}

impl Answer {
    fn left(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File { left, .. } => *left,
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
        }
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        Poll::Ready(match self.left() {
            0 => None,
            _ => Some(self.next().map(Frame::data)),
        })
    }

    fn is_end_stream(&self) -> bool {
        self.left() == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left())
    }
}
