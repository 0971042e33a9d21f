//! Panics as values: guarded work that panics returns the panic's message and location instead of ending its thread. A
//! panic is a bug in Casebook; the server survives it and reports it. Nothing is repaired here: the caller discards
//! whatever the work left half done.

use std::any::Any;
use std::cell::Cell;
use std::fmt;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::{Mutex, Once, PoisonError};

use rayon::{ThreadPool, ThreadPoolBuilder};

#[cfg(panic = "abort")]
compile_error!("the server catches panics: build with `panic = \"unwind\"`, or without the feature `serve`");

/// Upper bound on remembered panics. More than one is needed: several threads of one guarded run can panic together.
const MOST_SEEN: usize = 16;

thread_local! {
    /// True while panics on this thread are recorded for a guard instead of printed.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Recorded panics, newest last.
static SEEN: Mutex<Vec<Panicked>> = Mutex::new(Vec::new());

/// A panic's message and location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Panicked {
    message: String,
    location: Option<String>,
}

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.location {
            Some(location) => write!(f, "{} ({location})", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl Panicked {
    fn of(payload: &(dyn Any + Send)) -> Self {
        let message = message(payload);
        let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
        let location =
            seen.iter().rev().find(|panicked| panicked.message == message).and_then(|found| found.location.clone());
        seen.retain(|panicked| panicked.message != message);
        Self { message, location }
    }

    /// Records a panic for the guard, which receives only the payload, without the location.
    fn note(info: &PanicHookInfo<'_>) {
        let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() == MOST_SEEN {
            seen.remove(0);
        }
        seen.push(Self { message: message(info.payload()), location: info.location().map(ToString::to_string) });
    }
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "a panic without a message".to_owned())
}

/// Runs `work`. After a panic, anything that it was changing may be half done.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    let before = GUARDED.replace(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(before);
    done.map_err(|payload| Panicked::of(&*payload))
}

/// A thread pool whose panics are recorded; `None` if the system grants no threads. Use it from guarded work only.
pub(super) fn pool() -> Option<ThreadPool> {
    ThreadPoolBuilder::new().start_handler(|_| GUARDED.set(true)).build().ok()
}

/// Installs the panic hook: panics of guarded work are recorded and not printed, all others are printed as before.
pub(super) fn prepare() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| if GUARDED.get() { Panicked::note(info) } else { usual(info) }));
        // The stages use the global pool. Unit tests share that pool with other tests, whose panics must be printed.
        if cfg!(not(test)) {
            ThreadPoolBuilder::new().start_handler(|_| GUARDED.set(true)).build_global().ok();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_comes_back_with_its_place_from_whichever_thread() {
        prepare();
        let here = guarded(|| -> () { panic::panic_any("on this thread") }).expect_err("the work panics");
        assert!(here.to_string().starts_with("on this thread (src/serve/guard.rs:"), "{here}");
        let pool = pool().expect("the threads can be started");
        let number = 7;
        let there =
            guarded(|| pool.install(|| assert_eq!(number, 8, "on another thread"))).expect_err("the work panics");
        assert!(there.to_string().contains("on another thread") && there.to_string().ends_with(')'), "{there}");
        let odd = guarded(|| -> () { panic::panic_any(7_u8) }).expect_err("the work panics");
        assert!(odd.to_string().starts_with("a panic without a message (src/serve/guard.rs:"), "{odd}");
    }

    #[test]
    fn what_does_not_panic_comes_back_as_it_is_and_guards_may_be_nested() {
        let inner = guarded(|| guarded(|| -> () { panic::panic_any("inside") }).is_err());
        assert_eq!(inner, Ok(true));
        assert!(!GUARDED.get());
    }
}
