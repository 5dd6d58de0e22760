//! A line of words, links and pictures as Markdown.

use super::{escape, read};
use crate::blocks::{Inline, Look, Shift};

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Text,
    Heading,
    Cell,
}

/// The line as Markdown. When it would not be read as what it is, its words stand without their looks.
pub(super) fn line(parts: &[Inline], place: Place) -> String {
    let parts = tidy(parts, place);
    let written = written(&parts, place);
    if place != Place::Text || flat(&read::line(&written)) == flat(&parts) {
        return written;
    }
    let plain: Vec<Inline> = parts.into_iter().map(without_looks).collect();
    self::written(&tidy(&plain, place), place)
}

fn without_looks(part: Inline) -> Inline {
    match part {
        Inline::Words(words, _) => Inline::Words(words, Look::default()),
        Inline::Link { address, words } => {
            Inline::Link { address, words: words.into_iter().map(without_looks).collect() }
        }
        other => other,
    }
}

/// The same line with blanks and looks where Markdown can say them.
fn tidy(parts: &[Inline], place: Place) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    let mut at = 0;
    while let Some(part) = parts.get(at) {
        let rest = parts.get(at..).unwrap_or_default();
        let words = rest.iter().take_while(|part| matches!(part, Inline::Words(..))).count();
        match part {
            Inline::Words(..) => {
                let mut atoms = atoms(rest.get(..words).unwrap_or_default());
                let is_first = matches!(out.last(), None | Some(Inline::Break));
                let is_last = matches!(parts.get(at + words), None | Some(Inline::Break));
                trim(&mut atoms, is_first, is_last);
                settle(&mut atoms);
                out.extend(runs(&atoms));
                at += words;
                continue;
            }
            Inline::Link { address, words } => {
                out.push(Inline::Link { address: address.clone(), words: tidy(words, place) })
            }
            // A break at the end of a line says nothing.
            Inline::Break if matches!(out.last(), None | Some(Inline::Break)) => {}
            Inline::Break if place == Place::Heading => {
                out.push(Inline::Words(" ".to_owned(), Look::default()));
            }
            Inline::Picture { name, description } => {
                let description = description.split_whitespace().collect::<Vec<_>>().join(" ");
                out.push(Inline::Picture { name: name.clone(), description });
            }
            other => out.push(other.clone()),
        }
        at += 1;
    }
    while matches!(out.last(), Some(Inline::Break)) {
        out.pop();
    }
    out
}

type Atom = (char, Look);

/// Each character with its look: controls dropped, blanks single.
fn atoms(words: &[Inline]) -> Vec<Atom> {
    let mut out: Vec<Atom> = Vec::new();
    for part in words {
        let Inline::Words(words, look) = part else { continue };
        for c in words.chars() {
            let c = if c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}' { ' ' } else { c };
            let is_second_blank = c == ' ' && out.last().is_some_and(|(before, _)| *before == ' ');
            if !(c.is_control() || c == '\u{feff}' || is_second_blank) {
                out.push((c, *look));
            }
        }
    }
    out
}

fn trim(atoms: &mut Vec<Atom>, start: bool, end: bool) {
    while end && atoms.last().is_some_and(|(c, _)| c.is_whitespace()) {
        atoms.pop();
    }
    let blanks = atoms.iter().take_while(|(c, _)| start && c.is_whitespace()).count();
    atoms.drain(..blanks);
}

/// Looks begin and end at words, not at blanks, nor at a mark that touches a letter outside.
fn settle(atoms: &mut [Atom]) {
    for mark in [Mark::Strong, Mark::Emphasis, Mark::Struck] {
        let set: Vec<bool> = atoms.iter_mut().map(|(_, look)| *mark.of(look)).collect();
        let mut at = 0;
        while at < set.len() {
            if !set.get(at).is_some_and(|set| *set) {
                at += 1;
                continue;
            }
            let run = set.iter().skip(at).take_while(|set| **set).count();
            let (from, to) = settled(atoms, at, at + run);
            for (place, (_, look)) in atoms.iter_mut().enumerate().skip(at).take(run) {
                if !(from..to).contains(&place) {
                    *mark.of(look) = false;
                }
            }
            at += run;
        }
    }
}

