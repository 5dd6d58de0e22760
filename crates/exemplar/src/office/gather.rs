//! What needs a hand, gathered from the rooms that keep it.

use database::Connection;
use jiff::civil::Date;
use jiff::{Span, Timestamp};

use super::{Kind, Need};
use crate::app::App;
use crate::corrections;
use crate::error::AppError;
use crate::journal::Moment;
use crate::milestones::confidence::{self, By, newest};
use crate::milestones::{self, Which, reporting};
use crate::organisations::{self, Names, Successions};
use crate::platform::clock::day_of;
use crate::platform::dates;
use crate::programmes::{self, Pairing, Standing};

/// How many milestones of a programme are looked at in each direction, and how many members that wait: on the page, and in a file.
pub(super) const ON_PAGE: usize = 50;
pub(super) const IN_FILE: usize = 200;

/// Within how many days something is near, and after how many without a word nobody answers.
const DAYS: i64 = 90;

/// How many successions are followed at most.
const MOST_STEPS: usize = 20;

/// What needs a hand today, by kind: of a programme no more than `most` of a kind.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn needs(app: &App, connection: &mut Connection, most: usize) -> Result<Vec<Need>, AppError> {
    let today = app.clock().today();
    let moment = Moment::now(today);
    let names = app.names(connection).await?;
    let mut all = Vec::new();
    for programme in programmes::list(connection, moment).await? {
        late(connection, (&programme.slug, most), (&names, today), &mut all).await?;
        near(connection, (&programme.slug, most), (&names, today), &mut all).await?;
        sure(connection, &programme.slug, (&names, moment), &mut all).await?;
        for (code, group, step, since) in
            programmes::waiting_members(connection, (&programme.slug, most), moment).await?
        {
            let since = since.unwrap_or_default();
            let what =
                format!("{}: {} in {group}{}", name(&names, &code), step.shown().to_lowercase(), since_words(&since));
            all.push(Need {
                kind: Kind::DueDiligence,
                address: format!("/programmes/{}/members/{code}", programme.slug),
                organisation: code,
                programme: programme.slug.clone(),
                what,
                since,
            });
        }
        for pairing in programmes::pairings_in(connection, &programme.slug, moment).await? {
            all.extend(unconfirmed(&programme.slug, &pairing, &names));
        }
    }
    evidence(connection, (&names, moment), &mut all).await?;
    for (round, code) in reporting::late(connection, today).await? {
        all.push(Need {
            kind: Kind::Report,
            what: format!("{}: the report for {}, due {}", name(&names, &code), round.name, dates::said(&round.due_on)),
            since: round.due_on,
            address: format!("/programmes/{}/reports/{}/{code}", round.programme, round.slug),
            organisation: code,
            programme: round.programme,
        });
    }
    for (record, organisation, since, words, address) in corrections::unsettled(connection, moment).await? {
        let what = format!("{words} ({record})");
        let organisation = organisation.unwrap_or_default();
        all.push(Need { kind: Kind::Correction, organisation, programme: String::new(), what, since, address });
    }
    let mut all = of_successors(connection, all, (&names, moment)).await?;
    all.sort_by(|one, other| (one.kind, &one.since, &one.what).cmp(&(other.kind, &other.since, &other.what)));
    Ok(all)
}

/// What a closed organisation cannot be asked any more is asked of the one that carries it on, unless that has said something of it
/// since; what nobody carries on, or can answer, is left out.
async fn of_successors(
    connection: &mut Connection,
    needs: Vec<Need>,
    (names, moment): (&Names, Moment),
) -> Result<Vec<Need>, AppError> {
    let closed = organisations::store::closed_at(connection, moment).await?;
    let is_closed = |code: &str| closed.get(code).is_some_and(|day| *day <= moment.day());
    let successions = organisations::store::successions(connection, moment).await?;
    let mut left = Vec::new();
    for mut need in needs {
        if is_closed(&need.organisation) && need.can_be_reminded() {
            let Some(code) = carried_on_by(&successions, &need.organisation, &is_closed) else { continue };
            let Some(rest) = need.address.strip_prefix(&format!("/organisations/{}/milestones/", need.organisation))
            else {
                continue;
            };
            let theirs = milestones::of_organisation(connection, &code, moment).await?;
            if theirs.iter().any(|row| rest == format!("{}/{}", row.programme, row.milestone)) {
                continue;
            }
            need.address = format!("/organisations/{code}/milestones/{rest}");
            need.what = format!("{}; {} carries it on", need.what, name(names, &code));
            need.organisation = code;
        }
        left.push(need);
    }
    Ok(left)
}

/// The one open organisation that carries on a closed one.
fn carried_on_by(successions: &Successions, code: &str, is_closed: &impl Fn(&str) -> bool) -> Option<String> {
    let mut code = code.to_owned();
    for _ in 0..MOST_STEPS {
        code = match successions.after(&code) {
            [(next, _)] => next.clone(),
            _ => return None,
        };
        if !is_closed(&code) {
            return Some(code);
        }
    }
    None
}

fn name<'a>(names: &'a Names, code: &'a str) -> &'a str {
    names.get(code).map_or(code, String::as_str)
}

fn since_words(since: &str) -> String {
    if since.is_empty() { ", since when is not known".to_owned() } else { format!(" since {}", dates::said(since)) }
}

