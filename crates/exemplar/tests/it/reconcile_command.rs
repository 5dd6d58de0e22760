//! `exemplar reconcile` and `exemplar ancestor`: contracts on files, folders and a git repository.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::harness::write_folder;

fn exemplar(arguments: &[&str], folder: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_exemplar"));
    command.args(arguments).current_dir(folder).output().unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

const BASE: &str = "# Wi-Fi\n\nCount the dead spots. Do it at night.\n\nGive 10 mg twice daily.\n";

#[test]
fn three_files_are_answered_in_the_words_of_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let ours = BASE.replace("Count the", "Count all");
    let (clean, asks) = (BASE.replace("at night", "at dawn"), BASE.replace("10 mg", "20 mg"));
    let other = ours.replace("twice", "once");
    let files = [("base.md", BASE), ("ours.md", &ours), ("clean.md", &clean), ("asks.md", &asks), ("other.md", &other)];
    let folder = write_folder(folder.path(), &files);
    let output = exemplar(&["reconcile", "base.md", "ours.md", "clean.md", "--json"], &folder);
    assert_eq!(output.status.code(), Some(0));
    let answer = json(&output);
    assert_eq!(answer["merged"], ours.replace("at night", "at dawn"));
    assert_eq!(answer["updates"][0]["state"], "clean");
    assert_eq!(answer["updates"][0]["kind"], "changed");
    assert_eq!(answer["updates"][0]["section"], "Wi-Fi");
    assert!(answer["divergence"].as_f64().is_some_and(|share| share > 0.0 && share < 1.0));
    let output = exemplar(&["reconcile", "base.md", "other.md", "asks.md", "--json"], &folder);
    assert_eq!(output.status.code(), Some(1));
    let update = &json(&output)["updates"][0];
    assert_eq!(update["state"], "touches_local_edit");
    assert_eq!(update["base"], "Give 10 mg twice daily.");
    assert_eq!(update["local"], "Give 10 mg once daily.");
    assert_eq!(update["upstream"], "Give 20 mg twice daily.");
    let words = exemplar(&["reconcile", "base.md", "other.md", "asks.md"], &folder);
    let words = String::from_utf8_lossy(&words.stdout).into_owned();
    assert!(
        words.contains("1 change, 1 to be decided. 1 section changed here, 1 at the source, 1 in both."),
        "{words}"
    );
}

#[test]
fn what_cannot_be_read_is_said_in_a_sentence_and_ends_with_2() {
    let folder = tempfile::tempdir().unwrap();
    let folder = write_folder(folder.path(), &[("base.md", BASE)]);
    std::fs::write(folder.join("broken.md"), b"a\nb\xff").unwrap();
    std::fs::write(folder.join("long.md"), "word ".repeat(3_000_000)).unwrap();
    std::fs::write(folder.join("many.md"), "# h\n\n".repeat(100_000)).unwrap();
    for (name, why) in [
        ("absent.md", "cannot be opened"),
        ("broken.md", "byte 3, in line 2, belongs to no character"),
        ("long.md", "larger than 12 MB"),
        ("many.md", "more than 10,000"),
    ] {
        let output = exemplar(&["reconcile", "base.md", "base.md", name, "--json"], &folder);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), said.lines().count()), (Some(2), 1), "{name}: {said}");
        assert!(said.contains(why), "{name}: {said}");
    }
}

#[test]
fn folders_are_answered_document_by_document() {
    let folder = tempfile::tempdir().unwrap();
    let theirs = BASE.replace("at night", "at dawn");
    let files = [
        ("base/a.md", BASE),
        ("base/gone.md", "Gone.\n"),
        ("ours/a.md", BASE),
        ("ours/own.md", "Ours.\n"),
        ("theirs/a.md", &theirs),
        ("theirs/deep/new.md", "New.\n"),
        ("theirs/.hidden.md", "x"),
        ("theirs/a.txt", "x"),
    ];
    let folder = write_folder(folder.path(), &files);
    let output = exemplar(&["reconcile", "base", "ours", "theirs", "--json"], &folder);
    assert_eq!(output.status.code(), Some(0));
    let answer = json(&output);
    let said: Vec<(&str, &str)> = answer
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["path"].as_str().unwrap(), one["merged"].as_str().unwrap()))
        .collect();
    assert_eq!(said, [("a.md", theirs.as_str()), ("deep/new.md", "New.\n"), ("own.md", "Ours.\n")]);
    let mixed = exemplar(&["reconcile", "base", "ours/a.md", "theirs"], &folder);
    assert_eq!(mixed.status.code(), Some(2));
}

#[test]
fn the_version_a_document_was_copied_from_is_found_in_a_folder_and_in_a_history() {
    let folder = tempfile::tempdir().unwrap();
    let second = BASE.replace("at night", "at dawn");
    let third = format!("{second}\n## Lessons\n\nAsk the wards.\n");
    let copy = second.replace("Wi-Fi", "Our Wi-Fi");
    let files = [("1.md", BASE), ("2.md", &second), ("3.md", &third)];
    write_folder(&folder.path().join("versions"), &files);
    let at = write_folder(folder.path(), &[("copy.md", &copy), ("other.md", "Nothing of it.\n")]);
    let output = exemplar(&["ancestor", "copy.md", "versions", "--json"], &at);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(json(&output)["ancestor"]["path"], "2.md");
    assert_eq!(exemplar(&["ancestor", "other.md", "versions"], &at).status.code(), Some(1));
    assert_eq!(exemplar(&["ancestor", "copy.md", "absent"], &at).status.code(), Some(2));
    let repository = at.join("repository");
    std::fs::create_dir(&repository).unwrap();
    let git = |arguments: &[&str]| {
        let name = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
        let output = Command::new("git").args(name).args(arguments).current_dir(&repository).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    git(&["init", "-q"]);
    let mut commits = Vec::new();
    for text in [BASE, &second, &third] {
        std::fs::write(repository.join("wifi.md"), text).unwrap();
        git(&["add", "."]);
        git(&["commit", "-q", "-m", "x"]);
        commits.push(git(&["rev-parse", "HEAD"]));
    }
    let found = json(&exemplar(&["ancestor", "copy.md", "repository", "--json"], &at));
    assert_eq!(found["ancestor"]["path"], "wifi.md");
    assert_eq!(found["ancestor"]["commit"], commits[1].as_str());
    let mut without = Command::new(env!("CARGO_BIN_EXE_exemplar"));
    without.args(["ancestor", "copy.md", "repository"]).current_dir(&at).env("PATH", at.join("absent"));
    let output = without.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("the command git"));
}
