//! From which version of its source a document was copied, when nobody wrote it down.
//!
//! A version is known again by a fingerprint: a number for each of its sentences and fields,
//! with its weight in words. Fingerprints can be stored and compared without the texts.

use crate::head::Head;
use crate::leaves::Leaves;
use crate::spoken;

/// The first byte of a stored fingerprint: how it was made.
const MADE: u8 = 1;

/// What a version is known again by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fingerprint {
    /// A hash of each sentence and how many words it has, in the order of the hashes.
    marks: Vec<(u64, u32)>,
    weight: u64,
}

/// The likeliest version.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ancestor {
    /// Its place among the versions.
    pub place: usize,
    /// How alike it is: the share of words that stand in sentences of both, from 0 to 1.
    pub likeness: f64,
}

/// The version a document is most like; of several equally alike the first, so that no later
/// change of the source is passed over. None when no version has a sentence of it.
pub fn find_ancestor(document: &str, revisions: &[Fingerprint]) -> Option<Ancestor> {
    let own = Fingerprint::of(document);
    let mut best: Option<Ancestor> = None;
    for (place, revision) in revisions.iter().enumerate() {
        let likeness = own.likeness(revision);
        if likeness > best.map_or(0.0, |best| best.likeness) {
            best = Some(Ancestor { place, likeness });
        }
    }
    best
}

impl Fingerprint {
    /// The fingerprint of a text.
    pub fn of(text: &str) -> Self {
        let text = Leaves::of(text);
        let mut marks = Vec::new();
        for line in Head::of(&text).fields {
            let words = line.value.split_whitespace();
            marks.push((hash([line.name.0.as_str(), "="].into_iter().chain(words.clone())), weight(words.count())));
        }
        for leaf in &text.leaves {
            spoken::each(leaf, |keys| marks.push((hash(keys.iter().map(|key| &**key)), weight(keys.len()))));
        }
        Self::from_marks(marks)
    }

    fn from_marks(mut marks: Vec<(u64, u32)>) -> Self {
        marks.sort_unstable();
        let weight = marks.iter().map(|(_, weight)| u64::from(*weight)).sum();
        Self { marks, weight }
    }

    /// The share of words that stand in sentences of both, from 0 to 1.
    pub fn likeness(&self, other: &Self) -> f64 {
        let mut rest = other.marks.iter().peekable();
        let mut common = 0;
        for (hash, weight) in &self.marks {
            while rest.next_if(|(other, _)| other < hash).is_some() {}
            if rest.next_if(|(other, _)| other == hash).is_some() {
                common += u64::from(*weight);
            }
        }
        let both = (self.weight + other.weight).max(1);
        2.0 * common as f64 / both as f64
    }

    /// The bytes to store: one that says how it was made, then twelve for each mark, numbers
    /// with the least byte first.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![MADE];
        for (hash, weight) in &self.marks {
            bytes.extend(hash.to_le_bytes());
            bytes.extend(weight.to_le_bytes());
        }
        bytes
    }

    /// A stored fingerprint; none when it was made in another way and has to be made anew.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (made, rest) = bytes.split_first()?;
        let (marks, rest) = rest.as_chunks::<12>();
        if *made != MADE || !rest.is_empty() {
            return None;
        }
        let mark = |bytes: &[u8; 12]| {
            let (hash, weight) = bytes.split_first_chunk::<8>()?;
            Some((u64::from_le_bytes(*hash), u32::from_le_bytes(weight.try_into().ok()?)))
        };
        marks.iter().map(mark).collect::<Option<Vec<_>>>().map(Self::from_marks)
    }
}

fn weight(words: usize) -> u32 {
    u32::try_from(words.max(1)).unwrap_or(u32::MAX)
}

/// The hash of some words (FNV-1a, 64 bits), a zero byte after each.
fn hash<'a>(words: impl Iterator<Item = &'a str>) -> u64 {
    let bytes = words.flat_map(|word| word.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERSIONS: [&str; 3] = [
        "# Wi-Fi\n\nCount the dead spots. Do it at night.\n",
        "# Wi-Fi\n\nCount the dead spots. Do it at six.\n",
        "# Wi-Fi\n\nCount the dead spots. Do it at six.\n\n- Ask the wards first\n",
    ];

    fn found(document: &str) -> Option<usize> {
        let revisions: Vec<Fingerprint> = VERSIONS.into_iter().map(Fingerprint::of).collect();
        find_ancestor(document, &revisions).map(|ancestor| ancestor.place)
    }

    #[test]
    fn the_likeliest_version_is_found() {
        assert_eq!(found("# Our Wi-Fi\n\nCount the dead spots.\nDo it at six.\n"), Some(1));
        assert_eq!(found("# Wi-Fi\n\nCount the dead spots.\n"), Some(0));
        assert_eq!(found("Ask the wards first, please. Count the dead spots. Do it at six.\n"), Some(1));
        assert_eq!(found("Another text.\n"), None);
    }

    #[test]
    fn a_fingerprint_is_stored_and_read_again() {
        let made = Fingerprint::of(VERSIONS[2]);
        assert_eq!(Fingerprint::from_bytes(&made.to_bytes()), Some(made.clone()));
        assert_eq!(Fingerprint::from_bytes(&[9]), None);
        assert!((made.likeness(&made) - 1.0).abs() < 1e-9);
    }
}
