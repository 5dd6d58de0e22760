//! Signing in and out.

use std::net::Ipv4Addr;

use axum::extract::{Form, Path, Request, State};
use axum::http::header::{HOST, HeaderMap, ORIGIN, RETRY_AFTER, SET_COOKIE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::forms::SignInForm;
use super::parts::comes_in_parts;
use super::passwords::Check;
use super::policy::{Actor, ReadHome, decide};
use super::views::{self, Problem};
use super::who::{COOKIE_NAME, token};
use super::{FormKey, SentForm, SentParts};
use super::{changes, store};
use crate::app::App;
use crate::error::AppError;
use crate::platform::http::query_string;
use crate::platform::shell::{Failure, Page};

/// The largest form somebody sends who is not signed in, in bytes.
const LARGEST_OPEN_FORM: usize = 64 * 1024;

/// The largest form, in bytes: a text of 2 MB with every sign of it escaped, and some more.
pub const LARGEST_FORM: usize = 8 * 1024 * 1024;

/// The longest address of a form, in bytes.
const LONGEST_PATH: usize = 300;

/// The largest form with a file, in bytes: the largest file, and some more.
const LARGEST_UPLOAD: usize = 26 * 1024 * 1024;

/// `GET /sign-in`
pub async fn sign_in(
    actor: Actor,
    headers: HeaderMap,
    axum::extract::Query(form): axum::extract::Query<SignInForm>,
) -> Response {
    match actor {
        Actor::Person(_) => Redirect::to(form.next()).into_response(),
        Actor::Reader | Actor::Operator if is_safe(&headers) => views::sign_in("", form.next(), None).into_response(),
        Actor::Reader | Actor::Operator => views::needs_https().into_response(),
    }
}

/// `POST /sign-in`
///
/// # Errors
/// When the database cannot be read or written.
pub async fn enter(
    State(app): State<App>,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Result<Response, AppError> {
    if !is_safe(&headers) {
        return Ok(views::needs_https().into_response());
    }
    let Ok(mail) = changes::mail(&form.mail) else {
        return Ok(refused(&form, "mail", "Enter an email address, like name@example.nhs.uk"));
    };
    if form.how == "link" {
        let kit = app.kit();
        changes::send_link(kit, &mail, app.address()).await.map_err(anyhow::Error::from)?;
        return Ok(views::link_sent().into_response());
    }
    if form.password.is_empty() {
        return Ok(refused(&form, "password", "Enter your password"));
    }
    let account = store::by_mail(&mut app.db().read().await?, &mail).await?;
    let kept = account.as_ref().and_then(|account| account.password.clone());
    match (app.passwords().check(&mail, form.password.clone(), kept).await, account) {
        (Check::Right, Some(account)) => {
            let token = changes::begin_session(app.kit(), account.id()).await?;
            Ok(entered(&token, form.next()))
        }
        (Check::Later(seconds), _) => {
            let words = "Too many attempts. Wait a while and try again, or get a link by email";
            let mut response = refused(&form, "password", words);
            *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
            Ok(response)
        }
        (Check::Right | Check::Wrong, _) => {
            Ok(refused(&form, "password", "The email address or the password is not right"))
        }
    }
}

/// `GET /sign-in/link/{token}`
pub async fn link(Path(token): Path<String>) -> Page {
    views::follow_link(&plain(&token))
}

/// `POST /sign-in/link/{token}`
///
/// # Errors
/// When the database cannot be read or written.
pub async fn follow(
    State(app): State<App>,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Result<Response, AppError> {
    if !is_safe(&headers) {
        return Ok(views::needs_https().into_response());
    }
    Ok(match changes::follow_link(app.kit(), &plain(&token)).await? {
        Some(session) => entered(&session, "/me"),
        None => views::link_is_spent().into_response(),
    })
}

/// `POST /sign-out`
///
/// # Errors
/// When the database cannot be written.
pub async fn leave(State(app): State<App>, headers: HeaderMap) -> Result<Response, AppError> {
    if let Some(token) = token(&headers) {
        changes::end_session(app.kit(), &token).await?;
    }
    let mut response = Redirect::to("/").into_response();
    set_cookie(&mut response, &format!("{COOKIE_NAME}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax"));
    Ok(response)
}

/// Goes on with a session that was just begun.
#[must_use]
pub fn entered(token: &str, next: &str) -> Response {
    let mut response = Redirect::to(next).into_response();
    set_cookie(&mut response, &format!("{COOKIE_NAME}={token}; Path=/; Secure; HttpOnly; SameSite=Lax"));
    response
}

fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().insert(SET_COOKIE, value);
    }
}

/// Stands before everything that changes something: finds the form's key, and gives a form that came after its session
/// had ended back with everything typed, to be sent again after signing in.
pub async fn signed_in_only(request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    let has_file = comes_in_parts(&parts.headers);
    let is_signed_in = matches!(parts.extensions.get::<Actor>(), Some(Actor::Person(_)));
    if has_file && !is_signed_in {
        // A file cannot be given back in a page: the browser still has it.
        return (StatusCode::FORBIDDEN, views::signed_out_with_file()).into_response();
    }
    let Ok(body) = axum::body::to_bytes(body, if has_file { LARGEST_UPLOAD } else { LARGEST_FORM }).await else {
        return match has_file {
            true => AppError::BadRequest("The file is larger than 25 MB. Go back, where your browser still has the form, and choose a smaller one.".to_owned()).into_response(),
            false => AppError::TooLong.into_response(),
        };
    };
    let sent = if has_file { SentParts::read(&parts.headers, &body).await } else { None };
    let pairs = || url::form_urlencoded::parse(&body).into_owned();
    match parts.extensions.get::<Actor>() {
        Some(Actor::Person(person)) => {
            let key = match &sent {
                Some(sent) => FormKey::read(&sent.text("key")),
                None => pairs().find(|(name, _)| name == "key").and_then(|(_, key)| FormKey::read(&key)),
            };
            let key = key.map(|key| key.of(&person.account.to_string(), &path, &body));
            parts.extensions.insert(SentForm(key));
            if let Some(sent) = sent {
                parts.extensions.insert(sent);
            }
            let mut response = next.run(Request::from_parts(parts, body.clone().into())).await;
            if let Some(failure) = response.extensions_mut().get_mut::<Failure>() {
                let is_kept = |(_, value): &(String, String)| !has_file && is_written(value);
                failure.typed = pairs().filter(is_kept).collect();
            }
            response
        }
        Some(Actor::Reader | Actor::Operator) | None => {
            (StatusCode::FORBIDDEN, views::signed_out(&path, &pairs().collect::<Vec<_>>())).into_response()
        }
    }
}

/// Whether somebody wrote a value of a form, and did not choose it: it has several words.
fn is_written(value: &str) -> bool {
    value.trim().contains(char::is_whitespace)
}

/// Stands before what anyone may send, signed in or not: finds the form's key.
pub async fn anyone(request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    let Ok(body) = axum::body::to_bytes(body, LARGEST_OPEN_FORM).await else {
        return AppError::TooLong.into_response();
    };
    let key =
        url::form_urlencoded::parse(&body).find(|(name, _)| name == "key").and_then(|(_, key)| FormKey::read(&key));
    let whose = match parts.extensions.get::<Actor>() {
        Some(Actor::Person(person)) => person.account.to_string(),
        Some(Actor::Reader | Actor::Operator) | None => "reader".to_owned(),
    };
    parts.extensions.insert(SentForm(key.map(|key| key.of(&whose, &path, &body))));
    next.run(Request::from_parts(parts, body.into())).await
}

/// Which form was typed into.
#[derive(Debug, Default, serde::Deserialize)]
pub struct TypedQuery {
    /// Where it goes.
    #[serde(default)]
    pub form: String,
}

/// `POST /me/typed`: keeps what is typed into a form and not saved yet, as a script sends it from time to time.
///
/// # Errors
/// When it is no form of this portal, or the database cannot be written.
pub async fn keep_typed(
    State(app): State<App>,
    actor: Actor,
    axum::extract::Query(asked): axum::extract::Query<TypedQuery>,
    fields: String,
) -> Result<StatusCode, AppError> {
    let Actor::Person(person) = &actor else { return Err(AppError::Forbidden) };
    decide(&actor, ReadHome, &(), app.clock().now())?;
    if !asked.form.starts_with("/blueprints/") || asked.form.len() > LONGEST_PATH {
        return Err(AppError::BadRequest("Only what is typed into a draft is kept.".to_owned()));
    }
    changes::keep_typed(app.kit(), person.account, &asked.form, &fields).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Stands before every page that is only for people who are signed in: sends others to the page where they can, and back.
pub async fn sign_in_first(request: Request, next: Next) -> Response {
    match request.extensions().get::<Actor>() {
        Some(Actor::Person(_)) => next.run(request).await,
        Some(Actor::Reader | Actor::Operator) | None => Redirect::to(&query_string(
            "/sign-in",
            &[("next", request.uri().path_and_query().map_or("/", |whole| whole.as_str()))],
        ))
        .into_response(),
    }
}

/// A key for a form about to be shown.
#[must_use]
pub fn key(app: &App) -> FormKey {
    FormKey::new(app.clock().new_id())
}

/// A form that comes back with its errors.
#[must_use]
pub fn unprocessable(page: Page) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

fn refused(form: &SignInForm, field: &'static str, words: &str) -> Response {
    let problem = Problem { field, words: words.to_owned() };
    unprocessable(views::sign_in(&form.mail, form.next(), Some(&problem)))
}

/// Whether the cookie will be kept: over https, which a proxy in front tells us of, or on this machine itself.
fn is_safe(headers: &HeaderMap) -> bool {
    let value = |name: &str| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let host = value(HOST.as_str());
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_here = matches!(name, "localhost" | "[::1]") || name.parse::<Ipv4Addr>().is_ok_and(|ip| ip.is_loopback());
    is_here || value("x-forwarded-proto") == "https" || value(ORIGIN.as_str()).starts_with("https://")
}

fn plain(token: &str) -> String {
    token.chars().filter(char::is_ascii_hexdigit).take(64).collect()
}
