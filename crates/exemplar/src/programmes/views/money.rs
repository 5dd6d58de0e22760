//! Money as far as it is public: of a programme, and of each organisation in it.

use maud::{Markup, html};
use nhsuk::{Cell, Column, Pagination, SummaryList, Table};

use super::{download, figure, invented, left_out, said_in, stated};
use crate::journal::views::{as_at_form, past_notice, query_of};
use crate::platform::money as amounts;
use crate::platform::shell::{Page, disputing};
use crate::programmes::pages::{Member, OfMoney, Read, Whole};
use crate::programmes::store::StatementRow;
use crate::programmes::{Money, counted, sums};

/// The programme's own figures, on its page.
pub(super) fn overview(whole: &Whole) -> Markup {
    let of_programme = |row: &&StatementRow| row.organisation.is_none() && row.group_slug.is_none();
    let mut list = SummaryList::new();
    for kind in Money::ALL {
        let rows: Vec<&StatementRow> =
            whole.statements.iter().filter(of_programme).filter(|row| is_of(row, kind)).collect();
        list = list.row(kind.shown(), html! { (stated(&rows, whole.read.as_at)) (by_name(whole, kind)) });
    }
    let of_groups: Vec<&StatementRow> = whole
        .statements
        .iter()
        .filter(|row| row.organisation.is_none() && row.group_slug.is_some() && row.money.is_some())
        .collect();
    html! {
        h2 id="money" { "Money" }
        @if let Some(sentence) = sums(&whole.statements).sentence() { p { (sentence) } }
        (list)
        @for row in &of_groups {
            p { (row.subject) ": " strong { (figure(row)) } ", " (row.measure) ". "
                (said_in(&row.source, row.published.as_deref(), (whole.read.as_at, row.recorded_at))) }
        }
        p {
            @if !whole.counts.is_empty() { a href=(whole.read.address("/money")) { "Money by organisation" } ". " }
            (file(&whole.read, &whole.statements))
        }
    }
}

/// What is published of organisations by name, where the programme's own figure does not tell it.
fn by_name(whole: &Whole, kind: Money) -> Markup {
    let named = whole.statements.iter().filter(|row| row.organisation.is_some() && is_of(row, kind)).count();
    let sums = sums(&whole.statements);
    let named = counted(i64::try_from(named).unwrap_or(0), "organisation");
    html! {
        @match kind {
            Money::Promised if sums.promised > 0 => div { "To organisations by name: " strong { (amounts::said(sums.promised)) } " at most." },
            Money::Paid if sums.paid > 0 => div { "To organisations by name: " strong { (amounts::said(sums.paid)) } "." },
            Money::Match if named != "0 organisations" => div { "Stated of " (named) "." },
            _ => {}
        }
    }
}

fn is_of(row: &StatementRow, kind: Money) -> bool {
    row.money.as_deref() == Some(kind.word())
}

/// What is published of the money of each organisation.
pub(in crate::programmes) fn money(of: &OfMoney) -> Page {
    let (programme, listing) = (&of.read.programme, &of.listing);
    let here = format!("/programmes/{}/money", programme.slug);
    let heads = ["Organisation", "Secured", "Promised, up to", "Local share expected", "Paid"];
    let mut table = Table::new().responsive().head(heads.map(Column::new));
    for member in &listing.members {
        let mut cells = vec![Cell::new(of.read.organisation(&member.organisation))];
        cells.extend(Money::ALL.map(|kind| Cell::new(stated(&of_member(of, member, kind), of.read.as_at))));
        table = table.row(cells);
    }
    let main = html! {
        h1 { "Money by organisation: " (programme.name) }
        (invented(&programme.slug))
        @if let Some(sentence) = sums(&of.statements).sentence() { p.nhsuk-lede-text { (sentence) } }
        p { "\u{201c}Not published\u{201d} means that no source known here says it. It does not mean none." }
        @if listing.members.is_empty() { p { "No member is known here by name." } } @else {
            (table)
            @if listing.pages > 1 { (Pagination::numbered(listing.page as u64, listing.pages as u64, |n| paged(of, &here, n))) }
        }
        p { (file(&of.read, &of.statements)) }
        @if !of.read.as_at.is_past() { (disputing(&format!("/programmes/{}", programme.slug))) }
        (as_at_form(of.read.as_at, &here))
    };
    Page::new("/programmes", format!("Money by organisation: {}", programme.name), main)
        .trail([("/programmes".to_owned(), "Programmes".to_owned()), (of.read.address(""), programme.name.clone())])
        .notice(past_notice(of.read.as_at, &here))
        .notice(left_out(&of.read, of.left_out))
}

fn file(read: &Read, statements: &[StatementRow]) -> Markup {
    let rows = statements.iter().filter(|row| row.money.is_some());
    let places = rows.map(|row| (row.organisation.as_deref().unwrap_or_default(), ""));
    download("Download what is published of the money", &read.parts("money.csv", places))
}

fn paged(of: &OfMoney, here: &str, page: u64) -> String {
    let days = query_of(of.read.as_at);
    let start = if days.is_empty() { "?" } else { "&" };
    format!("{here}{days}{start}page={page}")
}

/// What is stated of a member itself, or else of what its group shares.
fn of_member<'a>(of: &'a OfMoney, member: &Member, kind: Money) -> Vec<&'a StatementRow> {
    let of_kind = || of.statements.iter().filter(move |row| is_of(row, kind));
    let own: Vec<_> =
        of_kind().filter(|row| row.organisation.as_deref() == Some(member.organisation.as_str())).collect();
    if !own.is_empty() {
        return own;
    }
    let shares = |row: &&StatementRow| {
        row.organisation.is_none() && row.group_slug.as_deref() == Some(member.group.as_str()) && row.per.is_some()
    };
    of_kind().filter(shares).collect()
}
