//! The journal: any byte changed outside it is found and named, on both databases.

use database::execute;
use sqlx::query;

use crate::harness::{Portal, both};

async fn filled() -> Vec<Portal> {
    let mut portals = both().await;
    for portal in &mut portals {
        portal
            .with_guides(&[
                ("one.md", "# One\n\nText. [f](f.txt)\n"),
                ("two.md", "# Two\n\nText.\n"),
                ("f.txt", "file"),
            ])
            .await;
        portal.is_whole().await;
    }
    portals
}

/// Damages a portal by one statement and gives what `verify` finds, as sentences.
async fn damage(portal: &Portal, statement: &'static str) -> Vec<String> {
    let mut tx = portal.db().begin().await.unwrap();
    let touched = execute!(tx, query(statement)).unwrap();
    assert!(touched > 0, "{statement}");
    tx.commit().await.unwrap();
    let findings = portal.verify().await.findings;
    findings.iter().map(|f| format!("{}: {}", f.sequence.unwrap_or(0), f.what)).collect()
}

#[tokio::test]
async fn a_changed_row_is_named() {
    for portal in filled().await {
        let found = damage(&portal, "UPDATE organisations SET shown_name = 'Another' WHERE code = 'DEMO-A'").await;
        assert!(
            found.iter().any(|f| f.starts_with("1: organisations: the row ") && f.ends_with("was changed")),
            "{found:?}"
        );
    }
}

#[tokio::test]
async fn rows_that_are_gone_added_or_ended_outside_the_journal_are_named() {
    for portal in filled().await {
        let found = damage(&portal, "DELETE FROM slugs WHERE slug = 'one'").await;
        assert!(found.iter().any(|f| f.contains("slugs: the row one is missing")), "{found:?}");
        let found = damage(
            &portal,
            "INSERT INTO slugs (slug, blueprint_id, from_sequence) SELECT 'mine', blueprint_id, 2 FROM slugs",
        )
        .await;
        assert!(found.iter().any(|f| f.contains("slugs: the row mine was added")), "{found:?}");
        let found = damage(&portal, "UPDATE organisations SET until_sequence = 2").await;
        assert!(found.iter().any(|f| f.contains("organisations: the row") && f.contains("ended")), "{found:?}");
    }
}

#[tokio::test]
async fn rows_cannot_hide_under_numbers_that_no_entry_has() {
    for portal in filled().await {
        let found = damage(&portal, "UPDATE organisations SET until_sequence = 0").await;
        assert!(found.iter().any(|f| f.contains("organisations belong to no entry")), "{found:?}");
        let found = damage(&portal, "UPDATE journal_head SET public_sequence = 1").await;
        assert!(found.iter().any(|f| f.contains("the last public entry is 3, but the head says 1")), "{found:?}");
    }
}

