//! What Word, Outlook, Google Docs and browsers put on the clipboard as HTML, as Markdown.

mod html;
mod styles;
mod walk;

/// The largest piece of HTML that is read, in bytes.
pub const LARGEST: usize = 4 * 1024 * 1024;

/// What was pasted, as a guide can hold it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// The text; sections begin at the second level of headings.
    pub markdown: String,
    /// What was not kept or not kept as it was, each in a sentence that says where.
    pub left_out: Vec<String>,
}

/// Reads the HTML of a clipboard. Scripts, styles and pictures are left out, and nothing is fetched.
#[must_use]
pub fn markdown(html: &str) -> Pasted {
    if html.len() > LARGEST {
        let left_out = vec!["All of it: more than 4 MB was pasted. Paste it in parts.".to_owned()];
        return Pasted { markdown: String::new(), left_out };
    }
    walk::read(&html::parse(html))
}
