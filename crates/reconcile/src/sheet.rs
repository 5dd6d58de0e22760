//! What each leaf of several versions says, as numbers common to all of them, so that
//! comparing is comparing numbers. A text that stands in several versions is read once.

use std::borrow::Cow;

use foldhash::HashMap;

use crate::alike::Bag;
use crate::document::Kind;
use crate::leaves::{Leaf, Leaves};
use crate::measures;

/// What a leaf says: the number of a [`Meaning`].
pub(crate) type Said = usize;

/// What leaves say, however they are wrapped, quoted or marked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Meaning {
    pub class: Class,
    pub words: Vec<usize>,
}

/// The form of a leaf, as far as it is meaning: kind, level, depth, bulleted or numbered.
pub(crate) type Class = (Kind, usize, bool);

/// Numbers for words and for what leaves say.
#[derive(Debug, Default)]
pub(crate) struct Library<'t> {
    words: HashMap<Cow<'t, str>, usize>,
    texts: HashMap<(Class, &'t str), Said>,
    numbers: HashMap<Meaning, Said>,
    classes: Vec<Class>,
    facts: Vec<Facts>,
}

/// What is known of a meaning.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    /// The words a reader would count, sorted.
    pub bag: Bag,
    /// Whether a figure stands in it.
    pub figures: bool,
}

/// A version, cut and read.
#[derive(Clone, Debug)]
pub(crate) struct Sheet<'t> {
    pub text: Leaves<'t>,
    /// What each leaf says.
    pub says: Vec<Said>,
}

impl<'t> Library<'t> {
    /// Reads a version.
    pub fn read(&mut self, text: Leaves<'t>) -> Sheet<'t> {
        let says = text.leaves.iter().map(|leaf| self.say(leaf)).collect();
        Sheet { text, says }
    }

    /// What a leaf says.
    pub fn say(&mut self, leaf: &Leaf<'t>) -> Said {
        let class = class(leaf);
        if let Some(said) = self.texts.get(&(class, leaf.core())) {
            return *said;
        }
        let read = leaf.words();
        let words = read.iter().map(|word| self.word(word.key.clone())).collect::<Vec<_>>();
        let spoken = words.iter().zip(&read).filter(|(_, word)| word.spoken);
        let mut bag: Bag = spoken.map(|(number, word)| self.bare(*number, &word.key)).collect();
        bag.sort_unstable();
        let facts = Facts { bag, figures: read.iter().any(|word| measures::is_figure(&word.key)) };
        let said = self.meaning(Meaning { class, words }, facts);
        self.texts.insert((class, leaf.core()), said);
        said
    }

    fn meaning(&mut self, meaning: Meaning, facts: Facts) -> Said {
        if let Some(said) = self.numbers.get(&meaning) {
            return *said;
        }
        let said = self.classes.len();
        self.classes.push(meaning.class);
        self.facts.push(facts);
        self.numbers.insert(meaning, said);
        said
    }

    /// The number of a word.
    fn word(&mut self, key: Cow<'t, str>) -> usize {
        let next = self.words.len();
        *self.words.entry(key).or_insert(next)
    }

    /// The number of a word without case and punctuation.
    fn bare(&mut self, number: usize, key: &str) -> usize {
        if key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
            return number;
        }
        let bare = key.trim_matches(|c: char| !c.is_alphanumeric());
        if bare.len() == key.len() && !key.contains(char::is_uppercase) {
            return number;
        }
        self.word(Cow::Owned(bare.to_lowercase()))
    }

    /// The form of what is said.
    pub fn class(&self, said: Said) -> Option<Class> {
        self.classes.get(said).copied()
    }

    /// What is known of what is said.
    pub fn facts(&self, said: Said) -> Option<&Facts> {
        self.facts.get(said)
    }

    /// How many words are said, and one for being there at all.
    pub fn weight(&self, said: Said) -> usize {
        1 + self.facts(said).map_or(0, |facts| facts.bag.len())
    }
}

impl<'t> Sheet<'t> {
    pub fn leaf(&self, place: usize) -> Option<&Leaf<'t>> {
        self.text.leaves.get(place)
    }

    pub fn said(&self, place: usize) -> Said {
        self.says.get(place).copied().unwrap_or(Said::MAX)
    }

    pub fn len(&self) -> usize {
        self.says.len()
    }
}

fn class(leaf: &Leaf<'_>) -> Class {
    (leaf.kind, leaf.depth, leaf.is_numbered())
}
