//! Task list: what there is to do in a longer piece of work, and how far each part has come.

use crate::attributes::{Classes, Extra};
use crate::element::Element;
use crate::heading::Look;
use crate::macros::{extras, setters};
use crate::{Content, Heading, Tag};
use maud::{Markup, Render, html};

/// Tasks and their statuses.
#[derive(Clone, Debug)]
pub struct TaskList {
    id_prefix: String,
    items: Vec<Option<Task>>,
    extra: Extra,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct Task {
    name: Heading,
    href: Option<String>,
    hint: Option<Content>,
    status: TaskStatus,
}

/// How far a task has come.
#[derive(Clone, Debug)]
pub struct TaskStatus {
    content: Content,
    class: String,
}

impl TaskStatus {
    /// These words, plain.
    pub fn text(content: impl Into<Content>) -> Self {
        Self { content: content.into(), class: String::new() }
    }

    /// A tag, for what still asks for attention.
    pub fn tag(tag: impl Into<Tag>) -> Self {
        Self::text(tag.into().render())
    }

    /// "Completed", plain, as there is nothing left to do.
    pub fn completed() -> Self {
        Self::text("Completed").class("nhsuk-task-list__status--completed")
    }

    /// "Cannot start yet", plain and grey.
    pub fn cannot_start_yet() -> Self {
        Self::text("Cannot start yet").class("nhsuk-task-list__status--cannot-start-yet")
    }

    /// A class of the element around it.
    #[must_use]
    pub fn class(mut self, class: impl Into<String>) -> Self {
        self.class = class.into();
        self
    }
}

impl Task {
    /// A task that cannot be opened yet.
    pub fn new(name: impl Into<Heading>, status: TaskStatus) -> Self {
        Self { name: name.into(), href: None, hint: None, status }
    }

    /// A task with a link to its page.
    pub fn link(href: impl Into<String>, name: impl Into<Heading>, status: TaskStatus) -> Self {
        Self { href: Some(href.into()), ..Self::new(name, status) }
    }

    setters! {
        /// What it is about, below its name.
        content hint;
    }

    fn render_name(&self, hint_id: Option<&str>, status_id: &str) -> Markup {
        let mut name = self.name.clone();
        let mut look = Look::new("", "", "div");
        if let Some(href) = &self.href {
            look = Look::new("nhsuk-task-list__link", "", "a");
            look.attributes.push("href", href);
            let ids: Vec<&str> = hint_id.into_iter().chain([status_id]).collect();
            look.attributes.push("aria-describedby", ids.join(" "));
            name.extra.prepend(Classes::new("nhsuk-link"));
        }
        name.render_as(&look)
    }

    fn render_in(&self, id: &str) -> Markup {
        let hint_id = self.hint.as_ref().map(|_| format!("{id}-hint"));
        let status_id = format!("{id}-status");
        let status = Classes::new("nhsuk-task-list__status").add(&self.status.class);
        html! {
            li.nhsuk-task-list__item."nhsuk-task-list__item--with-link"[self.href.is_some()] {
                div.nhsuk-task-list__name-and-hint {
                    (self.render_name(hint_id.as_deref(), &status_id))
                    @if let Some(hint) = &self.hint { div.nhsuk-task-list__hint id=[hint_id] { (hint) } }
                }
                div class=(status.as_str()) id=(status_id) { (self.status.content) }
            }
        }
    }
}

impl TaskList {
    /// Tasks with ids that begin like this: `prefix-1-status`.
    pub fn new(id_prefix: impl Into<String>) -> Self {
        Self { id_prefix: id_prefix.into(), items: Vec::new(), extra: Extra::default() }
    }

    /// A task at the end; `None` for one that does not apply keeps its number, so that the ids of the others stay.
    #[must_use]
    pub fn item(mut self, task: impl Into<Option<Task>>) -> Self {
        self.items.push(task.into());
        self
    }

    /// Several tasks, after those already there.
    #[must_use]
    pub fn items<T: Into<Option<Task>>>(self, tasks: impl IntoIterator<Item = T>) -> Self {
        tasks.into_iter().fold(self, Self::item)
    }

    extras!();
}

impl Render for TaskList {
    fn render(&self) -> Markup {
        Element::component("ul", Classes::new("nhsuk-task-list"), &self.extra).body(html! {
            @for (number, task) in (1..).zip(&self.items) {
                @if let Some(task) = task { (task.render_in(&format!("{}-{number}", self.id_prefix))) }
            }
        })
    }
}
