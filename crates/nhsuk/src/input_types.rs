//! The kinds and widths of text inputs.

/// What kind of text an input takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum InputType {
    #[default]
    Text,
    Email,
    Password,
    Search,
    Tel,
    Url,
}

impl InputType {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Email => "email",
            Self::Password => "password",
            Self::Search => "search",
            Self::Tel => "tel",
            Self::Url => "url",
        }
    }
}

/// Which keyboard a screen shows for an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum InputMode {
    Text,
    Decimal,
    Numeric,
    Email,
    Search,
    Tel,
    Url,
}

impl InputMode {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Decimal => "decimal",
            Self::Numeric => "numeric",
            Self::Email => "email",
            Self::Search => "search",
            Self::Tel => "tel",
            Self::Url => "url",
        }
    }
}

/// Width of an input in characters; it should fit what is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum InputWidth {
    Chars2,
    Chars3,
    Chars4,
    Chars5,
    Chars10,
    Chars20,
    Chars30,
}

impl InputWidth {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chars2 => "2",
            Self::Chars3 => "3",
            Self::Chars4 => "4",
            Self::Chars5 => "5",
            Self::Chars10 => "10",
            Self::Chars20 => "20",
            Self::Chars30 => "30",
        }
    }
}
