//! The few tags that may stand in a text as they are. All others are shown as the text they are.

use std::borrow::Cow;
use std::collections::BTreeSet;

use pulldown_cmark::{Event, Tag};

use super::events;

/// Tags without attributes that mean what they say.
const PLAIN: &[&str] = &["br", "sub", "sup", "kbd", "abbr", "details", "summary"];

/// Whether a piece of raw HTML holds allowed tags and words, and nothing else.
pub(super) fn allowed(html: &str) -> bool {
    let mut rest = html;
    while let Some((words, tag)) = rest.split_once('<') {
        let Some((tag, after)) = tag.split_once('>') else { return false };
        if words.contains('>') || !allowed_tag(tag) {
            return false;
        }
        rest = after;
    }
    !rest.contains('>')
}

/// What a reader sees of a piece of raw HTML: allowed tags mark words and are none themselves.
pub(super) fn words(html: &str) -> Cow<'_, str> {
    if !allowed(html) {
        return Cow::Borrowed(html);
    }
    Cow::Owned(html.split('<').enumerate().map(|(at, piece)| if at == 0 { piece } else { after_tag(piece) }).collect())
}

fn after_tag(piece: &str) -> &str {
    piece.split_once('>').map_or("", |(_, words)| words)
}

/// How many allowed tags a piece of raw HTML opens and closes. `<br>` does neither.
pub(super) fn nesting(html: &str) -> (usize, usize) {
    let (mut opened, mut closed) = (0, 0);
    for tag in html.split('<').skip(1).filter_map(|rest| rest.split_once('>').map(|(tag, _)| tag)) {
        let is_br = tag.trim_start_matches('/').trim().to_ascii_lowercase().starts_with("br");
        if !is_br && allowed_tag(tag) {
            if tag.starts_with('/') { closed += 1 } else { opened += 1 }
        }
    }
    (opened, closed)
}

/// Whether what stands between `<` and `>` is an allowed tag.
fn allowed_tag(tag: &str) -> bool {
    let inner = tag.strip_prefix('/').unwrap_or(tag);
    let inner = inner.strip_suffix('/').unwrap_or(inner).trim().to_ascii_lowercase();
    if PLAIN.contains(&inner.as_str()) {
        return true;
    }
    let title = inner.strip_prefix("abbr title=\"").and_then(|rest| rest.strip_suffix('"'));
    title.is_some_and(|title| !title.contains(['"', '<', '>']))
}

/// The names of the tags in `text` that will be shown as text, for a report: at most 20.
#[must_use]
pub fn foreign_tags(text: &str) -> Vec<String> {
    let mut names = BTreeSet::new();
    for (event, _) in events(text) {
        if let Event::Html(html) | Event::InlineHtml(html) = event
            && !allowed(&html)
        {
            names.extend(names_in(&html));
        }
    }
    names.into_iter().take(20).collect()
}

/// The first link or picture of `text` whose address would run instead of leading somewhere, with where it stands.
#[must_use]
pub fn running_link(text: &str) -> Option<(String, usize)> {
    events(text).find_map(|(event, place)| {
        let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event else { return None };
        // Browsers pass over control characters and spaces.
        let plain: String = dest_url.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        let scheme = plain.split(':').next().unwrap_or_default().to_ascii_lowercase();
        let runs = plain.contains(':') && matches!(scheme.as_str(), "javascript" | "vbscript" | "data");
        runs.then(|| (dest_url.chars().take(60).collect(), place.start))
    })
}

fn names_in(html: &str) -> Vec<String> {
    html.split('<')
        .skip(1)
        .map(|rest| {
            rest.chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '!' || *c == '-')
                .take(20)
                .collect::<String>()
        })
        .filter(|name| !name.is_empty())
        .map(|name| format!("<{}>", name.to_ascii_lowercase()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_named_tags_pass() {
        for html in [
            "<summary>More</summary>\n",
            "<details>\n",
            "<br>",
            "<br/>",
            "<BR />",
            "</sub>",
            "<abbr title=\"National Health Service\">",
            "<details>",
        ] {
            assert!(allowed(html), "{html}");
        }
        for html in [
            "<br onclick=x>",
            "<script>",
            "<abbr title=\"a\" onclick=\"b\">",
            "<details open ontoggle=x>",
            "<!-- -->",
            "<br><script>",
        ] {
            assert!(!allowed(html), "{html}");
        }
    }

    #[test]
    fn words_between_allowed_tags_are_words() {
        assert_eq!(words("<summary>More about it</summary>\n"), "More about it\n");
        assert_eq!(words("<b>shown as it is</b>"), "<b>shown as it is</b>");
    }

    #[test]
    fn the_others_are_named() {
        assert_eq!(foreign_tags("a <b>c</b> <br>\n\n<iframe src=x></iframe>\n"), ["<b>", "<iframe>"]);
    }
}
