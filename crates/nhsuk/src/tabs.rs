//! Tabs: parts of a page of which one shows at a time; without a script, one after the other.

use crate::Content;
use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::macros::{extras, items, setters};
use maud::{Markup, Render, html};

/// Parts of a page of which one shows at a time.
#[derive(Clone, Debug)]
pub struct Tabs {
    id_prefix: String,
    items: Vec<Tab>,
    hidden_text: Option<String>,
    extra: Extra,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct Tab {
    label: String,
    panel: Content,
    id: Option<String>,
}

impl Tab {
    /// A part under a label. Plain text becomes a paragraph.
    pub fn new(label: impl Into<String>, panel: impl Into<Content>) -> Self {
        Self { label: label.into(), panel: panel.into(), id: None }
    }

    setters! {
        /// The id by which it can be linked to, otherwise the prefix and its number.
        text id;
    }
}

impl<L: Into<String>, P: Into<Content>> From<(L, P)> for Tab {
    fn from((label, panel): (L, P)) -> Self {
        Self::new(label, panel)
    }
}

impl Tabs {
    /// Tabs with ids that begin like this: `prefix-1`.
    pub fn new(id_prefix: impl Into<String>) -> Self {
        Self { id_prefix: id_prefix.into(), items: Vec::new(), hidden_text: None, extra: Extra::default() }
    }

    items! {
        /// A part at the end.
        Tab
    }

    setters! {
        /// The heading without a script, otherwise "Contents".
        text hidden_text;
    }

    extras!();

    /// Each part with its id and whether it is the first.
    fn parts(&self) -> impl Iterator<Item = (bool, String, &Tab)> {
        let id = |number, tab: &Tab| tab.id.clone().unwrap_or_else(|| format!("{}-{number}", self.id_prefix));
        (1..).zip(&self.items).map(move |(number, tab)| (number == 1, id(number, tab), tab))
    }
}

impl Render for Tabs {
    fn render(&self) -> Markup {
        Element::component("div", Classes::new("nhsuk-tabs"), &self.extra).attr("data-module", "nhsuk-tabs").body(
            html! {
                h2.nhsuk-tabs__heading { (self.hidden_text.as_deref().unwrap_or("Contents")) }
                @if !self.items.is_empty() {
                    ul.nhsuk-tabs__list {
                        @for (first, id, tab) in self.parts() {
                            li.nhsuk-tabs__list-item."nhsuk-tabs__list-item--selected"[first] {
                                a.nhsuk-tabs__tab href={ "#" (id) } { (tab.label) }
                            }
                        }
                    }
                    @for (first, id, tab) in self.parts() {
                        div.nhsuk-tabs__panel."nhsuk-tabs__panel--hidden"[!first] id=(id) { (tab.panel.paragraph("")) }
                    }
                }
            },
        )
    }
}
