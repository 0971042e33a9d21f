//! Reading a file at any offset through one window, with every length checked against the length of the file.

use std::io::{self, SeekFrom};

use super::{Fault, Format, Input};

/// Bytes that are read at once.
const WINDOW: usize = 16 << 10;

/// A reason to stop reading a file.
#[derive(Debug)]
pub(super) enum Error {
    Io(io::Error),
    /// The file ends too early.
    CutShort,
    /// The file breaks a rule of its format.
    Malformed,
    /// The file is of a variant that is not edited.
    Unsupported,
    /// The file contains a picture whose metadata cannot be removed.
    Embedded,
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Error {
    /// Converts to the fault of a picture in `format`; passes an I/O error on.
    pub fn fault(self, format: Format) -> io::Result<Fault> {
        match self {
            Self::Io(error) => Err(error),
            Self::CutShort => Ok(Fault::CutShort(format)),
            Self::Malformed => Ok(Fault::Malformed(format)),
            Self::Unsupported => Ok(Fault::Unsupported(format)),
            Self::Embedded => Ok(Fault::Embedded),
        }
    }
}

/// A file that is being inspected.
pub(super) struct Source<'r> {
    input: &'r mut dyn Input,
    len: u64,
    window: Vec<u8>,
    /// Offset of the window in the file.
    start: u64,
}

impl<'r> Source<'r> {
    pub fn new(input: &'r mut dyn Input) -> io::Result<Self> {
        let len = input.seek(SeekFrom::End(0))?;
        Ok(Self { input, len, window: Vec::new(), start: 0 })
    }

    pub fn len(&self) -> u64 {
        self.len
    }

    /// The first bytes, fewer than 16 where the file is shorter.
    pub fn head(&mut self) -> io::Result<Vec<u8>> {
        Ok(self.rest(0)?.iter().take(16).copied().collect())
    }

    /// The bytes from `at` on as far as the window goes: none at the end of the file, at least one before it.
    pub fn rest(&mut self, at: u64) -> io::Result<&[u8]> {
        let inside = |start: u64, window: &[u8]| {
            let offset = usize::try_from(at.checked_sub(start)?).ok()?;
            (offset < window.len()).then_some(offset)
        };
        let offset = match inside(self.start, &self.window) {
            Some(offset) => offset,
            None => {
                self.load(at)?;
                0
            }
        };
        Ok(&self.window[offset..])
    }

    fn load(&mut self, at: u64) -> io::Result<()> {
        self.window.clear();
        self.start = at;
        if at < self.len {
            self.input.seek(SeekFrom::Start(at))?;
            let want = usize::try_from(self.len - at).map_or(WINDOW, |left| left.min(WINDOW));
            self.window.resize(want, 0);
            // A file that has been shortened since its length was read is an I/O error.
            self.input.read_exact(&mut self.window)?;
        }
        Ok(())
    }

    /// The byte at `at`; `None` at the end of the file.
    pub fn byte(&mut self, at: u64) -> io::Result<Option<u8>> {
        Ok(self.rest(at)?.first().copied())
    }

    /// The `N` bytes from `at` on.
    pub fn array<const N: usize>(&mut self, at: u64) -> Result<[u8; N], Error> {
        let mut array = [0; N];
        self.copy(at, &mut array)?;
        Ok(array)
    }

    /// All bytes from `at` to `end`, which may be `most` at most.
    pub fn bytes(&mut self, at: u64, end: u64, most: usize) -> Result<Vec<u8>, Error> {
        let len = end.checked_sub(at).and_then(|len| usize::try_from(len).ok()).ok_or(Error::Malformed)?;
        if end > self.len {
            return Err(Error::CutShort);
        }
        if len > most {
            return Err(Error::Malformed);
        }
        let mut bytes = vec![0; len];
        self.copy(at, &mut bytes)?;
        Ok(bytes)
    }

    fn copy(&mut self, mut at: u64, mut to: &mut [u8]) -> Result<(), Error> {
        while !to.is_empty() {
            let rest = self.rest(at)?;
            let len = rest.len().min(to.len());
            if len == 0 {
                return Err(Error::CutShort);
            }
            let (front, behind) = to.split_at_mut(len);
            front.copy_from_slice(&rest[..len]);
            at += len as u64;
            to = behind;
        }
        Ok(())
    }

    /// Returns true if every byte from `at` to `end` is zero.
    pub fn is_zero(&mut self, mut at: u64, end: u64) -> Result<bool, Error> {
        while at < end {
            let rest = self.rest(at)?;
            let len = usize::try_from(end - at).map_or(rest.len(), |left| left.min(rest.len()));
            if len == 0 {
                return Err(Error::CutShort);
            }
            if rest[..len].iter().any(|&byte| byte != 0) {
                return Ok(false);
            }
            at += len as u64;
        }
        Ok(true)
    }

    /// `at + len`, where that lies within the file.
    pub fn end(&self, at: u64, len: u64) -> Result<u64, Error> {
        let end = at.checked_add(len).ok_or(Error::Malformed)?;
        if end > self.len { Err(Error::CutShort) } else { Ok(end) }
    }
}
