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
