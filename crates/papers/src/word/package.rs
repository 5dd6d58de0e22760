//! The ZIP file that a document is: its parts, unpacked one by one and never beyond the limits.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::Refused;
use super::xml::{self, Element};

/// The most that is unpacked of one document, over all its parts, in bytes.
pub const LARGEST_UNPACKED: u64 = 64 * 1024 * 1024;
/// The most markup that is unpacked of one document, in bytes: what is not pictures.
pub const LARGEST_MARKUP: u64 = 24 * 1024 * 1024;
/// The most parts a document may have.
pub const MOST_ENTRIES: usize = 2_000;
/// The most elements and attributes that are read of one document.
pub const MOST_ELEMENTS: usize = 800_000;
/// The deepest its elements may nest.
pub const DEEPEST: usize = 200;

/// Where a part leads.
#[derive(Clone, Debug)]
pub(super) struct Relation {
    /// What it leads to, such as `image`: the last word of the type.
    pub kind: String,
    /// A part of the package, or an address outside.
    pub target: String,
    pub is_outside: bool,
}

/// The relations of a part, by their id.
pub(super) type Relations = HashMap<String, Relation>;

/// An open document.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    names: Vec<String>,
    left: u64,
    markup: u64,
    elements: usize,
}

impl<'b> Package<'b> {
    /// Opens a package and looks at the names of its parts.
    pub fn open(bytes: &'b [u8]) -> Result<Self, Refused> {
        known(bytes)?;
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refused::Damaged)?;
        if archive.len() > MOST_ENTRIES {
            return Err(Refused::TooManyParts);
        }
        let names = archive.file_names().map(|name| name.map(|name| name.into_owned()));
        let names = names.collect::<Result<Vec<String>, _>>().map_err(|_| Refused::Damaged)?;
        if names.iter().any(|name| leads_outside(name)) {
            return Err(Refused::LeadsOutside);
        }
        Ok(Self { archive, names, left: LARGEST_UNPACKED, markup: LARGEST_MARKUP, elements: MOST_ELEMENTS })
    }

    /// The names of its parts.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// The bytes of a part; none when it has no such part.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refused> {
        let Some(name) = self.names.iter().find(|known| known.eq_ignore_ascii_case(name)) else { return Ok(None) };
        let file = self.archive.by_name(name).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(why) if why.contains("assword") => Refused::Encrypted,
            _ => Refused::Damaged,
        })?;
        // What the entry says of its size is not believed.
        let mut bytes = Vec::new();
        file.take(self.left + 1).read_to_end(&mut bytes).map_err(|_| Refused::Damaged)?;
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or(Refused::TooLarge)?;
        Ok(Some(bytes))
    }

    /// A part as a tree; none when it has no such part.
    pub fn tree(&mut self, name: &str) -> Result<Option<Element>, Refused> {
        match self.part(name)? {
            Some(bytes) => {
                self.markup = self.markup.checked_sub(bytes.len() as u64).ok_or(Refused::TooLarge)?;
                xml::parse(&bytes, &mut self.elements, DEEPEST).map(Some)
            }
            None => Ok(None),
        }
    }

    /// Where a part leads.
    pub fn relations(&mut self, part: &str) -> Result<Relations, Refused> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let of = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
        let Some(tree) = self.tree(&of)? else { return Ok(Relations::new()) };
        let mut found = Relations::new();
        for relation in tree.elements() {
            let (Some(id), Some(target)) = (relation.attribute("Id"), relation.attribute("Target")) else { continue };
            let is_outside = relation.attribute("TargetMode") == Some("External");
            let target = if is_outside { target.to_owned() } else { resolved(folder, target) };
            let kind = relation.attribute("Type").unwrap_or_default().rsplit('/').next().unwrap_or_default();
            found.insert(id.to_owned(), Relation { kind: kind.to_owned(), target, is_outside });
        }
        Ok(found)
    }

    /// The part the text stands in.
    pub fn main_part(&mut self) -> Result<String, Refused> {
        let Some(types) = self.tree("[Content_Types].xml")? else { return Err(self.other_kind()) };
        let is_of = |word: &str| types.elements().any(|e| e.attribute("ContentType").is_some_and(|t| t.contains(word)));
        if !is_of("wordprocessingml") && !is_of("ms-word") {
            return Err(match (is_of("spreadsheetml"), is_of("presentationml")) {
                (true, _) => Refused::OtherKind("an Excel workbook"),
                (_, true) => Refused::OtherKind("a PowerPoint presentation"),
                _ => Refused::Damaged,
            });
        }
        let relations = self.relations("")?;
        let main = relations.into_values().find(|relation| relation.kind == "officeDocument" && !relation.is_outside);
        main.map(|relation| relation.target).ok_or(Refused::Damaged)
    }

    fn other_kind(&self) -> Refused {
        let has = |name: &str| self.names().any(|known| known == name);
        match has("mimetype") && has("content.xml") {
            true => Refused::OtherKind("an OpenDocument file"),
            false => Refused::OtherKind("a ZIP file"),
        }
    }
}

/// What the first bytes give away.
fn known(bytes: &[u8]) -> Result<(), Refused> {
    let holds = |word: &str| {
        let word: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(word.len()).any(|window| window == word)
    };
    match bytes {
        [] => Err(Refused::Empty),
        [b'P', b'K', ..] => Ok(()),
        [0xd0, 0xcf, 0x11, 0xe0, ..] if holds("EncryptedPackage") => Err(Refused::Encrypted),
        [0xd0, 0xcf, 0x11, 0xe0, ..] if holds("WordDocument") => Err(Refused::OldWord),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Err(Refused::OtherKind("a file of an old Office program")),
        [b'%', b'P', b'D', b'F', ..] => Err(Refused::OtherKind("a PDF")),
        [b'{', b'\\', b'r', b't', b'f', ..] => Err(Refused::OtherKind("a rich text file (.rtf)")),
        _ => Err(Refused::Damaged),
    }
}

fn leads_outside(name: &str) -> bool {
    name.starts_with(['/', '\\']) || name.contains(':') || name.split(['/', '\\']).any(|part| part == "..")
}

/// The part that `target` names, seen from `folder`; one that leads out of the package stays at its top.
fn resolved(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let from = if target.starts_with('/') { "" } else { folder };
    for part in from.split('/').chain(target.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_from_their_folder() {
        assert_eq!(resolved("word", "media/a.png"), "word/media/a.png");
        assert_eq!(resolved("word", "/word/media/a.png"), "word/media/a.png");
        assert_eq!(resolved("word", "../../../etc/passwd"), "etc/passwd");
    }

    #[test]
    fn other_files_are_named() {
        let refused = |bytes: &[u8]| Package::open(bytes).map(|_| ()).unwrap_err();
        assert_eq!(refused(b""), Refused::Empty);
        assert_eq!(refused(b"%PDF-1.7"), Refused::OtherKind("a PDF"));
        let old = |word: &str| {
            let words: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
            refused(&[&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1][..], &words].concat())
        };
        assert_eq!(old("WordDocument"), Refused::OldWord);
        assert_eq!(old("EncryptedPackage"), Refused::Encrypted);
        assert_eq!(refused(b"PK\x03\x04 and no more"), Refused::Damaged);
    }
}