/// Milestones whose day passed; those of which nothing was said for long stand under another kind.
async fn late(
    connection: &mut Connection,
    (slug, most): (&str, usize),
    (names, today): (&Names, Date),
    all: &mut Vec<Need>,
) -> Result<(), AppError> {
    let long_ago = today.saturating_sub(Span::new().days(DAYS));
    for (milestone, plan) in milestones::open(connection, slug, (Which::Passed, most), Moment::now(today)).await? {
        let Some(expected) = plan.expected() else { continue };
        let said_on = plan.history.last().map_or(today, |row| {
            Timestamp::from_microsecond(row.recorded_at)
                .map_or(today, day_of)
                .min(row.known_from.parse().unwrap_or(today))
        });
        let day = expected.date().last_day();
        let kind = if day < long_ago && said_on < long_ago { Kind::NoAnswer } else { Kind::Late };
        all.push(Need {
            kind,
            organisation: plan.organisation.clone(),
            programme: slug.to_owned(),
            what: format!(
                "{}: \u{201c}{}\u{201d}, expected {}",
                name(names, &plan.organisation),
                milestone.title,
                expected.date()
            ),
            since: day.to_string(),
            address: format!("/organisations/{}/milestones/{slug}/{}", plan.organisation, milestone.slug),
        });
    }
    Ok(())
}

/// Milestones that come soon and are later than first promised already.
async fn near(
    connection: &mut Connection,
    (slug, most): (&str, usize),
    (names, today): (&Names, Date),
    all: &mut Vec<Need>,
) -> Result<(), AppError> {
    let soon = today.saturating_add(Span::new().days(DAYS));
    for (milestone, plan) in milestones::open(connection, slug, (Which::ToCome, most), Moment::now(today)).await? {
        let Some(expected) = plan.expected() else { continue };
        let is_later = plan.late().days().is_some_and(|days| days > 0);
        if is_later && expected.date().last_day() <= soon {
            all.push(Need {
                kind: Kind::AtRisk,
                organisation: plan.organisation.clone(),
                programme: slug.to_owned(),
                what: format!(
                    "{}: \u{201c}{}\u{201d}, expected {}, {}",
                    name(names, &plan.organisation),
                    milestone.title,
                    expected.date(),
                    plan.late().said()
                ),
                since: expected.date().last_day().to_string(),
                address: format!("/organisations/{}/milestones/{slug}/{}", plan.organisation, milestone.slug),
            });
        }
    }
    Ok(())
}

/// Organisations that say otherwise of how sure they are than the centre says of them.
async fn sure(
    connection: &mut Connection,
    slug: &str,
    (names, moment): (&Names, Moment),
    all: &mut Vec<Need>,
) -> Result<(), AppError> {
    let most = i64::try_from(IN_FILE * 2).unwrap_or(i64::MAX);
    let rows = confidence::store::standing(connection, slug, ("", most), moment).await?;
    for of in rows.chunk_by(|one, other| one.organisation == other.organisation) {
        let (Some(own), Some(centre)) = (newest(of, By::Own), newest(of, By::Centre)) else { continue };
        if own.level != centre.level {
            let who = name(names, &own.organisation);
            all.push(Need {
                kind: Kind::Confidence,
                organisation: own.organisation.clone(),
                programme: slug.to_owned(),
                what: format!("{who}: {} in its own words, {} in the centre\u{2019}s", own.title(), centre.title()),
                since: own.given_on.clone().max(centre.given_on.clone()),
                address: format!("/organisations/{}/confidence/{slug}", own.organisation),
            });
        }
    }
    Ok(())
}

/// A need for each side of a pairing that has said nothing.
fn unconfirmed(slug: &str, pairing: &Pairing, names: &Names) -> Vec<Need> {
    if pairing.standing != Standing::Claimed {
        return Vec::new();
    }
    let since = pairing.claims.first().map(|claim| claim.said_on.clone().unwrap_or_default()).unwrap_or_default();
    let sides = [
        (&pairing.organisation, &pairing.partner, pairing.organisation_says),
        (&pairing.partner, &pairing.organisation, pairing.partner_says),
    ];
    let silent = sides.into_iter().filter(|(.., says)| *says == programmes::Side::Silent);
    silent
        .map(|(code, other, _)| Need {
            kind: Kind::Pairing,
            organisation: code.clone(),
            programme: slug.to_owned(),
            what: format!("{} has not said whether it is paired with {}", name(names, code), name(names, other)),
            since: since.clone(),
            address: format!("/organisations/{code}/pairings/{slug}/{other}"),
        })
        .collect()
}

async fn evidence(
    connection: &mut Connection,
    (names, moment): (&Names, Moment),
    all: &mut Vec<Need>,
) -> Result<(), AppError> {
    let rows = milestones::evidence::waiting(connection, moment).await?;
    let titles = milestones::titles(connection, rows.iter().map(|row| row.programme.as_str()), moment).await?;
    for row in rows {
        all.push(Need {
            kind: Kind::Evidence,
            what: format!(
                "{}: \u{201c}{}\u{201d}, said to be done {}",
                name(names, &row.organisation),
                titles.of(&row.programme, &row.milestone),
                dates::falls(&row.done_on)
            ),
            since: row.said_on.clone(),
            address: format!("/evidence/{}", row.id()),
            organisation: row.organisation,
            programme: row.programme,
        });
    }
    Ok(())
}
