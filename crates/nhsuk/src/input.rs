//! Text input: one line of text.

use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::field::{Described, Field, field_setters};
use crate::input_types::{InputMode, InputType, InputWidth};
use crate::macros::setters;
use crate::{Content, Label};
use maud::{Markup, Render, html};

/// Builder methods for the text input at this place in the struct.
macro_rules! input_setters {
    ($($place:ident)?) => {
        /// What it contains at first.
        #[must_use]
        pub fn value(mut self, value: impl Into<String>) -> Self {
            self$(.$place)?.value = Some(value.into());
            self
        }

        /// How many characters it is wide.
        #[must_use]
        pub fn width(mut self, width: $crate::InputWidth) -> Self {
            self$(.$place)?.width = Some(width);
            self
        }

        /// Higher, with larger text.
        #[must_use]
        pub fn large(mut self) -> Self {
            self$(.$place)?.large = true;
            self
        }

        /// Evenly spaced characters, for numbers that are read digit by digit.
        #[must_use]
        pub fn code(mut self) -> Self {
            self$(.$place)?.code = true;
            self
        }

        /// What stands before it, such as "£"; not read out, so the label must say it too.
        #[must_use]
        pub fn prefix(mut self, prefix: impl $crate::MaybeContent) -> Self {
            self$(.$place)?.prefix = prefix.maybe();
            self
        }

        /// What stands after it, such as "kg"; not read out, so the label must say it too.
        #[must_use]
        pub fn suffix(mut self, suffix: impl $crate::MaybeContent) -> Self {
            self$(.$place)?.suffix = suffix.maybe();
            self
        }

        /// Whether it is greyed out and not sent.
        #[must_use]
        pub fn disabled(mut self, disabled: bool) -> Self {
            self$(.$place)?.disabled = disabled;
            self
        }

        /// What the browser may fill in (HTML's `autocomplete`).
        #[must_use]
        pub fn autocomplete(mut self, autocomplete: impl Into<String>) -> Self {
            self$(.$place)?.autocomplete = Some(autocomplete.into());
            self
        }

        /// Text in the empty field; no substitute for a hint.
        #[must_use]
        pub fn placeholder(mut self, placeholder: impl Into<String>) -> Self {
            self$(.$place)?.placeholder = Some(placeholder.into());
            self
        }
    };
}

pub(crate) use input_setters;

/// One line of text with its label.
#[derive(Clone, Debug)]
pub struct Input {
    pub(crate) field: Field,
    pub(crate) kind: Option<InputType>,
    pub(crate) value: Option<String>,
    pub(crate) width: Option<InputWidth>,
    pub(crate) large: bool,
    pub(crate) code: bool,
    pub(crate) prefix: Option<Content>,
    pub(crate) suffix: Option<Content>,
    pub(crate) disabled: bool,
    pub(crate) spellcheck: Option<bool>,
    pub(crate) autocomplete: Option<String>,
    pub(crate) autocapitalize: Option<String>,
    pub(crate) placeholder: Option<String>,
    input_mode: Option<InputMode>,
    pattern: Option<String>,
    pub(crate) wrapper: Extra,
}

impl Input {
    /// A field that sends its text under `name`.
    pub fn new(name: impl Into<String>, label: impl Into<Label>) -> Self {
        Self {
            field: Field::new(name, label),
            kind: None,
            value: None,
            width: None,
            large: false,
            code: false,
            prefix: None,
            suffix: None,
            disabled: false,
            spellcheck: None,
            autocomplete: None,
            autocapitalize: None,
            placeholder: None,
            input_mode: None,
            pattern: None,
            wrapper: Extra::default(),
        }
    }

    field_setters!(field);
    input_setters!();

    setters! {
        /// What kind of text it is, otherwise any.
        value kind: InputType;
        /// Whether the browser checks the spelling.
        value spellcheck: bool;
        /// How a keyboard on the screen capitalises (HTML's `autocapitalize`).
        text autocapitalize;
        /// Which keyboard a screen shows.
        value input_mode: InputMode;
        /// A regular expression that the text must match (HTML's `pattern`).
        text pattern;
    }

    /// One or more further classes of the element around input, prefix and suffix.
    #[must_use]
    pub fn wrapper_class(mut self, class: &str) -> Self {
        self.wrapper.add_class(class);
        self
    }

    fn input(&self, described_by: Option<String>) -> Markup {
        let width = self.width.filter(|_| !self.field.extra.overrides("nhsuk-input--width-"));
        let classes = Classes::new("nhsuk-input")
            .when(self.large, "nhsuk-input--large")
            .when(self.code, "nhsuk-input--code")
            .when(self.field.feedback.is_error(), "nhsuk-input--error")
            .variant("nhsuk-input--width-", width.map(InputWidth::name));
        self.field
            .control("input", classes)
            .attr("type", self.kind.unwrap_or_default().name())
            .maybe("spellcheck", self.spellcheck)
            .maybe("value", self.value.as_ref())
            .flag("disabled", self.disabled)
            .maybe("aria-describedby", described_by)
            .maybe("autocomplete", self.autocomplete.as_ref())
            .maybe("autocapitalize", self.autocapitalize.as_ref())
            .maybe("pattern", self.pattern.as_ref())
            .maybe("placeholder", self.placeholder.as_ref())
            .maybe("inputmode", self.input_mode.map(InputMode::name))
            .void()
    }

    fn has_wrapper(&self) -> bool {
        let group = &self.field.group;
        let beside = [&self.prefix, &self.suffix, &group.before, &group.after];
        beside.into_iter().any(Option::is_some) || !self.wrapper.classes.is_empty()
    }

    /// The input in a form group that a component based on it changes.
    pub(crate) fn render_in(&self, change: impl FnOnce(Element) -> Element) -> Markup {
        let Described { markup, ids } = self.field.head();
        let input = self.input(ids);
        let input = html! {
            @if let Some(prefix) = &self.prefix { div.nhsuk-input-wrapper__prefix aria-hidden="true" { (prefix) } }
            (input)
            @if let Some(suffix) = &self.suffix { div.nhsuk-input-wrapper__suffix aria-hidden="true" { (suffix) } }
        };
        let input = self.field.group.around(&input);
        let wrapper = Classes::new("nhsuk-input-wrapper").when(self.large, "nhsuk-input-wrapper--large");
        change(self.field.group.element(self.field.feedback.is_error())).body(html! {
            (markup)
            @if self.has_wrapper() {
                (Element::component("div", wrapper, &self.wrapper).body(input))
            } @else {
                (input)
            }
        })
    }
}

impl Render for Input {
    fn render(&self) -> Markup {
        self.render_in(|group| group)
    }
}
