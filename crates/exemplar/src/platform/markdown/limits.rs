//! How deep a text may nest. Sanitising takes time with the square of the depth, so deep texts stop here.

use pulldown_cmark::Event;

use super::{events, raw_html};

/// The deepest nesting that is read.
pub const DEEPEST: usize = 64;

/// A text that nests too deep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: lists, quotations or emphasis are nested deeper than {DEEPEST}")]
pub struct TooDeep {
    /// The line, from 1, on which the limit is passed.
    pub line: usize,
}

/// Refuses text that nests deeper than 64.
///
/// # Errors
/// [`TooDeep`] with the line.
pub fn check_nesting(text: &str) -> Result<(), TooDeep> {
    // Seen before parsing: the parser itself slows down on long runs of markers.
    for (number, line) in text.lines().enumerate() {
        if markers(line) > DEEPEST {
            return Err(TooDeep { line: number + 1 });
        }
    }
    let (mut depth, mut raw_depth) = (0_usize, 0_usize);
    for (event, place) in events(text) {
        if let Event::Html(html) | Event::InlineHtml(html) = &event {
            // Allowed tags stay tags, so they nest as well; an unclosed one nests to the end.
            let (opened, closed) = raw_html::nesting(html);
            raw_depth = (raw_depth + opened).saturating_sub(closed);
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth + raw_depth > DEEPEST {
            return Err(TooDeep { line: text.get(..place.start).map_or(1, |before| before.matches('\n').count() + 1) });
        }
    }
    Ok(())
}

/// How many quotation or list markers a line begins with. A line of hyphens alone is a rule, not a list.
fn markers(line: &str) -> usize {
    let mut count = 0;
    for c in line.chars() {
        match c {
            '>' | '-' | '+' | '*' => count += 1,
            ' ' | '\t' => {}
            _ => return count,
        }
    }
    if line.contains('>') { count } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_passes() {
        assert_eq!(check_nesting("> quoted\n> > twice\n\n- a\n  - b\n    - c\n"), Ok(()));
        assert_eq!(check_nesting(&"-".repeat(200)), Ok(()));
    }

    #[test]
    fn ten_thousand_levels_are_refused_at_once() {
        for text in [
            ">".repeat(10_000) + " x",
            "> ".repeat(10_000) + "x",
            "- ".repeat(10_000) + "x",
            "a\n\n".to_owned() + &"1. ".repeat(10_000) + "x",
        ] {
            assert!(check_nesting(&text).is_err(), "{}", text.chars().take(10).collect::<String>());
        }
        for tag in ["<sub>", "<details>", "<kbd>x"] {
            assert!(check_nesting(&format!("a\n\n{}", tag.repeat(10_000))).is_err(), "{tag}");
        }
        assert_eq!(check_nesting(&"H<sub>2</sub>O and <br> more. ".repeat(500)), Ok(()));
        assert_eq!(check_nesting(&("fine\n\n".to_owned() + &">".repeat(100))), Err(TooDeep { line: 3 }));
    }
}
