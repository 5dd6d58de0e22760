//! The front page: what the library holds, the newest guides, and where to go on.

use axum::extract::State;
use maud::html;
use nhsuk::{Card, SearchInput};

use crate::app::App;
use crate::blueprints::store::newest;
use crate::blueprints::{Kind, guide_list};
use crate::error::AppError;
use crate::journal::Moment;
use crate::people::policy::ReadPage;
use crate::people::{Actor, decide};
use crate::platform::shell::Page;
use crate::search::Asked;

/// How many of the newest guides stand on the front page.
const NEWEST: i64 = 5;

/// `GET /`
///
/// # Errors
/// When the library cannot be read.
pub async fn show(State(app): State<App>, actor: Actor) -> Result<Page, AppError> {
    decide(&actor, ReadPage, &(), app.clock().now())?;
    let lines = newest(&mut app.db().read().await?, Moment::now(app.clock().today()), NEWEST, 0).await?;
    let total = app.search().find(&Asked::default(), 0).map_err(AppError::Inside)?.total;
    let guides = if total == 1 { "1 guide".to_owned() } else { format!("{total} guides") };
    let kinds = [
        (Kind::CareSetting, "Guides for a place of care, such as a ward or a community team"),
        (Kind::CarePathway, "Guides for one way of caring, across everyone who takes part"),
        (Kind::ItSystem, "Guides for choosing, putting in and living with a system"),
    ];
    let main = html! {
        h1 { "Find how another trust did it" }
        p.nhsuk-lede-text { "How-to guides from hospitals and community services: the steps, the cost, what went wrong, and who to ask. Free to read, without signing in." }
        form.app-home-search method="get" action="/blueprints" role="search" aria-label="All guides" {
            (SearchInput::new("q", nhsuk::Label::new(format!("Search {guides}"))).id("home-q").large().button_text("Search"))
        }
        h2 { "Browse" }
        ul.app-grid {
            @for (kind, words) in kinds {
                li {
                    (Card::new().heading(nhsuk::Heading::new(kind.shown()).size(nhsuk::HeadingSize::S)).href(format!("/blueprints?kind={}", kind.word())).clickable().description(words))
                }
            }
        }
        h2 { "Newest guides" }
        @if lines.is_empty() {
            p { "There is no guide in the library yet." }
        } @else {
            (guide_list(&lines))
            p { a href="/blueprints" { "All guides" } }
        }
        h2 { "Programmes" }
        p { "Who takes part in a programme, what was promised for when and what became of it, and what is published of the money, each with its source. "
            a href="/programmes" { "All programmes" } " or " a href="/changes" { "what changed lately" } }
        h2 { "Digital maturity" }
        p { "How far organisations say they are, how sure that is, and what it was made of. "
            a href="/maturity" { "Published results" } }
        h2 { "Organisations" }
        p { "Every trust by name and code, with its names over time and who succeeded whom. " a href="/organisations" { "Find an organisation" } }
    };
    Ok(Page::new("/", "Home", main))
}