#[tokio::test]
async fn what_is_written_while_it_is_read_is_no_damage() {
    for portal in filled().await {
        let dir = crate::harness::write_folder(&portal.folder().join("more"), &[]);
        for number in 0..60 {
            crate::harness::write_folder(&dir, &[(&format!("{number}.md"), &format!("# Guide {number}\n\nText.\n"))]);
        }
        let import = portal.import_guides(&dir, "DEMO-A", exemplar::blueprints::Intent::Publish);
        let reading = async {
            for _ in 0..5 {
                portal.is_whole().await;
            }
        };
        tokio::join!(import, reading);
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_changed_entry_breaks_the_chain_where_it_stands() {
    for portal in filled().await {
        let found = damage(&portal, "UPDATE journal_entries SET actor = 'nobody' WHERE sequence = 2").await;
        assert_eq!(found, ["2: its actor beside the entry is not the one in the entry"]);
        let found = damage(&portal, "UPDATE journal_entries SET hash = 'ff' WHERE sequence = 2").await;
        assert!(found.iter().any(|f| f.starts_with("2: its bytes do not match")), "{found:?}");
        assert!(found.iter().any(|f| f.starts_with("3: it does not follow")), "{found:?}");
    }
}

#[tokio::test]
async fn missing_entries_texts_files_and_private_parts_are_named() {
    for portal in filled().await {
        let found = damage(&portal, "DELETE FROM journal_private WHERE sequence = 2").await;
        assert_eq!(found, ["2: its private part is missing"]);
        let found = damage(&portal, "DELETE FROM texts").await;
        assert_eq!(
            found.iter().filter(|f| f.contains("the text ") && f.ends_with("is missing")).count(),
            4,
            "{found:?}"
        );
        let hash = portal.app.files().list().unwrap().remove(0);
        portal.app.files().set_aside(&hash).unwrap().remove().unwrap();
        let found = damage(&portal, "UPDATE journal_head SET sequence = 9").await;
        assert!(found.iter().any(|f| f.contains(&format!("the file {hash} is missing"))), "{found:?}");
        assert!(found.iter().any(|f| f.contains("the journal ends at entry 3, but its head says 9")), "{found:?}");
    }
}

#[tokio::test]
async fn a_changed_text_and_a_changed_file_are_named() {
    for portal in filled().await {
        let hash = portal.app.files().list().unwrap().remove(0);
        let path = portal.folder().join("files").join(hash.get(..2).unwrap()).join(&hash);
        std::fs::write(path, "other").unwrap();
        let statement = match portal.name {
            "SQLite" => "UPDATE texts SET body = CAST('x' AS BLOB)",
            _ => "UPDATE texts SET body = 'x'",
        };
        let found = damage(&portal, statement).await;
        assert_eq!(
            found.iter().filter(|f| f.contains("the text ") && f.ends_with("was changed")).count(),
            4,
            "{found:?}"
        );
        assert!(found.iter().any(|f| f.contains("the file ") && f.ends_with("was changed")), "{found:?}");
    }
}

#[tokio::test]
async fn what_is_acknowledged_is_on_disk() {
    use database::{Db, Durability, Location};
    let folder = tempfile::tempdir().unwrap();
    let location = Location::File(folder.path().join("x.sqlite"));
    let Db::Sqlite { write, .. } = Db::open(&location, Durability::Full).await.unwrap() else { panic!("SQLite") };
    let synchronous: i64 = sqlx::query_scalar("PRAGMA synchronous").fetch_one(&write).await.unwrap();
    assert_eq!(synchronous, 2, "FULL");
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&write).await.unwrap();
    assert_eq!(mode, "wal");

    let location = crate::harness::postgres::new_database().await;
    let Db::Postgres(pool) = Db::open(&location, Durability::Full).await.unwrap() else { panic!("PostgreSQL") };
    let synchronous: String = sqlx::query_scalar("SHOW synchronous_commit").fetch_one(&pool).await.unwrap();
    assert_eq!(synchronous, "on");
}

#[tokio::test]
async fn every_table_of_records_is_sealed() {
    let portal = Portal::sqlite().await;
    let database::Db::Sqlite { read, .. } = portal.db() else { panic!("SQLite") };
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c ON c.name = 'from_sequence' WHERE m.type = 'table' ORDER BY 1",
    )
    .fetch_all(read)
    .await
    .unwrap();
    let mut sealed: Vec<String> = exemplar::app::record_tables().iter().map(|table| table.name.to_owned()).collect();
    sealed.sort();
    assert_eq!(sealed, tables);
    for table in exemplar::app::record_tables() {
        let columns: Vec<String> = sqlx::query_scalar(
            "SELECT name FROM pragma_table_info($1) WHERE name NOT IN ('from_sequence', 'until_sequence') ORDER BY 1",
        )
        .bind(table.name)
        .fetch_all(read)
        .await
        .unwrap();
        let mut listed: Vec<String> =
            std::iter::once(&table.key).chain(table.columns).map(|column| column.name().to_owned()).collect();
        listed.sort();
        assert_eq!(listed, columns, "every column of {} is sealed", table.name);
    }
}