fn settled(atoms: &[Atom], mut from: usize, mut to: usize) -> (usize, usize) {
    let at = |place: usize| atoms.get(place).map(|(c, _)| *c);
    let is_word = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && !is_mark(c));
    loop {
        let (first, last) = (at(from), to.checked_sub(1).and_then(at));
        let before = from.checked_sub(1).and_then(at);
        if from >= to {
            return (from, from);
        }
        let is_loose =
            |c: Option<char>, outside| c.is_some_and(char::is_whitespace) || c.is_some_and(is_mark) && is_word(outside);
        if is_loose(first, before) {
            from += 1;
        } else if is_loose(last, at(to)) {
            to -= 1;
        } else {
            return (from, to);
        }
    }
}

/// What Markdown counts as punctuation, generously.
fn is_mark(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}

/// Characters of one look together. Code has no other look.
fn runs(atoms: &[Atom]) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for (c, look) in atoms {
        let look = if look.code { Look { code: true, ..Look::default() } } else { *look };
        match out.last_mut() {
            Some(Inline::Words(words, last)) if *last == look => words.push(*c),
            _ => out.push(Inline::Words(c.to_string(), look)),
        }
    }
    out
}

fn written(parts: &[Inline], place: Place) -> String {
    let mut out = String::new();
    looks(parts, &[Mark::Strong, Mark::Emphasis, Mark::Struck], place, &mut out);
    match place {
        Place::Text => out.split('\n').map(escape::beginning).collect::<Vec<_>>().join("\n"),
        // A heading's own closing marks are words.
        Place::Heading if out.ends_with('#') => {
            let hashes = out.len() - out.trim_end_matches('#').len();
            let (words, marks) = out.split_at_checked(out.len() - hashes).unwrap_or((&out, ""));
            format!("{words}\\{marks}")
        }
        Place::Heading | Place::Cell => out,
    }
}

#[derive(Clone, Copy)]
enum Mark {
    Strong,
    Emphasis,
    Struck,
}

impl Mark {
    fn of(self, look: &mut Look) -> &mut bool {
        match self {
            Self::Strong => &mut look.strong,
            Self::Emphasis => &mut look.emphasis,
            Self::Struck => &mut look.struck,
        }
    }

    fn is_on(self, part: &Inline) -> bool {
        matches!(part, Inline::Words(_, look) if *self.of(&mut look.clone()))
    }

    fn sign(self) -> &'static str {
        match self {
            Self::Strong => "**",
            Self::Emphasis => "*",
            Self::Struck => "~~",
        }
    }
}

/// Writes `parts`, each look around as much as has it.
fn looks(parts: &[Inline], marks: &[Mark], place: Place, out: &mut String) {
    let Some((mark, inner)) = marks.split_first() else {
        for (at, part) in parts.iter().enumerate() {
            plain(part, parts.get(at + 1), place, out);
        }
        return;
    };
    let mut at = 0;
    while let Some(part) = parts.get(at) {
        let is_on = mark.is_on(part);
        let run = parts.iter().skip(at).take_while(|part| mark.is_on(part) == is_on).count();
        let same = parts.get(at..at + run).unwrap_or_default();
        if is_on {
            out.push_str(mark.sign());
        }
        looks(same, inner, place, out);
        if is_on {
            out.push_str(mark.sign());
        }
        at += run;
    }
}

fn plain(part: &Inline, after: Option<&Inline>, place: Place, out: &mut String) {
    match part {
        Inline::Words(words, look) if look.code => out.push_str(&code(words, place)),
        Inline::Words(words, look) => {
            // What follows may be a bracket of ours.
            let is_bracket = matches!(after, Some(Inline::Link { .. } | Inline::Note(_)));
            let escaped = escape::words(words, is_bracket.then_some('['));
            match look.shift {
                Shift::None => out.push_str(&escaped),
                Shift::Sub => out.push_str(&format!("<sub>{escaped}</sub>")),
                Shift::Super => out.push_str(&format!("<sup>{escaped}</sup>")),
            }
        }
        Inline::Link { address, words } => {
            out.push('[');
            looks(words, &[Mark::Strong, Mark::Emphasis, Mark::Struck], place, out);
            out.push_str(&format!("]({})", escape::address(address)));
        }
        Inline::Picture { name, description } => {
            let words = escape::words(description, None);
            out.push_str(&format!("![{words}]({})", escape::address(name)));
        }
        Inline::Break if place == Place::Cell => out.push_str("<br>"),
        Inline::Break => out.push_str("\\\n"),
        Inline::Note(name) => out.push_str(&format!("[^{name}]")),
    }
}

