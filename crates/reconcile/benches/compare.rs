//! How long parsing and comparing take, on two versions of a long guide and on texts made
//! to be slow. Run with `cargo bench -p reconcile`.

use std::fmt::Write;
use std::time::Instant;

use reconcile::{Document, compare};

fn main() {
    let guide = guide(200_000);
    measure("200 kB, the same", &guide, &guide);
    measure("200 kB, a word in 50", &guide, &edited(&guide, 50));
    measure("200 kB, a word in 5", &guide, &edited(&guide, 5));
    measure("200 kB, sections turned round", &guide, &turned(&guide));
    measure("200 kB, another text", &guide, &text(7, 200_000));
    measure("200 kB, a word in 5, one block", &one_block(&guide), &one_block(&edited(&guide, 5)));
    measure("2 MB, nothing in common", &text(1, 2_000_000), &text(2, 2_000_000));
    measure("2 MB, tiny blocks", &"a\n\nb\n\n".repeat(300_000), &"b\n\nb\n\na\n\n".repeat(200_000));
    measure("2 MB of [", &"[".repeat(2 << 20), &"[a".repeat(1 << 20));
}

#[expect(clippy::print_stdout, reason = "the times are what this is for")]
fn measure(name: &str, old: &str, new: &str) {
    let start = Instant::now();
    let (old, new) = (Document::parse(old), Document::parse(new));
    let parsed = start.elapsed();
    let summary = compare(&old, &new).summary();
    let compared = start.elapsed() - parsed;
    println!("{name}: parse both {parsed:.1?}, compare {compared:.1?}, {summary:?}");
}

/// A guide of headings, paragraphs and lists, of about this many bytes.
fn guide(bytes: usize) -> String {
    let mut guide = String::new();
    for section in 0.. {
        let _ = write!(guide, "## Section {section}\n\n{}\n\n{}\n\n", words(section, 60), words(section + 500, 90));
        for item in 0..4 {
            let _ = writeln!(guide, "- {}", words(section * 10 + item, 12));
        }
        guide.push('\n');
        if guide.len() > bytes {
            return guide;
        }
    }
    guide
}

/// Words drawn from a vocabulary in which few are common and many rare.
fn words(seed: usize, number: usize) -> String {
    let mut state = seed * 2_654_435_761 + 1;
    let mut word = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let draw = (state >> 33) % 1000;
        format!("w{}", draw * draw / 250)
    };
    let words: Vec<String> = (0..number).map(|_| word()).collect();
    words.join(" ")
}

fn text(seed: usize, bytes: usize) -> String {
    let paragraphs = (0..bytes / 240).map(|k| words(seed * 1_000_000 + k, 50) + "\n\n");
    paragraphs.collect()
}

/// Every so many words, one changed.
fn edited(guide: &str, every: usize) -> String {
    let words = guide.split_inclusive(' ').enumerate();
    let edit = |(k, word): (usize, &str)| {
        if k % every == every - 1 { word.replace('w', "v") } else { word.to_owned() }
    };
    words.map(edit).collect()
}

fn turned(guide: &str) -> String {
    let mut sections: Vec<&str> = guide.split("## ").collect();
    sections.reverse();
    sections.join("## ")
}

fn one_block(guide: &str) -> String {
    guide.replace("\n\n", "\n").replace(['#', '-'], "")
}
