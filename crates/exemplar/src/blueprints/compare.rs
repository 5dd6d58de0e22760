//! Two versions of a text as a page shows them: what is the same left short, what differs said in words.

use reconcile::{Aligned, Document, Span};

/// How many blocks around a difference are shown.
const AROUND: usize = 1;

/// What differs between two versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    /// The whole in one sentence.
    pub sentence: String,
    /// Fields of the front matter: name, before, after.
    pub fields: Vec<(String, String, String)>,
    /// The text, in order.
    pub parts: Vec<Part>,
}

/// A stretch of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Paragraphs that are the same and left out.
    LeftOut(usize),
    /// A paragraph that is the same, shown for its place.
    Same(String),
    /// Only in the newer version.
    Added(String),
    /// Only in the older version.
    Removed(String),
    /// It stands elsewhere in the newer version.
    Moved(String),
    /// In both, with other words.
    Changed(Vec<Words>),
}

/// Some words of a changed paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// In both.
    Kept(String),
    /// Only in the newer.
    Added(String),
    /// Only in the older.
    Removed(String),
}

/// Compares two texts.
pub(super) fn differences(old: &str, new: &str) -> Differences {
    let (old, new) = (Document::parse(old), Document::parse(new));
    let comparison = reconcile::compare(&old, &new);
    let fields = comparison
        .fields
        .iter()
        .map(|field| {
            (field.key.to_owned(), field.old.unwrap_or_default().to_owned(), field.new.unwrap_or_default().to_owned())
        })
        .collect();
    let parts: Vec<Part> = comparison.blocks.iter().filter_map(part).collect();
    let summary = comparison.summary();
    Differences { sentence: sentence(&summary), fields, parts: shortened(parts) }
}

fn sentence(summary: &reconcile::Summary) -> String {
    let counts = [
        (summary.blocks_changed, "changed"),
        (summary.blocks_added, "added"),
        (summary.blocks_removed, "removed"),
        (summary.blocks_moved, "moved"),
    ];
    let mut said: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{} {what}", some(*count, "paragraph")))
        .collect();
    if summary.fields_changed > 0 {
        said.push(format!("{} changed", some(summary.fields_changed, "field")));
    }
    if said.is_empty() {
        return "The two versions say the same.".to_owned();
    }
    format!(
        "{}: {} added and {} removed. {} the same.",
        said.join(", "),
        some(summary.words_added, "word"),
        some(summary.words_removed, "word"),
        some(summary.blocks_same, "paragraph")
    )
}

/// `1 word`, `2 words`.
fn some(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn part(aligned: &Aligned<'_>) -> Option<Part> {
    let text = |block: &reconcile::Block<'_>| block.text.trim().to_owned();
    Some(match aligned {
        Aligned::Same { new, .. } => Part::Same(text(new)),
        Aligned::Added(block) => Part::Added(text(block)),
        Aligned::Removed(block) => Part::Removed(text(block)),
        Aligned::MovedAway { .. } => return None,
        Aligned::MovedHere { new, .. } => Part::Moved(text(new)),
        Aligned::Changed { spans, .. } => Part::Changed(
            spans
                .iter()
                .map(|span| match span {
                    Span::Kept { new, .. } => Words::Kept((*new).to_owned()),
                    Span::Added(words) => Words::Added((*words).to_owned()),
                    Span::Removed(words) => Words::Removed((*words).to_owned()),
                })
                .collect(),
        ),
    })
}

/// Leaves out what is the same, but for a block on either side of a difference.
fn shortened(parts: Vec<Part>) -> Vec<Part> {
    let differs: Vec<bool> = parts.iter().map(|part| !matches!(part, Part::Same(_))).collect();
    let near = |at: usize| {
        differs.iter().enumerate().skip(at.saturating_sub(AROUND)).take(AROUND * 2 + 1).any(|(_, differs)| *differs)
    };
    let mut shown = Vec::new();
    for (at, part) in parts.into_iter().enumerate() {
        match (near(at), shown.last_mut()) {
            (true, _) => shown.push(part),
            (false, Some(Part::LeftOut(count))) => *count += 1,
            (false, _) => shown.push(Part::LeftOut(1)),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_said_in_words() {
        let old = "---\ncost: 5\n---\n# A\n\nOne.\n\nTwo.\n\nThree.\n\nThe dog sat.\n";
        let new = "---\ncost: 7\n---\n# A\n\nOne.\n\nTwo.\n\nThree.\n\nThe cat sat.\n\nNew end.\n";
        let found = differences(old, new);
        assert_eq!(found.fields, [("cost".to_owned(), "5".to_owned(), "7".to_owned())]);
        assert!(
            found.sentence.starts_with("1 paragraph changed, 1 paragraph added, 1 field changed"),
            "{}",
            found.sentence
        );
        assert!(found.parts.contains(&Part::LeftOut(3)), "{:?}", found.parts);
    }

    #[test]
    fn a_rewrapped_text_says_the_same() {
        assert_eq!(differences("a b\nc\n", "a\nb c\n").sentence, "The two versions say the same.");
    }
}
