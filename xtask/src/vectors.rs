//! Compares tables of real inputs with what Optgate makes of them, one line a row.
//!
//! A table is UTF-8 with one header line and tabs between fields; inside a field `\\`, `\t`, `\n` and `\r` are
//! escapes. A row whose note says `dispute` is shown and does not count: its sources contradict each other.

mod html;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use optgate::embed::Video;
use optgate::{cookie, embed};

/// What was made of one row.
struct Row {
    line: usize,
    computed: String,
    expected: String,
    /// False where a difference is information.
    counts: bool,
}

impl Row {
    fn differs(&self) -> bool {
        self.computed != self.expected
    }
}

/// Prints every row; an error where one that counts differs.
pub fn run(table: &str, file: &Path) -> Result<()> {
    let rows = read(table, file)?;
    for row in &rows {
        let verdict = match (row.differs(), row.counts) {
            (false, _) => "same",
            (true, true) => "DIFFERS",
            (true, false) => "differs, for information",
        };
        println!("{}\t{verdict}\t{}\t{}", row.line, row.computed, row.expected);
    }
    summary(table, &rows)
}

/// Prints only what differs.
pub fn check(table: &str, file: &Path) -> Result<()> {
    let rows = read(table, file)?;
    for row in rows.iter().filter(|row| row.counts && row.differs()) {
        println!("line {}: {}, expected {}", row.line, row.computed, row.expected);
    }
    summary(table, &rows)
}

fn summary(table: &str, rows: &[Row]) -> Result<()> {
    let differing = |counts: bool| rows.iter().filter(|row| row.counts == counts && row.differs()).count();
    let (wrong, information) = (differing(true), differing(false));
    println!("{table}: {} rows, {wrong} differ; {information} more that are disputed or for information", rows.len());
    ensure!(!rows.is_empty(), "{table}: the table is empty");
    ensure!(wrong == 0, "{table}: {wrong} rows differ");
    Ok(())
}

fn read(table: &str, file: &Path) -> Result<Vec<Row>> {
    let judge = match table {
        "cookies" => cookie_row,
        "youtube" => youtube_row,
        other => bail!("there is no table `{other}`: cookies or youtube"),
    };
    let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let mut rows = Vec::new();
    for (index, line) in text.lines().enumerate().skip(1) {
        let fields: Vec<String> = line.split('\t').map(unescape).collect();
        let row = judge(index + 1, &fields).with_context(|| format!("{}, line {}", file.display(), index + 1))?;
        rows.push(row);
    }
    Ok(rows)
}

fn unescape(field: &str) -> String {
    let mut text = String::new();
    let mut characters = field.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            text.push(character);
            continue;
        }
        match characters.next() {
            Some('t') => text.push('\t'),
            Some('n') => text.push('\n'),
            Some('r') => text.push('\r'),
            Some(other) => text.push(other),
            None => text.push('\\'),
        }
    }
    text
}

/// Source, cookie text, name, expected value, note.
fn cookie_row(line: usize, fields: &[String]) -> Result<Row> {
    let [_, header, name, expected, note] = fields else { bail!("five fields are needed, not {}", fields.len()) };
    let computed = match cookie::find(header, name) {
        None => "<absent>",
        Some("") => "<empty>",
        Some(value) => value,
    };
    Ok(Row {
        line,
        computed: computed.escape_debug().to_string(),
        expected: expected.escape_debug().to_string(),
        counts: !note.contains("dispute"),
    })
}

/// Source, kind, input, expected id, list and start, note. Where the note says `embed=yes` the address shows a
/// player and every value counts; a row with `embed=no` and no id must not be taken for a player. Other addresses
/// of videos are information.
fn youtube_row(line: usize, fields: &[String]) -> Result<Row> {
    let [_, kind, input, id, list, start, note] = fields else {
        bail!("seven fields are needed, not {}", fields.len());
    };
    let video = if kind == "html" { html::first_embed(input) } else { embed::youtube(input) };
    let is_player = note.contains("embed=yes");
    let nothing = "no player".to_owned();
    let shown = video.as_ref().map(describe);
    let (computed, expected, rated) = if is_player {
        let computed = video.filter(|video| video.player).and(shown).unwrap_or(nothing);
        (computed, format!("id {id} list {list} start {start}"), true)
    } else if id == "-" {
        let computed = video.filter(|video| video.player).and(shown).unwrap_or(nothing.clone());
        (computed, nothing, true)
    } else {
        (shown.unwrap_or(nothing), format!("id {id} list {list} start {start}"), false)
    };
    let disputed = note.contains("dispute=") || note.contains("id-not-11-chars");
    Ok(Row { line, computed, expected, counts: rated && !disputed })
}

fn describe(video: &Video) -> String {
    let text = |value: &str| {
        if value.is_empty() { "-".to_owned() } else { value.to_owned() }
    };
    let start = text(&video.start);
    format!("id {} list {} start {start}", text(&video.id), text(&video.list))
}

#[cfg(test)]
mod tests {
    use super::{cookie_row, unescape};

    #[test]
    fn only_four_escapes_are_undone() {
        assert_eq!(unescape(r"a\tb\\n\n\r"), "a\tb\\n\n\r");
    }

    #[test]
    fn a_disputed_row_does_not_count() {
        let fields = ["x", "a=1", "a", "2", "dispute=blank"].map(String::from);
        let row = cookie_row(7, &fields).expect("five fields");
        assert!(row.differs() && !row.counts);
    }
}
