//! A disk that fails on demand, and a log of its steps, so that tests of `atomic` and `write` can stop at every step
//! and assert the order of all steps. Outside tests it never fails and logs nothing.

#[cfg(not(test))]
use std::{io, path::Path};

#[cfg(not(test))]
#[expect(clippy::unnecessary_wraps, reason = "in tests it fails")]
pub(crate) fn strike(_: &'static str, _: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
pub(crate) use armed::{Fault, arm, strike};

#[cfg(test)]
mod armed {
    use std::cell::RefCell;
    use std::io;
    use std::path::{Path, PathBuf};

    /// The steps that fail, numbered from 0.
    #[derive(Clone, Copy, Debug, Default)]
    pub(crate) enum Fault {
        /// Nothing.
        #[default]
        None,
        /// Only the step with this number, as on a full disk.
        Step(usize),
        /// This step and all later ones, as in a killed process.
        From(usize),
    }

    /// A disk operation, whether or not it succeeded.
    #[derive(Clone, Debug)]
    pub(crate) struct Step {
        pub doing: &'static str,
        pub path: PathBuf,
    }

    thread_local! {
        static DISK: RefCell<(Fault, Vec<Step>)> = RefCell::default();
    }

    /// Sets the fault and starts a new log; returns the previous log.
    pub(crate) fn arm(fault: Fault) -> Vec<Step> {
        DISK.replace((fault, Vec::new())).1
    }

    pub(crate) fn strike(doing: &'static str, path: &Path) -> io::Result<()> {
        DISK.with_borrow_mut(|(fault, log)| {
            let step = log.len();
            log.push(Step { doing, path: path.to_owned() });
            match *fault {
                Fault::Step(at) if step == at => Err(io::Error::from(io::ErrorKind::StorageFull)),
                Fault::From(at) if step >= at => Err(io::Error::from(io::ErrorKind::Interrupted)),
                _ => Ok(()),
            }
        })
    }
}
