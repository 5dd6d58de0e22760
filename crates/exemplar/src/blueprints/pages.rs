//! Pages of the library: the list, a guide, its versions, what changed between two, its files.

pub mod papers;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use database::Connection;
use serde::Deserialize;

use super::store::{self, GuideLine, RevisionRow};
use super::{State as Life, compare, pack, render, views};
use crate::app::App;
use crate::error::AppError;
use crate::journal::store::get_text;
use crate::journal::{AsAt, AsAtQuery, Moment};
use crate::people::policy::{ReadBlueprint, ReadPage, Visibility};
use crate::people::{Actor, decide};
use crate::platform::http::query_string;
use crate::platform::shell::Page;
use crate::search;

/// How many guides stand on a page.
pub(super) const PAGE_SIZE: usize = 10;

/// `GET /blueprints`
///
/// # Errors
/// When the day asked for is not one, or the library cannot be read.
pub async fn list(
    State(app): State<App>,
    actor: Actor,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Page, AppError> {
    decide(&actor, ReadPage, &(), app.clock().now())?;
    let today = app.clock().today();
    let mut asked = search::Asked::from_pairs(&pairs);
    let value = |name: &str| pairs.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
    let as_at = AsAt::parse(value("as-at"), value("recorded-by"), today)?;
    if as_at.is_past() {
        return past_list(&app, as_at, &asked).await;
    }
    let mut connection = app.db().read().await?;
    let mut found = app.search().find(&asked, PAGE_SIZE).map_err(AppError::Inside)?;
    let last = found.total.div_ceil(PAGE_SIZE).max(1);
    if asked.page > last {
        asked.page = last;
        found = app.search().find(&asked, PAGE_SIZE).map_err(AppError::Inside)?;
    }
    let mut lines = Vec::new();
    if asked.is_everything() {
        let offset = i64::try_from((asked.page - 1) * PAGE_SIZE).unwrap_or(0);
        for line in store::newest(&mut connection, Moment::now(today), PAGE_SIZE as i64, offset).await? {
            lines.push((Arc::new(line), None));
        }
    } else {
        // The index follows the journal: what it names is looked at again before it is shown.
        let ids: Vec<_> = found.hits.iter().map(|hit| hit.id).collect();
        let mut guides = app.found(&mut connection, &ids).await?;
        for hit in &found.hits {
            if let Some(place) = guides.iter().position(|line| line.id() == hit.id) {
                lines.push((guides.swap_remove(place), Some(hit.snippet.clone())));
            }
        }
    }
    let names = app.names(&mut connection).await?;
    let ids: Vec<_> = lines.iter().map(|(line, _)| line.id()).collect();
    let sources = app.sources_of(&mut connection, &ids).await?;
    let elsewhere = app.named_like(&mut connection, &asked.words).await?;
    drop(connection);
    // A reader has an answer whether or not it could be noted.
    if found.total == 0
        && let Err(error) = app.missed(&asked.words).await
    {
        tracing::warn!(%error, "a search that found nothing could not be noted");
    }
    Ok(views::list(&views::Listing {
        asked: &asked,
        found: &found,
        lines: &lines,
        names: &names,
        sources: &sources,
        elsewhere: &elsewhere,
    }))
}

async fn past_list(app: &App, as_at: AsAt, asked: &search::Asked) -> Result<Page, AppError> {
    let page = asked.page;
    let mut connection = app.db().read().await?;
    let moment = as_at.moment(&mut connection, app.clock().today()).await?;
    let offset = i64::try_from((page - 1) * PAGE_SIZE).unwrap_or(0);
    let mut lines = store::newest(&mut connection, moment, PAGE_SIZE as i64 + 1, offset).await?;
    let more = lines.len() > PAGE_SIZE;
    lines.truncate(PAGE_SIZE);
    let names = app.names_at(&mut connection, as_at, moment).await?;
    Ok(views::past_list(as_at, &lines, &names, (page, more), !asked.is_everything()))
}

/// A guide that was found and may be read.
struct Read {
    line: GuideLine,
    revisions: Vec<RevisionRow>,
    as_at: AsAt,
    moment: Moment,
}

enum Found {
    Read(Box<Read>),
    Moved(String),
}

/// Finds the guide behind a slug, today's or an old one.
async fn find(
    app: &App,
    actor: &Actor,
    connection: &mut Connection,
    slug: &str,
    as_at: AsAt,
) -> Result<Found, AppError> {
    let moment = as_at.moment(connection, app.clock().today()).await?;
    let Some(line) = store::find_by_slug(connection, slug, moment).await? else {
        let Some(id) = store::id_of_slug(connection, slug).await? else { return Err(AppError::NotFound) };
        return Err(match store::first_known(connection, id).await? {
            Some(day) if as_at.is_past() => AppError::NotYetKnown(format!(
                "This guide is first known here from {}. Ask for that day or a later one, and for everything recorded since.",
                crate::platform::dates::said(&day)
            )),
            _ => AppError::NotFound,
        });
    };
    let visibility = match line.state() {
        Life::Draft => Visibility::Private(line.organisation.clone().unwrap_or_default()),
        Life::Published | Life::Withdrawn => Visibility::Public,
    };
    decide(actor, ReadBlueprint { slug: slug.to_owned() }, &visibility, app.clock().now())?;
    if line.slug != slug && !as_at.is_past() {
        return Ok(Found::Moved(line.slug));
    }
    let revisions = store::revisions(connection, line.id(), moment.sequence, line.state()).await?;
    let revisions = revisions.into_iter().filter(|revision| revision.number <= line.revision).collect();
    Ok(Found::Read(Box::new(Read { line, revisions, as_at, moment })))
}

/// `GET /blueprints/{slug}`
///
/// # Errors
/// 404 for a slug no guide has or had, and for guides that are not public.
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(query): Query<AsAtQuery>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    match find(&app, &actor, &mut connection, &slug, query.parse(app.clock().today())?).await? {
        Found::Moved(slug) => Ok(Redirect::permanent(&format!("/blueprints/{slug}")).into_response()),
        // It has no version yet, only a draft.
        Found::Read(read) if read.line.is_held() && read.line.revision == 0 => {
            Ok(Redirect::to(&format!("/blueprints/{slug}/draft")).into_response())
        }
        Found::Read(read) => {
            let number = read.line.revision;
            guide_page(&app, &actor, &mut connection, *read, number).await
        }
    }
}

