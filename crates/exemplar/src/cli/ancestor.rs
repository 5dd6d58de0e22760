//! `exemplar ancestor`: from which version of which guide a document was copied, looked for
//! in a folder of versions or in the history of a git repository.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, bail};
use clap::Args;
use reconcile::Fingerprint;
use serde_json::{Value, json};

use super::documents::{is_markdown, markdown_in, text, utf8};
use super::{say, warn};

/// How many candidates are named.
const NAMED: usize = 5;

/// The largest version that is looked at, in bytes.
const LARGEST: usize = 2 * 1024 * 1024;

/// What is asked for.
#[derive(Debug, Args)]
pub struct AncestorArgs {
    /// The document whose source is looked for
    document: PathBuf,
    /// A folder of versions, or a git repository
    versions: PathBuf,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

/// A version of some document.
struct Version {
    path: String,
    /// The commit that brought it, and its day; none in a folder.
    commit: Option<(String, String)>,
    likeness: f64,
}

/// Prints the likeliest versions: 0 when there is one, 1 when none is alike, 2 when it could
/// not be done.
pub(super) fn run(args: &AncestorArgs) -> ExitCode {
    match look(args) {
        Ok(found) => {
            print(&found, args.json);
            if found.is_empty() { ExitCode::from(1) } else { ExitCode::SUCCESS }
        }
        Err(error) => {
            warn(&format!("exemplar: {error:#}"));
            ExitCode::from(2)
        }
    }
}

/// The versions that are most alike, the likeliest first; of several equally alike the oldest.
fn look(args: &AncestorArgs) -> anyhow::Result<Vec<Version>> {
    let own = Fingerprint::of(&text(&args.document)?);
    if !args.versions.is_dir() {
        bail!("{} is neither a folder nor a git repository", args.versions.display());
    }
    let is_repository = args.versions.join(".git").exists() || args.versions.join("objects").is_dir();
    let mut found = if is_repository { in_history(&args.versions, &own)? } else { in_folder(&args.versions, &own)? };
    found.retain(|version| version.likeness > 0.0);
    found.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
    found.truncate(NAMED);
    Ok(found)
}

fn in_folder(folder: &Path, own: &Fingerprint) -> anyhow::Result<Vec<Version>> {
    let mut versions = Vec::new();
    for path in markdown_in(folder)? {
        let likeness = own.likeness(&Fingerprint::of(&text(&folder.join(&path))?));
        versions.push(Version { path, commit: None, likeness });
    }
    Ok(versions)
}

/// Every version of every Markdown file that any commit brought, oldest first.
fn in_history(repository: &Path, own: &Fingerprint) -> anyhow::Result<Vec<Version>> {
    let listed = git(repository)
        .args(["log", "--all", "--reverse", "-m", "--raw", "--no-abbrev", "--no-renames", "--diff-filter=AM"])
        .args(["-z", "--format=%x00commit %H %cs"])
        .output()
        .map_err(no_git)?;
    if !listed.status.success() {
        bail!("git cannot read {}: {}", repository.display(), String::from_utf8_lossy(&listed.stderr).trim());
    }
    let brought = brought(&String::from_utf8_lossy(&listed.stdout));
    let mut child = git(repository)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(no_git)?;
    let (Some(mut asked), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
        bail!("git gives no answer");
    };
    let mut answers = BufReader::new(answers);
    let mut versions = Vec::new();
    for (blob, path, commit) in brought {
        writeln!(asked, "{blob}").context("git went away")?;
        if let Some(text) = blob_text(&mut answers)? {
            versions.push(Version { path, commit: Some(commit), likeness: own.likeness(&Fingerprint::of(&text)) });
        }
    }
    drop(asked);
    child.wait().context("git went away")?;
    Ok(versions)
}

fn git(repository: &Path) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(repository);
    git
}

fn no_git(error: std::io::Error) -> anyhow::Error {
    anyhow::anyhow!("the history of a repository is read through the command git, which cannot be run here: {error}")
}

/// The texts that commits brought: blob, path, commit with its day; each text of a path once.
fn brought(log: &str) -> Vec<(String, String, (String, String))> {
    let mut commit = (String::new(), String::new());
    let mut seen = HashSet::new();
    let mut brought = Vec::new();
    let mut fields = log.split('\0').map(|field| field.trim_start_matches('\n'));
    while let Some(field) = fields.next() {
        if let Some((hash, day)) = field.strip_prefix("commit ").and_then(|rest| rest.trim().split_once(' ')) {
            commit = (hash.to_owned(), day.to_owned());
        } else if field.starts_with(':') {
            let blob = field.split(' ').nth(3).unwrap_or_default().to_owned();
            let path = fields.next().unwrap_or_default().to_owned();
            if is_markdown(&path) && seen.insert((blob.clone(), path.clone())) {
                brought.push((blob, path, commit.clone()));
            }
        }
    }
    brought
}

/// The next text that git hands over; none when it is no text or too long.
fn blob_text(answers: &mut impl BufRead) -> anyhow::Result<Option<String>> {
    let mut head = String::new();
    answers.read_line(&mut head).context("git went away")?;
    let Some(size) = head.trim().split_once(" blob ").and_then(|(_, size)| size.parse::<u64>().ok()) else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    answers.by_ref().take(size + 1).read_to_end(&mut bytes).context("git went away")?;
    bytes.pop();
    Ok(if bytes.len() > LARGEST { None } else { utf8(bytes).ok() })
}

fn print(found: &[Version], json: bool) {
    if json {
        let candidates: Vec<Value> = found.iter().map(in_json).collect();
        return say(&json!({ "ancestor": candidates.first(), "candidates": candidates }).to_string());
    }
    if found.is_empty() {
        return say("No version has a sentence of this document.");
    }
    for version in found {
        let commit = version.commit.as_ref().map(|(hash, day)| format!(" as of {day} ({hash})"));
        let share = (version.likeness * 100.0).floor();
        say(&format!("{share} % alike: {}{}", version.path, commit.unwrap_or_default()));
    }
}

fn in_json(version: &Version) -> Value {
    let mut json = json!({ "path": version.path, "likeness": version.likeness });
    if let (Some(object), Some((hash, day))) = (json.as_object_mut(), &version.commit) {
        object.insert("commit".to_owned(), Value::from(hash.as_str()));
        object.insert("date".to_owned(), Value::from(day.as_str()));
    }
    json
}
