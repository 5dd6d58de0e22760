//! What every form has: the summary of what is wrong with it, its hidden fields, and the title of its page.

use maud::{Markup, html};
use nhsuk::ErrorSummary;

/// Everything that is wrong, each line leading to its field; nothing when nothing is.
#[must_use]
pub fn error_summary<'a, F: AsRef<str> + 'a>(errors: impl IntoIterator<Item = (&'a F, &'a String)>) -> Markup {
    let mut lines =
        errors.into_iter().map(|(field, words)| (format!("#{}", field.as_ref()), words.as_str())).peekable();
    html! { @if lines.peek().is_some() { (ErrorSummary::new().items(lines)) } }
}

/// A field that nobody sees.
#[must_use]
pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

/// What the page of a form is called: a form that came back with errors says so first.
#[must_use]
pub fn title_of<E>(title: &str, errors: impl IntoIterator<Item = E>) -> String {
    if errors.into_iter().next().is_none() { title.to_owned() } else { format!("Error: {title}") }
}
