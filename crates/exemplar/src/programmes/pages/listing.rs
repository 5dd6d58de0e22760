//! Who is in a programme: counted by group and step, and of the members themselves only those that are shown.

use std::collections::{BTreeMap, HashMap};

use database::Connection;

use super::{Filter, Member, Read, members_of};
use crate::app::App;
use crate::organisations::sort_name;
use crate::programmes::{Step, store};

/// How many members a programme has at most whose own page lists some of each group.
const LISTED: usize = 1_000;

/// How many members of a group are at a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::programmes) struct Count {
    pub group: String,
    pub step: Step,
    pub members: usize,
    /// Of these, those whose organisation has closed.
    pub closed: usize,
}

/// The members on a page of a list, or in a part of a file.
pub(in crate::programmes) struct Listing {
    pub members: Vec<Member>,
    /// How many are on all pages together.
    pub total: usize,
    /// Of these, those whose organisation has closed.
    pub closed: usize,
    /// From 1.
    pub page: usize,
    pub pages: usize,
}

/// The members of a programme, counted.
pub(super) async fn counts(app: &App, connection: &mut Connection, read: &Read) -> sqlx::Result<Vec<Count>> {
    let (slug, moment) = (read.programme.slug.as_str(), read.moment);
    let closed: Vec<&str> = read.closed.keys().map(String::as_str).filter(|code| read.is_closed(code)).collect();
    let mut gone: HashMap<(String, i64), usize> = HashMap::new();
    for (group, _, step) in store::standing_of(connection, slug, &closed, moment).await? {
        *gone.entry((group, step)).or_default() += 1;
    }
    let (kept, sequence) = app.member_counts();
    let counted = kept.get(connection, (slug, moment), sequence).await?;
    let count = |(group, step, members): &(String, i64, i64)| Count {
        closed: gone.get(&(group.clone(), *step)).copied().unwrap_or(0),
        members: usize::try_from(*members).unwrap_or(0),
        step: Step::at(*step),
        group: group.clone(),
    };
    Ok(counted.iter().map(count).collect())
}

/// The members of a page of so many, by group and name; `counts` are those of the programme.
pub(super) async fn page(
    connection: &mut Connection,
    read: &Read,
    (counts, filter, size): (&[Count], &Filter, usize),
) -> sqlx::Result<Listing> {
    let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
    let mut closed = 0;
    for count in counts.iter().filter(|count| filter.takes(&count.group, count.step)) {
        *groups.entry(&count.group).or_default() += count.members;
        closed += count.closed;
    }
    let total: usize = groups.values().sum();
    let pages = total.div_ceil(size).max(1);
    let page = filter.page().min(pages);
    let (first, end) = ((page - 1) * size, page * size);
    let (mut before, mut chosen) = (0, Vec::new());
    for (group, many) in groups {
        if before < end && before + many > first {
            let members = in_order(connection, read, group).await?;
            let asked = members.into_iter().filter(|(_, step)| filter.takes(group, *step)).map(|(code, _)| code);
            let here = asked.enumerate().filter(|(at, _)| (first..end).contains(&(before + at)));
            chosen.extend(here.map(|(_, code)| (group.to_owned(), code)));
        }
        before += many;
    }
    Ok(Listing { members: whole(connection, read, chosen).await?, total, closed, page, pages })
}

/// The first members of each group by name; none of a programme that has very many.
pub(super) async fn of_each_group(
    connection: &mut Connection,
    read: &Read,
    (counts, most): (&[Count], usize),
) -> sqlx::Result<Vec<Member>> {
    if counts.iter().map(|count| count.members).sum::<usize>() > LISTED {
        return Ok(Vec::new());
    }
    let mut groups: Vec<&str> = counts.iter().map(|count| count.group.as_str()).collect();
    groups.dedup();
    let mut chosen = Vec::new();
    for group in groups {
        let members = in_order(connection, read, group).await?;
        chosen.extend(members.into_iter().take(most).map(|(code, _)| (group.to_owned(), code)));
    }
    whole(connection, read, chosen).await
}

/// The members of a group by name.
async fn in_order(connection: &mut Connection, read: &Read, group: &str) -> sqlx::Result<Vec<(String, Step)>> {
    let standing = store::standing_in(connection, (&read.programme.slug, group), read.moment).await?;
    let mut members: Vec<(String, Step)> = standing.into_iter().map(|(code, step)| (code, Step::at(step))).collect();
    members.sort_by_cached_key(|(code, _)| sort_name(read.name(code)));
    Ok(members)
}

/// Everything of these members, each a group and a code, in their order.
async fn whole(connection: &mut Connection, read: &Read, chosen: Vec<(String, String)>) -> sqlx::Result<Vec<Member>> {
    let mut codes: Vec<&str> = chosen.iter().map(|(_, code)| code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let rows = store::states_of_some(connection, &read.programme.slug, &codes, read.moment).await?;
    let members = members_of(rows, read.moment.known_on, &read.closed);
    let mut found: HashMap<(String, String), Member> =
        members.into_iter().map(|member| ((member.group.clone(), member.organisation.clone()), member)).collect();
    Ok(chosen.into_iter().filter_map(|key| found.remove(&key)).collect())
}
