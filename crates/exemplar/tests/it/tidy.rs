//! House rules as a test: what each kind of file may not contain.

use std::path::{Path, PathBuf};

/// Every Rust file below `dir`.
pub fn rust_files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap().flatten() {
        let path = entry.path();
        match (path.is_dir(), path.extension().is_some_and(|e| e == "rs")) {
            (true, _) => found.extend(rust_files(&path)),
            (false, true) => found.push(path),
            (false, false) => {}
        }
    }
    found.sort();
    found
}

/// The code of a file without its tests and comments.
fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[track_caller]
fn lacks(files: impl IntoIterator<Item = PathBuf>, unwanted: &[&str], rule: &str) {
    for file in files {
        let code = code(&file);
        for word in unwanted {
            assert!(!code.contains(word), "{}: {rule} (found {word:?})", file.display());
        }
    }
}

fn named(names: &[&str]) -> impl Iterator<Item = PathBuf> {
    let names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
    rust_files(&source()).into_iter().filter(move |file| names.iter().any(|name| file.ends_with(name)))
}

#[test]
fn types_and_rules_know_neither_database_nor_web() {
    let rules = [
        "people/policy.rs",
        "people/policy/asking.rs",
        "people/policy/copies.rs",
        "people/policy/corrections.rs",
        "people/policy/guides.rs",
        "people/policy/maturity.rs",
        "people/policy/operating.rs",
        "people/policy/watching.rs",
        "people/policy/programmes.rs",
        "organisations/register.rs",
        "organisations/successions.rs",
        "facts/reading.rs",
        "programmes/pairings.rs",
        "programmes/stays.rs",
        "programmes/sums.rs",
        "milestones/plans.rs",
        "rounds/answering/forms.rs",
        "rounds/reading.rs",
        "rounds/synth/mod.rs",
        "maturity/compute.rs",
        "maturity/data.rs",
        "maturity/recipe.rs",
        "maturity/results.rs",
        "maturity/weights.rs",
        "milestones/reasons.rs",
        "milestones/record.rs",
        "programmes/joining/rules.rs",
        "programmes/suggestions.rs",
    ];
    // The journal names what the database said as a cause of its own error, and nothing more.
    let rooms = named(&["mod.rs"]).filter(|file| !file.ends_with("journal/mod.rs"));
    lacks(rooms.chain(named(&rules)), &["axum", "sqlx::"], "types and rules know neither the database nor the web");
}

#[test]
fn markup_knows_no_database() {
    let views = rust_files(&source())
        .into_iter()
        .filter(|file| file.ends_with("views.rs") || file.components().any(|part| part.as_os_str() == "views"));
    lacks(views, &["sqlx", "Connection", ".await"], "markup is made from data alone");
}

#[test]
fn sql_stands_in_stores_alone() {
    let others = rust_files(&source()).into_iter().filter(|file| {
        !file.ends_with("store.rs")
            && !file.components().any(|part| part.as_os_str() == "store")
            && !file.ends_with("storage.rs")
            && !file.ends_with("storage/hold.rs")
            && !file.ends_with("synth.rs")
    });
    lacks(others, &["SELECT ", "INSERT INTO", "DELETE FROM", "UPDATE "], "SQL stands in store.rs");
}

#[test]
fn only_changes_open_a_write_transaction() {
    let others = rust_files(&source()).into_iter().filter(|file| !file.ends_with("changes.rs"));
    lacks(others, &[".begin()", "Change::open"], "only changes.rs writes");
}

#[test]
fn the_platform_and_the_policy_know_no_room() {
    let platform = rust_files(&source().join("platform"));
    let policy = [
        "policy.rs",
        "policy/asking.rs",
        "policy/copies.rs",
        "policy/corrections.rs",
        "policy/guides.rs",
        "policy/maturity.rs",
        "policy/operating.rs",
        "policy/programmes.rs",
        "policy/watching.rs",
    ]
    .map(|name| source().join("people").join(name))
    .to_vec();
    let rooms = [
        "crate::asking",
        "crate::organisations",
        "crate::blueprints",
        "crate::concerns",
        "crate::search",
        "crate::journal",
        "crate::maturity",
        "crate::removals",
        "crate::rounds",
        "crate::watching",
        "crate::work",
        "crate::app",
    ];
    lacks(platform.into_iter().chain(policy), &rooms, "nothing below the rooms knows a room");
}

#[test]
fn every_module_says_what_it_is_for_and_no_file_is_long() {
    for krate in ["composite", "exemplar", "database", "nhsuk", "papers", "reconcile"] {
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join(krate).join("src");
        for file in rust_files(&src) {
            let text = std::fs::read_to_string(&file).unwrap();
            assert!(text.starts_with("//!"), "{} begins with what it is for", file.display());
            assert!(text.lines().count() <= 600, "{} is long: does it still have one subject?", file.display());
        }
    }
}
