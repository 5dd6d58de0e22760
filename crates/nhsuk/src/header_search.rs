//! The search field in the header.

use crate::{Button, Icon, Input, InputType, Label};
use maud::{Markup, Render, html};

/// A search field in the header, which sends `q` by GET.
#[derive(Clone, Debug)]
pub struct HeaderSearch {
    action: String,
    name: String,
    label: String,
    placeholder: String,
}

impl HeaderSearch {
    /// A search that sends its form to `action`; `label` is what screen readers call it.
    pub fn new(action: impl Into<String>, label: impl Into<String>) -> Self {
        Self { action: action.into(), name: "q".to_owned(), label: label.into(), placeholder: "Search".to_owned() }
    }

    /// Another name than `q` for what is searched for.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Other words in the empty field than "Search".
    #[must_use]
    pub fn placeholder(mut self, placeholder: impl Into<String>) -> Self {
        self.placeholder = placeholder.into();
        self
    }
}

impl Render for HeaderSearch {
    fn render(&self) -> Markup {
        let button = Button::icon_only(Icon::Search, "Search").small();
        let input = Input::new(&self.name, Label::new(&self.label).visually_hidden())
            .id("search-field")
            .kind(InputType::Search)
            .autocomplete("off")
            .placeholder(&self.placeholder)
            .after(button.render());
        html! {
            search.nhsuk-header__search {
                form.nhsuk-header__search-form #search action=(self.action) method="get" novalidate { (input) }
            }
        }
    }
}
