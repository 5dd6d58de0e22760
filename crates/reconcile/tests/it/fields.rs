//! Front matter, compared by field.

use reconcile::{Document, compare};

/// The differing fields as `key: old -> new`, `∅` where one is missing.
fn changes(old: &str, new: &str) -> Vec<String> {
    let (old, new) = (Document::parse(old), Document::parse(new));
    let value = |value: Option<&str>| value.unwrap_or("∅").to_owned();
    let fields = compare(&old, &new).fields;
    let say = fields.iter().map(|f| format!("{}: {} -> {}", f.key, value(f.old), value(f.new)));
    say.collect()
}

#[test]
fn fields_are_compared_by_name_wherever_they_stand() {
    let old = "---\ntitle: A\ncost: 5\nOld-Owner: x\n---\n";
    let new = "---\ncost: 6\ntitle: A\nreviewed: 2024-05\nold_owner: x\n---\n";
    assert_eq!(changes(old, new), ["cost: 5 -> 6", "reviewed: ∅ -> 2024-05"]);
}

#[test]
fn a_list_under_a_key_is_its_value() {
    let old = "---\nsystems:\n  - Cisco\n  - Aruba\ntags:\n- a\n---\n";
    let new = "---\nsystems:\n  - Cisco\ntags:\n- a\n---\n";
    assert_eq!(changes(old, new), ["systems:   - Cisco\n  - Aruba ->   - Cisco"]);
}

#[test]
fn toml_and_json_are_fields_too() {
    let old = "+++\ntitle = \"A\"\n[cost]\nlow = 1\n+++\n";
    let new = "+++\ntitle = \"B\"\n[cost]\nlow = 2\n+++\n";
    assert_eq!(changes(old, new), ["title: \"A\" -> \"B\"", "[cost]: low = 1 -> low = 2"]);
    let old = "{\n  \"title\": \"A\",\n  \"cost\": {\"low\": 1}\n}\n\ntext\n";
    let new = "{\"cost\": {\"low\": 2}, \"title\": \"A\"}\n\ntext\n";
    assert_eq!(changes(old, new), ["cost: {\"low\": 1} -> {\"low\": 2}"]);
}

#[test]
fn the_form_of_a_value_is_no_change() {
    let old = "---\r\ntitle: “A”  \r\n---\r\n";
    assert!(changes(old, "---\ntitle: \"A\"\n---\n").is_empty());
}

#[test]
fn indentation_and_repeated_names_are_changes() {
    assert_eq!(changes("---\na:\n  b:\n---\n", "---\na:\n    b:\n---\n").len(), 1);
    assert_eq!(changes("---\na: 1\na: 2\n---\n", "---\na: 1\n---\n"), ["a: 2 -> ∅"]);
    assert_eq!(changes("---\nloose\n---\n", "---\nother\n---\n"), [": loose -> other"]);
}

#[test]
fn front_matter_put_on_or_taken_off_is_its_fields_put_on_or_taken_off() {
    assert_eq!(changes("text\n", "---\ntitle: A\n---\ntext\n"), ["title: ∅ -> A"]);
    assert_eq!(changes("---\ntitle: A\n---\ntext\n", "text\n"), ["title: A -> ∅"]);
}
