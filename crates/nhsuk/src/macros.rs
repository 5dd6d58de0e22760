//! Builder methods that many components share, so that each is written and documented once.

/// Builder methods of a struct, by kind:
///
/// - `flag name`: sets the field to true;
/// - `state name`: sets the field to the given condition;
/// - `text name`: an optional `String`;
/// - `content name`: an optional [`Content`](crate::Content), from something that may be absent;
/// - `value name: Type`: an optional value;
/// - `part name: Type`: an optional value of something that turns into the type.
macro_rules! setters {
    ($($(#[$doc:meta])* $kind:ident $name:ident $(: $type:ty)?;)+) => {
        $($crate::macros::setter!($(#[$doc])* $kind $name $(: $type)?);)+
    };
}

macro_rules! setter {
    ($(#[$doc:meta])* flag $name:ident) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name(mut self) -> Self {
            self.$name = true;
            self
        }
    };
    ($(#[$doc:meta])* state $name:ident) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name(mut self, $name: bool) -> Self {
            self.$name = $name;
            self
        }
    };
    ($(#[$doc:meta])* text $name:ident) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name(mut self, $name: impl Into<String>) -> Self {
            self.$name = Some($name.into());
            self
        }
    };
    ($(#[$doc:meta])* content $name:ident) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name(mut self, $name: impl $crate::MaybeContent) -> Self {
            self.$name = $name.maybe();
            self
        }
    };
    ($(#[$doc:meta])* value $name:ident: $type:ty) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name(mut self, $name: $type) -> Self {
            self.$name = Some($name);
            self
        }
    };
    ($(#[$doc:meta])* part $name:ident: $type:ty) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name(mut self, $name: impl Into<$type>) -> Self {
            self.$name = Some($name.into());
            self
        }
    };
}

/// Id, classes and attributes, for a struct with a field `extra`.
macro_rules! extras {
    () => {
        /// The element's id.
        #[must_use]
        pub fn id(mut self, id: impl Into<String>) -> Self {
            self.extra.id = Some(id.into());
            self
        }

        /// One or more further classes, separated by spaces.
        #[must_use]
        pub fn class(mut self, class: &str) -> Self {
            self.extra.add_class(class);
            self
        }

        /// A further attribute.
        #[must_use]
        pub fn attribute(mut self, name: &'static str, value: impl std::fmt::Display) -> Self {
            self.extra.attributes.push(name, value);
            self
        }
    };
}

/// Conversion from whatever a component's content can be made of: `From<&str>`, `From<String>`, `From<Markup>`.
macro_rules! from_content {
    ($type:ident) => {
        impl<T: Into<$crate::Content>> From<T> for $type {
            fn from(content: T) -> Self {
                Self::new(content)
            }
        }
    };
}

/// Two builder methods that fill a list, one by one or all at once, for a struct with a field `items`.
macro_rules! items {
    ($(#[$doc:meta])* $type:ty) => {
        $(#[$doc])*
        #[must_use]
        pub fn item(mut self, item: impl Into<$type>) -> Self {
            self.items.push(item.into());
            self
        }

        /// Several items, after those already there.
        #[must_use]
        pub fn items<T: Into<$type>>(mut self, items: impl IntoIterator<Item = T>) -> Self {
            self.items.extend(items.into_iter().map(Into::into));
            self
        }
    };
}
pub(crate) use {extras, from_content, items, setter, setters};
