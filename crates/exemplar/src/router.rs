//! Every address of the portal: one table of method, path, handler and the action it asks leave for.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::routing::{MethodRouter, get};
use axum::{Router, middleware};

use crate::app::App;
use crate::people::policy::{ReadBlueprint, ReadOrganisation, ReadPage};
use crate::people::{Action, Actor};
use crate::platform::http::{assets, finish};
use crate::{about, blueprints, home, organisations, removals};

/// An address.
#[derive(Debug)]
pub struct Route {
    /// Its method.
    pub method: &'static str,
    /// Its path, with its parameters in braces.
    pub path: &'static str,
    /// What answers it.
    pub handler: MethodRouter<App>,
    /// The action its handler asks leave for, as the golden table names it; none for what has no content of anyone's.
    pub action: Option<&'static str>,
}

fn read(path: &'static str, handler: MethodRouter<App>, action: &'static str) -> Route {
    Route { method: "GET", path, handler, action: Some(action) }
}

fn open(path: &'static str, handler: MethodRouter<App>) -> Route {
    Route { method: "GET", path, handler, action: None }
}

/// The table.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        read("/", get(home::show), ReadPage::NAME),
        read("/blueprints", get(blueprints::pages::list), ReadPage::NAME),
        read("/blueprints/{slug}", get(blueprints::pages::show), ReadBlueprint::NAME),
        read("/blueprints/{slug}/compare", get(blueprints::pages::compare), ReadBlueprint::NAME),
        read("/blueprints/{slug}/versions/{number}", get(blueprints::pages::version), ReadBlueprint::NAME),
        read("/blueprints/{slug}/versions/{number}/text.md", get(blueprints::pages::download), ReadBlueprint::NAME),
        read("/blueprints/{slug}/versions/{number}/files/{*name}", get(blueprints::pages::file), ReadBlueprint::NAME),
        read("/organisations", get(organisations::pages::list), ReadPage::NAME),
        read("/organisations/{code}", get(organisations::pages::show), ReadOrganisation::NAME),
        read("/removals", get(removals::pages::list), ReadPage::NAME),
        open("/about", get(about::about)),
        open("/accessibility", get(about::accessibility)),
        open("/cookies", get(about::cookies)),
        open("/privacy", get(about::privacy)),
        open("/health", get(about::health)),
        open("/robots.txt", get(about::robots)),
        open("/assets/{version}/{*name}", get(assets::show)),
    ]
}

/// The router over the table.
pub fn router(app: App) -> Router {
    routes()
        .into_iter()
        .fold(Router::new(), |router, route| router.route(route.path, route.handler))
        .layer(middleware::from_fn_with_state(app.clone(), finish::<App>))
        .with_state(app)
}

impl FromRequestParts<App> for Actor {
    type Rejection = std::convert::Infallible;

    /// Nobody signs in yet: whoever asks over the web is a reader.
    async fn from_request_parts(_parts: &mut Parts, _app: &App) -> Result<Self, Self::Rejection> {
        Ok(Self::Reader)
    }
}
