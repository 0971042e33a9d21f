//! Runs the program with a time limit.

use std::io::Read;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// The path of the built program.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_casebook");

/// The time limit. No run takes nearly as long, even on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(300);

/// Runs a command to its end.
///
/// # Panics
///
/// If the command exceeds the time limit; it is then killed.
pub fn output(mut command: Command) -> Output {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (stdout, stderr) = (gathered(child.stdout.take().unwrap()), gathered(child.stderr.take().unwrap()));
    let stdout = received(&stdout, &mut child);
    let stderr = received(&stderr, &mut child);
    Output { status: child.wait().unwrap(), stdout, stderr }
}

/// Runs a command with its standard output sent to `stdout`. What is returned has standard error only.
///
/// # Panics
///
/// When it does not end in time; it is killed then.
pub fn output_into(mut command: Command, stdout: impl Into<Stdio>) -> Output {
    let mut child = command.stdin(Stdio::null()).stdout(stdout).stderr(Stdio::piped()).spawn().unwrap();
    let stderr = gathered(child.stderr.take().unwrap());
    let stderr = received(&stderr, &mut child);
    Output { status: child.wait().unwrap(), stdout: Vec::new(), stderr }
}

/// Reads a pipe in the background until the program closes it.
fn gathered(mut pipe: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).unwrap();
        // The receiver is gone if the test has already failed.
        let _ = sender.send(bytes);
    });
    receiver
}

fn received(pipe: &Receiver<Vec<u8>>, child: &mut Child) -> Vec<u8> {
    pipe.recv_timeout(PATIENCE).unwrap_or_else(|_| {
        child.kill().ok();
        panic!("the program did not end within {PATIENCE:?}")
    })
}

/// Returns the processor time of this thread in seconds, which does not depend on other load; zero on systems other
/// than Linux.
pub fn processor_time() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds: f64 = stat.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or_default();
    nanoseconds / 1e9
}
