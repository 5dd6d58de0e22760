//! What holds for any text and any two texts.

use proptest::prelude::*;
use reconcile::{Aligned, Block, Document, compare};

use crate::guides::{any_text, guide, versions};

proptest! {
    #[test]
    fn a_text_is_its_head_and_its_blocks(text in any_text()) {
        assert_parsing_laws(&text);
    }

    #[test]
    fn a_text_compared_with_itself_is_all_the_same(text in any_text()) {
        let document = Document::parse(&text);
        let comparison = compare(&document, &document);
        prop_assert!(comparison.is_exact());
        prop_assert!(comparison.means_the_same());
        prop_assert!(comparison.blocks.iter().all(Aligned::is_exact));
    }

    #[test]
    fn any_two_texts_keep_the_laws(old in any_text(), new in any_text()) {
        assert_comparison_laws(&old, &new);
    }

    #[test]
    fn two_versions_of_a_guide_keep_the_laws((old, new) in versions()) {
        assert_comparison_laws(&old, &new);
    }

    #[test]
    fn a_block_dropped_is_one_block_removed(guide in guide(), at in any::<prop::sample::Index>()) {
        let old = Document::parse(&guide);
        if old.blocks().is_empty() {
            return Ok(());
        }
        let gone = at.get(old.blocks()).range.clone();
        let text = format!("{}{}", &guide[..gone.start], &guide[gone.end..]);
        let new = Document::parse(&text);
        if new.blocks().len() + 1 != old.blocks().len() {
            return Ok(()); // what stood around the block has run together
        }
        let summary = compare(&old, &new).summary();
        prop_assert_eq!((summary.blocks_removed, summary.blocks_touched()), (1, 1));
    }
}

/// The blocks tile the text, each with the range that is its own.
pub fn assert_parsing_laws(text: &str) {
    let document = Document::parse(text);
    let texts = document.blocks().iter().map(|block| block.text);
    let whole: String = [document.head()].into_iter().chain(texts).collect();
    assert_eq!(whole, text);

    let mut end = document.head().len();
    for block in document.blocks() {
        assert_eq!(block.range.start, end);
        assert_eq!(&text[block.range.clone()], block.text);
        assert!(!block.text.is_empty());
        end = block.range.end;
    }
    assert_eq!(end, text.len());
}

/// Everything that holds between any two texts, both ways round.
pub fn assert_comparison_laws(old: &str, new: &str) {
    assert_parsing_laws(old);
    assert_parsing_laws(new);
    let (old, new) = (Document::parse(old), Document::parse(new));
    let there = compare(&old, &new);
    let back = compare(&new, &old);

    assert_blocks_in_order(old.blocks(), there.blocks.iter().filter_map(Aligned::in_old));
    assert_blocks_in_order(new.blocks(), there.blocks.iter().filter_map(Aligned::in_new));
    there.blocks.iter().for_each(assert_row);

    let (forth, back) = (there.summary(), back.summary());
    assert_eq!(forth.blocks_same, back.blocks_same);
    assert_eq!(forth.blocks_changed, back.blocks_changed);
    assert_eq!(forth.blocks_moved, back.blocks_moved);
    assert_eq!(forth.fields_changed, back.fields_changed);
    assert_eq!(forth.blocks_added, back.blocks_removed);
    assert_eq!(forth.blocks_removed, back.blocks_added);
    assert_eq!(forth.words_added, back.words_removed);
    assert_eq!(forth.words_removed, back.words_added);
    assert!((0.0..=1.0).contains(&forth.share_changed()));
}

fn assert_blocks_in_order<'a>(blocks: &[Block<'_>], aligned: impl Iterator<Item = &'a Block<'a>>) {
    let expected: Vec<_> = blocks.iter().map(|block| block.range.clone()).collect();
    let found: Vec<_> = aligned.map(|block| block.range.clone()).collect();
    assert_eq!(found, expected);
}

fn assert_row(row: &Aligned<'_>) {
    match row {
        Aligned::Same { old, new } => assert!(old.means_the_same(new)),
        Aligned::MovedAway { old, to } => assert!(old.means_the_same(to)),
        Aligned::MovedHere { new, from } => assert!(new.means_the_same(from)),
        Aligned::Changed { old, new, spans } => {
            assert!(!old.means_the_same(new));
            let was: String = spans.iter().map(|span| span.in_old()).collect();
            let is: String = spans.iter().map(|span| span.in_new()).collect();
            assert_eq!((was.as_str(), is.as_str()), (old.text, new.text));
            let kept = |span: &reconcile::Span<'_>| matches!(span, reconcile::Span::Kept { .. });
            assert!(!spans.iter().all(kept), "a changed block shows no change");
        }
        Aligned::Removed(_) | Aligned::Added(_) => {}
    }
}
