//! Which changes of which copies are used together.

use uuid::Uuid;

use crate::copies::updates::{Answer, How};

/// The changes of one copy that are used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfCopy {
    /// The copy.
    pub copy: Uuid,
    /// What is used of it.
    pub answers: Vec<Answer>,
}

/// Reads the form: `copy` names each copy that was ticked, `change` is its id, the change, and what was shown of it.
#[must_use]
pub fn chosen(pairs: &[(String, String)]) -> Vec<OfCopy> {
    let values =
        |name: &'static str| pairs.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str());
    let copies = values("copy").filter_map(|copy| Uuid::try_parse(copy).ok());
    let of = |copy: Uuid| OfCopy {
        copy,
        answers: values("change")
            .filter_map(|change| {
                let mut parts = change.split('.');
                let is_its = Uuid::try_parse(parts.next()?).ok()? == copy;
                let (update, seen) = (parts.next()?, parts.next()?);
                is_its.then(|| Answer {
                    update: update.to_owned(),
                    seen: seen.to_owned(),
                    how: How::Used,
                    words: String::new(),
                    reason: String::new(),
                })
            })
            .collect(),
    };
    copies.map(of).filter(|of| !of.answers.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_changes_of_copies_that_were_ticked_are_used() {
        let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let pairs = [
            ("copy", one.to_string()),
            ("change", format!("{one}.a.s")),
            ("change", format!("{two}.b.t")),
            ("change", "odd".to_owned()),
        ];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value));
        let found = chosen(&pairs);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].copy, found[0].answers[0].update.as_str()), (one, "a"));
    }
}
