//! Do and don't list: what is good to do, or better left.

use crate::attributes::Extra;
use crate::macros::{extras, setters};
use crate::{Card, CardVariant, Content, Heading, Icon, Level};
use maud::{Markup, Render, html};

/// A card with ticks or crosses.
#[derive(Clone, Debug)]
pub struct DoDontList {
    heading: Heading,
    icon: Icon,
    items: Vec<Content>,
    prefix: Option<String>,
    extra: Extra,
}

impl DoDontList {
    /// What is good to do, with ticks.
    pub fn ticks(heading: impl Into<Heading>) -> Self {
        Self { heading: heading.into(), icon: Icon::Tick, items: Vec::new(), prefix: None, extra: Extra::default() }
    }

    /// What is better left, with crosses and "do not" before each.
    pub fn crosses(heading: impl Into<Heading>) -> Self {
        Self { icon: Icon::Cross, prefix: Some("do not".to_owned()), ..Self::ticks(heading) }
    }

    /// A line at the end.
    #[must_use]
    pub fn item(mut self, item: impl Into<Content>) -> Self {
        self.items.push(item.into());
        self
    }

    /// Several lines, after those already there.
    #[must_use]
    pub fn items<C: Into<Content>>(self, items: impl IntoIterator<Item = C>) -> Self {
        items.into_iter().fold(self, Self::item)
    }

    setters! {
        /// Other words before each line.
        text prefix;
    }

    /// Without words before each line.
    #[must_use]
    pub fn no_prefix(mut self) -> Self {
        self.prefix = None;
        self
    }

    extras!();
}

impl Render for DoDontList {
    fn render(&self) -> Markup {
        let mut heading = self.heading.clone();
        heading.level.get_or_insert(Level::H3);
        let list = html! {
            ul class={ "nhsuk-list nhsuk-list--" (self.icon.name()) } role="list" {
                @for item in &self.items {
                    li {
                        (self.icon) " "
                        @if let Some(prefix) = &self.prefix { (prefix) " " }
                        (item)
                    }
                }
            }
        };
        let mut card = Card::new().variant(CardVariant::Feature).heading(heading).body(list);
        card.extra = self.extra.clone();
        card.render()
    }
}