/// `GET /blueprints/{slug}/versions/{number}`
///
/// # Errors
/// 404 for a version the guide never had.
pub async fn version(
    State(app): State<App>,
    actor: Actor,
    Path((slug, number)): Path<(String, i64)>,
    Query(query): Query<AsAtQuery>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    match find(&app, &actor, &mut connection, &slug, query.parse(app.clock().today())?).await? {
        Found::Moved(slug) => Ok(Redirect::permanent(&format!("/blueprints/{slug}/versions/{number}")).into_response()),
        Found::Read(read) => guide_page(&app, &actor, &mut connection, *read, number).await,
    }
}

async fn guide_page(
    app: &App,
    actor: &Actor,
    connection: &mut Connection,
    read: Read,
    number: i64,
) -> Result<Response, AppError> {
    let names = app.names_at(connection, read.as_at, read.moment).await?;
    let programmes = app.programmes_of(connection, &read.line, (read.as_at, read.moment), &names).await?;
    if !read.line.is_held() {
        return Ok(views::held_elsewhere(&read.line, &names, programmes, read.as_at).into_response());
    }
    let revision = read.revisions.iter().find(|revision| revision.number == number).ok_or(AppError::NotFound)?;
    let key = (read.line.id(), number, read.line.slug.as_str());
    let guide = app.guides().get(connection, key, (&revision.text_hash, read.line.organisation.as_deref())).await?;
    let beside = app.beside(connection, actor, (&read.line, &revision.text_hash), (read.as_at, read.moment)).await?;
    let shown = views::Shown {
        beside,
        programmes,
        line: &read.line,
        revision,
        revisions: &read.revisions,
        guide: guide.as_deref(),
        names: &names,
        as_at: read.as_at,
        today: app.clock().today(),
        address: app.address(),
    };
    Ok(views::show(&shown).into_response())
}

