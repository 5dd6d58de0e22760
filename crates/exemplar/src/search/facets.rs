//! The filters of the library, and how many guides each of their values has.

use std::collections::BTreeMap;

/// A filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FacetName {
    /// Care setting, care pathway or IT system.
    Kind,
    /// Where care is given.
    CareSetting,
    /// What the project was about.
    ProjectType,
    /// Whose guide it is, by code.
    Organisation,
    /// A product or standard in use.
    System,
    /// Full, or on a page.
    Depth,
    /// The year it was published.
    Year,
}

/// A filter with the counts of its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// Which.
    pub name: FacetName,
    /// Its values, the most frequent first; years, the latest first.
    pub values: Vec<FacetCount>,
}

/// A value of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCount {
    /// The value, as it stands in the address.
    pub value: String,
    /// How many guides have it, the other filters holding.
    pub count: usize,
}

impl FacetName {
    /// Every filter, in the order of the page.
    pub const ALL: [Self; 7] =
        [Self::Kind, Self::CareSetting, Self::ProjectType, Self::Organisation, Self::System, Self::Depth, Self::Year];

    /// The word in addresses and in the index.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::CareSetting => "care-setting",
            Self::ProjectType => "project-type",
            Self::Organisation => "organisation",
            Self::System => "system",
            Self::Depth => "depth",
            Self::Year => "year",
        }
    }

    /// The words on pages.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::Kind => "Kind",
            Self::CareSetting => "Care setting",
            Self::ProjectType => "Project type",
            Self::Organisation => "Organisation",
            Self::System => "System used",
            Self::Depth => "Depth",
            Self::Year => "Year published",
        }
    }

    /// The filter of a word, if it is one.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.word() == word)
    }
}

impl Facet {
    /// Orders the values of a filter.
    #[must_use]
    pub fn new(name: FacetName, counts: BTreeMap<String, usize>) -> Self {
        let mut values: Vec<_> = counts.into_iter().map(|(value, count)| FacetCount { value, count }).collect();
        match name {
            FacetName::Year => values.sort_by(|a, b| b.value.cmp(&a.value)),
            _ => values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value))),
        }
        Self { name, values }
    }
}
