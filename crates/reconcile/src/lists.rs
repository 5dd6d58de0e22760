//! Lists in front matter, put together item by item.

use std::borrow::Cow;

use crate::words::straight;

/// A list as its items and how it is written.
struct List<'t> {
    items: Vec<&'t str>,
    /// The blanks before each item; none when the list stands in brackets.
    indent: Option<&'t str>,
}

/// The list with both sides' edits, in our form; none when a value is no list, or when both
/// put something else in the place of one item.
pub(crate) fn merge(base: &str, local: &str, upstream: &str) -> Option<String> {
    let [base, ours, theirs] = [base, local, upstream].map(read);
    let (base, ours, theirs) = (base?, ours?, theirs?);
    let has = |list: &List<'_>, item: &str| list.items.iter().any(|other| key(other) == key(item));
    let added = |list: &List<'_>| list.items.iter().any(|item| !has(&base, item));
    let replaced_by_both = base.items.iter().any(|item| !has(&ours, item) && !has(&theirs, item));
    if replaced_by_both && added(&ours) && added(&theirs) {
        return None;
    }
    let mut items: Vec<&str> =
        ours.items.iter().copied().filter(|item| has(&theirs, item) || !has(&base, item)).collect();
    for (place, item) in theirs.items.iter().enumerate() {
        if has(&base, item) || has(&ours, item) {
            continue;
        }
        let before = theirs.items.get(..place).unwrap_or_default().iter().rev();
        let after = before.filter_map(|item| items.iter().position(|other| key(other) == key(item))).next();
        items.insert(after.map_or(if place == 0 { 0 } else { items.len() }, |place| place + 1), item);
    }
    Some(written(&items, ours.indent))
}

fn key(item: &str) -> Cow<'_, str> {
    straight(item.trim().trim_matches(['"', '\'']))
}

fn read(value: &str) -> Option<List<'_>> {
    let value = value.trim_end();
    if let Some(inner) = value.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let plain = !inner.contains(['[', '{', '"', '\'', '\n', '#']);
        let items = inner.split(',').map(str::trim).filter(|item| !item.is_empty());
        return plain.then(|| List { items: items.collect(), indent: None });
    }
    let first = value.lines().next()?;
    let indent = first.get(..first.len() - first.trim_start().len())?;
    let mut starts = Vec::new();
    let mut start = 0;
    for line in value.split_inclusive('\n') {
        let rest = line.strip_prefix(indent)?;
        if rest.starts_with("- ") {
            starts.push(start);
        } else if !rest.starts_with(' ') {
            return None;
        }
        start += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([value.len()]);
    let item = |(start, end): (&usize, usize)| value.get(start + indent.len() + 2..end).map(str::trim_end);
    let items: Option<Vec<&str>> = starts.iter().zip(ends).map(item).collect();
    items.filter(|items| !items.is_empty()).map(|items| List { items, indent: Some(indent) })
}

fn written(items: &[&str], indent: Option<&str>) -> String {
    match indent {
        None => format!("[{}]", items.join(", ")),
        Some(indent) => items.iter().map(|item| format!("{indent}- {item}")).collect::<Vec<_>>().join("\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::merge;

    #[test]
    fn items_of_both_sides_are_kept() {
        assert_eq!(merge("[a, b]", "[a, b, ours]", "[a, theirs]").as_deref(), Some("[a, theirs, ours]"));
        let text = merge("- a\n- b", "  - a\n  - b\n  - c", "- new\n- a\n- b");
        assert_eq!(text.as_deref(), Some("  - new\n  - a\n  - b\n  - c"));
    }

    #[test]
    fn one_item_replaced_by_both_asks_and_so_does_what_is_no_list() {
        assert_eq!(merge("[a, b]", "[a, x]", "[a, y]"), None);
        assert_eq!(merge("a", "b", "c"), None);
    }
}
