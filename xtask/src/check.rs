//! `cargo xtask test`: everything that must hold at each change.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};

use crate::command::Run;
use crate::{browser, dist, names, packaging, project, setup, size, vectors};

/// A name to call it by, what it holds, and how.
struct Check {
    name: &'static str,
    holds: &'static str,
    work: fn() -> Result<()>,
}

/// In the order in which they run: what is quick and what most depends on comes first.
const CHECKS: &[Check] = &[
    Check { name: "format", holds: "the code is formatted", work: format },
    Check { name: "lint", holds: "clippy is content, natively", work: lint },
    Check { name: "lint-wasm", holds: "clippy is content, in the wasm", work: lint_wasm },
    Check { name: "native", holds: "the logic is right", work: native },
    Check { name: "docs", holds: "the documentation builds", work: docs },
    Check { name: "vectors", holds: "real inputs are read as their table says", work: tables },
    Check { name: "size", holds: "size.json is fresh and within its limits", work: weigh },
    Check { name: "names", holds: "names stay clear of filter lists", work: names::check },
    Check { name: "web", holds: "the shell obeys, in Chromium", work: web },
    Check { name: "e2e", holds: "the promise is kept, in three engines", work: end_to_end },
    Check { name: "clients", holds: "a program that refuses for its user finds the button", work: packaging::clients },
    Check {
        name: "barriers",
        holds: "axe finds no barrier, the keyboard does everything, and contrast, motion and paper are heeded",
        work: packaging::barriers,
    },
    Check { name: "scale", holds: "thousands of videos take one observer, and work in step", work: packaging::scale },
    Check {
        name: "looks",
        holds: "frameworks change nothing of ours, and we nothing of theirs",
        work: packaging::looks,
    },
    Check {
        name: "players",
        holds: "lightboxes, lazy loaders and players of others wait for the press",
        work: packaging::players,
    },
    Check { name: "bundlers", holds: "the ES module goes through bundlers", work: packaging::bundlers },
    Check { name: "wasm-pack", holds: "a plain checkout builds and tests with wasm-pack", work: packaging::wasm_pack },
];

/// Runs the named checks, or all. One that fails does not keep the others from running.
pub fn run(names: &[String]) -> Result<()> {
    if names.iter().any(|name| name == "list") {
        for check in CHECKS {
            println!("{:<12}{}", check.name, check.holds);
        }
        return Ok(());
    }
    for name in names {
        ensure!(CHECKS.iter().any(|check| check.name == name), "there is no check `{name}`; `test list` names them");
    }
    let wanted = CHECKS.iter().filter(|check| names.is_empty() || names.iter().any(|name| name == check.name));
    let mut summary = Vec::new();
    let mut failed: usize = 0;
    for check in wanted {
        println!("\n── {}: {}", check.name, check.holds);
        let start = Instant::now();
        let result = (check.work)();
        let verdict = if result.is_ok() { "ok" } else { "FAILED" };
        if let Err(error) = result {
            failed += 1;
            println!("{error:#}");
        }
        let line = format!("{:<12}{verdict:<8}{:>7.1} s", check.name, start.elapsed().as_secs_f32());
        println!("── {line}");
        summary.push(line);
    }
    println!("\n{}\n\n{} passed, {failed} failed", summary.join("\n"), summary.len() - failed);
    ensure!(failed == 0, "not everything holds");
    Ok(())
}

fn format() -> Result<()> {
    setup::cargo().args(["fmt", "--all", "--", "--check"]).run()
}

fn lint() -> Result<()> {
    setup::cargo().args(["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]).run()
}

/// Once as the tests link it and once as it ships.
fn lint_wasm() -> Result<()> {
    setup::wasm_target()?;
    let clippy = |arguments: &[&str]| {
        setup::cargo()
            .args(["clippy", "--quiet", "--package", "optgate", "--target", setup::WASM])
            .args(arguments)
            .args(["--", "-D", "warnings"])
            .run()
    };
    clippy(&["--lib", "--test", "web"])?;
    clippy(&["--lib", "--features", "lean"])
}

/// Filter lists and the engine that reads them are a check of their own.
fn native() -> Result<()> {
    setup::cargo().args(["test", "--quiet", "--workspace", "--exclude", "names"]).run()
}

fn docs() -> Result<()> {
    setup::cargo()
        .args(["doc", "--quiet", "--no-deps", "--package", "optgate", "--package", "xtask"])
        .args(["--document-private-items"])
        .env("RUSTDOCFLAGS", "-D warnings")
        .run()
}

fn tables() -> Result<()> {
    let data = project::root().join("tests/data");
    vectors::check("cookies", &data.join("cookies.tsv"))?;
    vectors::check("youtube", &data.join("youtube.tsv"))
}

fn weigh() -> Result<()> {
    dist::run()?;
    let built = size::Report::built()?;
    let excess = built.excess();
    ensure!(excess.is_empty(), "{}", excess.join("\n"));
    let stale = match size::Report::committed() {
        Ok(committed) => committed.stale(&built, &size::readme()?),
        Err(error) => vec![format!("{error:#}")],
    };
    if !stale.is_empty() {
        built.commit()?;
        bail!("{}\nsize.json and the size in README.md are written anew and want to be committed", stale.join("\n"));
    }
    Ok(())
}

fn web() -> Result<()> {
    setup::wasm_target()?;
    browser::install(&[browser::CHROMIUM])?;
    let runner = setup::bindgen_programs()?.join("wasm-bindgen-test-runner");
    setup::cargo()
        .args(["test", "--package", "optgate", "--test", "web", "--target", setup::WASM])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("CHROMEDRIVER", browser::find("chromedriver").context("chromedriver")?)
        // Seconds for the driver's start and for all tests; the runner's own 5 and 20 are for a machine that is idle.
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
        // A backtrace of the runner, which it would print for a failed test, helps nobody.
        .env_remove("RUST_BACKTRACE")
        .run()
}

fn end_to_end() -> Result<()> {
    browser::install(&[browser::CHROMIUM, browser::FIREFOX, browser::WEBKIT, browser::NAMESPACE])?;
    dist::build()?;
    Command::new("node").args(["--test", "--test-reporter=spec", "tests/e2e/harness.test.mjs"]).run()?;
    Command::new("node").arg("tests/e2e/run.mjs").run()?;
    Command::new("node").args(["tests/e2e/corpus.mjs", "tests/e2e/corpus"]).run()
}
