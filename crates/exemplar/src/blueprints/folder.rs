//! Reading a folder of Markdown: which files are guides, what they link to, and what cannot be taken.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, Tag};

use super::text::{LARGEST, Text};
use crate::platform::markdown::{events, foreign_tags, scheme};
use crate::platform::media::Media;

/// The largest attachment, in bytes.
const LARGEST_FILE: u64 = 25 * 1024 * 1024;

/// A folder that was read.
#[derive(Debug, Default)]
pub struct Folder {
    /// The guides that can be taken, by path.
    pub guides: Vec<FolderGuide>,
    /// What cannot be taken: a path and why.
    pub refused: Vec<(String, String)>,
    /// What was taken otherwise than it stands: a path and what.
    pub remarks: Vec<(String, String)>,
    /// Files that are neither guides nor linked from one.
    pub unused: Vec<String>,
}

/// One guide of a folder.
#[derive(Debug)]
pub struct FolderGuide {
    /// Its path in the folder, with `/`.
    pub path: String,
    /// Its bytes as they came.
    pub bytes: Vec<u8>,
    /// Its text, read.
    pub text: Text,
    /// Links to other guides of the folder: as written, and the path they mean.
    pub links: Vec<(String, String)>,
    /// Files it takes with it.
    pub attachments: Vec<FolderFile>,
}

/// A file a guide links to.
#[derive(Clone, Debug)]
pub struct FolderFile {
    /// The link as it is written.
    pub href: String,
    /// Its path in the folder.
    pub path: String,
    /// What it is.
    pub media: Media,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Told how far a long piece of work has come: how many of how many are done.
pub type Progress<'a> = &'a dyn Fn(&str, usize, usize);

/// Reads every guide below `root`. What cannot be taken is said and left out; the rest goes on.
///
/// # Errors
/// When `root` itself cannot be read.
pub fn read_folder(root: &Path, progress: Progress<'_>) -> std::io::Result<Folder> {
    let root = root.canonicalize()?;
    let mut folder = Folder::default();
    let mut files = BTreeMap::new();
    walk(&root, &root, &mut BTreeSet::from([root.clone()]), &mut files, &mut folder.refused)?;
    let guides: Vec<(String, PathBuf)> =
        files.iter().filter(|(path, _)| is_markdown(path)).map(|(path, file)| (path.clone(), file.clone())).collect();
    let mut used = BTreeSet::new();
    let total = guides.len();
    for (done, (path, file)) in guides.into_iter().enumerate() {
        progress("read", done, total);
        match read_guide(&path, &file) {
            Ok((bytes, text)) => {
                let guide = follow(path, bytes, text, &files, &mut folder);
                used.extend(guide.attachments.iter().map(|file| file.path.clone()));
                folder.guides.push(guide);
            }
            Err(why) => folder.refused.push((path, why)),
        }
    }
    let taken: BTreeSet<&str> = folder.guides.iter().map(|guide| guide.path.as_str()).collect();
    for guide in &folder.guides {
        for (href, target) in guide.links.iter().filter(|(_, target)| !taken.contains(target.as_str())) {
            folder.remarks.push((guide.path.clone(), format!("links to {href}, but {target} was not taken")));
        }
    }
    folder.unused = files
        .into_keys()
        .filter(|path| {
            !is_markdown(path) && !used.contains(path) && !folder.refused.iter().any(|(other, _)| other == path)
        })
        .collect();
    Ok(folder)
}

fn is_markdown(path: &str) -> bool {
    let lower = path.to_lowercase();
    lower.ends_with(".md") || lower.ends_with(".markdown")
}

/// Collects files by their path in the folder. Links to folders are followed once, and never out of the root.
fn walk(
    root: &Path,
    folder: &Path,
    visited: &mut BTreeSet<PathBuf>,
    files: &mut BTreeMap<String, PathBuf>,
    refused: &mut Vec<(String, String)>,
) -> std::io::Result<()> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    entries.sort();
    for entry in entries {
        let shown = entry.strip_prefix(root).unwrap_or(&entry).to_string_lossy().into_owned();
        let Some(path) = entry.strip_prefix(root).ok().and_then(Path::to_str).map(str::to_owned) else {
            refused.push((shown, "its name is not UTF-8".to_owned()));
            continue;
        };
        let name = entry.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.starts_with('.') || name == "node_modules" {
            continue;
        }
        if path.chars().any(char::is_control) {
            refused.push((path.escape_debug().to_string(), "its name holds a control character".to_owned()));
            continue;
        }
        let Ok(real) = entry.canonicalize() else {
            refused.push((path, "a link that leads nowhere, or in a circle".to_owned()));
            continue;
        };
        if !real.starts_with(root) {
            refused.push((path, "a link that leaves the folder".to_owned()));
        } else if real.is_dir() {
            if visited.insert(real) {
                walk(root, &entry, visited, files, refused)?;
            } else {
                refused.push((path, "a link to a folder that is read already".to_owned()));
            }
        } else if real.is_file() {
            files.insert(path, real);
        }
    }
    Ok(())
}

