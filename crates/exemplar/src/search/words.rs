//! Words as the index keeps them: small, without accents, cut to their stems.

use std::cell::RefCell;

use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, TextAnalyzer, TokenStream,
};

/// The name under which the index knows this way of cutting text into words.
pub(super) const TOKENIZER: &str = "english";

/// The way text is cut into words.
pub(super) fn analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(60))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(Stemmer::new(Language::English))
        .build()
}

thread_local! {
    static ANALYZER: RefCell<TextAnalyzer> = RefCell::new(analyzer());
}

/// The stems of `text`, in order.
pub(super) fn stems(text: &str) -> Vec<String> {
    stems_and_words(text).into_iter().map(|(stem, _)| stem).collect()
}

/// The stems of `text` with the words they come from.
pub(super) fn stems_and_words(text: &str) -> Vec<(String, String)> {
    ANALYZER.with_borrow_mut(|analyzer| {
        let mut found = Vec::new();
        let mut stream = analyzer.token_stream(text);
        while let Some(token) = stream.next() {
            let word = text.get(token.offset_from..token.offset_to).unwrap_or_default();
            found.push((token.text.clone(), word.to_owned()));
        }
        found
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_to_their_stems() {
        assert_eq!(stems("Prescribing on WARDS, caf\u{e9}s"), ["prescrib", "on", "ward", "cafe"]);
    }
}
