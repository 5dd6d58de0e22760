//! The library as pages.

mod compare;
mod guide;
mod list;

pub(super) use compare::compare;
pub use compare::difference;
pub use guide::{Beside, said_before, size};
pub(super) use guide::{Shown, cost_in_words, held_elsewhere, person_in_words, show};
pub(super) use list::{Listing, list, past_list};
pub use list::{asked_in_words, guide_list};

use maud::{Markup, html};

use super::store::GuideLine;
pub(super) use crate::organisations::Names;

/// Whose guide it is: a link to the organisation, or what the index says.
fn owner(line: &GuideLine, names: &Names) -> Option<Markup> {
    let code = line.organisation.as_ref()?;
    let name = names.get(code).unwrap_or(code);
    Some(html! { a href={ "/organisations/" (code) } { (name) } })
}

/// Several values in one line.
fn joined(values: &[String]) -> Option<String> {
    (!values.is_empty()).then(|| values.join(", "))
}
