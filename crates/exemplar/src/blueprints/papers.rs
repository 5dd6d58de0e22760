//! A guide as it goes out on paper: its version, its facts and its pictures as plain data for the writers of files.

use std::collections::BTreeMap;

use papers::{Margin, Paper};

use super::render::{file_address, filled};
use super::store::{AttachmentRow, GuideLine, LinkRow, RevisionRow};
use super::text::{Fields, Text};
use super::views;
use super::{State, synth};
use crate::platform::{dates, markdown};

/// The language guides are written in.
const LANGUAGE: &str = "en-GB";

/// What is said of a text that nobody has published.
pub(super) const DRAFT: &str = "This is a draft. Nobody has published it, and where it touches care no clinical safety officer has signed it: do not work from it.";

/// What a paper is made of.
pub(super) struct Sheet {
    pub line: GuideLine,
    pub revision: RevisionRow,
    /// Whose guide it is, by name.
    pub owner: Option<String>,
    /// Of what it is a copy, in words; none when it is none.
    pub copied_from: Option<String>,
    pub text: Vec<u8>,
    pub links: Vec<LinkRow>,
    pub attachments: Vec<AttachmentRow>,
    /// The organisation's own words for variables.
    pub own: BTreeMap<String, String>,
    /// This portal's own address.
    pub address: String,
}

impl Sheet {
    /// The paper; `picture` gives the bytes of an attached picture.
    ///
    /// # Errors
    /// When the text cannot be read.
    pub fn paper(&self, picture: impl Fn(&AttachmentRow) -> Option<Vec<u8>>) -> anyhow::Result<Paper> {
        let text = Text::parse(&self.text, &self.line.slug)?;
        let shown = self.attachments.iter().filter(|file| file.is_picture());
        Ok(Paper {
            title: self.revision.title.clone(),
            language: LANGUAGE.to_owned(),
            notices: self.notices(&text.fields),
            facts: self.facts(&text.fields),
            markdown: text.body().to_owned(),
            variables: filled(&text.fields, &self.own),
            pictures: shown.filter_map(|file| Some((file.path.clone(), picture(file)?))).collect(),
            links: self.targets(),
            margin: self.margin(),
        })
    }

    fn margin(&self) -> Margin {
        let parts = [self.owner.clone(), self.copied_from.clone()];
        Margin {
            source: parts.into_iter().flatten().collect::<Vec<_>>().join(", "),
            version: match self.line.state() {
                State::Draft => format!("Version {}, DRAFT, not for use", self.revision.number),
                State::Published | State::Withdrawn => format!("Version {}", self.revision.number),
            },
            date: dates::said(&self.revision.revised_on),
            notices_at: format!("{}/blueprints/{}", self.address, self.line.slug),
        }
    }

    /// What the guide's page says before anything else.
    fn notices(&self, fields: &Fields) -> Vec<String> {
        let newest = self.line.revision;
        let withdrawn = (self.line.state() == State::Withdrawn)
            .then(|| "This guide is withdrawn. Do not start from it.".to_owned());
        let draft = (self.line.state() == State::Draft).then(|| DRAFT.to_owned());
        let older = (self.revision.number != newest)
            .then(|| format!("This is version {}. The newest is version {newest}.", self.revision.number));
        let invented = fields
            .demonstration
            .then(|| "Demonstration text. The organisation and its figures are invented.".to_owned());
        let origin = self.line.origin.as_deref().filter(|origin| *origin != synth::ORIGIN);
        let imported = origin.map(|origin| {
            format!("Imported from {origin} on {}, not reviewed here.", dates::said(&self.revision.revised_on))
        });
        [withdrawn, draft, older, invented, imported].into_iter().flatten().collect()
    }

    fn facts(&self, fields: &Fields) -> Vec<(String, String)> {
        let day = |day: &str| if day.is_empty() { String::new() } else { dates::said(day) };
        let rows = [
            ("Organisation", self.owner.clone().unwrap_or_default()),
            ("Where it came from", self.copied_from.clone().unwrap_or_default()),
            ("Question it answers", fields.questions.join(" ")),
            ("Kind", fields.kind.map(|kind| kind.shown().to_owned()).unwrap_or_default()),
            ("Care setting", fields.care_settings.join(", ")),
            ("Systems", fields.systems.join(", ")),
            ("Cost", views::cost_in_words(fields.cost.as_ref())),
            ("Elapsed time", fields.elapsed.clone()),
            ("How well it worked", fields.how_well.clone()),
            ("Who runs it today", fields.runs_today.clone()),
            ("People to ask", fields.people.iter().map(views::person_in_words).collect::<Vec<_>>().join("; ")),
            ("Last reviewed", day(&fields.reviewed)),
            ("Next review", day(&fields.review_due)),
            ("Version", format!("{}, {}", self.revision.number, dates::said(&self.revision.revised_on))),
            ("Address", format!("{}/blueprints/{}/versions/{}", self.address, self.line.slug, self.revision.number)),
        ];
        let said = |value: String| if value.is_empty() { "Not said".to_owned() } else { value };
        rows.into_iter()
            .filter(|(name, value)| *name != "Where it came from" || !value.is_empty())
            .map(|(name, value)| (name.to_owned(), said(value)))
            .collect()
    }

    /// Where relative links of the text lead, as whole addresses: paper has no page to count from.
    fn targets(&self) -> BTreeMap<String, String> {
        let guides = self.links.iter().map(|link| {
            let place = link.href.split_once('#').map(|(_, place)| format!("#s-{}", markdown::slug(place)));
            let address = format!("{}/blueprints/{}{}", self.address, link.target_slug, place.unwrap_or_default());
            (link.href.clone(), address)
        });
        let files = self.attachments.iter().map(|file| {
            let address = file_address(&self.line.slug, self.revision.number, &file.name);
            (file.path.clone(), format!("{}{address}", self.address))
        });
        files.chain(guides).collect()
    }
}
