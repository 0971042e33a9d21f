//! The preview server: shows a site in a browser on this computer while its author edits it.
//!
//! A leaf module. `watch` reports changes in the site's folder, `live` keeps the last good state, and `http` answers
//! requests from it. Listens on the loopback address unless another host is given. Writes to disk only the single fixes
//! that an author asks for on a page (`fixes`).

mod body;
mod events;
mod fixes;
mod guard;
mod http;
mod live;
mod news;
mod pages;
mod watch;

use std::future::{Future, poll_fn};
use std::io::{Error, ErrorKind};
use std::net::{IpAddr, SocketAddr, TcpListener, ToSocketAddrs};
use std::pin::{Pin, pin};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};

pub use fixes::Trial;
use http::Site;
use live::Unwatched;
pub use live::{Live, Runs, Tell, Update};
use pages::Pages;
use watch::Watch;
pub use watch::Watching;

/// The ports to try, in order, if none is given.
const PORTS: std::ops::Range<u16> = 4000..4020;

/// A server that is bound to its port but does not answer yet.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    host: String,
    at: SocketAddr,
}

impl Server {
    /// Binds `port` on `host`, or without a port the first free one of 4000 to 4019. Port 0 lets the system choose.
    ///
    /// # Errors
    /// Fails if the host does not belong to this computer, or if no such port is free.
    pub fn bind(host: &str, port: Option<u16>) -> Result<Self> {
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let listener = match port {
            Some(port) => listen(host, port).with_context(|| format!("cannot listen on port {port} of `{host}`"))?,
            None => listen_anywhere(host).with_context(|| format!("cannot listen on `{host}`"))?,
        };
        let at = listener.local_addr().context("cannot learn the port")?;
        Ok(Self { listener, host: host.to_owned(), at })
    }

    /// The address to open in a browser.
    #[must_use]
    pub fn address(&self) -> String {
        let port = self.at.port();
        match self.host.parse::<IpAddr>() {
            Ok(ip) if ip.is_unspecified() => format!("http://localhost:{port}/"),
            Ok(IpAddr::V6(ip)) => format!("http://[{ip}]:{port}/"),
            _ => format!("http://{}:{port}/", self.host),
        }
    }

    /// The port that the server listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.at.port()
    }

    /// Serves the site of `runs` and follows its changes until `stop` resolves.
    ///
    /// # Errors
    /// Fails if the system cannot run an event loop, or if the watch for changes ends, because pages would then go
    /// stale silently. An error on a connection ends only that connection.
    pub fn follow(
        self,
        runs: Runs,
        live: &Arc<Live>,
        watching: Watching,
        stop: impl Future<Output = ()>,
    ) -> Result<()> {
        let (watch, ending) = Watch::begin(runs.dir(), watching);
        // Other devices may read the site, but not change its files.
        if self.at.ip().is_loopback() {
            live.allow_fixes();
        }
        let pages = Arc::clone(live);
        live::while_watching(runs, live, watch, ending, |unwatched| self.run(pages, unwatched, stop))
    }

    /// Answers requests from `pages` until `stop` resolves.
    fn run(self, pages: Arc<dyn Pages>, unwatched: Unwatched, stop: impl Future<Output = ()>) -> Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("cannot serve")?;
        let site = Arc::new(Site::new(pages, &self.host));
        self.listener.set_nonblocking(true).context("cannot serve")?;
        runtime.block_on(serve(self.listener, site, pin!(unwatched), pin!(stop)))
    }
}

/// The next event of the server.
enum Next {
    Stop,
    Unwatched,
    Caller(std::io::Result<(tokio::net::TcpStream, SocketAddr)>),
}

async fn serve(
    listener: TcpListener,
    site: Arc<Site>,
    mut unwatched: Pin<&mut Unwatched>,
    mut stop: Pin<&mut impl Future<Output = ()>>,
) -> Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener).context("cannot serve")?;
    loop {
        let next = poll_fn(|context| {
            if stop.as_mut().poll(context).is_ready() {
                return Poll::Ready(Next::Stop);
            }
            if unwatched.as_mut().poll(context).is_ready() {
                return Poll::Ready(Next::Unwatched);
            }
            listener.poll_accept(context).map(Next::Caller)
        });
        match next.await {
            Next::Stop => return Ok(()),
            Next::Unwatched => bail!("the watch for changes has ended; start `casebook serve` again"),
            Next::Caller(Ok((stream, _))) => drop(tokio::spawn(answer(stream, Arc::clone(&site)))),
            // The client has hung up again, or too many files are open: pause instead of spinning.
            Next::Caller(Err(_)) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn answer(stream: tokio::net::TcpStream, site: Arc<Site>) {
    // With Nagle's algorithm, each message to open pages would wait for a delayed acknowledgement of the one before: 40
    // ms.
    stream.set_nodelay(true).ok();
    let service = service_fn(move |request| {
        let response = site.answer(&request);
        async move { Ok::<_, std::convert::Infallible>(response) }
    });
    // Ignore clients that disconnect mid-response.
    http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service).await.ok();
}

/// Locks `mutex` even if a thread panicked while it held the lock: the values behind these locks are either consistent
/// at every step or replaced after a panic.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn listen_anywhere(host: &str) -> std::io::Result<TcpListener> {
    let mut last = Error::from(ErrorKind::AddrInUse);
    for port in PORTS {
        match listen(host, port) {
            Err(error) if error.kind() == ErrorKind::AddrInUse => last = error,
            done => return done,
        }
    }
    Err(last)
}

fn listen(host: &str, port: u16) -> std::io::Result<TcpListener> {
    let addresses: Vec<SocketAddr> = (host, port).to_socket_addrs()?.collect();
    TcpListener::bind(&addresses[..])
}

/// Resolves when the user presses Ctrl-C.
pub async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        // Without the handler there is nothing to wait for. Ctrl-C then ends the process in the system's default way.
        std::future::pending::<()>().await;
    }
}

/// Opens `address` in the user's browser.
///
/// # Errors
/// Fails if the program that opens browsers on this system cannot be started.
pub fn open(address: &str) -> Result<()> {
    let (program, first): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let mut command = Command::new(program);
    command.args(first).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().map(drop).with_context(|| format!("cannot open the browser with `{program}`; go to {address}"))
}

#[cfg(test)]
mod tests;
