//! File upload: files chosen from the reader's machine.

use crate::attributes::Classes;
use crate::field::{Described, Field, field_setters};
use crate::macros::setters;
use crate::{Label, Plurals};
use maud::{Markup, Render, html};

/// A field for one file, or several.
#[derive(Clone, Debug)]
pub struct FileUpload {
    field: Field,
    multiple: bool,
    disabled: bool,
    button_classes: Option<Vec<String>>,
    choose_text: Option<String>,
    none_chosen_text: Option<String>,
    several_chosen_text: Option<Plurals>,
    drop_text: Option<String>,
    entered_text: Option<String>,
    left_text: Option<String>,
}

impl FileUpload {
    /// A field that sends its file under `name`.
    pub fn new(name: impl Into<String>, label: impl Into<Label>) -> Self {
        Self {
            field: Field::new(name, label),
            multiple: false,
            disabled: false,
            button_classes: None,
            choose_text: None,
            none_chosen_text: None,
            several_chosen_text: None,
            drop_text: None,
            entered_text: None,
            left_text: None,
        }
    }

    field_setters!(field);

    setters! {
        /// Takes several files.
        flag multiple;
        /// Whether it is greyed out and not sent.
        state disabled;
        /// Other words than "Choose file".
        text choose_text;
        /// Other words than "No file chosen".
        text none_chosen_text;
        /// Other words than "%{count} files chosen".
        part several_chosen_text: Plurals;
        /// Other words than "or drop file".
        text drop_text;
        /// Other words than "Entered drop zone".
        text entered_text;
        /// Other words than "Left drop zone".
        text left_text;
    }

    /// Classes that a script gives to its button instead of its usual ones.
    #[must_use]
    pub fn button_classes<C: Into<String>>(mut self, classes: impl IntoIterator<Item = C>) -> Self {
        self.button_classes = Some(classes.into_iter().map(Into::into).collect());
        self
    }

    /// Those classes as a JSON array.
    fn class_list(&self) -> Option<String> {
        let quoted = |class: &String| format!("\"{}\"", class.replace(['"', '\\'], ""));
        self.button_classes
            .as_ref()
            .map(|classes| format!("[{}]", classes.iter().map(quoted).collect::<Vec<_>>().join(",")))
    }
}

impl Render for FileUpload {
    fn render(&self) -> Markup {
        let Described { markup, ids } = self.field.head();
        let mut group = self.field.group.clone();
        group.extra.add_class("nhsuk-file-upload");
        let input = self
            .field
            .control("input", Classes::new("nhsuk-file-upload__input"))
            .attr("type", "file")
            .flag("disabled", self.disabled)
            .flag("multiple", self.multiple)
            .maybe("aria-describedby", ids)
            .void();
        group
            .element(self.field.feedback.is_error())
            .attr("data-module", "nhsuk-file-upload")
            .maybe("data-choose-files-button-class-list", self.class_list())
            .message("choose-files-button", self.choose_text.as_ref())
            .message("no-file-chosen", self.none_chosen_text.as_ref())
            .messages("multiple-files-chosen", &self.several_chosen_text)
            .message("drop-instruction", self.drop_text.as_ref())
            .message("entered-drop-zone", self.entered_text.as_ref())
            .message("left-drop-zone", self.left_text.as_ref())
            .body(html! { (markup) (group.around(&input)) })
    }
}
