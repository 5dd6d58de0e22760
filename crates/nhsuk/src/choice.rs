//! One answer: a checkbox or a radio button with its label.

use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::macros::{extras, setters};
use crate::{Content, Hint, Label};
use maud::{Markup, html};

/// A value to choose, and the words for it.
#[derive(Clone, Debug)]
pub struct Choice {
    pub(crate) value: String,
    label: Label,
    hint: Option<Content>,
    pub(crate) checked: Option<bool>,
    disabled: Option<bool>,
    conditional: Option<Markup>,
    pub(crate) name: Option<String>,
    pub(crate) exclusivity: Option<Exclusivity>,
    pub(crate) group: Option<String>,
    pub(crate) extra: Extra,
}

/// How a checkbox acts on others of its set, with a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exclusivity {
    /// "None of these": takes the ticks off all others.
    Exclusive,
    /// "All of these": ticks all others; hidden without a script.
    Inclusive,
}

impl Exclusivity {
    fn name(self) -> &'static str {
        match self {
            Self::Exclusive => "exclusive",
            Self::Inclusive => "inclusive",
        }
    }
}

/// What a set tells its choices.
pub(crate) struct Set<'a> {
    /// `checkboxes` or `radios`.
    pub(crate) kind: &'static str,
    pub(crate) input_type: &'static str,
    pub(crate) name: &'a str,
    pub(crate) disabled: bool,
    pub(crate) described_by: Option<&'a str>,
}

impl Choice {
    /// A choice that sends `value` and reads `label`.
    pub fn new(value: impl Into<String>, label: impl Into<Label>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: None,
            checked: None,
            disabled: None,
            conditional: None,
            name: None,
            exclusivity: None,
            group: None,
            extra: Extra::default(),
        }
    }

    setters! {
        /// Help, below the label.
        content hint;
        /// Whether it is chosen, whatever the set's values say.
        value checked: bool;
        /// Whether it cannot be chosen, whatever the set says.
        value disabled: bool;
        /// What shows only while it is chosen.
        value conditional: Markup;
        /// Another name than that of the set; checkboxes only.
        text name;
        /// How it acts on others; checkboxes only.
        value exclusivity: Exclusivity;
        /// The group of checkboxes on which it acts, otherwise those of the same name.
        text group;
    }

    extras!();

    fn input(&self, set: &Set<'_>, id: &str, checked: bool, described_by: Option<String>) -> Markup {
        let kind = set.kind;
        let controls = self.conditional.as_ref().map(|_| format!("conditional-{id}"));
        Element::new("input")
            .class(Classes::new(&format!("nhsuk-{kind}__input")).add(&self.extra.classes))
            .attr("id", id)
            .attr("name", self.name.as_deref().unwrap_or(set.name))
            .attr("type", set.input_type)
            .attr("value", &self.value)
            .flag("checked", checked)
            .flag("disabled", self.disabled.unwrap_or(set.disabled))
            .maybe("data-behaviour", self.exclusivity.map(Exclusivity::name))
            .maybe("data-behaviour-group", self.group.as_ref())
            .maybe("data-aria-controls", controls)
            .maybe("aria-describedby", described_by)
            .all(&self.extra.attributes)
            .void()
    }

    /// The choice with this id in its set.
    pub(crate) fn render_in(&self, set: &Set<'_>, id: &str, checked: bool) -> Markup {
        let kind = set.kind;
        let hint_id = self.hint.as_ref().map(|_| format!("{id}-item-hint"));
        let described: Vec<&str> = set.described_by.into_iter().chain(hint_id.as_deref()).collect();
        let described_by = (!described.is_empty()).then(|| described.join(" "));
        let inclusive = self.exclusivity == Some(Exclusivity::Inclusive);
        html! {
            div class={ "nhsuk-" (kind) "__item" @if inclusive { " nhsuk-u-frontend-not-supported-hidden" } } {
                (self.input(set, id, checked, described_by))
                (self.label.naming(id).within(&format!("nhsuk-{kind}__label")))
                @if let (Some(hint), Some(hint_id)) = (&self.hint, hint_id) {
                    (Hint::new(hint.clone()).id(hint_id).class(&format!("nhsuk-{kind}__hint")))
                }
            }
            @if let Some(conditional) = &self.conditional {
                div id={ "conditional-" (id) } class={
                    "nhsuk-" (kind) "__conditional"
                    @if !checked { " nhsuk-" (kind) "__conditional--hidden" }
                } { (conditional) }
            }
        }
    }
}

impl<V: Into<String>, L: Into<Label>> From<(V, L)> for Choice {
    fn from((value, label): (V, L)) -> Self {
        Self::new(value, label)
    }
}