/// A text that was not removed.
async fn kept_text(connection: &mut Connection, hash: &str) -> Result<Vec<u8>, AppError> {
    get_text(connection, hash).await.map_err(|error| match error {
        sqlx::Error::RowNotFound => AppError::Removed,
        error => error.into(),
    })
}

/// Which two versions are compared.
#[derive(Debug, Default, Deserialize)]
pub struct CompareQuery {
    from: Option<i64>,
    to: Option<i64>,
}

/// `GET /blueprints/{slug}/compare?from=1&to=2`
///
/// # Errors
/// 404 for versions the guide never had.
pub async fn compare(
    State(app): State<App>,
    actor: Actor,
    Path(slug): Path<String>,
    Query(query): Query<CompareQuery>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let read = match find(&app, &actor, &mut connection, &slug, AsAt::default()).await? {
        Found::Moved(slug) => {
            let number = |number: Option<i64>| number.map(|n| n.to_string()).unwrap_or_default();
            let pairs = [("from", &*number(query.from)), ("to", &*number(query.to))];
            let address = query_string(&format!("/blueprints/{slug}/compare"), &pairs);
            return Ok(Redirect::permanent(&address).into_response());
        }
        Found::Read(read) => read,
    };
    let newest = read.line.revision;
    let before = read.revisions.get(1).map_or(newest, |revision| revision.number);
    let (from, to) = (query.from.unwrap_or(before), query.to.unwrap_or(newest));
    let mut texts = Vec::new();
    for number in [from, to] {
        let revision = read.revisions.iter().find(|revision| revision.number == number).ok_or(AppError::NotFound)?;
        texts.push(kept_text(&mut connection, &revision.text_hash).await?);
    }
    let differences = tokio::task::spawn_blocking(move || {
        let texts: Vec<_> = texts.iter().map(|text| String::from_utf8_lossy(text)).collect();
        compare::differences(texts.first().map_or("", |t| t), texts.last().map_or("", |t| t))
    })
    .await
    .map_err(anyhow::Error::from)?;
    Ok(views::compare(&read.line, &read.revisions, (from, to), &differences).into_response())
}

/// `GET /blueprints/{slug}/versions/{number}/text.md`
///
/// # Errors
/// 404 for a version the guide never had, 410 for one whose text was removed.
pub async fn download(
    State(app): State<App>,
    actor: Actor,
    Path((slug, number)): Path<(String, i64)>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let read = match find(&app, &actor, &mut connection, &slug, AsAt::default()).await? {
        Found::Moved(slug) => {
            return Ok(Redirect::permanent(&format!("/blueprints/{slug}/versions/{number}/text.md")).into_response());
        }
        Found::Read(read) => read,
    };
    let revision = read.revisions.iter().find(|revision| revision.number == number).ok_or(AppError::NotFound)?;
    let text = kept_text(&mut connection, &revision.text_hash).await?;
    Ok(attachment(&format!("{slug}-{number}.md"), "text/markdown; charset=utf-8", text, false))
}

