//! The measures of bringing copies up to date, as a table. Run with `make bench-reconcile`;
//! the recorded merges and copies come from the folder in `EXEMPLAR_VECTORS`.

use std::fmt::Write;
use std::time::{Duration, Instant};

use reconcile::{Fingerprint, Update, find_ancestor, updates};
use serde_json::Value;

fn main() {
    let mut rows = vec![("material".to_owned(), "measured".to_owned(), "bar".to_owned())];
    rows.extend(merges());
    rows.extend(copies());
    rows.extend(speed());
    rows.extend(ancestors());
    rows.push(hostile());
    print(&rows);
}

type Row = (String, String, String);

#[expect(clippy::print_stdout, reason = "the table is what this is for")]
fn print(rows: &[Row]) {
    for (number, (material, measured, bar)) in rows.iter().enumerate() {
        println!("| {material} | {measured} | {bar} |");
        if number == 0 {
            println!("| --- | --- | --- |");
        }
    }
}

fn lines(name: &str) -> Vec<Value> {
    let folder = std::env::var("EXEMPLAR_VECTORS").unwrap_or_default();
    let text = std::fs::read_to_string(format!("{folder}/data/{name}")).unwrap_or_default();
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn questions(updates: &[Update]) -> usize {
    updates.iter().filter(|update| update.state.asks()).count()
}

fn merges() -> Option<Row> {
    let merges = lines("merge_replays_usds_playbook.jsonl");
    let (mut equal, mut asking, mut silent, mut parted) = (0, 0, 0, 0);
    for merge in &merges {
        let found = updates(text(merge, "base"), text(merge, "ours"), text(merge, "theirs"), &[]).ok()?;
        if merge.get("line_merge_conflicts") != Some(&Value::from(0)) {
            parted += usize::from(!found.asks());
        } else if found.merged() == text(merge, "recorded_result") {
            equal += 1;
        } else if found.asks() {
            asking += 1;
        } else {
            silent += 1;
        }
    }
    let measured = format!(
        "{equal} equal, {asking} ask, {silent} silently different; {parted} that lines cannot part come out clean"
    );
    (!merges.is_empty()).then(|| {
        (format!("{} recorded merges", merges.len()), measured, "17 of 19 equal, the rest ask, 2 clean".to_owned())
    })
}

fn copies() -> Option<Row> {
    let copies = lines("adoption_cases_usds_playbook.jsonl");
    let (mut quiet, mut asked) = (0, 0);
    for copy in &copies {
        let found = updates(text(copy, "base"), text(copy, "local"), text(copy, "upstream_now"), &[]).ok()?;
        quiet += usize::from(!found.asks());
        asked += questions(found.updates());
    }
    let measured = format!("{quiet} ask nothing, {asked} questions");
    (!copies.is_empty())
        .then(|| (format!("{} copies", copies.len()), measured, "25 ask nothing, 10 questions".to_owned()))
}

/// A thousand guides of 10 kB, 20 changes at the source and 10 of ours each.
fn speed() -> Vec<Row> {
    let guides: Vec<(String, String, String)> = (0..1_000)
        .map(|seed| {
            let base = guide(seed, 10_000);
            let (ours, theirs) = (edited(&base, 10, 3), edited(&base, 20, 0));
            (base, ours, theirs)
        })
        .collect();
    let start = Instant::now();
    let mut waiting = 0;
    for (base, ours, theirs) in &guides {
        waiting += updates(base, ours, theirs, &[])
            .map_or(0, |found| found.updates().len() + found.merged().len() / 1_000_000);
    }
    let own = start.elapsed();
    // The line merge that programs in Rust use: both differences, and the whole merged text, with markers where
    // both sides touch.
    let start = Instant::now();
    let (mut clean, mut bytes) = (0, 0);
    for (base, ours, theirs) in &guides {
        let merged = diffy::merge(base, ours, theirs);
        clean += usize::from(merged.is_ok());
        bytes += merged.map_or_else(|text| text.len(), |text| text.len());
    }
    let by_lines = start.elapsed();
    let times = own.as_secs_f64() / by_lines.as_secs_f64();
    vec![
        (
            "1,000 guides of 10 kB".to_owned(),
            format!("{} with {waiting} changes", seconds(own)),
            "under 2 s".to_owned(),
        ),
        (
            "beside a line merge in process (diffy)".to_owned(),
            format!("{times:.1} times its {} ({clean} clean, {} MB written)", seconds(by_lines), bytes / 1_000_000),
            "at most 10 times".to_owned(),
        ),
    ]
}

fn ancestors() -> Vec<Row> {
    let mut text = guide(7, 10_000);
    let mut revisions = Vec::with_capacity(10_000);
    for number in 0..10_000 {
        text = edited(&text, 1, number);
        revisions.push(text.clone());
    }
    let start = Instant::now();
    let stored: Vec<Vec<u8>> = revisions.iter().map(|text| Fingerprint::of(text).to_bytes()).collect();
    let making = start.elapsed();
    let document = edited(revisions.get(6_000).map_or("", String::as_str), 5, 1);
    let start = Instant::now();
    let read: Vec<Fingerprint> = stored.iter().filter_map(|bytes| Fingerprint::from_bytes(bytes)).collect();
    let found = find_ancestor(&document, &read);
    let finding = start.elapsed();
    let found = found
        .map_or_else(String::new, |found| format!(", number {} of 6000, {:.2} alike", found.place, found.likeness));
    vec![
        ("fingerprints of 10,000 versions".to_owned(), seconds(making), "under 20 s".to_owned()),
        ("the likeliest of 10,000 versions, stored".to_owned(), seconds(finding) + &found, "under 0.5 s".to_owned()),
    ]
}

/// Texts made to stall a reader, each as base, ours and the source's: an answer or a refusal, soon.
fn hostile() -> Row {
    const LONGEST: usize = 2 << 20;
    let filled = |part: &str, bytes: usize| part.repeat(bytes / part.len());
    let headings = |step: usize| (0..9_999).map(|k| format!("# h{}\n", k * step % 9_973)).collect::<String>();
    let nested = |mark: &str| (0..500).map(|level| format!("{}- a{mark}\n", "  ".repeat(level))).collect::<String>();
    let sentences = |step: usize| (0..180_000).map(|k| format!("Say {}. ", k * step % 977)).collect::<String>();
    let cells =
        |mark: &str| format!("|{}\n|{}\n|{}\n", filled(" a |", 20_000), filled("---|", 20_000), filled(mark, 20_000));
    let same = "# h\n".repeat(9_999);
    let mut cases = vec![
        [filled("word ", 10 << 20), filled("word ", 10 << 20), "word".to_owned()],
        ["# h\n".repeat(100_000), "# h\n".to_owned(), "# h\n".to_owned()],
        [headings(1), headings(2), headings(7)],
        [headings(1), same.clone(), headings(3)],
        [headings(1), headings(3), same.clone()],
        [String::new(), headings(1), headings(3)],
        [same, String::new(), headings(3)],
        [nested(""), nested("b"), nested("c")],
        [sentences(1), sentences(2), sentences(3)],
        [cells(" b |"), cells(" c |"), cells(" d |")],
        ["> ".repeat(10_000), "> ".repeat(9_999) + "a", "> ".repeat(9_998)],
    ];
    for part in [
        "[",
        "*",
        "_a",
        "`",
        "|",
        "<",
        "![",
        "\n",
        "\0",
        "\r",
        "a\r\nb\rc\n",
        "[a]: b\n",
        "[^a]: b\n",
        "```\n",
        "- \n",
        "{{",
    ] {
        let text = filled(part, LONGEST - 8);
        cases.push([text.clone(), text.clone() + "b", text + "c"]);
    }
    let (mut slowest, mut refused) = (Duration::ZERO, 0);
    for [base, ours, theirs] in &cases {
        let start = Instant::now();
        match updates(base, ours, theirs, &[]) {
            Ok(found) => assert!(found.merged().len() <= base.len() + ours.len() + theirs.len() + 1_000),
            Err(_) => refused += 1,
        }
        slowest = slowest.max(start.elapsed());
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse::<usize>().ok());
    let memory =
        peak.map_or_else(String::new, |kilobytes| format!(", {} MB with all texts and tables above", kilobytes / 1024));
    let measured = format!("slowest {}, {refused} refused{memory}", seconds(slowest));
    (format!("{} hostile texts", cases.len()), measured, "5 s, 500 MB".to_owned())
}

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

fn guide(seed: usize, bytes: usize) -> String {
    let mut guide = String::from("---\ntitle: A guide\nowner: ICT\n---\n\n");
    for section in 0.. {
        let _ = write!(
            guide,
            "## Section {section}\n\n{}. {}.\n\n",
            words(seed + section, 25),
            words(seed + section + 500, 30)
        );
        for item in 0..4 {
            let _ = writeln!(guide, "- {}", words(seed * 7 + section * 10 + item, 12));
        }
        guide.push('\n');
        if guide.len() > bytes {
            return guide;
        }
    }
    guide
}

fn words(seed: usize, number: usize) -> String {
    let mut state = seed.wrapping_mul(2_654_435_761) + 1;
    let mut word = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let draw = (state >> 33) % 1000;
        format!("word{}", draw * draw / 250)
    };
    let words: Vec<String> = (0..number).map(|_| word()).collect();
    words.join(" ")
}

/// The guide with a word changed in so many of its lines.
fn edited(guide: &str, edits: usize, shift: usize) -> String {
    let lines: Vec<&str> = guide.split_inclusive('\n').collect();
    let written: Vec<usize> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.contains("word") || line.contains("new"))
        .map(|(place, _)| place)
        .collect();
    let step = (written.len() / edits).max(1);
    let chosen: Vec<usize> =
        (0..edits).filter_map(|k| written.get((k * step + shift) % written.len()).copied()).collect();
    let edit = |(place, line): (usize, &&str)| {
        // After thousands of edits a line may have no word left that was never changed.
        match chosen.contains(&place) {
            true if line.contains("word") => line.replacen("word", &format!("new{shift}x"), 1),
            true => line.replacen("new", "word", 1),
            false => (*line).to_owned(),
        }
    };
    lines.iter().enumerate().map(edit).collect()
}
