//! Made-up guides and edits for the laws to hold on.

use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Any text at all, often one made of the characters Markdown gives a meaning.
pub fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![".{0,200}", "[-#>*+`~|=:!<&a1. \\[\\]()\\\\\t\r\n\u{feff}é“’]{0,200}", guide(),]
}

/// A guide as people write them, now and then with odd line endings.
pub fn guide() -> impl Strategy<Value = String> {
    let body = prop::collection::vec(piece(), 0..14).prop_map(|pieces| pieces.concat());
    (select(FRONTS), body, select(&["\n", "\n", "\r\n"][..]))
        .prop_map(|(front, body, ending)| format!("{front}{body}").replace('\n', ending))
}

const FRONTS: &[&str] = &[
    "",
    "",
    "---\ntitle: Wi-Fi\nsystems:\n  - Cisco\n---\n",
    "---\ntitle: Dead spots\nowner: ICT\n---\n\n",
    "+++\ntitle = \"Wi-Fi\"\n[cost]\nlow = 1\n+++\n",
    "{\"title\": \"Wi-Fi\", \"cost\": {\"low\": 1}}\n",
    "---\nnever closed\n",
    "\u{feff}---\ntitle: Wi-Fi\n---\n",
];

fn piece() -> impl Strategy<Value = String> {
    let line = || prop::collection::vec(select(WORDS), 1..12).prop_map(|words| words.join(" "));
    prop_oneof![
        (1..4_usize, line()).prop_map(|(level, line)| format!("{} {line}\n", "#".repeat(level))),
        line().prop_map(|line| format!("{line}\n\n")),
        (line(), line()).prop_map(|(one, two)| format!("{one}\n{two}\n\n")),
        (line(), line()).prop_map(|(one, two)| format!("- {one}\n  - {two}\n")),
        (line(), line()).prop_map(|(one, two)| format!("1. {one}\n\n   {two}\n2. {two}\n\n")),
        (line(), line()).prop_map(|(one, two)| format!("> {one}\n> {two}\n\n")),
        line().prop_map(|line| format!("```\n{line}\n  {line}\n```\n\n")),
        line().prop_map(|line| format!("| a | b |\n|---|---|\n| {line} | x |\n\n")),
        line().prop_map(|line| format!("<div>\n{line}\n</div>\n\n")),
        line().prop_map(|line| format!("[ward]: https://example.org/{line}\n\n")),
        Just("---\n\n".to_owned()),
    ]
}

const WORDS: &[&str] = &[
    "the",
    "ward",
    "and",
    "we",
    "count",
    "spots",
    "before",
    "buying",
    "“nurses”",
    "don’t",
    "in",
    "*night*",
    "[plan](plan.pdf)",
    "3",
    "weeks,",
    "`ping`",
    "—",
    "survey.",
];

/// A guide and a version of it with some of its lines changed, gone, doubled or moved.
pub fn versions() -> impl Strategy<Value = (String, String)> {
    let edits = prop::collection::vec((any::<Index>(), any::<Index>(), 0..5_u8, piece()), 0..6);
    (guide(), edits).prop_map(|(guide, edits)| {
        let mut lines: Vec<String> = guide.split_inclusive('\n').map(str::to_owned).collect();
        for (at, to, act, piece) in edits.into_iter().filter(|_| guide.contains('\n')) {
            edit(&mut lines, (at, to), act, piece);
        }
        (guide, lines.concat())
    })
}

fn edit(lines: &mut Vec<String>, (at, to): (Index, Index), act: u8, piece: String) {
    if lines.is_empty() {
        return lines.push(piece);
    }
    let (at, to) = (at.index(lines.len()), to.index(lines.len()));
    match act {
        0 => drop(lines.remove(at)),
        1 => lines.insert(at, piece),
        2 => lines.insert(to, lines[at].clone()),
        3 => lines.swap(at, to),
        _ => lines[at] = lines[at].replacen("the", "each", 1),
    }
}

/// A guide in which no word stands twice, so that none can be taken for another.
fn distinct() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec((0..7_u8, 5..12_usize), 2..12).prop_map(|shapes| {
        let mut next = 0;
        shapes.into_iter().map(|(shape, length)| shaped(shape, length, &mut next)).collect()
    })
}