/// `GET /blueprints/{slug}/versions/{number}/guide.zip`
///
/// # Errors
/// 404 for a version the guide never had, 410 for one whose text was removed.
pub async fn zip(
    State(app): State<App>,
    actor: Actor,
    Path((slug, number)): Path<(String, i64)>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let read = match find(&app, &actor, &mut connection, &slug, AsAt::default()).await? {
        Found::Moved(slug) => {
            return Ok(Redirect::permanent(&format!("/blueprints/{slug}/versions/{number}/guide.zip")).into_response());
        }
        Found::Read(read) => read,
    };
    let revision = read.revisions.iter().find(|revision| revision.number == number).ok_or(AppError::NotFound)?;
    let text = kept_text(&mut connection, &revision.text_hash).await?;
    let files = store::attachments(&mut connection, read.line.id(), number).await?;
    let names = app.names(&mut connection).await?;
    drop(connection);
    let code = read.line.organisation.as_deref().unwrap_or_default();
    let draft = match read.line.state() {
        Life::Draft => format!("\r\n{}\r\n", super::papers::DRAFT),
        Life::Published | Life::Withdrawn => String::new(),
    };
    let about = format!(
        "{}\r\n{}\r\n{draft}Version {number}, {}\r\n\r\nRead it, and whether there are safety notices or a newer version, here:\r\n{}/blueprints/{slug}\r\n",
        revision.title,
        names.get(code).map_or(code, String::as_str),
        revision.revised_on,
        app.address()
    );
    if files.iter().map(|file| file.size_bytes).sum::<i64>() > pack::LARGEST {
        let words = "Its files have more than 100 MB together: download them one by one.";
        return Err(AppError::BadRequest(words.to_owned()));
    }
    let kept = app.files().clone();
    let packed = tokio::task::spawn_blocking(move || pack::pack(&about, &text, &files, &kept));
    let packed = packed.await.map_err(anyhow::Error::from)?.map_err(anyhow::Error::from)?;
    Ok(attachment(&format!("{slug}-{number}.zip"), "application/zip", packed, false))
}

/// `GET /blueprints/{slug}/versions/{number}/files/{*name}`
///
/// # Errors
/// 404 for a file the version does not take with it.
pub async fn file(
    State(app): State<App>,
    actor: Actor,
    Path((slug, number, name)): Path<(String, i64, String)>,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let read = match find(&app, &actor, &mut connection, &slug, AsAt::default()).await? {
        Found::Moved(slug) => {
            return Ok(Redirect::permanent(&render::file_address(&slug, number, &name)).into_response());
        }
        Found::Read(read) => read,
    };
    if !read.revisions.iter().any(|revision| revision.number == number) {
        return Err(AppError::NotFound);
    }
    let files = store::attachments(&mut connection, read.line.id(), number).await?;
    let file = files.into_iter().find(|file| file.name == name).ok_or(AppError::NotFound)?;
    drop(connection);
    kept_file(&app, &file).await
}

/// An attached file, from where it is kept.
///
/// # Errors
/// 404 when it was removed.
pub async fn kept_file(app: &App, file: &store::AttachmentRow) -> Result<Response, AppError> {
    let (files, hash) = (app.files().clone(), file.file_hash.clone());
    let bytes = tokio::task::spawn_blocking(move || files.get(&hash)).await.map_err(anyhow::Error::from)?;
    let bytes = bytes.map_err(|_| AppError::NotFound)?;
    Ok(attachment(file.file_name(), &file.media_type, bytes, file.is_picture()))
}

/// Bytes someone else wrote: nothing in them runs, and only pictures open in the page.
fn attachment(name: &str, media_type: &str, bytes: Vec<u8>, inline: bool) -> Response {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' }).collect();
    let encoded: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>().replace('+', "%20");
    let way = if inline { "inline" } else { "attachment" };
    Response::builder()
        .header(CONTENT_TYPE, media_type)
        .header(CONTENT_DISPOSITION, format!("{way}; filename=\"{plain}\"; filename*=UTF-8''{encoded}"))
        .header(CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox; frame-ancestors 'none'")
        .header(CACHE_CONTROL, "no-cache")
        .body(Body::from(bytes))
        .unwrap_or_default()
}

/// Where a file of a version stands.
pub(super) fn address_of_file(line: &GuideLine, number: i64, name: &str) -> String {
    render::file_address(&line.slug, number, name)
}
