//! The demonstration's own pages.

use maud::{Markup, html};
use nhsuk::{Button, Card, Heading, HeadingSize};

use super::Somebody;
use crate::organisations::Names;
use crate::people::LetterRow;
use crate::platform::dates;
use crate::platform::mail::{Block, Line, blocks};
use crate::platform::shell::Page;

/// Everybody one can be.
pub(super) fn everybody(people: &[Somebody], names: &Names) -> Page {
    let main = html! {
        h1 { "Try it as somebody" }
        p.nhsuk-lede-text { "You can read everything as you are. To copy, write, sign or plan, be one of these people for a while. They are invented, and so is what you do as them." }
        ul.app-grid.app-grid--two {
            @for somebody in people { li { (card(somebody, names)) } }
        }
        p { "Letters that the portal would send are not sent. " a href="/demo/letters" { "Read them here" } "." }
    };
    Page::new("/demo", "Try it as somebody", main).unlisted(true).personal()
}

fn card(somebody: &Somebody, names: &Names) -> Card {
    let organisation = names.get(&somebody.organisation).unwrap_or(&somebody.organisation);
    let words = html! {
        p { (somebody.who) "." }
        p { strong { "Try first: " } (somebody.try_first) }
        p.nhsuk-u-secondary-text-colour { (organisation) }
        form method="post" action="/demo" {
            input type="hidden" name="mail" value=(somebody.mail);
            (Button::new(html! { "Be " (somebody.name) }).small())
        }
    };
    Card::new().heading(Heading::new(somebody.name.as_str()).size(HeadingSize::S)).description(words)
}

/// Every letter, the newest first.
pub(super) fn letters(letters: &[LetterRow]) -> Page {
    let main = html! {
        h1 { "Letters" }
        p { "What the portal would have sent, the newest first." }
        @if letters.is_empty() { p { "It has written none yet. Ask for a link on the page to " a href="/sign-in" { "sign in" } ", with the address of one of " a href="/demo" { "these people" } "." } }
        @for letter in letters { (one(letter)) }
    };
    Page::new("/demo", "Letters", main).trail([("/demo", "Try it as somebody")]).unlisted(true).personal()
}

fn one(letter: &LetterRow) -> Markup {
    html! {
        section.app-letter {
            h2.nhsuk-heading-s { (letter.subject) }
            p.nhsuk-u-secondary-text-colour { "To " (letter.recipient) ", " (dates::day_of(letter.created_at)) }
            @for block in blocks(&letter.body) {
                @match block {
                    Block::Heading(words) => h3.nhsuk-heading-xs { (words) },
                    Block::Paragraph(lines) => p { @for line in &lines { (one_line(line)) br; } },
                }
            }
        }
    }
}

fn one_line(line: &Line) -> Markup {
    html! {
        @match line {
            Line::Words(words) => (words),
            Line::Link { words, address } => a.app-address href=(local(address)) { (words) },
        }
    }
}

/// The path of an address: letters carry the portal's own.
fn local(address: &str) -> &str {
    address.splitn(4, '/').nth(3).map_or("/", |rest| address.get(address.len() - rest.len() - 1..).unwrap_or("/"))
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn a_letters_link_leads_into_this_portal() {
        assert_eq!(local("http://127.0.0.1:8080/sign-in/link/abc"), "/sign-in/link/abc");
        assert_eq!(local("https://example.org"), "/");
    }
}
