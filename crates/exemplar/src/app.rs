//! What the program holds while it runs: database, files, search, caches, clock and the look of its pages.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::http::StatusCode;
use database::{Connection, Db};
use maud::{Markup, html};
use nhsuk::Textarea;
use uuid::Uuid;

use crate::blueprints::{Beside, FoundGuides, GuideLine, RenderedGuides, State as Life};
use crate::error::AppError;
use crate::journal::{AsAt, Moment, RecordTable, store};
use crate::kit::Kit;
use crate::maturity::Shelf;
use crate::organisations::{NameBook, Names};
use crate::people::{Actor, Passwords};
use crate::platform::clock::Clock;
use crate::platform::extracting::{Extractor, PATIENCE};
use crate::platform::files::FileStore;
use crate::platform::http::{Finisher, Freshness, PageCache, Viewer};
use crate::platform::mail::Outgoing;
use crate::platform::shell::{Failure, Page, Shell, disputing, small_link};
use crate::programmes::{MemberCounts, NamedMemberships};
use crate::search::Search;
use crate::{
    asking, blueprints, concerns, copies, corrections, maturity, milestones, organisations, people, programmes, rounds,
    vocabulary, writing,
};

/// The running program. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    kit: Kit,
    search: Search,
    outgoing: Outgoing,
    shell: Shell,
    pages: Option<PageCache>,
    guides: RenderedGuides,
    found: FoundGuides,
    names: NameBook,
    memberships: NamedMemberships,
    member_counts: MemberCounts,
    shelf: Shelf,
    passwords: Passwords,
    address: String,
    extractor: Option<Extractor>,
    is_demonstration: bool,
    sequence: AtomicI64,
    public_sequence: AtomicI64,
    /// When it was last noted that a search found nothing, in microseconds since 1970.
    missed_at: AtomicI64,
}

/// How a portal presents itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Its name.
    pub name: String,
    /// Whether it is the demonstration.
    pub is_demonstration: bool,
    /// Whether finished pages are kept.
    pub keeps_pages: bool,
    /// Its own address, without a slash at the end.
    pub address: String,
    /// The program that takes the words out of attached files: this one. None takes none.
    pub reader: Option<PathBuf>,
}

impl Default for Site {
    fn default() -> Self {
        Self {
            name: "Exemplar".to_owned(),
            is_demonstration: false,
            keeps_pages: true,
            address: "http://127.0.0.1:8080".to_owned(),
            reader: None,
        }
    }
}

/// Every record table of every room: what journal entries seal and `verify` reads.
#[must_use]
pub fn record_tables() -> Vec<&'static RecordTable> {
    [
        organisations::TABLES,
        blueprints::TABLES,
        people::TABLES,
        writing::TABLES,
        copies::TABLES,
        concerns::TABLES,
        programmes::TABLES,
        milestones::TABLES,
        rounds::TABLES,
        maturity::TABLES,
        corrections::TABLES,
        asking::TABLES,
        vocabulary::TABLES,
    ]
    .concat()
}

impl App {
    /// The program over an open database.
    ///
    /// # Errors
    /// When the journal's head cannot be read.
    pub async fn new(kit: Kit, search: Search, outgoing: Outgoing, site: &Site) -> sqlx::Result<Self> {
        let head = store::head(&mut kit.db.read().await?).await?;
        vocabulary::take_up(&kit, &search).await?;
        Ok(Self(Arc::new(Parts {
            kit,
            search,
            outgoing,
            shell: shell(site),
            pages: site.keeps_pages.then(PageCache::default),
            guides: RenderedGuides::default(),
            found: FoundGuides::default(),
            names: NameBook::default(),
            memberships: NamedMemberships::default(),
            member_counts: MemberCounts::default(),
            shelf: Shelf::default(),
            passwords: Passwords::default(),
            address: site.address.clone(),
            extractor: site.reader.clone().map(|program| Extractor::of(program, PATIENCE)),
            is_demonstration: site.is_demonstration,
            sequence: AtomicI64::new(head.sequence),
            public_sequence: AtomicI64::new(head.public_sequence),
            missed_at: AtomicI64::new(0),
        })))
    }

    /// The means of every act.
    #[must_use]
    pub fn kit(&self) -> &Kit {
        &self.0.kit
    }

