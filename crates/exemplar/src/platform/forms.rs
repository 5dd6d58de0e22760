//! What every form has: the summary of what is wrong with it, its hidden fields, and the title of its page.

use std::collections::BTreeMap;

use maud::{Markup, html};
use nhsuk::ErrorSummary;

/// Everything that is wrong, each line leading to its field; nothing when nothing is.
#[must_use]
pub fn error_summary<F: AsRef<str>>(errors: &BTreeMap<F, String>) -> Markup {
    let lines = errors.iter().map(|(field, words)| (format!("#{}", field.as_ref()), words.as_str()));
    html! { @if !errors.is_empty() { (ErrorSummary::new().items(lines)) } }
}

/// A field that nobody sees.
#[must_use]
pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

/// What the page of a form is called: a form that came back with errors says so first.
#[must_use]
pub fn title_of<F>(title: &str, errors: &BTreeMap<F, String>) -> String {
    if errors.is_empty() { title.to_owned() } else { format!("Error: {title}") }
}
