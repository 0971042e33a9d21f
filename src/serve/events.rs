//! Server-sent events: every open page is notified of each new state of the site. A page that missed some receives only
//! the newest.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use hyper::body::{Body, Bytes, Frame};

use super::lock;

/// The address of the event stream.
pub(super) const EVENTS: &str = ".casebook/events";

/// The newest message, and the connections that wait for the next one.
#[derive(Default)]
pub(super) struct Hub {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    number: u64,
    message: Bytes,
    waiting: Vec<Waker>,
}

impl Hub {
    /// Sends message `number` to every open page. `line` must be a single line of text.
    pub fn tell(&self, number: u64, line: &str) {
        let message = Bytes::from(format!("data: {line}\n\n"));
        let waiting = {
            let mut state = lock(&self.state);
            (state.number, state.message) = (number, message);
            std::mem::take(&mut state.waiting)
        };
        waiting.into_iter().for_each(Waker::wake);
    }
}

/// The event stream of one page.
pub(super) struct Listening {
    hub: Arc<Hub>,
    heard: Option<u64>,
}

impl Listening {
    /// Subscribes to `hub`. The newest message is sent at once, then each that follows.
    pub fn to(hub: Arc<Hub>) -> Self {
        Self { hub, heard: None }
    }
}

impl Body for Listening {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let hub = Arc::clone(&self.hub);
        let mut state = lock(&hub.state);
        if self.heard != Some(state.number) && !state.message.is_empty() {
            self.heard = Some(state.number);
            return Poll::Ready(Some(Ok(Frame::data(state.message.clone()))));
        }
        if !state.waiting.iter().any(|waker| waker.will_wake(context.waker())) {
            state.waiting.push(context.waker().clone());
        }
        Poll::Pending
    }
}
