//! Character count: a textarea that says how much more fits.

use crate::attributes::Classes;
use crate::element::Element;
use crate::field::field_setters;
use crate::macros::setters;
use crate::{Content, Hint, Label, Plurals, Textarea};
use maud::{Markup, Render, html};

/// How much fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// So many characters.
    Characters(u32),
    /// So many words.
    Words(u32),
}

/// What a script counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountType {
    /// Characters as a reader counts them.
    Characters,
    /// Units of UTF-16, as HTML's `maxlength` counts them.
    Length,
    /// Words.
    Words,
}

impl CountType {
    fn name(self) -> &'static str {
        match self {
            Self::Characters => "characters",
            Self::Length => "length",
            Self::Words => "words",
        }
    }
}

/// A textarea that says how much more fits; it does not stop who writes more.
#[derive(Clone, Debug)]
pub struct CharacterCount {
    textarea: Textarea,
    limit: Option<Limit>,
    count_type: Option<CountType>,
    threshold: Option<u32>,
    description: Option<String>,
    characters_under_limit: Option<Plurals>,
    characters_at_limit: Option<String>,
    characters_over_limit: Option<Plurals>,
    words_under_limit: Option<Plurals>,
    words_at_limit: Option<String>,
    words_over_limit: Option<Plurals>,
}

impl CharacterCount {
    /// A field that sends its text under `name`.
    pub fn new(name: impl Into<String>, label: impl Into<Label>) -> Self {
        Self {
            textarea: Textarea::new(name, label),
            limit: None,
            count_type: None,
            threshold: None,
            description: None,
            characters_under_limit: None,
            characters_at_limit: None,
            characters_over_limit: None,
            words_under_limit: None,
            words_at_limit: None,
            words_over_limit: None,
        }
    }

    field_setters!(textarea.field);

    /// What it contains at first.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.textarea.value = value.into();
        self
    }

    /// How many lines it shows, otherwise 5.
    #[must_use]
    pub fn rows(mut self, rows: u32) -> Self {
        self.textarea = self.textarea.rows(rows);
        self
    }

    /// Whether it is greyed out and not sent.
    #[must_use]
    pub fn disabled(mut self, disabled: bool) -> Self {
        self.textarea = self.textarea.disabled(disabled);
        self
    }

    setters! {
        /// How much fits; without it a script must say.
        value limit: Limit;
        /// What is counted, otherwise what the limit is in.
        value count_type: CountType;
        /// Share of the limit in percent from which the count shows.
        value threshold: u32;
        /// Other words than "You can enter up to %{count} characters".
        text description;
        /// Other words for what is left.
        part characters_under_limit: Plurals;
        /// Other words for nothing being left.
        text characters_at_limit;
        /// Other words for what is too much.
        part characters_over_limit: Plurals;
        /// Other words for what is left.
        part words_under_limit: Plurals;
        /// Other words for nothing being left.
        text words_at_limit;
        /// Other words for what is too much.
        part words_over_limit: Plurals;
    }

    fn counted(&self) -> Option<CountType> {
        let words = matches!(self.limit, Some(Limit::Words(_)));
        self.count_type.or(words.then_some(CountType::Words))
    }

    /// The limit in words, which stands there until a script counts.
    fn message(&self, id: &str) -> Markup {
        let unit = if self.counted() == Some(CountType::Words) { "words" } else { "characters" };
        let text = self.description.clone().unwrap_or_else(|| format!("You can enter up to %{{count}} {unit}"));
        let hint = Hint::new(match self.limit {
            Some(Limit::Characters(limit) | Limit::Words(limit)) => text.replace("%{count}", &limit.to_string()),
            None => String::new(),
        });
        let hint = hint.id(format!("{id}-info")).class("nhsuk-character-count__message");
        if self.limit.is_none() { hint.attribute("hidden", "").render() } else { hint.render() }
    }

    /// The form group's attributes, which a script reads.
    fn settings(&self, group: Element) -> Element {
        let (characters, words) = match self.limit {
            Some(Limit::Characters(limit)) => (Some(limit), None),
            Some(Limit::Words(limit)) => (None, Some(limit)),
            None => (None, None),
        };
        let description = self.description.as_ref().filter(|_| self.limit.is_none());
        group
            .attr("data-module", "nhsuk-character-count")
            .maybe("data-maxlength", characters)
            .maybe("data-maxwords", words)
            .maybe("data-threshold", self.threshold)
            .maybe("data-count-type", self.counted().map(CountType::name))
            .message("textarea-description.other", description)
            .messages("characters-under-limit", &self.characters_under_limit)
            .message("characters-at-limit", self.characters_at_limit.as_ref())
            .messages("characters-over-limit", &self.characters_over_limit)
            .messages("words-under-limit", &self.words_under_limit)
            .message("words-at-limit", self.words_at_limit.as_ref())
            .messages("words-over-limit", &self.words_over_limit)
    }
}

impl Render for CharacterCount {
    fn render(&self) -> Markup {
        let mut textarea = self.textarea.clone();
        let id = textarea.field.id().to_owned();
        textarea.field.feedback.described_by = Some(format!("{id}-info"));
        textarea.field.extra.prepend(Classes::new("nhsuk-js-character-count"));
        let group = &mut textarea.field.group;
        group.extra.add_class("nhsuk-character-count");
        let after = group.after.take();
        group.after = Some(Content::Html(html! { (self.message(&id)) @if let Some(after) = after { (after) } }));
        textarea.render_in(|group| self.settings(group))
    }
}
