//! What every form has: the summary of what is wrong with it, its hidden fields, and the title of its page.

use std::collections::BTreeMap;

use maud::{Markup, html};
use nhsuk::ErrorSummary;

/// Everything that is wrong, each line leading to its field; nothing when nothing is.
#[must_use]
pub fn error_summary<'a, F: AsRef<str> + 'a>(errors: impl IntoIterator<Item = (&'a F, &'a String)>) -> Markup {
    let mut lines =
        errors.into_iter().map(|(field, words)| (format!("#{}", field.as_ref()), words.as_str())).peekable();
    html! { @if lines.peek().is_some() { (ErrorSummary::new().items(lines)) } }
}

/// A text as it was typed, without blanks around it; what is wrong with it stands among the errors. `needed` is said when
/// there is none, and empty where there need not be any.
pub fn text(
    errors: &mut BTreeMap<&'static str, String>,
    field: &'static str,
    typed: &str,
    (needed, most): (&str, usize),
) -> String {
    let value = typed.replace("\r\n", "\n").trim().to_owned();
    let wrong = match value.chars().count() {
        0 if !needed.is_empty() => Some(needed.to_owned()),
        length if length > most => Some(format!("Use at most {most} characters: this has {length}")),
        _ => None,
    };
    errors.extend(wrong.map(|words| (field, words)));
    value
}

/// A mail address to answer to.
pub fn mail(errors: &mut BTreeMap<&'static str, String>, field: &'static str, typed: &str) -> String {
    let value = text(errors, field, typed, ("Enter an email address to answer to", 200));
    let is_address = value.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !value.contains(|c: char| c.is_whitespace() || c.is_control())
    });
    if !is_address {
        errors.entry(field).or_insert_with(|| "Enter an email address, like name@example.org".to_owned());
    }
    value
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
