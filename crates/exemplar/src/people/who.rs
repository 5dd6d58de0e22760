//! Who is asking: the session behind the cookie, looked up once for each request that carries one.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;

use super::policy::Actor;
use super::{changes, store};
use crate::app::App;
use crate::platform::files::sha256_hex;
use crate::platform::http::Viewer;

/// The session cookie. Its prefix makes browsers refuse it from anywhere but this site.
pub(super) const COOKIE_NAME: &str = "__Host-exemplar";

/// Puts the actor behind a request's cookie beside the request. Without a cookie it is a reader, and nothing is looked up.
pub async fn who(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let actor = match token(request.headers()) {
        None => Actor::Reader,
        Some(token) => match person(&app, &token).await {
            Ok(actor) => actor,
            Err(error) => {
                tracing::error!(%error, "a session could not be looked up");
                Actor::Reader
            }
        },
    };
    if let Actor::Person(person) = &actor {
        request.extensions_mut().insert(Viewer { name: person.name.clone() });
    }
    request.extensions_mut().insert(actor);
    next.run(request).await
}

async fn person(app: &App, token: &str) -> sqlx::Result<Actor> {
    let hash = sha256_hex(token.as_bytes());
    let mut connection = app.db().read().await?;
    let now = app.clock().now().as_microsecond();
    let Some((account, seen)) = store::session(&mut connection, &hash, now).await? else { return Ok(Actor::Reader) };
    let person = store::person(&mut connection, account, &app.clock().today().to_string()).await?;
    drop(connection);
    changes::touch(app.kit(), &hash, seen).await?;
    Ok(person.map_or(Actor::Reader, Actor::Person))
}

/// The session's token, when the request carries one.
pub(super) fn token(headers: &axum::http::HeaderMap) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE_NAME)
        .map(|(_, value)| value.to_owned())
}

impl FromRequestParts<App> for Actor {
    type Rejection = std::convert::Infallible;

    /// A request nobody looked at is a reader's.
    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or(Self::Reader))
    }
}
