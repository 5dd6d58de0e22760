//! Label: the name of a field, or the page's question itself.

use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::heading::{Heading, Look};
use crate::macros::{extras, from_content, setters};
use crate::{Caption, Content, HeadingSize, Level, Placement, Size};
use maud::{Markup, Render, html};

/// The name of a field.
#[derive(Clone, Debug)]
pub struct Label {
    content: Content,
    field: Option<String>,
    size: Option<Size>,
    caption: Option<Caption>,
    hidden_text: Option<String>,
    heading: Option<Level>,
    heading_id: Option<String>,
    extra: Extra,
}

impl Label {
    /// A label with these words.
    pub fn new(content: impl Into<Content>) -> Self {
        Self {
            content: content.into(),
            field: None,
            size: None,
            caption: None,
            hidden_text: None,
            heading: None,
            heading_id: None,
            extra: Extra::default(),
        }
    }

    setters! {
        /// Id of the field it names; components that have a label fill it in.
        text field;
        /// Its size.
        value size: Size;
        /// A caption.
        part caption: Caption;
        /// Words after it for screen readers only.
        text hidden_text;
        /// Wraps it in a heading of this level.
        value heading: Level;
        /// Id of that heading.
        text heading_id;
    }

    /// Makes it the page's h1, for pages that ask one thing.
    #[must_use]
    pub fn page_heading(self) -> Self {
        self.heading(Level::H1)
    }

    /// Leaves it to screen readers, where what is around the field says it to everyone else.
    #[must_use]
    pub fn visually_hidden(self) -> Self {
        self.class("nhsuk-u-visually-hidden")
    }

    extras!();

    /// The label of this field, unless it names another.
    pub(crate) fn naming(&self, id: &str) -> Self {
        let mut label = self.clone();
        label.field.get_or_insert_with(|| id.to_owned());
        label
    }

    /// The label with a class that comes before those the page added.
    pub(crate) fn within(mut self, class: &str) -> Self {
        self.extra.prepend(Classes::new(class));
        self
    }

    fn inner(&self, caption: Option<&Caption>) -> Markup {
        let mut look = Look::new("nhsuk-label", "nhsuk-label--", "label");
        if let Some(field) = &self.field {
            look.attributes.push("for", field);
        }
        let mut heading = Heading::new(self.content.clone());
        heading.size = self.size.map(HeadingSize::from);
        heading.caption =
            caption.filter(|c| matches!(c.placement, None | Some(Placement::Start | Placement::End))).cloned();
        heading.hidden_text.clone_from(&self.hidden_text);
        heading.extra = self.extra.clone();
        heading.render_as(&look)
    }

    fn in_heading(&self, inner: Markup) -> Markup {
        match self.heading {
            Some(level) => Element::new(level.element())
                .attr("class", "nhsuk-label-wrapper")
                .maybe("id", self.heading_id.as_ref())
                .body(inner),
            None => inner,
        }
    }
}

from_content!(Label);

impl Render for Label {
    fn render(&self) -> Markup {
        let caption = self.caption.as_ref().map(|caption| caption.beside(self.size.map(HeadingSize::from)));
        let at = |placement| caption.as_ref().filter(|caption| caption.placement == Some(placement));
        let inner = self.inner(caption.as_ref());
        html! {
            @if let Some(caption) = at(Placement::Before) { (caption) }
            (self.in_heading(inner))
            @if let Some(caption) = at(Placement::After) { (caption) }
        }
    }
}
