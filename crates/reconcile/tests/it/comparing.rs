//! What a comparison says of two guides.

use reconcile::{Aligned, Document, Span, compare};

/// The comparison in words, a line for each block: `=` same, `~` changed, `-` removed,
/// `+` added, `<` moved away, `>` moved here.
fn say(old: &str, new: &str) -> Vec<String> {
    let (old, new) = (Document::parse(old), Document::parse(new));
    compare(&old, &new).blocks.iter().map(say_row).collect()
}

fn say_row(row: &Aligned<'_>) -> String {
    match row {
        Aligned::Same { new, .. } => format!("= {}", new.text.trim()),
        Aligned::Changed { spans, .. } => {
            let spans: Vec<_> = spans.iter().map(say_span).collect();
            format!("~ {}", spans.join(" "))
        }
        Aligned::Removed(old) => format!("- {}", old.text.trim()),
        Aligned::Added(new) => format!("+ {}", new.text.trim()),
        Aligned::MovedAway { old, .. } => format!("< {}", old.text.trim()),
        Aligned::MovedHere { new, .. } => format!("> {}", new.text.trim()),
    }
}

fn say_span(span: &Span<'_>) -> String {
    match span {
        Span::Kept { new, .. } => new.trim().to_owned(),
        Span::Removed(old) => format!("[-{}]", old.trim()),
        Span::Added(new) => format!("[+{}]", new.trim()),
    }
}

const GUIDE: &str = "# Wi-Fi\n\n## Costs\n\nThe survey cost five thousand pounds.\n\n\
    ## Steps\n\n1. Count the dead spots.\n2. Buy.\n";

#[test]
fn a_changed_word_is_named_in_its_place() {
    let new = GUIDE.replace("five", "six");
    let said = "~ The survey cost [-five] [+six] thousand pounds.";
    assert_eq!(say(GUIDE, &new)[2], said);
}

#[test]
fn a_step_put_in_between_renumbers_nothing() {
    let new = GUIDE.replace("2. Buy.", "2. Ask infection control.\n3. Buy.");
    let said = say(GUIDE, &new);
    assert_eq!(said[4..], ["= 1. Count the dead spots.", "+ 2. Ask infection control.", "= 3. Buy."]);
}

#[test]
fn what_was_removed_comes_before_what_was_added_in_its_place() {
    let new = GUIDE.replace("The survey cost five thousand pounds.", "Nothing.");
    let said = say(GUIDE, &new);
    assert_eq!(said[2..4], ["- The survey cost five thousand pounds.", "+ Nothing."]);
}

#[test]
fn a_section_that_moved_is_said_to_have_moved() {
    let old = "# A\n\none two\n\nthree\n\nfour five\n\nsix\n";
    let new = "# A\n\nfour five\n\nsix\n\none two\n\nthree\n";
    let said = say(old, new);
    assert_eq!(said.iter().filter(|row| row.starts_with(['<', '>'])).count(), 4);
    assert_eq!(said.iter().filter(|row| row.starts_with(['-', '+', '~'])).count(), 0);
    let (old, new) = (Document::parse(old), Document::parse(new));
    assert_eq!(compare(&old, &new).summary().blocks_moved, 2);
}

#[test]
fn a_line_that_stands_often_is_never_said_to_have_moved() {
    let said = say("***\n\na\n\n***\n\nb\n", "a\n\n***\n\nb\n\n***\n");
    assert_eq!(said, ["- ***", "= a", "= ***", "= b", "+ ***"]);
}

#[test]
fn a_paragraph_made_an_item_keeps_its_words() {
    assert_eq!(say("Ask the ward first.\n", "- Ask the ward first.\n"), ["~ [+-] Ask the ward first."]);
}

#[test]
fn a_mark_in_common_makes_no_two_items_alike() {
    assert_eq!(say("1. Yes\n", "1. No\n"), ["- 1. Yes", "+ 1. No"]);
    assert_eq!(say("- Yes\n", "- No\n"), ["- - Yes", "+ - No"]);
}

#[test]
fn a_block_too_long_to_compare_by_word_is_removed_and_added_whole_but_for_its_ends() {
    let words = |step: usize| {
        let words = (0..10_000).map(|k| format!("w{} ", (k * step + k / 97) % 97));
        format!("first {}last", words.collect::<String>())
    };
    let (old, new) = (words(3), words(5));
    let (old, new) = (Document::parse(&old), Document::parse(&new));
    let [Aligned::Changed { spans, .. }] = &compare(&old, &new).blocks[..] else {
        panic!("one block, changed");
    };
    let kept: Vec<_> = spans.iter().filter(|span| matches!(span, Span::Kept { .. })).collect();
    assert_eq!(spans.len(), 4);
    assert_eq!(kept.len(), 2);
}

#[test]
fn the_summary_counts_blocks_and_words() {
    let new = GUIDE.replace("five", "six").replace("2. Buy.", "2. Buy.\n3. Tell the wards.\n");
    let (old, new) = (Document::parse(GUIDE), Document::parse(&new));
    let summary = compare(&old, &new).summary();
    assert_eq!((summary.blocks_same, summary.blocks_changed), (5, 1));
    assert_eq!((summary.blocks_added, summary.blocks_removed), (1, 0));
    assert_eq!((summary.words_added, summary.words_removed), (5, 1));
    assert_eq!(summary.share_changed(), 2.0 / 7.0);
}

#[test]
fn two_empty_texts_have_nothing_changed() {
    let empty = Document::parse("");
    let comparison = compare(&empty, &empty);
    assert!(comparison.is_exact() && comparison.blocks.is_empty());
    assert_eq!(comparison.summary().share_changed(), 0.0);
}

#[test]
fn a_word_replaced_in_every_paragraph_leaves_every_paragraph_changed() {
    let paragraph = |k: usize, name: &str| format!("Paragraph {k} of {name} tells of k{k}.\n\n");
    let guide = |name: &str| (0..1500).map(|k| paragraph(k, name)).collect::<String>();
    let (old, new) = (guide("Leeds"), guide("York"));
    let (old, new) = (Document::parse(&old), Document::parse(&new));
    assert_eq!(compare(&old, &new).summary().blocks_changed, 1500);
}
