//! The gate for texts with tags of their own: whatever came through, only these tags and attributes leave, each closed.

use std::sync::LazyLock;

use ammonia::Builder;

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .add_tags([
            "a",
            "abbr",
            "blockquote",
            "br",
            "code",
            "dd",
            "del",
            "details",
            "div",
            "dl",
            "dt",
            "em",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "img",
            "kbd",
            "li",
            "ol",
            "p",
            "pre",
            "strong",
            "sub",
            "summary",
            "sup",
            "table",
            "tbody",
            "td",
            "th",
            "thead",
            "tr",
            "ul",
        ])
        .add_tag_attributes("a", ["href"])
        .add_tag_attributes("abbr", ["title"])
        .add_tag_attributes("div", ["id", "class", "role", "aria-label", "tabindex"])
        .add_tag_attributes("dl", ["class"])
        .add_tag_attributes("img", ["src", "alt", "loading"])
        .add_tag_attributes("ol", ["start"])
        .add_tag_attributes("pre", ["tabindex"])
        .add_url_schemes(["http", "https", "mailto", "tel"])
        .link_rel(Some("nofollow noopener noreferrer"))
        .attribute_filter(|_, attribute, value| match attribute {
            "id" => (value.starts_with("s-") || value.starts_with("fn-")).then_some(value.into()),
            "class" => value.starts_with("app-").then_some(value.into()),
            "src" => value.starts_with('/').then_some(value.into()),
            _ => Some(value.into()),
        });
    for heading in ["h2", "h3", "h4", "h5", "h6"] {
        builder.add_tag_attributes(heading, ["id"]);
    }
    builder
});

/// HTML with nothing in it that could run, load or leave the page unasked.
pub(super) fn clean(html: &str) -> String {
    CLEANER.clean(html).to_string()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::{Reference, Rendering, Target, render, slug};
    use super::*;

    /// As a browser takes it in.
    fn taken_in(html: &str) -> String {
        scraper::Html::parse_fragment(html).html()
    }

    /// The texts of the demonstration, and texts from outside that try to do harm, when they are there.
    fn many_texts() -> Vec<String> {
        let mut texts = Vec::new();
        let folder = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../demo/blueprints"));
        for owner in std::fs::read_dir(folder).unwrap() {
            for entry in std::fs::read_dir(owner.unwrap().path()).unwrap() {
                let path = entry.unwrap().path();
                if path.extension().is_some_and(|ending| ending == "md") {
                    texts.push(std::fs::read_to_string(path).unwrap());
                }
            }
        }
        assert!(texts.len() >= 8);
        let outside =
            std::env::var_os("EXEMPLAR_VECTORS").map(|folder| std::path::PathBuf::from(folder).join("security"));
        for name in ["markdown", "xss-html", "template-injection", "open-redirect", "csv-formula"] {
            let Some(file) = outside.as_ref().map(|folder| folder.join(format!("{name}.jsonl"))) else { continue };
            for line in std::fs::read_to_string(file).unwrap().lines() {
                let line: serde_json::Value = serde_json::from_str(line).unwrap();
                let payload = line["payload"].as_str().unwrap();
                texts.extend([
                    payload.to_owned(),
                    format!("[words]({payload})"),
                    format!("| a |\n|--:|\n| {payload} |\n"),
                ]);
                texts.push(format!("# {payload}\n\n1. x\n   ![{payload}](plan.png)\n\n```{payload}\n{payload}\n```\n"));
            }
        }
        texts
    }

    #[test]
    fn the_sanitiser_finds_nothing_in_what_is_written_of_a_text_without_tags() {
        let resolve = |href: &str, _: Reference| match href.is_empty() {
            true => Target::Nowhere,
            false => Target::Address(format!("/blueprints/{}", slug(href))),
        };
        for text in many_texts() {
            let none = BTreeMap::new();
            let rendering = Rendering { resolve: &resolve, variables: &none, facts: &["Who"], title: "" };
            let written = render(&text, &rendering).html;
            assert_eq!(taken_in(&clean(&written)), taken_in(&written), "{text}");
        }
    }
}
