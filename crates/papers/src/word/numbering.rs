//! Which list a paragraph stands in, and its number there.

use std::collections::{HashMap, HashSet};

use super::xml::Element;

/// How the items of a level are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marked {
    Bullet,
    Number,
    /// Letters or Roman numbers, which become numbers.
    Letter,
    Not,
}

#[derive(Clone, Copy, Debug)]
struct Level {
    marked: Marked,
    start: u64,
}

/// The lists of a document, and how far each was counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: HashMap<String, String>,
    levels: HashMap<(String, u8), Level>,
    restarts: HashMap<(String, u8), u64>,
    counted: HashMap<(String, u8), u64>,
    begun: HashSet<String>,
}

/// Where an item stands.
#[derive(Debug)]
pub(super) struct Counted {
    pub list: String,
    pub marked: Marked,
    pub number: u64,
}

impl Numbering {
    pub fn read(tree: Option<&Element>) -> Self {
        let mut numbering = Self::default();
        for element in tree.into_iter().flat_map(Element::elements) {
            match &*element.name {
                "abstractNum" => numbering.read_levels(element),
                "num" => numbering.read_list(element),
                _ => {}
            }
        }
        numbering
    }

    fn read_levels(&mut self, element: &Element) {
        let Some(id) = element.attribute("abstractNumId") else { return };
        for level in element.elements().filter(|level| &*level.name == "lvl") {
            let Some(depth) = level.attribute("ilvl").and_then(|depth| depth.parse().ok()) else { continue };
            let marked = match level.val("numFmt") {
                Some("bullet") => Marked::Bullet,
                Some("none") => Marked::Not,
                Some("lowerLetter" | "upperLetter" | "lowerRoman" | "upperRoman") => Marked::Letter,
                _ => Marked::Number,
            };
            let start = level.val("start").and_then(|start| start.parse().ok()).unwrap_or(1);
            self.levels.insert((id.to_owned(), depth), Level { marked, start });
        }
    }

    fn read_list(&mut self, element: &Element) {
        let (Some(id), Some(levels)) = (element.attribute("numId"), element.val("abstractNumId")) else { return };
        self.lists.insert(id.to_owned(), levels.to_owned());
        for level in element.elements().filter(|level| &*level.name == "lvlOverride") {
            let depth = level.attribute("ilvl").and_then(|depth| depth.parse().ok());
            let start = level.val("startOverride").and_then(|start| start.parse().ok());
            if let (Some(depth), Some(start)) = (depth, start) {
                self.restarts.insert((id.to_owned(), depth), start);
            }
        }
    }

    /// Counts an item of the list `id`; none when it is in no list.
    pub fn count(&mut self, id: &str, depth: u8) -> Option<Counted> {
        let list = self.lists.get(id)?.clone();
        let Level { marked, start } =
            self.levels.get(&(list.clone(), depth)).copied().unwrap_or(Level { marked: Marked::Bullet, start: 1 });
        if marked == Marked::Not {
            return None;
        }
        if self.begun.insert(id.to_owned()) {
            let levels = 0..=8;
            for level in levels.filter(|level| self.restarts.contains_key(&(id.to_owned(), *level))) {
                self.counted.remove(&(list.clone(), level));
            }
        }
        // A level begins anew under each item above it.
        for deeper in depth.saturating_add(1)..=8 {
            self.counted.remove(&(list.clone(), deeper));
        }
        let first = self.restarts.get(&(id.to_owned(), depth)).copied().unwrap_or(start);
        let key = (list.clone(), depth);
        let number = self.counted.get(&key).map_or(first, |before| before.saturating_add(1));
        self.counted.insert(key, number);
        // A list that begins anew is another list, though it looks the same.
        let is_anew = self.restarts.keys().any(|(known, _)| known == id);
        Some(Counted { list: if is_anew { format!("{list}/{id}") } else { list }, marked, number })
    }
}
