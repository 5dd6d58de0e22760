//! What a reader asks the library for. It stands in the address, all of it.

use super::facets::FacetName;

/// The longest question that is looked at, in characters.
const LONGEST: usize = 200;

/// Words, filters and a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The words, as typed.
    pub words: String,
    /// Chosen values: of one filter any may hold, of several filters all must.
    pub chosen: Vec<(FacetName, String)>,
    /// From 1.
    pub page: usize,
}

impl Default for Asked {
    fn default() -> Self {
        Self { words: String::new(), chosen: Vec::new(), page: 1 }
    }
}

impl Asked {
    /// Reads the parameters of an address; those it does not know are passed over.
    #[must_use]
    pub fn from_pairs(pairs: &[(String, String)]) -> Self {
        let mut asked = Self::default();
        for (name, value) in pairs {
            let value = value.trim();
            match (name.as_str(), FacetName::from_word(name)) {
                ("q", _) => asked.words = value.chars().filter(|c| !c.is_control()).take(LONGEST).collect(),
                ("page", _) => asked.page = value.parse().unwrap_or(1).clamp(1, 5_000),
                (_, Some(facet)) if !value.is_empty() && asked.chosen.len() < 50 => {
                    asked.chosen.push((facet, value.to_owned()))
                }
                _ => {}
            }
        }
        asked
    }

    /// Whether nothing narrows the list.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.words.is_empty() && self.chosen.is_empty()
    }

    /// Whether this value is chosen.
    #[must_use]
    pub fn has(&self, facet: FacetName, value: &str) -> bool {
        self.chosen.iter().any(|(name, chosen)| *name == facet && chosen == value)
    }

    /// The address of this question, on another page.
    #[must_use]
    pub fn address(&self, page: usize) -> String {
        let page = page.to_string();
        let mut pairs = vec![("q", self.words.as_str())];
        pairs.extend(self.chosen.iter().map(|(facet, value)| (facet.word(), value.as_str())));
        if page != "1" {
            pairs.push(("page", &page));
        }
        crate::platform::http::query_string("/blueprints", &pairs)
    }

    /// The address without one chosen value.
    #[must_use]
    pub fn without(&self, facet: FacetName, value: &str) -> String {
        let mut less = self.clone();
        less.chosen.retain(|(name, chosen)| !(*name == facet && chosen == value));
        less.address(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_all_of_it() {
        let pairs = [("q", "wi-fi & more"), ("kind", "it-system"), ("kind", "care-pathway"), ("x", "y"), ("page", "3")];
        let pairs: Vec<_> = pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let asked = Asked::from_pairs(&pairs);
        assert_eq!(asked.address(3), "/blueprints?q=wi-fi+%26+more&kind=it-system&kind=care-pathway&page=3");
        assert_eq!(asked.without(FacetName::Kind, "it-system"), "/blueprints?q=wi-fi+%26+more&kind=care-pathway");
    }
}
