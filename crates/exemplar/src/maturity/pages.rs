//! Pages of published results: the list, and for one edition its overview, the table of all organisations, the top and the
//! bottom, one organisation, one question, the method, and the files.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::Response;
use composite::linking::Link;
use database::Connection;
use jiff::civil::Date;
use uuid::Uuid;

use super::circles::{Circle, circles};
use super::risen::{Risen, risen};
use super::shelf::Opened;
use super::{EditionRow, export, first, store, views, weights};
use crate::app::App;
use crate::blueprints::GuideLine;
use crate::error::AppError;
use crate::journal::store::get_text;
use crate::journal::{AsAt, AsAtQuery, Moment};
use crate::people::policy::{ReadEdition, ReadPage};
use crate::people::{Actor, decide};
use crate::platform::dates;
use crate::platform::shell::Page;
use crate::search::Asked;

/// How many organisations stand on a page.
pub(super) const PAGE_SIZE: usize = 50;

/// How many guides are named for a section that scored low.
const GUIDES: usize = 2;

/// What the table, and the top and the bottom, can be asked for. Empty words count as absent.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Words of the name, or a code.
    pub q: String,
    /// The id of a care setting.
    pub care_setting: String,
    /// The code of a region.
    pub region: String,
    /// Codes of organisations.
    pub organisations: Vec<String>,
    /// A group of a programme or a place, as its id names it.
    pub group: String,
    /// The word of the state its members are in.
    pub state: String,
    /// How many are the top.
    pub number: Option<usize>,
    /// Weights, in the order of the parts at the top, as they were typed.
    pub weights: Vec<String>,
    /// From 1.
    pub page: usize,
    /// Days.
    pub days: AsAtQuery,
}

/// An edition read at a moment.
pub(super) struct Read {
    pub row: EditionRow,
    pub opened: Arc<Opened>,
    /// The edition that corrects it, as far as that is known.
    pub corrected_by: Option<EditionRow>,
    /// The edition before it that asked the same, when there is one.
    pub before: Option<Before>,
    /// Otherwise the edition before it whose questions go with these in part.
    pub linked: Option<Linked>,
    pub as_at: AsAt,
    pub moment: Moment,
}

/// An earlier edition of the same question set.
pub(super) struct Before {
    pub row: EditionRow,
    pub opened: Arc<Opened>,
}

/// An earlier edition of another question set, and which questions are the same.
pub(super) struct Linked {
    pub row: EditionRow,
    pub opened: Arc<Opened>,
    pub link: Link,
}

/// A section an organisation scored low in, guides that may help, and who was weak there and is strong now.
pub(super) struct Help {
    pub section: usize,
    pub guides: Vec<Arc<GuideLine>>,
    pub risen: Vec<Risen>,
}

/// `GET /maturity`
///
/// # Errors
/// When the day asked for is not one, or the database cannot be read.
pub async fn list(State(app): State<App>, actor: Actor, Query(query): Query<AsAtQuery>) -> Result<Page, AppError> {
    decide(&actor, ReadPage, &(), app.clock().now())?;
    let today = app.clock().today();
    let as_at = query.parse(today)?;
    let mut connection = app.db().read().await?;
    let moment = as_at.moment(&mut connection, today).await?;
    let editions = store::list(&mut connection, moment).await?;
    let frameworks = crate::rounds::store::frameworks(&mut connection, moment).await?;
    Ok(views::list(&editions, &frameworks, as_at))
}

/// `GET /maturity/{edition}`
///
/// # Errors
/// 404 for an edition that is not known, or was not yet on the day asked for.
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(query): Query<AsAtQuery>,
) -> Result<Page, AppError> {
    Ok(views::overview(&read(&app, &actor, slug, &query).await?))
}

