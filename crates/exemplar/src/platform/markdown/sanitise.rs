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
