//! The golden table of who may do what: each row against `decide`, and each route's rows over HTTP.

use exemplar::blueprints::Intent;
use exemplar::people::policy::{
    ImportBlueprints, ImportOrganisations, ReadBlueprint, ReadOrganisation, ReadPage, RemoveValue,
    SynthesiseBlueprints, TwoPeople, Visibility,
};
use exemplar::people::{Action, Actor, Denied, decide};
use exemplar::router::routes;

use crate::harness::{Portal, write_folder};

struct Row<'a> {
    role: &'a str,
    action: &'a str,
    state: &'a str,
    answer: &'a str,
}

fn table() -> Vec<Row<'static>> {
    include_str!("permissions.csv")
        .lines()
        .skip(1)
        .map(|line| match line.split(',').collect::<Vec<_>>().as_slice() {
            [role, action, state, answer] => Row { role, action, state, answer },
            _ => panic!("four columns: {line}"),
        })
        .collect()
}

fn answer<A: Action>(actor: &Actor, action: A, facts: &A::Facts) -> &'static str {
    match decide(actor, action, facts, "2026-01-01T00:00:00Z".parse().unwrap()) {
        Ok(_) => "allow",
        Err(Denied::Forbidden) => "403",
        Err(Denied::Hidden) => "404",
    }
}

#[test]
fn every_row_holds() {
    for row in table() {
        let actor = match row.role {
            "reader" => Actor::Reader,
            "operator" => Actor::Operator,
            role => panic!("no such role: {role}"),
        };
        let slug = || "x".to_owned();
        let people = |agreed: &str| TwoPeople { asked_by: "A".into(), agreed_by: agreed.into() };
        let found = match (row.action, row.state) {
            (ReadPage::NAME, "") => answer(&actor, ReadPage, &()),
            (ReadOrganisation::NAME, "") => answer(&actor, ReadOrganisation { code: slug() }, &()),
            (ReadBlueprint::NAME, "published") => answer(&actor, ReadBlueprint { slug: slug() }, &Visibility::Public),
            (ReadBlueprint::NAME, "draft") => answer(&actor, ReadBlueprint { slug: slug() }, &Visibility::Private),
            (ImportOrganisations::NAME, "") => answer(&actor, ImportOrganisations, &()),
            (ImportBlueprints::NAME, "") => answer(&actor, ImportBlueprints { organisation: None }, &()),
            (SynthesiseBlueprints::NAME, "") => answer(&actor, SynthesiseBlueprints, &()),
            (RemoveValue::NAME, "two people") => {
                answer(&actor, RemoveValue { record: slug(), people: people("B") }, &())
            }
            (RemoveValue::NAME, "one person") => {
                answer(&actor, RemoveValue { record: slug(), people: people("A") }, &())
            }
            other => panic!("no such row: {other:?}"),
        };
        assert_eq!(found, row.answer, "{} {} {}", row.role, row.action, row.state);
    }
}

#[tokio::test]
async fn every_route_has_rows_and_answers_as_they_say() {
    let mut portal = Portal::sqlite().await;
    portal.with_guides(&[("one.md", "# Published\n\n[f](f.txt)\n"), ("f.txt", "x")]).await;
    let drafts =
        write_folder(&portal.folder().join("drafts"), &[("two.md", "# Draft\n\n[f](f.txt)\n"), ("f.txt", "x")]);
    portal.import_guides(&drafts, "DEMO-A", Intent::Draft).await;
    portal.settle().await;
    for route in routes() {
        let Some(action) = route.action else { continue };
        let rows: Vec<_> = table().into_iter().filter(|row| row.action == action && row.role == "reader").collect();
        assert!(!rows.is_empty(), "{} {} has no rows", route.method, route.path);
        for row in rows {
            let slug = if row.state == "draft" { "draft" } else { "published" };
            let path = route
                .path
                .replace("{slug}", slug)
                .replace("{number}", "1")
                .replace("{*name}", "f.txt")
                .replace("{code}", "DEMO-A");
            let status = portal.get(&path).await.status.as_u16();
            let expected = if row.answer == "allow" { 200 } else { row.answer.parse().unwrap() };
            assert_eq!(status, expected, "{path} as a reader");
        }
    }
}