    /// The database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.0.kit.db
    }

    /// The attached files.
    #[must_use]
    pub fn files(&self) -> &FileStore {
        &self.0.kit.files
    }

    /// The time.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.0.kit.clock
    }

    /// The search.
    #[must_use]
    pub fn search(&self) -> &Search {
        &self.0.search
    }

    /// Where mail goes.
    #[must_use]
    pub fn outgoing(&self) -> &Outgoing {
        &self.0.outgoing
    }

    /// Those of the guides that everyone can read today, as lists show them, in no order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn found(&self, connection: &mut Connection, ids: &[Uuid]) -> sqlx::Result<Vec<Arc<GuideLine>>> {
        let of = (self.0.public_sequence.load(Ordering::SeqCst), self.clock().today());
        self.0.found.get(connection, ids, of).await
    }

    /// Published results that were read already.
    #[must_use]
    pub fn shelf(&self) -> &Shelf {
        &self.0.shelf
    }

    /// The members of programmes that are counted already, and the public entry they are counted as of.
    #[must_use]
    pub fn member_counts(&self) -> (&MemberCounts, i64) {
        (&self.0.member_counts, self.0.public_sequence.load(Ordering::SeqCst))
    }

    /// Guides that are rendered already.
    #[must_use]
    pub fn guides(&self) -> &RenderedGuides {
        &self.0.guides
    }

    /// The names of all organisations, by code.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn names(&self, connection: &mut Connection) -> sqlx::Result<Arc<Names>> {
        self.0.names.get(connection, self.0.public_sequence.load(Ordering::SeqCst)).await
    }

    /// The names of organisations as they were known at `moment`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn names_at(&self, connection: &mut Connection, as_at: AsAt, moment: Moment) -> sqlx::Result<Arc<Names>> {
        if as_at.is_past() {
            let sequence = self.0.public_sequence.load(Ordering::SeqCst);
            return Ok(Arc::new(self.0.names.at(connection, sequence, moment).await?));
        }
        self.names(connection).await
    }

    /// What other rooms show beside a guide: all of them today, and what was asked also on another day.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn beside(
        &self,
        connection: &mut Connection,
        actor: &Actor,
        (line, text_hash): (&GuideLine, &str),
        (as_at, moment): (AsAt, Moment),
    ) -> Result<Beside, AppError> {
        let around = copies::around(connection, line, moment).await?;
        let other = match as_at.is_past() {
            true => Beside::default(),
            false => {
                let beside = copies::pages::beside(self, connection, actor, (line, text_hash, &around)).await?;
                let watch = small_link(
                    &format!("/blueprints/{}/watch", line.slug),
                    "Watch this guide: a letter when it changes",
                );
                Beside { before: html! { (beside.before) (watch) }, ..beside }
            }
        };
        let (before, after) = asking::pages::beside(self, connection, actor, (line, &around), (as_at, moment)).await?;
        let here = format!("/blueprints/{}", line.slug);
        let disputed = corrections::beside(connection, &here, (as_at, moment)).await?;
        let before = html! { (other.before) @if let Some(notice) = disputed { (notice) } (before) };
        let may_dispute = !as_at.is_past() && line.is_held();
        let after = html! {
            (after) (other.after)
            @if may_dispute && line.state() != Life::Draft { (small_link(&format!("{here}/concern"), "Could following this harm somebody? Report a safety concern")) }
            @if may_dispute { (disputing(&here)) }
        };
        Ok(Beside { above: other.above, before, after, is_agreed: other.is_agreed })
    }

    /// The programmes a guide's organisation was in at `moment`, as its page shows them.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn programmes_of(
        &self,
        connection: &mut Connection,
        line: &GuideLine,
        (as_at, moment): (AsAt, Moment),
        names: &Names,
    ) -> sqlx::Result<Markup> {
        let Some(code) = &line.organisation else { return Ok(Markup::default()) };
        if !as_at.is_past() {
            let of = (self.0.public_sequence.load(Ordering::SeqCst), self.clock().today());
            return self.0.memberships.get(connection, (code, names), of).await;
        }
        Ok(programmes::named(&programmes::memberships_of(connection, code, names, moment).await?, as_at))
    }

    /// What those of `guides` that are copies were copied from.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn sources_of(
        &self,
        connection: &mut Connection,
        guides: &[Uuid],
    ) -> sqlx::Result<HashMap<Uuid, GuideLine>> {
        copies::sources_of(connection, guides, Moment::now(self.clock().today())).await
    }

    /// What has these words in its name beside guides: a few organisations and programmes, by address and name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn named_like(&self, connection: &mut Connection, words: &str) -> sqlx::Result<Vec<(String, String)>> {
        if words.trim().is_empty() {
            return Ok(Vec::new());
        }
        let programmes = programmes::named_like(connection, words, Moment::now(self.clock().today())).await?;
        let programmes = programmes.into_iter().map(|(slug, name)| (format!("/programmes/{slug}"), name));
        let names = self.names(connection).await?;
        Ok(programmes.chain(organisations::named_like(&names, words)).collect())
    }

    /// Of which guide another is a copy, in words.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn copied_from(&self, connection: &mut Connection, blueprint: Uuid) -> Result<Option<String>, AppError> {
        copies::pages::copied_from(self, connection, blueprint).await
    }

    /// What the note of a guide's next version says of whose changes are in its draft, begun from version `made_from`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn credit(&self, connection: &mut Connection, blueprint: Uuid, made_from: i64) -> sqlx::Result<String> {
        let names = self.names(connection).await?;
        copies::offering::pages::credit(connection, blueprint, made_from, &names).await
    }

    /// How many safety notices about a guide's source its people have not answered.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn open_notices(&self, connection: &mut Connection, line: &GuideLine) -> sqlx::Result<usize> {
        let Some(organisation) = line.organisation.as_deref() else { return Ok(0) };
        let open = copies::notices::open_of(connection, organisation).await?;
        Ok(open.into_iter().filter(|copy| *copy == line.id()).count())
    }

    /// The checking of passwords.
    #[must_use]
    pub fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }

    /// What takes the words out of attached files, where they are taken out.
    #[must_use]
    pub fn extractor(&self) -> Option<&Extractor> {
        self.0.extractor.as_ref()
    }

    /// Whether this is the demonstration.
    #[must_use]
    pub fn is_demonstration(&self) -> bool {
        self.0.is_demonstration
    }

    /// This portal's own address, as letters carry it.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.0.address
    }

    /// Notes that a search found nothing, at most once a second.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn missed(&self, words: &str) -> sqlx::Result<()> {
        let now = self.clock().now().as_microsecond();
        let before = self.0.missed_at.load(Ordering::SeqCst);
        let is_first = self.0.missed_at.compare_exchange(before, now, Ordering::SeqCst, Ordering::SeqCst).is_ok();
        match now - before >= 1_000_000 && is_first {
            true => vocabulary::missed(self.kit(), words).await,
            false => Ok(()),
        }
    }

    /// Looks where the journal stands; when anything public has come, finished pages are dropped. Tells whether anything came.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn notice(&self) -> sqlx::Result<bool> {
        let head = store::head(&mut self.0.kit.db.read().await?).await?;
        if self.0.public_sequence.swap(head.public_sequence, Ordering::SeqCst) != head.public_sequence {
            // A text may have been removed: what was made of it goes too.
            self.0.guides.empty();
            vocabulary::take_up(&self.0.kit, &self.0.search).await?;
            if let Some(pages) = &self.0.pages {
                pages.empty();
            }
        }
        Ok(self.0.sequence.swap(head.sequence, Ordering::SeqCst) != head.sequence)
    }
}

