//! Words in the forms that languages have for numbers, which scripts choose from.

use crate::element::Element;

/// A form that a language has for numbers, as the Unicode CLDR names them. English has one and other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum PluralForm {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

impl PluralForm {
    fn name(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::One => "one",
            Self::Two => "two",
            Self::Few => "few",
            Self::Many => "many",
            Self::Other => "other",
        }
    }
}

/// A message in several forms, such as `[(PluralForm::One, "%{count} file"), (PluralForm::Other, "%{count} files")]`.
#[derive(Clone, Debug, Default)]
pub struct Plurals(Vec<(PluralForm, String)>);

impl<M: Into<String>, const N: usize> From<[(PluralForm, M); N]> for Plurals {
    fn from(forms: [(PluralForm, M); N]) -> Self {
        forms.into_iter().collect()
    }
}

impl<M: Into<String>> FromIterator<(PluralForm, M)> for Plurals {
    fn from_iter<I: IntoIterator<Item = (PluralForm, M)>>(forms: I) -> Self {
        Self(forms.into_iter().map(|(form, message)| (form, message.into())).collect())
    }
}

impl Element {
    /// The words with which a script replaces its own.
    pub(crate) fn message(self, key: &str, message: Option<&String>) -> Self {
        self.maybe(&format!("data-i18n.{key}"), message)
    }

    /// The same with plural forms.
    pub(crate) fn messages(self, key: &str, messages: &Option<Plurals>) -> Self {
        let forms = messages.iter().flat_map(|plurals| &plurals.0);
        forms.fold(self, |element, (form, message)| element.attr(&format!("data-i18n.{key}.{}", form.name()), message))
    }
}
