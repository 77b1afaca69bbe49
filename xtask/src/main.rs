//! `cargo xtask`: builds, serves and checks Optgate.
//!
//! One module a concern. Each command installs what it needs and says what it is doing; `cargo xtask help` lists them.
//! What comes from cargo and npm is pinned, what comes from Debian's packages is not. Everything made on the way lies in
//! cargo's target folder, everything that ships in `dist/`.

mod browser;
mod check;
mod command;
mod demo;
mod dist;
mod gallery;
mod names;
mod packaging;
mod project;
mod setup;
mod size;
mod stamp;
mod vectors;

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
use lexopt::prelude::*;

use crate::command::Run;

const HELP: &str = "\
cargo xtask COMMAND

  demo [--port 8080]            build, then serve the example sites of www/ on this machine
  dist                          build everything that ships into dist/, print and record its size
  dist --lang fr,it             the same with these languages inside the script in place of German
  test [NAME…]                  run every check, or the named ones (`test list` names them)
  texts FILE                    print the archive of texts (dist/texts.json) for the settings in FILE, a JSON block
  vectors cookies|youtube FILE  compare a table of real inputs with what Optgate makes of them
  corpus DIR                    open a folder of whole pages in a browser and report
  prove                         what takes longer than a test may: uBlock Origin in Firefox, barriers in every language
  gallery                       take pictures of everything that visitors see, for the demo's gallery.localhost
  bench                         the size of everything that ships, what the doors cost a page, Optgate beside its peers
  help                          this text
";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut words = lexopt::Parser::from_env();
    match next(&mut words)?.as_deref() {
        Some("demo") => demo::run(port(&mut words)?),
        Some("dist") => match inside(&mut words)? {
            Some(languages) => dist::with_languages(&languages),
            None => {
                dist::run()?;
                size::Report::built()?.commit()
            }
        },
        Some("test") => check::run(&rest(&mut words)?),
        Some("texts") => {
            let file = next(&mut words)?.context("texts: which file?")?;
            last(&mut words)?;
            print!("{}", dist::archive::of(&std::fs::read_to_string(&file).context(file)?)?);
            Ok(())
        }
        Some("vectors") => {
            let table = next(&mut words)?.context("vectors: which table, cookies or youtube?")?;
            let file = next(&mut words)?.context("vectors: which file?")?;
            last(&mut words)?;
            vectors::run(&table, &PathBuf::from(file))
        }
        Some("corpus") => {
            let folder = next(&mut words)?.context("corpus: which folder?")?;
            last(&mut words)?;
            corpus(&folder)
        }
        Some("prove") => last(&mut words).and_then(|()| packaging::prove()),
        Some("gallery") => last(&mut words).and_then(|()| gallery::run()),
        Some("bench") => last(&mut words).and_then(|()| bench()),
        Some("help") | None => {
            print!("{HELP}");
            Ok(())
        }
        Some(other) => bail!("there is no command `{other}`\n\n{HELP}"),
    }
}

/// Opens every page of a folder under the tag; the report is the end-to-end suite's.
fn corpus(folder: &str) -> Result<()> {
    let folder = std::path::absolute(folder)?;
    dist::run()?;
    browser::install(&[browser::CHROMIUM, browser::NAMESPACE])?;
    Command::new("node").arg("tests/e2e/corpus.mjs").arg(folder).run()
}

/// Bytes, what a door costs, and a first visit beside those of other consent managers.
fn bench() -> Result<()> {
    dist::run()?;
    browser::install(&[browser::CHROMIUM, browser::FIREFOX, browser::WEBKIT, browser::NAMESPACE])?;
    Command::new("node").arg("tests/e2e/bench.mjs").run()?;
    packaging::peers()
}

fn port(words: &mut lexopt::Parser) -> Result<u16> {
    let mut port = 8080;
    while let Some(word) = words.next()? {
        match word {
            Long("port") => port = words.value()?.parse()?,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(port)
}

/// The languages of `--lang`.
fn inside(words: &mut lexopt::Parser) -> Result<Option<String>> {
    let mut languages = None;
    while let Some(word) = words.next()? {
        match word {
            Long("lang") => languages = Some(words.value()?.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(languages)
}

/// The next plain word of the command line.
fn next(words: &mut lexopt::Parser) -> Result<Option<String>> {
    match words.next()? {
        None => Ok(None),
        Some(Value(word)) => Ok(Some(word.string()?)),
        Some(Long("help") | Short('h')) => Ok(Some("help".into())),
        Some(other) => Err(other.unexpected().into()),
    }
}

fn rest(words: &mut lexopt::Parser) -> Result<Vec<String>> {
    let mut all = Vec::new();
    while let Some(word) = next(words)? {
        all.push(word);
    }
    Ok(all)
}

fn last(words: &mut lexopt::Parser) -> Result<()> {
    match next(words)? {
        None => Ok(()),
        Some(word) => bail!("`{word}` is one word too many\n\n{HELP}"),
    }
}
