//! What the `style` of an element says of its words.

use super::html::Element;
use crate::blocks::{Look, Shift};

/// The value of a property in a `style` attribute.
pub(super) fn property<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    let style = element.attribute("style")?;
    style
        .split(';')
        .filter_map(|one| one.split_once(':'))
        .find_map(|(known, value)| known.trim().eq_ignore_ascii_case(name).then_some(value.trim()))
}

/// How the words of an element look, inside words that look like `outer`.
pub(super) fn look(element: &Element, outer: Look) -> Look {
    let mut look = outer;
    match element.name.as_str() {
        "b" | "strong" => look.strong = true,
        "i" | "em" | "cite" | "dfn" | "var" => look.emphasis = true,
        "s" | "strike" | "del" => look.struck = true,
        "code" | "tt" | "kbd" | "samp" => look.code = true,
        "sub" => look.shift = Shift::Sub,
        "sup" => look.shift = Shift::Super,
        _ => {}
    }
    // Google Docs wraps everything in a <b> that is not bold.
    match property(element, "font-weight") {
        Some("bold" | "bolder" | "600" | "700" | "800" | "900") => look.strong = true,
        Some("normal" | "400" | "300" | "500") => look.strong = false,
        _ => {}
    }
    match property(element, "font-style") {
        Some("italic" | "oblique") => look.emphasis = true,
        Some("normal") => look.emphasis = false,
        _ => {}
    }
    if property(element, "text-decoration").is_some_and(|value| value.contains("line-through")) {
        look.struck = true;
    }
    match property(element, "vertical-align") {
        Some("super") => look.shift = Shift::Super,
        Some("sub") => look.shift = Shift::Sub,
        _ => {}
    }
    look
}

/// Which list Word says a paragraph is in, and how deep.
pub(super) fn word_list(element: &Element) -> Option<(String, u8)> {
    let said = property(element, "mso-list").filter(|said| !said.eq_ignore_ascii_case("ignore"))?;
    let list = said.split_whitespace().next()?.to_owned();
    let level = said.split_whitespace().find_map(|word| word.strip_prefix("level"))?.parse::<u8>().ok()?;
    Some((list, level.clamp(1, 9) - 1))
}

/// Whether an element holds the mark Word puts before an item for programs that know no lists.
pub(super) fn is_word_mark(element: &Element) -> bool {
    property(element, "mso-list").is_some_and(|said| said.eq_ignore_ascii_case("ignore"))
}

/// Whether nobody sees the element.
pub(super) fn is_hidden(element: &Element) -> bool {
    matches!(property(element, "display"), Some("none")) || matches!(property(element, "mso-hide"), Some("all"))
}