impl Finisher for App {
    fn shell(&self, page: &Page, viewer: Option<&Viewer>) -> Markup {
        self.0.shell.page(page, viewer)
    }

    fn failure(&self, failure: &Failure) -> Page {
        let main = html! {
            h1 { (failure.title) }
            p { (failure.text) }
            @if let Some(reference) = &failure.reference {
                p { "If it goes on, tell the people who run this portal this reference: " strong { (reference) } }
            }
            @if !failure.typed.is_empty() {
                h2 { "What you typed" }
                p { "It was not saved. Copy it from here before you leave this page." }
                @for (at, (name, value)) in failure.typed.iter().enumerate() {
                    (Textarea::new(format!("typed-{at}"), name.replace(['_', '-'], " ")).id(format!("typed-{at}")).rows(6).value(value.as_str()))
                }
            }
            @if failure.status == StatusCode::NOT_FOUND {
                p { a href="/blueprints" { "All guides" } " or " a href="/organisations" { "all organisations" } }
            }
        };
        Page { unlisted: true, ..Page::new("", failure.title.clone(), main) }
    }

    fn freshness(&self) -> Freshness {
        let today = self.0.kit.clock.today();
        let day = i32::from(today.year()) * 366 + i32::from(today.day_of_year());
        Freshness {
            public_sequence: self.0.public_sequence.load(Ordering::SeqCst),
            index: self.0.search.generation(),
            day,
        }
    }

    fn pages(&self) -> Option<&PageCache> {
        self.0.pages.as_ref()
    }
}

/// The parts of the portal.
const PARTS: &[(&str, &str)] = &[
    ("/blueprints", "Guides"),
    ("/programmes", "Programmes"),
    ("/maturity", "Maturity"),
    ("/organisations", "Organisations"),
    ("/about", "About"),
];

fn shell(site: &Site) -> Shell {
    let notice = "This is a demonstration. Organisations with \u{201c}Demonstration\u{201d} in their name, and their guides, are invented.";
    Shell {
        name: site.name.clone(),
        notice: site.is_demonstration.then(|| notice.to_owned()),
        parts: if site.is_demonstration { [PARTS, &[("/demo", "Try it")]].concat() } else { PARTS.to_vec() },
        about: vec![
            ("/about", "About this portal"),
            ("/accessibility", "Accessibility"),
            ("/cookies", "Cookies"),
            ("/privacy", "Privacy"),
            ("/changes", "What changed"),
            ("/corrections", "Corrections"),
            ("/removals", "Removed content"),
        ],
        search: ("/blueprints", "Search guides"),
        licence: "Text under the Open Government Licence v3.0 unless it says otherwise",
    }
}
