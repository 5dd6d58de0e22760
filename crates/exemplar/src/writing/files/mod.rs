//! Files and pictures of a draft: those of the version before it, those that were added, without those that were taken out.
//!
//! Adding a file also writes its mention into the text, and taking one out takes its mention away: so an approval, which
//! is bound to the text, does not outlive a change of what the text shows.

mod coming;
pub mod pages;
pub(super) mod store;
mod views;

pub use coming::{Came, came};

use crate::journal::{Column, RecordTable};

pub(crate) const DRAFT_FILES: RecordTable = RecordTable {
    name: "draft_files",
    key: Column::Bytes("row_id"),
    columns: &[
        Column::Bytes("blueprint_id"),
        Column::Text("name"),
        Column::Text("file_hash"),
        Column::Text("media_type"),
        Column::Integer("size_bytes"),
        Column::Integer("is_picture"),
        Column::Integer("numbers"),
    ],
    ends: true,
};

/// The largest file that can be added, in bytes.
pub(super) const LARGEST: usize = 25 * 1024 * 1024;

/// The longest name, in characters.
const LONGEST_NAME: usize = 80;

/// To whom a draft is shown, which decides where its files are.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shown<'a> {
    /// To people of its organisation.
    Ours,
    /// To whoever holds this link.
    To(&'a str),
}

impl Shown<'_> {
    fn address(self, slug: &str, name: &str) -> String {
        let name: String = name
            .split('/')
            .map(|part| url::form_urlencoded::byte_serialize(part.as_bytes()).collect::<String>().replace('+', "%20"))
            .collect::<Vec<_>>()
            .join("/");
        match self {
            Self::Ours => format!("/blueprints/{slug}/draft/files/{name}"),
            Self::To(token) => format!("/preview/{token}/files/{name}"),
        }
    }
}

/// A name a file can have in a text and an address, made from the one it came with, and not among those `taken`.
pub fn free_name(came_with: &str, taken: &[String]) -> String {
    let last = came_with.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut plain = String::new();
    for sign in last.chars() {
        let sign = if sign.is_ascii_alphanumeric() || matches!(sign, '.' | '_') { sign } else { '-' };
        if sign != '-' || !plain.ends_with('-') {
            plain.push(sign);
        }
    }
    let (stem, extension) = plain.rsplit_once('.').unwrap_or((&plain, ""));
    let stem: String = stem.trim_matches(['-', '.']).chars().take(LONGEST_NAME).collect();
    let stem = if stem.is_empty() { "file" } else { stem.trim_end_matches('-') };
    let extension: String = extension.chars().filter(char::is_ascii_alphanumeric).take(10).collect();
    let is_free = |name: &String| !taken.iter().any(|other| other.eq_ignore_ascii_case(name));
    let name = |number: usize| match number {
        1 => format!("{stem}.{extension}"),
        number => format!("{stem}-{number}.{extension}"),
    };
    (1..=taken.len() + 1).map(name).find(is_free).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::free_name;

    #[test]
    fn a_name_is_safe_and_free() {
        let taken = ["plan.docx".to_owned(), "Plan-2.docx".to_owned()];
        for (came_with, name) in [
            ("Ward survey (final).docx", "Ward-survey-final.docx"),
            ("C:\\Users\\me\\plan.docx", "plan-3.docx"),
            ("../../etc/passwd.txt", "passwd.txt"),
            ("\u{65e5}\u{672c}.png", "file.png"),
            ("a[b](javascript:x).csv", "a-b-javascript-x.csv"),
            (".htaccess", "file.htaccess"),
            ("no-extension", "no-extension."),
        ] {
            assert_eq!(free_name(came_with, &taken), name, "{came_with}");
        }
    }
}