/// A block of new words.
fn shaped(shape: u8, length: usize, next: &mut usize) -> String {
    let mut line = |length: usize| {
        let words = (0..length).map(|_| {
            *next += 1;
            format!("w{next}")
        });
        words.collect::<Vec<_>>().join(" ")
    };
    match shape {
        0 => format!("## {}\n\n", line(length.min(4))),
        1 | 2 => format!("W {}. W {}.\n\n", line(length), line(length)),
        3 => format!("- {}\n- {}\n- {}\n\n", line(length), line(length), line(length)),
        4 => format!("1. {}\n2. {}\n3. {}\n\n", line(length), line(length), line(length)),
        5 => format!("| {} | {} |\n|---|---|\n| {} | {} |\n\n", line(1), line(1), line(2), line(2)),
        _ => format!("- {}\n  - {}\n\n", line(length), line(length)),
    }
}

/// A guide and two versions of it, each with some words, items and blocks changed, gone, new
/// or moved. The new words of each side are its own.
pub fn three_versions() -> impl Strategy<Value = (String, String, String)> {
    let edits = || prop::collection::vec((any::<Index>(), any::<Index>(), 0..7_u8, 0..7_u8), 0..5);
    (distinct(), edits(), edits()).prop_map(|(base, ours, theirs)| {
        let (ours, theirs) = (changed(&base, ours, 1_000), changed(&base, theirs, 2_000));
        (base.concat(), ours, theirs)
    })
}

fn changed(base: &[String], edits: Vec<(Index, Index, u8, u8)>, mut next: usize) -> String {
    let mut blocks = base.to_vec();
    for (at, to, act, shape) in edits {
        if blocks.is_empty() {
            break;
        }
        let (i, j) = (at.index(blocks.len()), to.index(blocks.len()));
        match act {
            0 => drop(blocks.remove(i)),
            1 => blocks.insert(i, shaped(shape, 6, &mut next)),
            2 => {
                let block = blocks.remove(i);
                blocks.insert(j.min(blocks.len()), block);
            }
            3 => blocks[i] = without_a_line(&blocks[i], to),
            4 => blocks[i] = with_a_line(&blocks[i], to, &mut next),
            _ => blocks[i] = with_another_word(&blocks[i], to, &mut next),
        }
    }
    blocks.concat()
}

fn without_a_line(block: &str, at: Index) -> String {
    let mut lines: Vec<&str> = block.split_inclusive('\n').collect();
    let listed = block.starts_with("- ") || block.starts_with("1. ");
    if listed && lines.len() > 3 {
        lines.remove(at.index(lines.len() - 1));
    }
    lines.concat()
}

fn with_a_line(block: &str, at: Index, next: &mut usize) -> String {
    let mut lines: Vec<String> = block.split_inclusive('\n').map(str::to_owned).collect();
    if block.starts_with("- ") {
        *next += 5;
        lines.insert(at.index(lines.len()), format!("- w{} w{} w{} w{}\n", *next - 3, *next - 2, *next - 1, *next));
    }
    lines.concat()
}

fn with_another_word(block: &str, at: Index, next: &mut usize) -> String {
    let words: Vec<&str> = block.split(' ').filter(|word| word.starts_with('w')).collect();
    if words.is_empty() {
        return block.to_owned();
    }
    *next += 1;
    let word = at.get(&words).trim_end_matches(|c: char| !c.is_ascii_digit());
    let place = block.find(word).unwrap_or_default();
    format!("{}w{next}{}", &block[..place], &block[place + word.len()..])
}

/// A guide of paragraphs, and two versions of it with words changed in paragraphs that do
/// not meet.
pub fn edited() -> impl Strategy<Value = (String, String, String)> {
    (2..10_usize, any::<Index>(), any::<Index>(), any::<Index>()).prop_map(|(count, mine, yours, word)| {
        let mut next = 0;
        let blocks: Vec<String> = (0..count).map(|_| shaped(1, 8, &mut next)).collect();
        let mine = mine.index(count);
        let yours = (mine + 1 + yours.index(count - 1)) % count;
        let edit = |at: usize, mut next: usize| {
            let mut blocks = blocks.clone();
            blocks[at] = with_another_word(&blocks[at], word, &mut next);
            blocks.concat()
        };
        (lettered(&blocks.concat()), lettered(&edit(mine, 1_000)), lettered(&edit(yours, 2_000)))
    })
}

/// Words without figures: a word with a figure is a measure, and measures meet over the end of a paragraph.
fn lettered(text: &str) -> String {
    text.chars().map(|c| c.to_digit(10).and_then(|digit| char::from_digit(digit + 10, 36)).unwrap_or(c)).collect()
}
