//! Runs the browser tests: cargo hands it the test's `.wasm`.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, ExitCode};
use std::time::Duration;

use anyhow::{Context, Result};

/// Where the test server of wasm-bindgen is told to listen.
const ADDRESS: &str = "WASM_BINDGEN_TEST_ADDRESS";

/// More than the threads with which the server begins.
const HELD: usize = 16;

fn main() -> Result<ExitCode> {
    if std::env::var_os(ADDRESS).is_some() {
        wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())?;
        return Ok(ExitCode::SUCCESS);
    }
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let mut runner = Command::new(std::env::current_exe()?)
        .args(std::env::args_os().skip(1))
        .env(ADDRESS, address.to_string())
        .spawn()
        .context("the runner does not start")?;
    let held = occupy(address, &mut runner)?;
    let status = runner.wait()?;
    drop(held);
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Takes every thread with which the server begins.
///
/// tiny_http 0.12 keeps a thread for a connection as long as that stands. It begins with four, and makes another only when it
/// counts none that waits. Of two connections that come at once both may be promised the one thread that does; the
/// second then waits for as long as the browser keeps the first: without end. A browser opens six at once for a page with
/// many modules. Where no thread waits, each connection is given one of its own.
fn occupy(address: SocketAddr, runner: &mut Child) -> Result<Vec<TcpStream>> {
    let mut held = Vec::new();
    while held.len() < HELD && runner.try_wait()?.is_none() {
        held.extend(TcpStream::connect(address));
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok(held)
}
