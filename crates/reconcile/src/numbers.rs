//! Marks and numbers of lists, made to go on after items came in, went or moved.

use std::ops::Range;

use crate::document::Kind;
use crate::sheet::Sheet;
use crate::weave::Piece;

/// How a list is marked.
enum Marks {
    /// All items with this one bullet.
    Bullet(char),
    /// Numbers that rise by one, from this one.
    Rising(usize),
    /// One number for all.
    Same(usize),
}

/// Gives new items the marks of the list they came into, and numbers lists anew where they
/// were numbered in order. A list that is as it was keeps its bytes.
pub(crate) fn renumber(pieces: &mut [Piece<'_>], local: &Sheet<'_>) {
    for list in lists(pieces) {
        let places = list.iter().filter_map(|&place| Some(pieces.get(place)?.local?.0));
        let now: Vec<usize> = places.collect();
        let Some(&first) = now.first() else { continue };
        let was = list_around(first, local);
        let is_as_it_was = |(&place, &own): (&usize, &usize)| {
            let texts = pieces.get(place).zip(local.leaf(own));
            texts.is_some_and(|(piece, leaf)| number(&piece.text) == number(leaf.text))
        };
        if now == was && now.len() == list.len() && list.iter().zip(&was).all(is_as_it_was) {
            continue;
        }
        let texts: Vec<&str> = was.iter().filter_map(|&place| local.leaf(place)).map(|leaf| leaf.text).collect();
        let Some(marks) = marks(&texts) else { continue };
        for (number, &place) in list.iter().enumerate() {
            if let Some(piece) = pieces.get_mut(place) {
                mark(piece, &marks, number);
            }
        }
    }
}

/// The items of the list of ours that one of them stands in.
fn list_around(place: usize, local: &Sheet<'_>) -> Vec<usize> {
    let Some(own) = local.leaf(place) else { return Vec::new() };
    let inside = |other: &usize| {
        local.leaf(*other).is_some_and(|leaf| {
            let same = leaf.kind != Kind::Item || leaf.is_numbered() == own.is_numbered();
            leaf.depth > own.depth || leaf.depth == own.depth && same
        })
    };
    let before = (0..place).rev().take_while(inside);
    let mut places: Vec<usize> = before.chain((place..local.len()).take_while(inside)).collect();
    places.retain(|&other| local.leaf(other).is_some_and(|leaf| leaf.kind == Kind::Item && leaf.depth == own.depth));
    places.sort_unstable();
    places
}

/// The items of each list, as places among the pieces.
fn lists(pieces: &[Piece<'_>]) -> Vec<Vec<usize>> {
    let mut open: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut done = Vec::new();
    for (place, piece) in pieces.iter().enumerate() {
        let close = |open: &mut Vec<(usize, Vec<usize>)>, least: usize, done: &mut Vec<Vec<usize>>| {
            while open.last().is_some_and(|(depth, _)| *depth > least) {
                done.extend(open.pop().map(|(_, list)| list));
            }
        };
        close(&mut open, piece.depth, &mut done);
        if piece.kind != Kind::Item {
            continue;
        }
        let numbered = number(&piece.text).is_some();
        let belongs = |list: &Vec<usize>| {
            let first = list.first().and_then(|&first| pieces.get(first));
            first.is_some_and(|first| number(&first.text).is_some() == numbered)
        };
        match open.last_mut().filter(|(depth, list)| *depth == piece.depth && belongs(list)) {
            Some((_, list)) => list.push(place),
            None => {
                if open.last().is_some_and(|(depth, _)| *depth == piece.depth) {
                    done.extend(open.pop().map(|(_, list)| list));
                }
                open.push((piece.depth, vec![place]));
            }
        }
    }
    done.extend(open.into_iter().map(|(_, list)| list));
    done
}

/// How the items of a list are marked; none when they follow no rule.
fn marks(own: &[&str]) -> Option<Marks> {
    let first = own.first()?;
    let Some(start) = number(first) else {
        let bullet = bullet(first)?;
        return own.iter().all(|text| self::bullet(text) == Some(bullet)).then_some(Marks::Bullet(bullet));
    };
    let numbers: Vec<usize> = own.iter().map(|text| number(text)).collect::<Option<_>>()?;
    if numbers.len() > 1 && numbers.iter().all(|number| *number == start) {
        return Some(Marks::Same(start));
    }
    numbers.iter().copied().eq(start..start + numbers.len()).then_some(Marks::Rising(start))
}

fn mark(piece: &mut Piece<'_>, marks: &Marks, place: usize) {
    let new = match marks {
        Marks::Bullet(bullet) => bullet.to_string(),
        Marks::Rising(start) => (start + place).to_string(),
        Marks::Same(number) => number.to_string(),
    };
    if let Some(old) = marked(&piece.text).filter(|old| piece.text.get(old.clone()) != Some(&new)) {
        piece.text.to_mut().replace_range(old, &new);
    }
}

/// Where the bullet or the digits of an item stand.
fn marked(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start().len();
    let rest = text.get(start..)?;
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 {
        return Some(start..start + digits);
    }
    rest.starts_with(['-', '*', '+']).then_some(start..start + 1)
}

fn number(text: &str) -> Option<usize> {
    text.get(marked(text)?)?.parse().ok()
}

fn bullet(text: &str) -> Option<char> {
    text.get(marked(text)?)?.chars().next().filter(|c| !c.is_ascii_digit())
}
