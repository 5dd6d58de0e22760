//! Attaching a copy that was made elsewhere: a document is brought, its likeliest sources are found by their fingerprints,
//! somebody confirms one, and from then on it is a copy like any other.
//!
//! Documents that were brought and fingerprints are no records: the ones go once they are copies, the others are made again
//! from the texts.

mod changes;
mod documents;
mod jobs;
pub mod pages;
mod pictures;
mod store;
mod views;

pub use changes::AttachError;
pub use jobs::{FINGERPRINTS, fingerprint};

use reconcile::Fingerprint;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How many sources are shown for a document.
const SHOWN: usize = 3;

/// From which likeness on a version may be the source of a document.
const LEAST: f64 = 0.1;

/// From which likeness on it is chosen already on the page.
const CHOSEN: f64 = 0.4;

/// The most documents that wait for one organisation.
const MOST: i64 = 200;

/// A version that a document may be a copy of.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Likely {
    /// The guide.
    pub guide: Uuid,
    /// The version.
    pub number: i64,
    /// The share of words that stand in sentences of both, from 0 to 1.
    pub likeness: f64,
}

/// What was found out about a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Found {
    /// Its likeliest sources, the likeliest first.
    Likely(Vec<Likely>),
    /// Why it was not taken.
    Refused(String),
}

/// What is kept of a document beside its text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// What was found out about it.
    #[serde(flatten)]
    pub found: Found,
    /// Its pictures, as its text names them.
    #[serde(default)]
    pub pictures: Vec<String>,
    /// What of it was not kept as it was.
    #[serde(default)]
    pub report: Vec<String>,
}

/// The best version of each guide for one document, as fingerprints go by.
#[derive(Debug, Default)]
pub(super) struct Best(Vec<Likely>);

impl Best {
    /// Takes the fingerprint of a version into account. Of versions of one guide that are equally alike, the first given
    /// stays: no later change of the source is passed over.
    pub fn weigh(&mut self, own: &Fingerprint, (guide, number): (Uuid, i64), other: &Fingerprint) {
        let likeness = own.likeness(other);
        if likeness < LEAST {
            return;
        }
        let new = Likely { guide, number, likeness };
        match self.0.iter_mut().find(|known| known.guide == guide) {
            Some(known) if likeness > known.likeness => *known = new,
            Some(_) => {}
            None => self.0.push(new),
        }
        self.0.sort_by(|one, other| other.likeness.total_cmp(&one.likeness));
        self.0.truncate(SHOWN);
    }

    /// The likeliest, the first the likeliest of all.
    pub fn into_found(self) -> Found {
        Found::Likely(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again_and_so_is_what_had_no_pictures() {
        let likely = Likely { guide: Uuid::from_u128(1), number: 2, likeness: 0.5 };
        let found = Found::Likely(vec![likely]);
        let kept = Kept { found: found.clone(), pictures: vec!["a.png".into()], report: vec!["Gone.".into()] };
        assert_eq!(serde_json::from_str::<Kept>(&serde_json::to_string(&kept).unwrap()).unwrap(), kept);
        let old = serde_json::to_string(&found).unwrap();
        let read: Kept = serde_json::from_str(&old).unwrap();
        assert_eq!((read.found, read.pictures.len()), (found, 0));
    }

    #[test]
    fn the_likeliest_version_of_each_guide_stands_first_and_of_equals_the_oldest() {
        let text = |dose: &str| format!("# Wi-Fi\n\nCount the dead spots. Do it at night. Give {dose}.\n");
        let own = Fingerprint::of(&text("10 mg"));
        let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let mut best = Best::default();
        for (guide, number, words) in
            [(one, 1, text("5 mg")), (one, 2, text("10 mg")), (one, 3, text("10 mg")), (two, 1, text("20 mg"))]
        {
            best.weigh(&own, (guide, number), &Fingerprint::of(&words));
        }
        best.weigh(&own, (Uuid::from_u128(3), 1), &Fingerprint::of("Something else."));
        let Found::Likely(found) = best.into_found() else { panic!() };
        let said: Vec<_> = found.iter().map(|likely| (likely.guide, likely.number)).collect();
        assert_eq!(said, [(one, 2), (two, 1)]);
        assert!((found[0].likeness - 1.0).abs() < 1e-9);
    }
}
