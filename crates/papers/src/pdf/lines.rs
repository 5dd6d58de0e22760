//! Words into lines of a width.

use super::fonts::{Fonts, Style};
use crate::blocks::{Look, Shift};

/// Words of one look.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bit {
    pub text: String,
    pub style: Style,
    pub shift: Shift,
    pub is_struck: bool,
    /// Which leaf of the tree of tags the words belong to.
    pub leaf: usize,
    /// Which link they are part of.
    pub link: Option<usize>,
}

/// What a line is made of.
#[derive(Clone, Debug)]
pub(super) enum Part {
    Bit(Bit),
    Break,
}

impl Bit {
    pub fn new(text: &str, look: Look, leaf: usize, link: Option<usize>, fonts: &Fonts) -> Self {
        let style = Style::of(look);
        let text = fonts.face(style).shown(&text.replace(['\n', '\t'], " "));
        Self { text, style, shift: look.shift, is_struck: look.struck, leaf, link }
    }

    /// The size of the letters, beside words of `size`.
    pub fn size(&self, size: f32) -> f32 {
        if self.shift == Shift::None { size } else { size * 0.7 }
    }

    fn width(&self, size: f32, fonts: &Fonts) -> f32 {
        fonts.face(self.style).width(&self.text, self.size(size))
    }

    fn with(&self, text: String) -> Self {
        Self { text, ..self.clone() }
    }
}

/// A line: its bits in order, each with its place from the left.
pub(super) type Line = Vec<(f32, Bit)>;

/// A word: bits without a blank between them, and the blank after it.
struct Word {
    bits: Vec<Bit>,
    blank: Option<Bit>,
    ends_line: bool,
}

/// Breaks `parts` into lines no wider than `width`.
pub(super) fn lines(parts: &[Part], width: f32, size: f32, fonts: &Fonts) -> Vec<Line> {
    let (mut out, mut line, mut at) = (Vec::new(), Line::new(), 0.0);
    for word in words(parts) {
        let wide: f32 = word.bits.iter().map(|bit| bit.width(size, fonts)).sum();
        if at > 0.0 && at + wide > width {
            out.push(std::mem::take(&mut line));
            at = 0.0;
        }
        for bit in word.bits {
            for piece in cut(bit, width, size, fonts) {
                let wide = piece.width(size, fonts);
                if at > 0.0 && at + wide > width {
                    out.push(std::mem::take(&mut line));
                    at = 0.0;
                }
                put(&mut line, at, piece);
                at += wide;
            }
        }
        if let Some(blank) = word.blank {
            let wide = blank.width(size, fonts);
            put(&mut line, at, blank);
            at += wide;
        }
        if word.ends_line {
            out.push(std::mem::take(&mut line));
            at = 0.0;
        }
    }
    if !line.is_empty() || out.is_empty() {
        out.push(line);
    }
    out
}

/// The narrowest that `parts` can stand without cutting a word, and the width of them in one line.
pub(super) fn widths(parts: &[Part], size: f32, fonts: &Fonts) -> (f32, f32) {
    let (mut narrowest, mut widest, mut at) = (0.0_f32, 0.0_f32, 0.0_f32);
    for word in words(parts) {
        let wide: f32 = word.bits.iter().map(|bit| bit.width(size, fonts)).sum();
        narrowest = narrowest.max(wide);
        at += wide;
        widest = widest.max(at);
        at += word.blank.map_or(0.0, |blank| blank.width(size, fonts));
        if word.ends_line {
            at = 0.0;
        }
    }
    (narrowest, widest)
}

/// The bit joins the one before it when nothing but its words is different.
fn put(line: &mut Line, at: f32, bit: Bit) {
    match line.last_mut() {
        Some((_, last)) if last.with(String::new()) == bit.with(String::new()) => last.text.push_str(&bit.text),
        _ => line.push((at, bit)),
    }
}

fn words(parts: &[Part]) -> Vec<Word> {
    let mut out = Vec::new();
    let mut bits: Vec<Bit> = Vec::new();
    for part in parts {
        let Part::Bit(bit) = part else {
            out.push(Word { bits: std::mem::take(&mut bits), blank: None, ends_line: true });
            continue;
        };
        for piece in bit.text.split_inclusive(' ') {
            let word = piece.trim_end_matches(' ');
            if !word.is_empty() {
                bits.push(bit.with(word.to_owned()));
            }
            if word.len() < piece.len() {
                let blank = Some(bit.with(" ".to_owned()));
                out.push(Word { bits: std::mem::take(&mut bits), blank, ends_line: false });
            }
        }
    }
    if !bits.is_empty() {
        out.push(Word { bits, blank: None, ends_line: false });
    }
    out
}

/// A bit that is wider than a line, in pieces.
fn cut(bit: Bit, width: f32, size: f32, fonts: &Fonts) -> Vec<Bit> {
    if bit.width(size, fonts) <= width {
        return vec![bit];
    }
    let face = fonts.face(bit.style);
    let (mut out, mut piece, mut at) = (Vec::new(), String::new(), 0.0);
    for c in bit.text.chars() {
        let wide = face.glyph(c).1 * bit.size(size);
        if at + wide > width && !piece.is_empty() {
            out.push(bit.with(std::mem::take(&mut piece)));
            at = 0.0;
        }
        piece.push(c);
        at += wide;
    }
    out.push(bit.with(piece));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(line: &Line) -> String {
        line.iter().map(|(_, bit)| bit.text.as_str()).collect()
    }

    #[test]
    fn lines_end_at_words_and_long_words_are_cut() {
        let fonts = Fonts::get().unwrap();
        let bit = |words: &str| Part::Bit(Bit::new(words, Look::default(), 0, None, fonts));
        let parts = [bit("one two "), bit("three"), Part::Break, bit(&"x".repeat(100))];
        let lines = lines(&parts, 60.0, 10.0, fonts);
        assert_eq!(text(&lines[0]), "one two ");
        assert_eq!(text(&lines[1]), "three");
        assert_eq!(lines.iter().skip(2).map(|line| text(line).len()).sum::<usize>(), 100);
        assert!(lines.iter().skip(2).all(|line| text(line).len() <= 12), "{lines:?}");
    }

    #[test]
    fn characters_no_face_has_are_boxes() {
        let fonts = Fonts::get().unwrap();
        assert_eq!(fonts.face(Style::Regular).shown("é✓→\u{4e2d}\u{200b}\u{1}"), "é✓→□");
    }
}
