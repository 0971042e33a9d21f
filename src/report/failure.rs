//! Errors of the machine as one line of words: without the numbers of the operating system, and each cause once.

use std::error::Error;
use std::io;

/// The message of an error with its causes.
#[must_use]
pub fn failure(error: &(dyn Error + 'static)) -> String {
    let mut text = words(error);
    let mut cause = error.source();
    while let Some(error) = cause {
        let more = words(error);
        // Some errors contain the message of their cause.
        if !text.ends_with(&more) {
            text = format!("{text}: {more}");
        }
        cause = error.source();
    }
    text
}

fn words(error: &(dyn Error + 'static)) -> String {
    let kind = error.downcast_ref::<io::Error>().filter(|error| error.raw_os_error().is_some()).map(io::Error::kind);
    match kind {
        Some(io::ErrorKind::PermissionDenied) => "you do not have the permission".to_owned(),
        Some(io::ErrorKind::ReadOnlyFilesystem) => "the disk is read-only".to_owned(),
        Some(io::ErrorKind::StorageFull) => "the disk is full".to_owned(),
        Some(io::ErrorKind::DirectoryNotEmpty) => "another program is writing there, too".to_owned(),
        _ => without_number(&error.to_string()),
    }
}

/// The message of the operating system without its number: `Is a directory (os error 21)`.
fn without_number(text: &str) -> String {
    let plain = text.split_once(" (os error ").and_then(|(before, rest)| Some((before, rest.split_once(')')?.1)));
    plain.map_or_else(|| text.to_owned(), |(before, after)| format!("{before}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    enum Outer {
        #[error("cannot write `a`")]
        Disk { source: io::Error },
        #[error("cannot read `a`: {source}")]
        Twice { source: io::Error },
    }

    #[test]
    fn errors_of_the_system_are_said_once_and_in_words() {
        let denied = || io::Error::from_raw_os_error(13);
        let expected = "cannot write `a`: you do not have the permission";
        assert_eq!(failure(&Outer::Disk { source: denied() }), expected);
        let twice = failure(&Outer::Twice { source: io::Error::other("odd (os error 5)") });
        assert_eq!(twice, "cannot read `a`: odd");
    }
}
