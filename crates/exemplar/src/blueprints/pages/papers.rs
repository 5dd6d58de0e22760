//! A version of a guide to take away: as a Word document, and as a PDF where the program was built with it.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use papers::{Paper, Unwritable};
use tokio::sync::Semaphore;

use super::super::papers::Sheet;
use super::super::store;
use super::{Found, Read, attachment, find};
use crate::app::App;
use crate::error::AppError;
use crate::journal::AsAt;
use crate::organisations;
use crate::people::Actor;

/// How many files are made at once: each takes a processor for a moment.
static MAKING: Semaphore = Semaphore::const_new(2);

/// A kind of file.
struct Kind {
    ending: &'static str,
    media_type: &'static str,
    write: fn(&Paper) -> Result<Vec<u8>, Unwritable>,
}

const WORD: Kind = Kind {
    ending: "docx",
    media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    write: papers::word::write,
};

#[cfg(feature = "pdf")]
const PDF: Kind = Kind { ending: "pdf", media_type: "application/pdf", write: papers::pdf::write };

/// `GET /blueprints/{slug}/versions/{number}/text.docx`
///
/// # Errors
/// 404 for a version the guide never had, 410 for one whose text was removed.
pub async fn word(
    State(app): State<App>,
    actor: Actor,
    Path(version): Path<(String, i64)>,
) -> Result<Response, AppError> {
    download(&app, &actor, version, &WORD).await
}

/// `GET /blueprints/{slug}/versions/{number}/text.pdf`
///
/// # Errors
/// 404 for a version the guide never had, 410 for one whose text was removed.
#[cfg(feature = "pdf")]
pub async fn pdf(
    State(app): State<App>,
    actor: Actor,
    Path(version): Path<(String, i64)>,
) -> Result<Response, AppError> {
    download(&app, &actor, version, &PDF).await
}

async fn download(
    app: &App,
    actor: &Actor,
    (slug, number): (String, i64),
    kind: &'static Kind,
) -> Result<Response, AppError> {
    let mut connection = app.db().read().await?;
    let read = match find(app, actor, &mut connection, &slug, AsAt::default()).await? {
        Found::Moved(slug) => {
            let address = format!("/blueprints/{slug}/versions/{number}/text.{}", kind.ending);
            return Ok(Redirect::permanent(&address).into_response());
        }
        Found::Read(read) => *read,
    };
    let sheet = sheet(app, &mut connection, read, number).await?;
    drop(connection);
    let (files, write) = (app.files().clone(), kind.write);
    let _making = MAKING.acquire().await.map_err(anyhow::Error::from)?;
    let made = tokio::task::spawn_blocking(move || {
        let paper = sheet.paper(|file| files.get(&file.file_hash).ok())?;
        Ok::<_, anyhow::Error>(write(&paper)?)
    });
    let bytes = made.await.map_err(anyhow::Error::from)??;
    Ok(attachment(&format!("{slug}-{number}.{}", kind.ending), kind.media_type, bytes, false))
}

/// Everything the file is made of.
async fn sheet(app: &App, connection: &mut database::Connection, read: Read, number: i64) -> Result<Sheet, AppError> {
    let Read { line, revisions, .. } = read;
    let revision = revisions.into_iter().find(|revision| revision.number == number).ok_or(AppError::NotFound)?;
    let parts = store::parts(connection, (line.id(), number), &revision.text_hash).await?.ok_or(AppError::Removed)?;
    let names = app.names(connection).await?;
    let named = |code: &String| names.get(code).unwrap_or(code).clone();
    let own = match &line.organisation {
        Some(organisation) => organisations::variables(connection, organisation).await?.into_iter().collect(),
        None => std::collections::BTreeMap::new(),
    };
    Ok(Sheet {
        owner: line.organisation.as_ref().map(named),
        copied_from: app.copied_from(connection, line.id()).await?,
        text: parts.text,
        links: parts.links,
        attachments: parts.attachments,
        own,
        address: app.address().to_owned(),
        revision,
        line,
    })
}
