//! The programme office's own page: what changed since somebody last looked, what needs a hand, reminders, and one page for
//! each organisation to have open during a call.
//!
//! Nothing here is a record: what needs a hand is read from the records of other rooms, how far somebody looked and which
//! reminders went out are notes of the office alone.

mod changes;
mod gather;
pub mod pages;
mod store;
mod views;
pub mod whole;

pub use changes::{looked, remind};

/// Why something stands on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A milestone whose day passed.
    Late,
    /// One that is later than first promised and comes within 90 days.
    AtRisk,
    /// One whose day passed more than 90 days ago, without a word since.
    NoAnswer,
    /// A report whose day passed and that is not approved.
    Report,
    /// How sure an organisation is, when the centre says otherwise.
    Confidence,
    /// A member that waits for due diligence, or in it.
    DueDiligence,
    /// A pairing that one side has not confirmed.
    Pairing,
    /// Evidence that waits to be accepted.
    Evidence,
    /// A correction that is not answered.
    Correction,
}

impl Kind {
    /// Every kind, in the order of the page.
    pub const ALL: [Self; 9] = [
        Self::Late,
        Self::AtRisk,
        Self::NoAnswer,
        Self::Report,
        Self::Confidence,
        Self::DueDiligence,
        Self::Pairing,
        Self::Evidence,
        Self::Correction,
    ];

    /// The word in addresses and files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::AtRisk => "at-risk",
            Self::NoAnswer => "no-answer",
            Self::Report => "report",
            Self::Confidence => "confidence",
            Self::DueDiligence => "due-diligence",
            Self::Pairing => "pairing",
            Self::Evidence => "evidence",
            Self::Correction => "correction",
        }
    }

    /// The heading.
    #[must_use]
    pub fn shown(self) -> &'static str {
        match self {
            Self::Late => "Late: the day has passed",
            Self::AtRisk => "At risk: later than first promised, and due within 90 days",
            Self::NoAnswer => "No answer: passed more than 90 days ago, and nothing said since",
            Self::Report => "Reports that are late",
            Self::Confidence => "How sure they are: its own word and the centre\u{2019}s differ",
            Self::DueDiligence => "Due diligence waiting",
            Self::Pairing => "Pairings that one side has not confirmed",
            Self::Evidence => "Evidence waiting to be accepted",
            Self::Correction => "Open corrections",
        }
    }
}

/// Something that needs a hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// Why it stands here.
    pub kind: Kind,
    /// The organisation's code; empty when it is about none.
    pub organisation: String,
    /// The programme's slug; empty when it is about none.
    pub programme: String,
    /// What it is, in words.
    pub what: String,
    /// Since when.
    pub since: String,
    /// Where it is seen to.
    pub address: String,
}

impl Need {
    /// What it is known again by in a form.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}|{}|{}", self.kind.word(), self.organisation, self.address)
    }

    /// Whether an organisation can be reminded of it.
    #[must_use]
    pub fn can_be_reminded(&self) -> bool {
        !self.organisation.is_empty() && !matches!(self.kind, Kind::Evidence | Kind::Correction | Kind::DueDiligence)
    }
}

/// The letter that reminds one organisation of some needs: what it is about, and what it says.
#[must_use]
pub fn letter(name: &str, needs: &[&Need], note: &str, site: &str) -> (String, String) {
    let subject = format!("What the programme office would like to hear from {name}");
    let mut body = format!("the programme office asks {name} for a word on:\n");
    for need in needs {
        body.push_str(&format!("\n{}\n{site}{}\n", need.what, need.address));
    }
    if !note.trim().is_empty() {
        body.push_str(&format!("\n{}\n", note.trim()));
    }
    body.push_str("\nSay there what is so now. When it stands as it was said, answer the office with a line.");
    (subject, body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_names_everything_chosen_and_where_it_is_seen_to() {
        let need = Need {
            kind: Kind::Late,
            organisation: "RAA".into(),
            programme: "p".into(),
            what: "Wi-Fi, expected June 2018".into(),
            since: "2018-06-30".into(),
            address: "/organisations/RAA/milestones/p/wi-fi".into(),
        };
        let (subject, body) = letter("Alpha", &[&need], " Call us. ", "https://a.example");
        assert_eq!(subject, "What the programme office would like to hear from Alpha");
        assert!(body.contains("Wi-Fi, expected June 2018\nhttps://a.example/organisations/RAA/milestones/p/wi-fi"));
        assert!(body.contains("\nCall us.\n"));
        assert!(need.can_be_reminded());
    }
}
