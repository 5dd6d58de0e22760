//! What a letter says: plain text with two habits, from which its HTML is made.
//!
//! Paragraphs are parted by empty lines. A line of dashes makes the line before it a heading. A line
//! that is a web address makes a link of the line before it in its paragraph, or of itself.

use maud::{DOCTYPE, html};

/// A part of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph, line by line.
    Paragraph(Vec<Line>),
}

/// A line of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Words.
    Words(String),
    /// A link, with its words.
    Link {
        /// What it says.
        words: String,
        /// Where it leads.
        address: String,
    },
}

/// The parts of a letter.
#[must_use]
pub fn blocks(text: &str) -> Vec<Block> {
    text.split("\n\n")
        .map(|part| part.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>())
        .filter(|lines| !lines.is_empty())
        .map(|lines| block(&lines))
        .collect()
}

fn block(lines: &[&str]) -> Block {
    if let [heading, dashes] = lines
        && dashes.len() > 2
        && dashes.chars().all(|c| c == '-')
    {
        return Block::Heading((*heading).to_owned());
    }
    let mut read: Vec<Line> = Vec::new();
    for line in lines {
        let is_address = (line.starts_with("https://") || line.starts_with("http://")) && !line.contains(' ');
        let before = if is_address { read.pop() } else { None };
        let line = match before {
            Some(Line::Words(words)) => {
                Line::Link { words: words.trim_end_matches(':').to_owned(), address: (*line).to_owned() }
            }
            before if is_address => {
                read.extend(before);
                Line::Link { words: (*line).to_owned(), address: (*line).to_owned() }
            }
            _ => Line::Words((*line).to_owned()),
        };
        read.push(line);
    }
    Block::Paragraph(read)
}

/// The letter as HTML.
pub(super) fn html(title: &str, text: &str) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en-GB" {
            head { meta charset="utf-8"; title { (title) } }
            body {
                @for block in blocks(text) {
                    @match block {
                        Block::Heading(words) => h2 { (words) },
                        Block::Paragraph(lines) => p {
                            @for (place, line) in lines.iter().enumerate() {
                                @if place > 0 { br; }
                                @match line {
                                    Line::Words(words) => (words),
                                    Line::Link { words, address } => a href=(address) { (words) },
                                }
                            }
                        },
                    }
                }
            }
        }
    };
    // Lines of a letter are short: 998 characters is the most a mail server takes.
    page.into_string()
        .replace("<p>", "\n<p>")
        .replace("<h2>", "\n<h2>")
        .replace("<br>", "<br>\n")
        .replace("</body>", "\n</body>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_makes_a_link_of_the_line_before_it() {
        let words = |words: &str| Line::Words(words.to_owned());
        let link = |words: &str, address: &str| Line::Link { words: words.to_owned(), address: address.to_owned() };
        assert_eq!(
            blocks(
                "Hello <Ann>,\n\n\nGuides\n------\n\nOne:\nhttps://a.example/1\nTwo\n\nhttps://a.example/2\nhttp://a.example and more\n"
            ),
            [
                Block::Paragraph(vec![words("Hello <Ann>,")]),
                Block::Heading("Guides".to_owned()),
                Block::Paragraph(vec![link("One", "https://a.example/1"), words("Two")]),
                Block::Paragraph(vec![
                    link("https://a.example/2", "https://a.example/2"),
                    words("http://a.example and more")
                ]),
            ]
        );
        assert!(html("<x>", "Hello <Ann>").contains("<p>Hello &lt;Ann&gt;</p>"));
        assert!(!html("x", "Go:\njavascript:alert(1)").contains("href"));
    }
}
