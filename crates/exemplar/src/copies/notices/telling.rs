//! Whom a notice is told, and in which words.

use database::Connection;
use jiff::civil::Date;
use uuid::Uuid;

use super::store::{self, DutyRow};
use super::{Kind, Standing};
use crate::blueprints::GuideLine;
use crate::people::{self, Role};
use crate::platform::dates;
use crate::writing;

/// A letter: what it is about, and what it says.
pub(super) type Letter = (String, String);

/// Who has to answer for a copy: its owner, and the clinical safety officers of its organisation; where there are none, its
/// administrators.
pub(super) async fn answerable(
    connection: &mut Connection,
    copy: &GuideLine,
    organisation: &str,
    today: Date,
) -> sqlx::Result<Vec<Uuid>> {
    let mut all = owners(connection, copy, organisation, today).await?;
    let roles = |role| [role];
    let mut officers = people::colleagues_with(connection, organisation, &roles(Role::SafetyOfficer), today).await?;
    if officers.is_empty() {
        officers = people::colleagues_with(connection, organisation, &roles(Role::Administrator), today).await?;
    }
    all.extend(officers.iter().map(people::Colleague::account));
    all.sort();
    all.dedup();
    Ok(all)
}

/// Whose copy it is: whoever looks after it, otherwise who wrote it, otherwise everybody who publishes there.
async fn owners(
    connection: &mut Connection,
    copy: &GuideLine,
    organisation: &str,
    today: Date,
) -> sqlx::Result<Vec<Uuid>> {
    let theirs = people::colleagues_with(connection, organisation, &Role::ALL, today).await?;
    let belongs = |account: &Uuid| theirs.iter().any(|colleague| colleague.account() == *account);
    if let Some(keeper) = writing::reviewing::keeper(connection, copy.id()).await?
        && belongs(&keeper.account())
    {
        return Ok(vec![keeper.account()]);
    }
    let mut wrote = writing::store::ever_wrote(connection, copy.id()).await?;
    wrote.retain(belongs);
    if wrote.is_empty() {
        let publishers = people::colleagues_with(connection, organisation, &[Role::Publisher], today).await?;
        wrote.extend(publishers.iter().map(people::Colleague::account));
    }
    Ok(wrote)
}

/// Who is told when a day has passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Director {
    /// Whom the organisation named, by account and name.
    Named(Uuid, String),
    /// It named nobody: its administrators.
    Administrators(Vec<Uuid>),
    /// It has none either: the programme office.
    Office(Vec<Uuid>),
}

impl Director {
    /// Whom the organisation named, while they belong to it.
    pub fn named(&self) -> Option<Uuid> {
        match self {
            Self::Named(account, _) => Some(*account),
            Self::Administrators(_) | Self::Office(_) => None,
        }
    }

    /// Their accounts.
    pub fn accounts(&self) -> Vec<Uuid> {
        match self {
            Self::Named(account, _) => vec![*account],
            Self::Administrators(accounts) | Self::Office(accounts) => accounts.clone(),
        }
    }
}

/// To whom of an organisation a notice goes whose day has passed.
pub(super) async fn director(connection: &mut Connection, organisation: &str, today: Date) -> sqlx::Result<Director> {
    if let Some(account) = store::director(connection, organisation).await? {
        let theirs = people::colleagues_with(connection, organisation, &Role::ALL, today).await?;
        if let Some(named) = theirs.iter().find(|colleague| colleague.account() == account) {
            return Ok(Director::Named(account, named.name.clone()));
        }
    }
    let accounts = |all: Vec<people::Colleague>| all.iter().map(people::Colleague::account).collect::<Vec<_>>();
    let administrators = people::colleagues_with(connection, organisation, &[Role::Administrator], today).await?;
    Ok(match administrators.is_empty() {
        false => Director::Administrators(accounts(administrators)),
        true => Director::Office(accounts(people::everybody_with(connection, Role::Office, today).await?)),
    })
}

fn happened(kind: Kind, title: &str, said: &str) -> String {
    let end = if said.is_empty() { ".".to_owned() } else { format!(": {said}") };
    format!("{}: \u{201c}{title}\u{201d}{end}", kind.happened())
}

/// What whoever answers for a copy is told first.
pub(super) fn raised(
    (source, copy): (&GuideLine, &GuideLine),
    (kind, said): (Kind, &str),
    (due, address): (Date, &str),
) -> Letter {
    let subject = format!("Safety notice: \u{201c}{}\u{201d}, to be answered by {}", copy.title, dates::day(due));
    let body = format!(
        "{}\n\nYour organisation has a copy of it. Say by {} what you do about it: taken, not relevant and why, or by when. The page of your copy warns its readers until then.\n\n{address}",
        happened(kind, &source.title, said),
        dates::day(due),
    );
    (subject, body)
}

/// What is said again, before the day and after it.
pub(super) fn again((source, copy): (&GuideLine, &GuideLine), duty: &DutyRow, due: Date, address: &str) -> Letter {
    let what = match duty.standing() {
        Standing::Promised(_) => "what your organisation said it would do",
        Standing::Open(_) | Standing::Over(_) => "an answer",
    };
    let subject = format!("Safety notice: \u{201c}{}\u{201d} is due on {}", copy.title, dates::day(due));
    let body = format!(
        "{}\n\nBy {} {what} is due. After that day it goes to your director for safety.\n\n{address}",
        happened(duty.kind(), &source.title, &duty.said()),
        dates::day(due),
    );
    (subject, body)
}

/// What a director is told when the day has passed.
pub(super) fn late((source, copy): (&GuideLine, &GuideLine), duty: &DutyRow, due: Date, address: &str) -> Letter {
    let what = match duty.standing() {
        Standing::Promised(_) => "What was to be done about it was not done by then",
        Standing::Open(_) | Standing::Over(_) => "Nobody answered by then",
    };
    let subject = format!("Safety notice not answered: \u{201c}{}\u{201d}", copy.title);
    let body = format!(
        "{}\n\nIt was due on {}. {what}. It comes to you as the director for safety of your organisation, or in the place of one. See that it is answered:\n\n{address}",
        happened(duty.kind(), &source.title, &duty.said()),
        dates::day(due),
    );
    (subject, body)
}
