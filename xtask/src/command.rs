//! Runs other programs, and tells what is going on.

use std::io::{self, IsTerminal, Write};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::project;

/// Running to the end, with an error that names the program.
pub trait Run {
    /// Runs in the workspace, its output passed on.
    fn run(&mut self) -> Result<()>;
    /// Runs in the workspace; what it writes is shown only if it fails.
    fn quiet(&mut self) -> Result<()>;
    /// Runs in the workspace and gives what it wrote, trimmed.
    fn read(&mut self) -> Result<String>;
}

impl Run for Command {
    fn run(&mut self) -> Result<()> {
        at_home(self);
        let status = self.status().with_context(|| missing(self))?;
        if !status.success() {
            bail!("{} ended with {status}", name(self));
        }
        Ok(())
    }

    fn quiet(&mut self) -> Result<()> {
        at_home(self);
        let output = self.stdin(Stdio::null()).output().with_context(|| missing(self))?;
        if !output.status.success() {
            io::stderr().write_all(&output.stdout)?;
            io::stderr().write_all(&output.stderr)?;
            bail!("{} ended with {}", name(self), output.status);
        }
        Ok(())
    }

    fn read(&mut self) -> Result<String> {
        at_home(self);
        let output = self.stderr(Stdio::inherit()).output().with_context(|| missing(self))?;
        if !output.status.success() {
            bail!("{} ended with {}", name(self), output.status);
        }
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }
}

fn at_home(command: &mut Command) {
    if command.get_current_dir().is_none() {
        command.current_dir(project::root());
    }
}

fn name(command: &Command) -> String {
    let words = command.get_args().take(3).map(|word| word.to_string_lossy());
    let program = command.get_program().to_string_lossy();
    std::iter::once(program).chain(words).collect::<Vec<_>>().join(" ")
}

fn missing(command: &Command) -> String {
    let program = command.get_program().to_string_lossy();
    match &*program {
        "node" | "npm" => format!("`{program}` cannot be started: install Node.js 20.10 or newer"),
        _ => format!("`{program}` cannot be started"),
    }
}

/// How often something that needs the network is tried, and how long it rests before the next attempt.
const ATTEMPTS: u64 = 4;
const REST: Duration = Duration::from_secs(15);

/// Tries again what may have failed because a registry answered badly; the last error counts.
pub fn persist<T>(mut work: impl FnMut() -> Result<T>) -> Result<T> {
    for attempt in 1..ATTEMPTS {
        match work() {
            Ok(result) => return Ok(result),
            Err(error) => eprintln!("  {error:#}; attempt {attempt} of {ATTEMPTS}, the next one follows"),
        }
        thread::sleep(REST);
    }
    work()
}

/// Tells what is being done before it begins, and how long it took.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let start = Instant::now();
    eprintln!("  {what} …");
    let result = work()?;
    if io::stderr().is_terminal() {
        // Back over the line, so that what is done and how long it took stand together.
        eprint!("\x1b[A\x1b[K");
    }
    eprintln!("  {what}: {:.1} s", start.elapsed().as_secs_f32());
    Ok(result)
}
