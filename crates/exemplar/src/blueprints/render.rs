//! Guides as HTML, kept while they are asked for: a version never changes, and neither does its page.

use std::collections::BTreeMap;
use std::sync::Arc;

use database::Connection;
use uuid::Uuid;

use super::store::{self, AttachmentRow, Parts};
use super::text::{Fields, SectionKind, Text};
use crate::organisations;
use crate::platform::markdown::{self, Heading, Reference, Rendering, Target};

/// The most that is kept, in bytes.
const CAPACITY: u64 = 4 * 1024 * 1024;

/// A text up to so many bytes is rendered in well under a millisecond: handing it to another thread would cost more.
const SHORT: usize = 16 * 1024;

/// A version of a guide, ready for a page.
#[derive(Debug)]
pub struct RenderedGuide {
    /// The text, safe to show.
    pub html: String,
    /// Its headings.
    pub headings: Vec<Heading>,
    /// What its front matter says.
    pub fields: Fields,
    /// Which of the known sections it has.
    pub covers: Vec<String>,
    /// How many words it has.
    pub words: usize,
    /// The files it takes with it.
    pub attachments: Vec<AttachmentRow>,
}

/// Rendered guides, the most asked for.
#[derive(Clone, Debug)]
pub struct RenderedGuides(moka::sync::Cache<(Uuid, i64), Arc<RenderedGuide>>);

impl Default for RenderedGuides {
    fn default() -> Self {
        let weigh =
            |_: &(Uuid, i64), guide: &Arc<RenderedGuide>| u32::try_from(guide.html.len() + 4_096).unwrap_or(u32::MAX);
        Self(moka::sync::Cache::builder().max_capacity(CAPACITY).weigher(weigh).build())
    }
}

impl RenderedGuides {
    /// Drops all of them.
    pub fn empty(&self) {
        self.0.invalidate_all();
    }

    /// Version `number` of the guide; its address is `/blueprints/{slug}`. None when its text was removed.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn get(
        &self,
        connection: &mut Connection,
        (id, number, slug): (Uuid, i64, &str),
        (text_hash, organisation): (&str, Option<&str>),
    ) -> Result<Option<Arc<RenderedGuide>>, anyhow::Error> {
        if let Some(kept) = self.0.get(&(id, number)) {
            return Ok(Some(kept));
        }
        let Some(parts) = store::parts(connection, (id, number), text_hash).await? else { return Ok(None) };
        let is_short = parts.text.len() <= SHORT;
        let own: BTreeMap<String, String> = match organisation.filter(|_| has_variables(&parts.text)) {
            Some(organisation) => organisations::variables(connection, organisation).await?.into_iter().collect(),
            None => BTreeMap::new(),
        };
        let slug = slug.to_owned();
        let make = move || render(parts, (&slug, number), &own);
        let rendered = Arc::new(if is_short { make()? } else { tokio::task::spawn_blocking(make).await?? });
        self.0.insert((id, number), Arc::clone(&rendered));
        Ok(Some(rendered))
    }
}

/// Whether there is anything to fill in.
fn has_variables(text: &[u8]) -> bool {
    text.windows(2).any(|pair| pair == b"{{")
}

/// The address of a file of a version.
#[must_use]
pub fn file_address(slug: &str, number: i64, name: &str) -> String {
    let mut address = format!("/blueprints/{slug}/versions/{number}/files");
    for part in name.split('/') {
        address.push('/');
        address.extend(
            url::form_urlencoded::byte_serialize(part.as_bytes()).map(|piece| if piece == "+" { "%20" } else { piece }),
        );
    }
    address
}

fn render(
    parts: Parts,
    (slug, number): (&str, i64),
    own: &BTreeMap<String, String>,
) -> Result<RenderedGuide, anyhow::Error> {
    let Parts { text, links, attachments } = parts;
    let text = Text::parse(&text, slug)?;
    let resolve = |href: &str, reference: Reference| {
        if let Some(link) = links.iter().find(|link| link.href == href) {
            let anchor =
                href.split_once('#').map(|(_, anchor)| format!("#s-{}", markdown::slug(anchor))).unwrap_or_default();
            return Target::Address(format!("/blueprints/{}{anchor}", link.target_slug));
        }
        match attachments.iter().find(|file| file.path == href) {
            Some(file) if reference == Reference::Link || file.is_picture() => {
                Target::Address(file_address(slug, number, &file.name))
            }
            _ => Target::Nowhere,
        }
    };
    let variables = filled(&text.fields, own);
    let rendering = Rendering {
        resolve: &resolve,
        variables: &variables,
        facts: &["Who", "How long", "Needs"],
        title: &text.fields.title,
    };
    let rendered = markdown::render(text.body(), &rendering);
    let sections = rendered.headings.iter().filter(|heading| heading.level == 2);
    let covers =
        sections.filter_map(|heading| SectionKind::of(&heading.text)).map(|kind| kind.shown().to_owned()).collect();
    Ok(RenderedGuide {
        html: rendered.html,
        headings: rendered.headings,
        covers,
        fields: text.fields,
        words: rendered.words,
        attachments,
    })
}

/// What each declared name stands for: the organisation's own word, otherwise the guide's.
pub(super) fn filled(fields: &Fields, own: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let word = |name: &String, default: &String| own.get(name).unwrap_or(default).clone();
    fields.variables.iter().map(|(name, variable)| (name.clone(), word(name, &variable.default))).collect()
}

/// A file of a text that is no version yet.
#[derive(Clone, Debug)]
pub struct PreviewFile {
    /// The link as the text has it.
    pub path: String,
    /// Where it can be had.
    pub address: String,
    /// Whether a page may show it.
    pub is_picture: bool,
}

/// A text as it will look, with its organisation's own words and its files: its links to other guides do not lead anywhere yet.
#[must_use]
pub fn preview(text: &Text, own: &BTreeMap<String, String>, files: &[PreviewFile]) -> String {
    let resolve = |href: &str, reference: Reference| match files.iter().find(|file| file.path == href) {
        Some(file) if reference == Reference::Link || file.is_picture => Target::Address(file.address.clone()),
        _ => Target::Nowhere,
    };
    let rendering = Rendering {
        resolve: &resolve,
        variables: &filled(&text.fields, own),
        facts: &["Who", "How long", "Needs"],
        title: &text.fields.title,
    };
    markdown::render(text.body(), &rendering).html
}
