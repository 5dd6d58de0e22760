//! How a text is cut into blocks.

use reconcile::{Document, Kind};

fn kinds(text: &str) -> Vec<Kind> {
    Document::parse(text).blocks().iter().map(|block| block.kind).collect()
}

fn texts(text: &str) -> Vec<&str> {
    Document::parse(text).blocks().iter().map(|block| block.text).collect()
}

#[test]
fn each_kind_of_block_is_told_apart() {
    use Kind::*;
    let text = "# T\n\npara\n\n- one\n- two\n\n| a |\n|---|\n| b |\n\n```\ncode\n```\n\n> quote\n\n\
        <div>html</div>\n\n***\n\n[^1]: note\n\n[link]: https://example.org\n";
    let expected = [Heading(1), Paragraph, Item, Item, Table, Code, Quote, Html, Rule, Footnote, Other];
    assert_eq!(kinds(text), expected);
}

#[test]
fn an_item_holds_all_that_is_nested_in_it() {
    let text = "- one\n\n  more\n  - nested\n\n      code\n- two\n";
    assert_eq!(texts(text), ["- one\n\n  more\n  - nested\n\n      code\n", "- two\n"]);
}

#[test]
fn a_block_begins_at_the_start_of_its_line_and_holds_the_blank_lines_after_it() {
    assert_eq!(texts("a\n\n\n   ## b\n\n    code\n"), ["a\n\n\n", "   ## b\n\n", "    code\n"]);
}

#[test]
fn front_matter_and_the_blank_lines_after_it_are_the_head() {
    let document = Document::parse("---\ntitle: A\n---\n\n\ntext");
    assert_eq!(document.head(), "---\ntitle: A\n---\n\n\n");
    assert_eq!(document.front_matter().unwrap().raw, "---\ntitle: A\n---\n");
}

#[test]
fn an_unclosed_fence_is_no_front_matter() {
    assert!(Document::parse("---\ntitle: A\n\ntext").front_matter().is_none());
    assert!(Document::parse("{{name}} and more").front_matter().is_none());
    assert!(Document::parse("{\"a\": 1} and more").front_matter().is_none());
}

#[test]
fn blocks_stand_under_the_headings_above_them() {
    let text = "lead\n# *Wi-Fi* in wards\n## Costs `2024`\na\n## Steps\n### One\nb\n# End\nc\n";
    let document = Document::parse(text);
    let path = |at: usize| document.blocks()[at].path.join(" > ");
    assert_eq!(path(0), "");
    assert_eq!(path(1), "Wi-Fi in wards");
    assert_eq!(path(3), "Wi-Fi in wards > Costs 2024");
    assert_eq!(path(6), "Wi-Fi in wards > Steps > One");
    assert_eq!(path(8), "End");
}

#[test]
fn a_heading_inside_a_quotation_opens_no_section() {
    let document = Document::parse("# A\n\n> # B\n\ntext\n");
    assert_eq!(document.blocks()[2].path.join(" > "), "A");
}

#[test]
fn a_heading_over_two_lines_is_one_heading() {
    let document = Document::parse("Wi-Fi in\nwards\n===\n\ntext\n");
    assert_eq!(document.blocks()[1].path.join(" > "), "Wi-Fi in wards");
}
