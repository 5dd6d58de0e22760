//! Breadcrumbs: the way from the home page to here. On small screens only the last step shows, as a back link.

use crate::attributes::{Classes, Extra};
use crate::back_link::Target;
use crate::element::Element;
use crate::link::links;
use crate::macros::{extras, items, setters};
use crate::{BackLink, Link};
use maud::{Markup, Render, html};

/// A trail of links, the home page first.
#[derive(Clone, Debug, Default)]
pub struct Breadcrumbs {
    items: Vec<Link>,
    label: Option<String>,
    back_link: Option<BackLink>,
    reverse: bool,
    extra: Extra,
}

impl Breadcrumbs {
    /// An empty trail.
    pub fn new() -> Self {
        Self::default()
    }

    items! {
        /// A step at the end of the trail.
        Link
    }
    links!();

    setters! {
        /// The landmark's name, otherwise "Breadcrumb".
        text label;
        /// What differs from a link to the last step, on small screens.
        value back_link: BackLink;
        /// White, for dark backgrounds.
        flag reverse;
    }

    extras!();

    /// The link that stands for the trail on small screens.
    fn back(&self) -> BackLink {
        let mut back = self.back_link.clone().unwrap_or_default();
        back.reverse |= self.reverse;
        back.hidden_text.get_or_insert_with(|| "Back to".to_owned());
        if let Some(last) = self.items.last() {
            back.attributes_or(&last.extra.attributes);
            back.target.get_or_insert_with(|| Target::Page(last.href.clone()));
            back.text.get_or_insert_with(|| last.content.clone());
        }
        back
    }
}

impl Render for Breadcrumbs {
    fn render(&self) -> Markup {
        let classes = Classes::new("nhsuk-breadcrumb").when(self.reverse, "nhsuk-breadcrumb--reverse");
        Element::component("nav", classes, &self.extra)
            .attr("aria-label", self.label.as_deref().unwrap_or("Breadcrumb"))
            .body(html! {
                ol.nhsuk-breadcrumb__list {
                    @for item in &self.items {
                        li.nhsuk-breadcrumb__list-item { (item.render_as("nhsuk-breadcrumb__link")) }
                    }
                }
                (self.back())
            })
    }
}
