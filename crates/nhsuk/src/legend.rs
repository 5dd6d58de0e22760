//! Legend: the name of a group of fields, or the page's question itself.

use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::heading::{Heading, Look};
use crate::macros::{extras, from_content, setters};
use crate::{Caption, Content, HeadingSize, Level, Placement, Size};
use maud::{Markup, Render, html};

/// The name of a group of fields.
#[derive(Clone, Debug)]
pub struct Legend {
    content: Content,
    size: Option<Size>,
    caption: Option<Caption>,
    hidden_text: Option<String>,
    heading: Option<Level>,
    heading_id: Option<String>,
    extra: Extra,
}

impl Legend {
    /// A legend with these words.
    pub fn new(content: impl Into<Content>) -> Self {
        Self {
            content: content.into(),
            size: None,
            caption: None,
            hidden_text: None,
            heading: None,
            heading_id: None,
            extra: Extra::default(),
        }
    }

    setters! {
        /// Its size.
        value size: Size;
        /// A caption.
        part caption: Caption;
        /// Words after it for screen readers only.
        text hidden_text;
        /// Puts a heading of this level into it.
        value heading: Level;
        /// Id of that heading.
        text heading_id;
    }

    /// Puts the page's h1 into it, for pages that ask one thing.
    #[must_use]
    pub fn page_heading(self) -> Self {
        self.heading(Level::H1)
    }

    extras!();

    /// The words with what stands inside the legend beside them.
    fn words(&self, caption: Option<&Caption>) -> Heading {
        let mut heading = Heading::new(self.content.clone());
        heading.caption = caption.filter(|caption| caption.placement != Some(Placement::After)).cloned();
        heading.hidden_text.clone_from(&self.hidden_text);
        heading
    }
}

from_content!(Legend);

impl Render for Legend {
    fn render(&self) -> Markup {
        let size = self.size.map(HeadingSize::from);
        let caption = self.caption.as_ref().map(|caption| {
            let mut caption = caption.beside(size);
            if caption.placement == Some(Placement::Before) {
                caption.placement = Some(Placement::Start);
            }
            caption
        });
        let overridden = self.extra.overrides("nhsuk-fieldset__legend--");
        let classes = Classes::new("nhsuk-fieldset__legend")
            .variant("nhsuk-fieldset__legend--", size.filter(|_| !overridden).map(HeadingSize::name));
        let mut words = self.words(caption.as_ref());
        let legend = match self.heading {
            Some(level) => {
                words.extra.id.clone_from(&self.heading_id);
                let look = Look::new("nhsuk-fieldset__heading", "nhsuk-fieldset__heading-", level.element());
                Element::component("legend", classes, &self.extra).body(words.render_as(&look))
            }
            None => {
                words.extra = self.extra.clone();
                words.render_as(&Look::new(classes.as_str(), "", "legend"))
            }
        };
        html! {
            (legend)
            @if let Some(caption) = caption.filter(|caption| caption.placement == Some(Placement::After)) { (caption) }
        }
    }
}
