//! Warning callout: what a reader must not miss.

use crate::attributes::Extra;
use crate::macros::extras;
use crate::{Card, CardVariant, Content, Heading, Level};
use maud::{Markup, Render};

/// A warning with a heading.
#[derive(Clone, Debug)]
pub struct WarningCallout {
    heading: Option<Heading>,
    content: Content,
    extra: Extra,
}

impl WarningCallout {
    /// A warning. Unless the heading says "important", screen readers do before it.
    pub fn new(heading: impl Into<Heading>, content: impl Into<Content>) -> Self {
        Self { heading: Some(heading.into()), content: content.into(), extra: Extra::default() }
    }

    /// A warning without a heading, for one sentence.
    pub fn unnamed(content: impl Into<Content>) -> Self {
        Self { heading: None, content: content.into(), extra: Extra::default() }
    }

    extras!();
}

/// Puts the word before it that makes it a warning to those who do not see the colour.
fn marked(mut heading: Heading) -> Heading {
    heading.level.get_or_insert(Level::H3);
    match &heading.content {
        Content::Text(text) if !text.contains("Important") && !text.contains("important") => {
            heading.hidden_text.get_or_insert_with(|| "Important".to_owned());
        }
        Content::Text(_) | Content::Html(_) => heading.hidden_text = None,
    }
    heading
}

impl Render for WarningCallout {
    fn render(&self) -> Markup {
        let mut card = Card::new().variant(CardVariant::Warning).description(self.content.clone());
        card.heading = self.heading.clone().map(marked);
        card.extra = self.extra.clone();
        card.render()
    }
}
