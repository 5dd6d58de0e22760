//! Id, classes and further attributes that a page may add to a component's element.

use std::fmt::Display;

/// Attributes by name, in the order in which they were added.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attributes(Vec<(&'static str, String)>);

impl Attributes {
    pub(crate) fn push(&mut self, name: &'static str, value: impl Display) {
        self.0.push((name, value.to_string()));
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(name, value)| (*name, value.as_str()))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What a page adds to an element beyond what the component itself says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Extra {
    pub(crate) id: Option<String>,
    pub(crate) classes: String,
    pub(crate) attributes: Attributes,
}

impl Extra {
    pub(crate) fn add_class(&mut self, class: &str) {
        if !self.classes.is_empty() {
            self.classes.push(' ');
        }
        self.classes.push_str(class);
    }

    /// Whether the page itself gave a class that begins like this, which then stands for the component's own.
    pub(crate) fn overrides(&self, prefix: &str) -> bool {
        self.classes.split_whitespace().any(|class| class.starts_with(prefix))
    }

    /// Puts classes before those already there.
    pub(crate) fn prepend(&mut self, classes: Classes) {
        self.classes = classes.add(&self.classes).0;
    }
}

/// A class attribute under construction.
#[derive(Clone, Debug)]
pub(crate) struct Classes(String);

impl Classes {
    pub(crate) fn new(base: &str) -> Self {
        Self(base.to_owned())
    }

    /// Adds a class, unless it is empty.
    pub(crate) fn add(mut self, class: &str) -> Self {
        if !class.is_empty() {
            if !self.0.is_empty() {
                self.0.push(' ');
            }
            self.0.push_str(class);
        }
        self
    }

    /// Adds a class under a condition.
    pub(crate) fn when(self, condition: bool, class: &str) -> Self {
        if condition { self.add(class) } else { self }
    }

    /// Adds `prefix` joined to a name, if there is one.
    pub(crate) fn variant(self, prefix: &str, name: Option<&str>) -> Self {
        match name {
            Some(name) => self.add(&format!("{prefix}{name}")),
            None => self,
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}