fn read_guide(path: &str, file: &Path) -> Result<(Vec<u8>, Text), String> {
    let size = fs::metadata(file).map_err(|error| error.to_string())?.len();
    if size > LARGEST as u64 {
        return Err(super::text::TextError::TooLarge(usize::try_from(size / 1024).unwrap_or(usize::MAX)).to_string());
    }
    let bytes = fs::read(file).map_err(|error| error.to_string())?;
    let text = Text::parse(&bytes, &name_as_title(path)).map_err(|error| error.to_string())?;
    Ok((bytes, text))
}

/// `guides/wi-fi_on-wards.md` becomes “Wi fi on wards”; a README is named after its folder.
fn name_as_title(path: &str) -> String {
    let mut parts = path.rsplit('/');
    let file = parts.next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let stem = match stem.to_lowercase().as_str() {
        "readme" | "index" | "_index" => parts.next().unwrap_or(stem),
        _ => stem,
    };
    let words = stem.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Finds where a guide's relative links lead.
fn follow(
    path: String,
    bytes: Vec<u8>,
    text: Text,
    files: &BTreeMap<String, PathBuf>,
    folder: &mut Folder,
) -> FolderGuide {
    let mut guide = FolderGuide { path, bytes, text, links: Vec::new(), attachments: Vec::new() };
    for remark in &guide.text.remarks {
        folder.remarks.push((guide.path.clone(), remark.clone()));
    }
    let tags = foreign_tags(guide.text.body());
    if !tags.is_empty() {
        folder.remarks.push((guide.path.clone(), format!("raw HTML is shown as text: {}", tags.join(" "))));
    }
    for href in relative_links(guide.text.body()) {
        match destination(&guide.path, &href, files) {
            Destination::Guide(target) => guide.links.push((href, target)),
            Destination::File(target, file) => match read_file(&target, &file) {
                Ok((media, bytes)) => guide.attachments.push(FolderFile { href, path: target, media, bytes }),
                Err(why) => folder.refused.push((target, format!("{why} (linked from {})", guide.path))),
            },
            Destination::Outside => folder
                .remarks
                .push((guide.path.clone(), format!("the link {href} leaves the folder: shown without a link"))),
            Destination::Missing => {
                folder.remarks.push((guide.path.clone(), format!("links to {href}, which is not in the folder")))
            }
        }
    }
    guide
}

/// Every relative link and picture, once, in order.
fn relative_links(body: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    events(body)
        .filter_map(|(event, _)| match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url.into_string()),
            _ => None,
        })
        .filter(|href| scheme(href).is_none() && !href.starts_with('#') && !href.is_empty())
        .filter(|href| seen.insert(href.clone()))
        .collect()
}

enum Destination {
    Guide(String),
    File(String, PathBuf),
    Outside,
    Missing,
}

fn destination(from: &str, href: &str, files: &BTreeMap<String, PathBuf>) -> Destination {
    let bare = href.split(['#', '?']).next().unwrap_or_default();
    let decoded = percent_decoded(bare);
    let Some(path) = join(from, &decoded) else { return Destination::Outside };
    let candidates = [
        path.clone(),
        format!("{path}.md"),
        join_under(&path, "README.md"),
        join_under(&path, "index.md"),
        join_under(&path, "_index.md"),
    ];
    for candidate in candidates {
        if let Some(file) = files.get(&candidate) {
            return match is_markdown(&candidate) {
                true => Destination::Guide(candidate),
                false => Destination::File(candidate, file.clone()),
            };
        }
    }
    Destination::Missing
}

