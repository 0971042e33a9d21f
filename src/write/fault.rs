//! A disk that fails on demand, so that tests can stop a build at every single step. Outside tests it never does.

#[cfg(not(test))]
use std::io;

#[cfg(not(test))]
#[expect(clippy::unnecessary_wraps, reason = "in tests it fails")]
pub(super) fn strike() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
pub(super) use armed::{Fault, arm, strike};

#[cfg(test)]
mod armed {
    use std::cell::Cell;
    use std::io;

    /// What fails, counted in things done to the disk.
    #[derive(Clone, Copy, Debug)]
    pub(in crate::write) enum Fault {
        /// Nothing.
        None,
        /// The step with this number and no other: a disk that is full.
        Step(usize),
        /// Everything from this number on: a process that is killed.
        From(usize),
    }

    thread_local! {
        static FAULT: Cell<(Fault, usize)> = const { Cell::new((Fault::None, 0)) };
    }

    /// Sets the fault and starts counting; returns how many steps there were since the last time.
    pub(in crate::write) fn arm(fault: Fault) -> usize {
        FAULT.replace((fault, 0)).1
    }

    pub(in crate::write) fn strike() -> io::Result<()> {
        let (fault, step) = FAULT.get();
        FAULT.set((fault, step + 1));
        match fault {
            Fault::Step(at) if step == at => Err(io::Error::from(io::ErrorKind::StorageFull)),
            Fault::From(at) if step >= at => Err(io::Error::from(io::ErrorKind::Interrupted)),
            _ => Ok(()),
        }
    }
}
