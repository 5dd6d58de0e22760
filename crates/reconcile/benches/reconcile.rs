//! The measures of bringing copies up to date, as a table. Run with `make bench-reconcile`;
//! the recorded merges and copies come from the folder in `EXEMPLAR_VECTORS`.

use std::fmt::Write;
use std::time::{Duration, Instant};

use reconcile::{Fingerprint, Update, find_ancestor, updates};
use serde_json::Value;
use similar::{Algorithm, DiffOp, capture_diff_slices};

fn main() {
    let mut rows = vec![("material".to_owned(), "measured".to_owned(), "bar".to_owned())];
    rows.extend(merges());
    rows.extend(copies());
    rows.extend(speed());
    rows.extend(ancestors());
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
    let start = Instant::now();
    let clean = guides.iter().filter(|(base, ours, theirs)| line_merge(base, ours, theirs).is_some()).count();
    let by_lines = start.elapsed();
    let times = own.as_secs_f64() / by_lines.as_secs_f64();
    vec![
        (
            "1,000 guides of 10 kB".to_owned(),
            format!("{} with {waiting} changes", seconds(own)),
            "under 2 s".to_owned(),
        ),
        (
            "beside a line merge in process".to_owned(),
            format!("{times:.1} times its {} ({clean} clean)", seconds(by_lines)),
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

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

/// A merge of lines in process: both sides' edits, where no two touch.
fn line_merge(base: &str, ours: &str, theirs: &str) -> Option<String> {
    let cut = |text: &'_ str| -> Vec<String> { text.split_inclusive('\n').map(str::to_owned).collect() };
    let (base, ours, theirs) = (cut(base), cut(ours), cut(theirs));
    let edits = |new: &[String]| -> Vec<(usize, usize, usize, usize)> {
        let ops = capture_diff_slices(Algorithm::Myers, &base, new);
        let edit = |op: &DiffOp| {
            let (old, new) = (op.old_range(), op.new_range());
            (!matches!(op, DiffOp::Equal { .. })).then_some((old.start, old.end, new.start, new.end))
        };
        ops.iter().filter_map(edit).collect()
    };
    let (mine, yours) = (edits(&ours), edits(&theirs));
    let touch = |a: &(usize, usize, usize, usize)| yours.iter().any(|b| a.0 <= b.1 && b.0 <= a.1);
    if mine.iter().any(touch) {
        return None;
    }
    let mut all: Vec<_> =
        mine.iter().map(|edit| (edit, &ours)).chain(yours.iter().map(|edit| (edit, &theirs))).collect();
    all.sort();
    let (mut merged, mut place) = (String::new(), 0);
    for (edit, side) in all {
        merged.extend(base.get(place..edit.0).unwrap_or_default().iter().map(String::as_str));
        merged.extend(side.get(edit.2..edit.3).unwrap_or_default().iter().map(String::as_str));
        place = edit.1;
    }
    merged.extend(base.get(place..).unwrap_or_default().iter().map(String::as_str));
    Some(merged)
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
