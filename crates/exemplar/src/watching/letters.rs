//! What letters to those who watch say. Made from data alone.

use super::{Subject, What};
use crate::copies::Standing;

/// The most that stands in one letter of the day.
const MOST_ITEMS: usize = 100;

/// Something to tell.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// The entry of the journal that says so.
    pub entry: i64,
    /// What happened.
    pub what: What,
    /// The guide it happened to, by its title.
    pub title: String,
    /// Where to read it.
    pub path: String,
    /// The organisation that did it, by name.
    pub by: String,
}

impl Told {
    /// What happened, in a sentence without its end.
    fn said(&self) -> String {
        let (title, by) = (&self.title, &self.by);
        match &self.what {
            What::Published { version: 1, .. } => format!("{title}: published"),
            What::Published { version, note } if note.is_empty() || note == "Published" => {
                format!("{title}: version {version} was published")
            }
            What::Published { version, note } => {
                format!("{title}: version {version} was published, \u{201c}{note}\u{201d}")
            }
            What::Withdrawn { reason } => format!("{title}: withdrawn, \u{201c}{reason}\u{201d}"),
            What::Reviewed => format!("{title}: reviewed by another organisation"),
            What::Copied => format!("{title}: copied by {by}"),
            What::Standing(word) => {
                let standing = Standing::from_word(word).map_or(word.as_str(), |standing| standing.shown());
                format!("{title}: {by} says how far it got: {standing}")
            }
        }
    }

    /// What it is about, for the subject of a letter.
    fn subject(&self) -> String {
        let what = match self.what {
            What::Published { version: 1, .. } => "New guide",
            What::Published { .. } => "New version",
            What::Withdrawn { .. } => "Withdrawn",
            What::Reviewed => "Reviewed",
            What::Copied => "Copied",
            What::Standing(_) => "How far another organisation got",
        };
        format!("{what}: {}", self.title)
    }
}

fn because(subject: &Subject) -> &'static str {
    match subject {
        Subject::Guide(_) => "you watch this guide",
        Subject::Organisation(_) => "you watch an organisation",
        Subject::Search(_) => "you watch a search that finds it",
    }
}

/// A letter of its own: its subject and its text.
pub(super) fn at_once(told: &Told, subject: &Subject, name: &str, (site, stop): (&str, &str)) -> (String, String) {
    let text = format!(
        "Hello {name},\n\n{}:\n{site}{}\n\nYou get this letter because {}.\n\nSee and change what you watch:\n{site}/watching\n\nStop these letters, without signing in:\n{stop}\n",
        told.said(),
        told.path,
        because(subject)
    );
    (told.subject(), text)
}

/// The letter of the day: its subject and its text. What was told comes ordered by watch; `titles` names the watches.
pub(super) fn of_the_day(
    tells: &[(Subject, &Told)],
    titles: &[(Subject, String)],
    name: &str,
    (site, stop): (&str, &str),
) -> (String, String) {
    let count = tells.len();
    let news = if count == 1 { "1 change".to_owned() } else { format!("{count} changes") };
    let mut text = format!("Hello {name},\n\n{news} in what you watch, since the last letter.\n\n");
    let mut under: Option<&Subject> = None;
    for (subject, told) in tells.iter().take(MOST_ITEMS) {
        if under != Some(subject) {
            let title = titles.iter().find(|(of, _)| of == subject).map_or("", |(_, title)| title.as_str());
            text.push_str(&format!("{title}\n{}\n\n", "-".repeat(title.chars().count().clamp(3, 60))));
            under = Some(subject);
        }
        text.push_str(&format!("{}:\n{site}{}\n\n", told.said(), told.path));
    }
    if count > MOST_ITEMS {
        text.push_str(&format!("And {} more.\n\n", count - MOST_ITEMS));
    }
    text.push_str(&format!(
        "See and change what you watch:\n{site}/watching\n\nStop the daily letter, without signing in:\n{stop}\n"
    ));
    (format!("{news} in what you watch"), text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(what: What) -> Told {
        Told { entry: 1, what, title: "Wi-Fi".into(), path: "/blueprints/wi-fi".into(), by: "Marlcombe".into() }
    }

    #[test]
    fn every_event_is_a_sentence() {
        for (what, said) in [
            (What::Published { version: 1, note: "Imported".into() }, "Wi-Fi: published"),
            (What::Published { version: 2, note: String::new() }, "Wi-Fi: version 2 was published"),
            (
                What::Published { version: 2, note: "Mended".into() },
                "Wi-Fi: version 2 was published, \u{201c}Mended\u{201d}",
            ),
            (What::Withdrawn { reason: "Old".into() }, "Wi-Fi: withdrawn, \u{201c}Old\u{201d}"),
            (What::Copied, "Wi-Fi: copied by Marlcombe"),
            (What::Standing("live".into()), "Wi-Fi: Marlcombe says how far it got: Live"),
        ] {
            assert_eq!(told(what).said(), said);
        }
    }

    #[test]
    fn the_letter_of_the_day_is_grouped_by_watch_and_leads_straight_there() {
        let (one, other) = (Subject::Organisation("A".into()), Subject::Search("q=x".into()));
        let told = told(What::Copied);
        let tells = [(one.clone(), &told), (one.clone(), &told), (other.clone(), &told)];
        let titles = [(one, "Harbourfell".to_owned()), (other, "Search".to_owned())];
        let (subject, text) = of_the_day(&tells, &titles, "Ann", ("https://a.example", "https://a.example/stop"));
        assert_eq!(subject, "3 changes in what you watch");
        assert_eq!(text.matches("Harbourfell\n-----------\n").count(), 1);
        assert_eq!(text.matches("Wi-Fi: copied by Marlcombe:\nhttps://a.example/blueprints/wi-fi\n").count(), 3);
        let many = vec![(Subject::Search(String::new()), &told); 130];
        assert!(of_the_day(&many, &[], "Ann", ("", "")).1.contains("And 30 more."));
    }
}
