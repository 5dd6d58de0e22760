//! Who copied a guide from whom, as a picture and as its table.

use maud::{Markup, Render, html};
use nhsuk::{Cell, Column, Table};

use super::{Node, in_order};
use crate::blueprints::GuideLine;
use crate::copies::views::tag;
use crate::organisations::Names;
use crate::platform::shell::Page;

/// The height of a row, and how far a copy stands to the right of its source.
const ROW: usize = 44;
const INDENT: usize = 28;
const WIDTH: usize = 660;

fn name<'a>(names: &'a Names, code: &'a str) -> &'a str {
    names.get(code).map_or(code, String::as_str)
}

/// The page.
pub(super) fn show(line: &GuideLine, nodes: &[Node], names: &Names) -> Page {
    let title = "Where it came from, and who copied it";
    let copies = nodes.len().saturating_sub(1);
    let main = html! {
        h1 { (title) span.nhsuk-caption-l { (line.title) } }
        @if copies == 0 {
            p { "Nobody has copied this guide yet." }
        } @else {
            p.nhsuk-lede-text { (headline(nodes)) }
            figure.app-chart {
                div.app-scroll tabindex="0" role="region" aria-label="Picture of who copied it from whom" { (picture(line, nodes, names)) }
                figcaption { "Each copy stands below what it was copied from. What the source changes goes down the line: a copy of a copy gets it once the copy above has taken and published it." }
            }
            (table(nodes, names))
        }
    };
    Page::new("/blueprints", format!("{title} - {}", line.title), main).trail([
        ("/blueprints".to_owned(), "Guides".to_owned()),
        (format!("/blueprints/{}", line.slug), line.title.clone()),
    ])
}

fn headline(nodes: &[Node]) -> String {
    let copies: Vec<&Node> = nodes.iter().filter(|node| node.parent.is_some()).collect();
    let behind = copies.iter().filter(|node| node.behind > 0).count();
    let most = copies.iter().map(|node| node.behind).max().unwrap_or_default();
    let all = if copies.len() == 1 { "1 copy".to_owned() } else { format!("{} copies", copies.len()) };
    match (behind, most) {
        (0, _) => format!("{all}: none is behind."),
        (behind, 1) => format!("{all}: {behind} behind by 1 version."),
        (behind, most) => format!("{all}: {behind} behind, at most by {most} versions."),
    }
}

fn picture(line: &GuideLine, nodes: &[Node], names: &Names) -> Markup {
    let order = in_order(nodes);
    let height = order.len() * ROW + 8;
    let row_of = |at: usize| order.iter().position(|other| *other == at).unwrap_or_default();
    let left = |node: &Node| 12 + node.depth * INDENT;
    let middle = |row: usize| row * ROW + ROW / 2;
    html! {
        svg.app-tree viewBox={ "0 0 " (WIDTH) " " (height) } width=(WIDTH) height=(height) role="img" aria-labelledby="tree-title tree-about" {
            title id="tree-title" { "Who copied it from whom" }
            desc id="tree-about" { (headline(nodes)) " The table below says the same." }
            @for (row, at) in order.iter().enumerate() {
                @if let Some(node) = nodes.get(*at) {
                    @if let Some(parent) = node.parent.and_then(|parent| Some((parent, nodes.get(parent)?))) {
                        path d={ "M" (left(parent.1)) " " (middle(row_of(parent.0)) + 8) " V" (middle(row)) " H" (left(node) - 8) } fill="none" stroke="#3D3D3D" stroke-width="2" {}
                    }
                    circle cx=(left(node)) cy=(middle(row)) r="7" stroke="#12436D" stroke-width="3" fill=(if node.behind > 0 { "#FFFFFF" } else { "#12436D" }) {}
                    text x=(left(node) + 16) y=(middle(row) - 2) font-size="16" font-weight=(if is_this(line, node) { "bold" } else { "normal" }) { (name(names, &node.organisation)) @if is_this(line, node) { " (this guide)" } }
                    text x=(left(node) + 16) y=(middle(row) + 15) font-size="14" fill="#3D3D3D" { (node.said()) }
                }
            }
        }
    }
}

fn is_this(line: &GuideLine, node: &Node) -> bool {
    node.line.as_ref().is_some_and(|other| other.id() == line.id())
}

fn table(nodes: &[Node], names: &Names) -> Markup {
    let head = ["Organisation", "Copied from", "How it stands to that", "How far they got"];
    let mut table = Table::new().responsive().caption("The same as a table").head(head.map(Column::new));
    for node in in_order(nodes).into_iter().filter_map(|at| nodes.get(at)) {
        let organisation = html! {
            a href={ "/organisations/" (node.organisation) } { (name(names, &node.organisation)) }
            @if let Some(line) = &node.line { br; a href={ "/blueprints/" (line.slug) } { "Read " (line.title) } }
        };
        let from = node.parent.and_then(|parent| nodes.get(parent)).map(|parent| name(names, &parent.organisation));
        let standing = node.report.as_ref().map_or_else(|| html! { "The source" }, |report| tag(report.standing));
        table = table.row(
            [organisation, html! { (from.unwrap_or("Nobody: it is the source")) }, html! { (node.said()) }, standing]
                .map(Cell::new),
        );
    }
    table.render()
}