fn code(words: &str, place: Place) -> String {
    let longest = words.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if words.starts_with(['`', ' ']) || words.ends_with(['`', ' ']) { " " } else { "" };
    let words = if place == Place::Cell { words.replace('|', "\\|") } else { words.to_owned() };
    format!("{fence}{pad}{words}{pad}{fence}")
}

/// What is compared: every character with its look and where it leads.
fn flat(parts: &[Inline]) -> Vec<(String, Look, String)> {
    let mut out = Vec::new();
    for part in parts {
        match part {
            Inline::Words(words, look) => {
                out.extend(words.chars().map(|c| (c.to_string(), *look, String::new())));
            }
            Inline::Link { address, words } => {
                let address = escape::address(address).replace("&amp;", "&");
                out.extend(flat(words).into_iter().map(|(c, look, _)| (c, look, address.clone())));
            }
            Inline::Picture { name, description } => {
                out.push((description.clone(), Look::default(), escape::address(name)))
            }
            Inline::Break => out.push(("\n".to_owned(), Look::default(), String::new())),
            // A note that is not there yet is read as the words of its mark.
            Inline::Note(name) => {
                out.extend(format!("[^{name}]").chars().map(|c| (c.to_string(), Look::default(), String::new())));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strong(words: &str) -> Inline {
        Inline::Words(words.to_owned(), Look { strong: true, ..Look::default() })
    }

    fn text(parts: &[Inline]) -> String {
        line(parts, Place::Text)
    }

    #[test]
    fn looks_begin_and_end_at_words() {
        assert_eq!(text(&[Inline::plain("a"), strong(" b "), Inline::plain("c")]), "a **b** c");
        assert_eq!(text(&[strong("(b)"), Inline::plain("c")]), "**(b**)c");
        let both = Look { strong: true, emphasis: true, ..Look::default() };
        let parts = [strong("a "), Inline::Words("b".into(), both), strong(" c")];
        assert_eq!(text(&parts), "**a *b* c**");
    }

    #[test]
    fn what_markdown_would_read_otherwise_loses_its_looks_and_no_words() {
        let emphasis = Inline::Words("b".into(), Look { emphasis: true, ..Look::default() });
        assert_eq!(text(&[strong("a"), emphasis, Inline::plain("c")]).replace('*', ""), "abc");
    }

    #[test]
    fn markup_stays_words() {
        for words in [
            "# a",
            "- a",
            "* a",
            "+ a",
            "1. a",
            "12) a",
            "> a",
            "a *b* c",
            "_a_",
            "`a`",
            "[a](b)",
            "![a](b)",
            "<b>a</b>",
            "&amp;",
            "&#65;",
            "~~a~~",
            "a\\b",
            "---",
            "***",
            "===",
            "+++",
            "{\"a\":1}",
            "|a|b|",
            ":--",
            "[^1]: x",
            "a_b_c",
            "    code",
            "\\",
            "a!",
            "https://x.example/a_b_c*",
            "-",
            "#",
            "1.",
            "---\ntitle: x",
            "\u{0}a",
            "<!-- x -->",
        ] {
            let written = text(&[Inline::plain(words)]);
            let expected = tidy(&[Inline::plain(words)], Place::Text);
            assert_eq!(flat(&read::line(&written)), flat(&expected), "{words} → {written}");
            assert!(matches!(read::read(&written)[..], [crate::blocks::Block::Paragraph(_)]), "{words} → {written}");
        }
        assert_eq!(
            text(&[Inline::plain("snake_case and 5 - 3 = 2 & so on #3")]),
            "snake_case and 5 - 3 = 2 & so on #3"
        );
    }

    #[test]
    fn a_line_after_a_break_is_no_list_either() {
        let written = text(&[Inline::plain("a"), Inline::Break, Inline::plain("- b"), Inline::Break]);
        assert_eq!(written, "a\\\n\\- b");
    }
}