fn join_under(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// The path `href` means, seen from the file `from`; none when it leaves the folder.
fn join(from: &str, href: &str) -> Option<String> {
    let mut parts: Vec<&str> = if href.starts_with('/') { Vec::new() } else { from.split('/').collect() };
    parts.pop();
    for part in href.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn percent_decoded(href: &str) -> String {
    let plus_kept = href.replace('+', "%2B");
    url::form_urlencoded::parse(format!("x={}", plus_kept.replace('&', "%26")).as_bytes())
        .next()
        .map_or_else(|| href.to_owned(), |(_, value)| value.into_owned())
}

fn read_file(path: &str, file: &Path) -> Result<(Media, Vec<u8>), String> {
    let size = fs::metadata(file).map_err(|error| error.to_string())?.len();
    if size > LARGEST_FILE {
        return Err(format!("the file has {} MB; an attachment has at most 25 MB", size / (1024 * 1024)));
    }
    let bytes = fs::read(file).map_err(|error| error.to_string())?;
    let media = Media::of(path, &bytes).map_err(|error| error.to_string())?;
    Ok((media, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &[u8])]) -> (tempfile::TempDir, Folder) {
        let root = tempfile::tempdir().unwrap();
        for (path, bytes) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let read = read_folder(root.path(), &|_, _, _| ()).unwrap();
        (root, read)
    }

    #[test]
    fn links_lead_to_guides_and_files_of_the_folder() {
        let (_root, read) = folder(&[
            ("a/one.md", b"[two](../b/two.md#x) [form](form%20A%20%26%20B.csv) [gone](gone.md) [out](../../../etc/passwd) [dir](../b)"),
            ("a/form A & B.csv", b"x,y\n"),
            ("b/two.md", b"# Two\n"),
            ("b/README.md", b"hello"),
            ("b/unused.txt", b"x"),
        ]);
        let one = read.guides.first().unwrap();
        assert_eq!(one.links, [("../b/two.md#x".into(), "b/two.md".into()), ("../b".into(), "b/README.md".to_owned())]);
        assert_eq!(one.attachments.first().map(|f| f.path.as_str()), Some("a/form A & B.csv"));
        assert_eq!(read.remarks.len(), 2, "{:?}", read.remarks);
        assert_eq!(read.unused, ["b/unused.txt"]);
    }

    #[test]
    fn names_that_differ_only_a_little_are_different_guides() {
        let (_root, read) =
            folder(&[("A.md", b"1"), ("a.md", b"2"), ("a & b.md", b"3"), ("a: b.md", b"4"), ("a \u{2013} b.md", b"5")]);
        assert_eq!(read.guides.len(), 5);
    }

    #[test]
    fn what_cannot_be_taken_is_said_and_the_rest_goes_on() {
        let (root, read) = folder(&[
            ("good.md", b"# Good\n\n[p](fake.pdf)"),
            ("fake.pdf", b"MZ not a pdf"),
            ("latin.md", b"caf\xe9"),
            ("broken.md", b"---\na: [1\n---\n"),
        ]);
        assert_eq!(read.guides.len(), 1);
        assert_eq!(read.refused.len(), 3, "{:?}", read.refused);
        std::os::unix::fs::symlink(root.path(), root.path().join("loop")).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", root.path().join("out.md")).unwrap();
        std::os::unix::fs::symlink("self.md", root.path().join("self.md")).unwrap();
        let again = read_folder(root.path(), &|_, _, _| ()).unwrap();
        assert_eq!((again.guides.len(), again.refused.len()), (1, 6), "{:?}", again.refused);
    }

    #[test]
    fn a_file_without_a_title_is_named_after_its_path() {
        assert_eq!(name_as_title("wi-fi/on_wards.md"), "On wards");
        assert_eq!(name_as_title("wi-fi/README.md"), "Wi fi");
    }
}