/// `GET /maturity/{edition}/organisations`
///
/// # Errors
/// As for the edition's page.
pub async fn table(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Page, AppError> {
    let filter = Filter::of(&pairs);
    let read = read(&app, &actor, slug, &filter.days).await?;
    let circles = circles(&mut app.db().read().await?, &read.opened.results, read.moment).await?;
    Ok(views::table(&read, &filter, &circles))
}

/// `GET /maturity/{edition}/top-and-bottom`
///
/// # Errors
/// As for the edition's page.
pub async fn tops(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Page, AppError> {
    let filter = Filter::of(&pairs);
    let read = read(&app, &actor, slug, &filter.days).await?;
    let circles = circles(&mut app.db().read().await?, &read.opened.results, read.moment).await?;
    Ok(views::tops(&read, &filter, &circles))
}

/// `GET /maturity/{edition}/organisations/{code}`
///
/// # Errors
/// As for the edition's page; 404 too for an organisation that is not in it.
pub async fn unit(
    State(app): State<App>,
    actor: Actor,
    Path((slug, code)): Path<(String, String)>,
    Query(query): Query<AsAtQuery>,
) -> Result<Page, AppError> {
    let read = read(&app, &actor, slug, &query).await?;
    let standing = read.opened.results.of(&code).ok_or(AppError::NotFound)?;
    let help = helps(&app, &read, views::weakest(&read, standing)).await?;
    let reply = first::reply_of(&mut app.db().read().await?, (&read.row.slug, &code), read.moment).await?;
    Ok(views::unit(&read, standing, reply.as_ref(), &help))
}

/// What may help in these sections.
///
/// # Errors
/// When the search or the database cannot be read.
pub(super) async fn helps(app: &App, read: &Read, sections: Vec<usize>) -> Result<Vec<Help>, AppError> {
    let mut help = Vec::new();
    for section in sections {
        let guides = guides(app, read, section).await?;
        let before = read.before.as_ref();
        let risen = before.map(|before| risen(&before.opened, &read.opened, section)).unwrap_or_default();
        help.push(Help { section, guides, risen });
    }
    Ok(help)
}

/// `GET /maturity/{edition}/questions/{item}`
///
/// # Errors
/// As for the edition's page; 404 too for a question that was not asked.
pub async fn question(
    State(app): State<App>,
    actor: Actor,
    Path((slug, id)): Path<(String, String)>,
    Query(query): Query<AsAtQuery>,
) -> Result<Page, AppError> {
    let read = read(&app, &actor, slug, &query).await?;
    let place = read.opened.framework.question(&id).ok_or(AppError::NotFound)?;
    Ok(views::question(&read, place))
}

/// `GET /maturity/{edition}/method`
///
/// # Errors
/// As for the edition's page.
pub async fn method(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(query): Query<AsAtQuery>,
) -> Result<Page, AppError> {
    Ok(views::method(&read(&app, &actor, slug, &query).await?))
}

/// `GET /maturity/{edition}/files/{part}`
///
/// # Errors
/// As for the edition's page; 404 too for a file it does not have.
pub async fn file(
    State(app): State<App>,
    actor: Actor,
    Path((slug, part)): Path<(String, String)>,
    Query(query): Query<AsAtQuery>,
) -> Result<Response, AppError> {
    let permit = decide(&actor, ReadEdition { slug }, &(), app.clock().now())?;
    let as_at = query.parse(app.clock().today())?;
    let mut connection = app.db().read().await?;
    let (row, _) = find(&app, &mut connection, &permit.action().slug, as_at).await?;
    let hashes = row.hashes();
    let bytes = match part.as_str() {
        "questions.toml" => get_text(&mut connection, &hashes.framework).await.map_err(|_| AppError::Removed)?,
        "recipe.toml" => get_text(&mut connection, &hashes.recipe).await.map_err(|_| AppError::Removed)?,
        "answers.csv" => app.files().get(&hashes.data).map_err(|_| AppError::Removed)?,
        "results.csv" => app.files().get(&hashes.results).map_err(|_| AppError::Removed)?,
        _ => return Err(AppError::NotFound),
    };
    Ok(export::file(&row.slug, &part, bytes))
}

/// The newest edition an organisation is in, and where it stands in it, as an address and words; for its own page.
///
/// # Errors
/// When the database, or the edition, cannot be read.
pub async fn link_of(
    app: &App,
    connection: &mut Connection,
    code: &str,
    moment: Moment,
) -> Result<Option<(String, String)>, AppError> {
    for row in store::list(connection, moment).await? {
        let opened = app.shelf().open(connection, app.files(), &row).await.map_err(AppError::Inside)?;
        let Some(opened) = opened else { continue };
        if let Some(standing) = opened.results.of(code) {
            let words = format!("{}: {}", row.title, views::place_in_words(standing));
            return Ok(Some((format!("/maturity/{}/organisations/{code}", row.slug), words)));
        }
    }
    Ok(None)
}

/// The edition at this address, and the moment it is read at.
async fn find(
    app: &App,
    connection: &mut Connection,
    slug: &str,
    as_at: AsAt,
) -> Result<(EditionRow, Moment), AppError> {
    let today = app.clock().today();
    let moment = as_at.moment(connection, today).await?;
    if let Some(row) = store::find(connection, slug, moment).await? {
        return Ok((row, moment));
    }
    Err(match store::find(connection, slug, Moment::now(today)).await? {
        Some(known) if as_at.is_past() => AppError::NotYetKnown(format!(
            "{} was published on {}. Ask for that day or a later one, and for everything recorded since.",
            known.title,
            dates::said(&known.published_on)
        )),
        _ => AppError::NotFound,
    })
}

async fn read(app: &App, actor: &Actor, slug: String, query: &AsAtQuery) -> Result<Read, AppError> {
    let permit = decide(actor, ReadEdition { slug }, &(), app.clock().now())?;
    let as_at = query.parse(app.clock().today())?;
    let mut connection = app.db().read().await?;
    let (row, moment) = find(app, &mut connection, &permit.action().slug, as_at).await?;
    let opened = app.shelf().open(&mut connection, app.files(), &row).await.map_err(AppError::Inside)?;
    let opened = opened.ok_or(AppError::Removed)?;
    let all = store::list(&mut connection, moment).await?;
    let before = before(app, &mut connection, (&row, &opened), &all).await?;
    let linked = match before {
        Some(_) => None,
        None => linked(app, &mut connection, (&row, &opened), &all).await?,
    };
    let corrected_by = all.into_iter().find(|other| other.corrects.as_ref() == Some(&row.slug));
    Ok(Read { row, opened, corrected_by, before, linked, as_at, moment })
}

/// The newest edition that was published before this one and asked the very same questions; one that was corrected is passed
/// over. Results of other questions are not compared.
async fn before(
    app: &App,
    connection: &mut Connection,
    (row, opened): (&EditionRow, &Arc<Opened>),
    all: &[EditionRow],
) -> Result<Option<Before>, AppError> {
    let is_corrected = |other: &EditionRow| all.iter().any(|by| by.corrects.as_ref() == Some(&other.slug));
    let earlier = all.iter().filter(|other| other.published_on < row.published_on && !is_corrected(other));
    for other in earlier.filter(|other| other.hashes().framework == row.hashes().framework) {
        let before = app.shelf().open(connection, app.files(), other).await.map_err(AppError::Inside)?;
        if let Some(before) = before.filter(|before| !Arc::ptr_eq(before, opened)) {
            return Ok(Some(Before { row: other.clone(), opened: before }));
        }
    }
    Ok(None)
}

/// The newest edition that was published before this one and asked some of the same questions, but not the very same set.
async fn linked(
    app: &App,
    connection: &mut Connection,
    (row, opened): (&EditionRow, &Arc<Opened>),
    all: &[EditionRow],
) -> Result<Option<Linked>, AppError> {
    let is_corrected = |other: &EditionRow| all.iter().any(|by| by.corrects.as_ref() == Some(&other.slug));
    let earlier = all.iter().filter(|other| other.published_on < row.published_on && !is_corrected(other));
    for other in earlier.filter(|other| other.hashes().framework != row.hashes().framework) {
        let Some(before) = app.shelf().open(connection, app.files(), other).await.map_err(AppError::Inside)? else {
            continue;
        };
        let link = Link::new(&before.framework, &opened.framework);
        if !link.common.is_empty() {
            return Ok(Some(Linked { row: other.clone(), opened: before, link }));
        }
    }
    Ok(None)
}

/// Guides of the library that are about a section.
async fn guides(app: &App, read: &Read, section: usize) -> Result<Vec<Arc<GuideLine>>, AppError> {
    if read.as_at.is_past() {
        return Ok(Vec::new());
    }
    let Some(section) = read.opened.framework.sections.get(section) else { return Ok(Vec::new()) };
    let asked = Asked { words: section.title.clone(), ..Asked::default() };
    let hits = app.search().find(&asked, GUIDES).map_err(AppError::Inside)?.hits;
    let ids: Vec<Uuid> = hits.iter().map(|hit| hit.id).collect();
    let mut connection = app.db().read().await?;
    let mut found = app.found(&mut connection, &ids).await?;
    found.sort_by_key(|line| ids.iter().position(|id| *id == line.id()));
    Ok(found)
}

impl Filter {
    fn of(pairs: &[(String, String)]) -> Self {
        let mut filter = Self { page: 1, ..Self::default() };
        for (name, value) in pairs {
            let value = value.trim();
            match name.as_str() {
                "q" => filter.q = value.chars().filter(|c| !c.is_control()).take(200).collect(),
                "care-setting" => filter.care_setting = value.to_owned(),
                "group" => filter.group = value.to_owned(),
                "state" => filter.state = value.to_owned(),
                "region" => filter.region = value.to_owned(),
                "organisation" => filter.organisations.extend(
                    value
                        .split([' ', ',', '\n', '\r'])
                        .filter(|code| !code.is_empty())
                        .take(300)
                        .map(str::to_uppercase),
                ),
                "number" => filter.number = value.parse().ok(),
                "page" => filter.page = value.parse().unwrap_or(1).max(1),
                "as-at" => filter.days.as_at = Some(value.to_owned()),
                "recorded-by" => filter.days.recorded_by = Some(value.to_owned()),
                "weight" if filter.weights.len() < 20 => filter.weights.push(value.chars().take(20).collect()),
                _ => {}
            }
        }
        filter
    }

    /// The weights, when they are numbers and some are above nothing.
    pub(super) fn weights(&self) -> Option<Vec<f64>> {
        let weights: Option<Vec<f64>> = self
            .weights
            .iter()
            .map(|weight| weight.parse().ok().filter(|number: &u32| *number <= weights::MOST).map(f64::from))
            .collect();
        weights.filter(|weights| weights.iter().any(|weight| *weight > 0.0))
    }

    /// Whether an organisation is asked for; `name` is its name in small letters.
    pub(super) fn takes(&self, standing: &super::Standing, name: &str) -> bool {
        let setting = self.care_setting.is_empty() || self.care_setting == standing.care_setting;
        let region = self.region.is_empty() || self.region == standing.region;
        let named = self.organisations.is_empty() || self.organisations.contains(&standing.code);
        setting && region && named && self.names(standing, name)
    }

    fn names(&self, standing: &super::Standing, name: &str) -> bool {
        if self.q.is_empty() {
            return true;
        }
        let words = self.q.to_lowercase();
        words.split_whitespace().all(|word| name.contains(word)) || standing.code.eq_ignore_ascii_case(words.trim())
    }

    /// Who is in the group or place asked for, when one is; nobody when it is not among those there are.
    pub(super) fn inside<'a>(&self, circles: &'a [Circle]) -> Option<BTreeSet<&'a str>> {
        let codes = || self.circle(circles).map(|circle| circle.codes(&self.state)).unwrap_or_default();
        (!self.group.is_empty()).then(codes)
    }

    /// The group or place asked for.
    pub(super) fn circle<'a>(&self, circles: &'a [Circle]) -> Option<&'a Circle> {
        circles.iter().find(|circle| circle.id == self.group)
    }

    /// Whether nothing narrows the list.
    pub(super) fn is_everything(&self) -> bool {
        [&self.q, &self.care_setting, &self.region, &self.group].iter().all(|asked| asked.is_empty())
            && self.organisations.is_empty()
    }
}

impl Read {
    /// The day the page speaks of.
    pub(super) fn day(&self) -> Date {
        self.moment.known_on
    }
}
