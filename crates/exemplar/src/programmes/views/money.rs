//! Money as far as it is public: of a programme, and of each organisation in it.

use maud::{Markup, html};
use nhsuk::{Cell, Column, Pagination, SummaryList, Table};

use super::{figure, invented, left_out, said_in, stated};
use crate::journal::views::{as_at_form, past_notice, query_of};
use crate::platform::money as amounts;
use crate::platform::shell::Page;
use crate::programmes::pages::Whole;
use crate::programmes::store::StatementRow;
use crate::programmes::{Money, counted, sums};

/// How many organisations stand on a page.
const PAGE_SIZE: usize = 50;

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
            @if !whole.members.is_empty() { a href=(whole.read.address("/money")) { "Money by organisation" } " or " }
            a href=(whole.read.address("/money.csv")) { "download what is published of the money (CSV)" }
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
pub(in crate::programmes) fn money(whole: &Whole, page: usize) -> Page {
    let programme = &whole.read.programme;
    let here = format!("/programmes/{}/money", programme.slug);
    let mut codes: Vec<(&str, &str)> =
        whole.members.iter().map(|member| (member.organisation.as_str(), member.group.as_str())).collect();
    codes.sort_by_key(|(code, group)| (whole.name(code).to_lowercase(), *group));
    let pages = codes.len().div_ceil(PAGE_SIZE).max(1);
    let page = page.min(pages);
    let heads = ["Organisation", "Secured", "Promised, up to", "Local share expected", "Paid"];
    let mut table = Table::new().responsive().head(heads.map(Column::new));
    for (code, group) in codes.iter().skip((page - 1) * PAGE_SIZE).take(PAGE_SIZE) {
        let mut cells = vec![Cell::new(whole.read.organisation(code))];
        cells.extend(Money::ALL.map(|kind| Cell::new(stated(&of_member(whole, code, group, kind), whole.read.as_at))));
        table = table.row(cells);
    }
    let main = html! {
        h1 { "Money by organisation: " (programme.name) }
        (invented(&programme.slug))
        @if let Some(sentence) = sums(&whole.statements).sentence() { p.nhsuk-lede-text { (sentence) } }
        p { "\u{201c}Not published\u{201d} means that no source known here says it. It does not mean none." }
        @if codes.is_empty() { p { "No member is known here by name." } } @else {
            (table)
            @if pages > 1 { (Pagination::numbered(page as u64, pages as u64, |n| paged(whole, &here, n))) }
        }
        p { a href=(whole.read.address("/money.csv")) { "Download what is published of the money (CSV)" } }
        (as_at_form(whole.read.as_at, &here))
    };
    Page::new("/programmes", format!("Money by organisation: {}", programme.name), main)
        .trail([("/programmes".to_owned(), "Programmes".to_owned()), (whole.read.address(""), programme.name.clone())])
        .notice(past_notice(whole.read.as_at, &here))
        .notice(left_out(whole))
}

fn paged(whole: &Whole, here: &str, page: u64) -> String {
    let days = query_of(whole.read.as_at);
    let start = if days.is_empty() { "?" } else { "&" };
    format!("{here}{days}{start}page={page}")
}

/// What is stated of a member itself, or else of what its group shares.
fn of_member<'a>(whole: &'a Whole, code: &str, group: &str, kind: Money) -> Vec<&'a StatementRow> {
    let of_kind = || whole.statements.iter().filter(move |row| is_of(row, kind));
    let own: Vec<_> = of_kind().filter(|row| row.organisation.as_deref() == Some(code)).collect();
    if !own.is_empty() {
        return own;
    }
    let shares = |row: &&StatementRow| {
        row.organisation.is_none() && row.group_slug.as_deref() == Some(group) && row.per.is_some()
    };
    of_kind().filter(shares).collect()
}
