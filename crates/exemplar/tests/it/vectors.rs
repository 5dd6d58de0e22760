//! Real data from outside the project, read from the folder in `EXEMPLAR_VECTORS`.

use std::path::PathBuf;

use exemplar::organisations::Outcome;

use crate::harness::{Portal, both};

/// The folder, or a word that the test was left out. With `EXEMPLAR_VECTORS_REQUIRED=1` its absence fails.
pub fn vectors() -> Option<PathBuf> {
    let folder = std::env::var_os("EXEMPLAR_VECTORS").map(PathBuf::from).filter(|folder| folder.join("data").is_dir());
    if folder.is_none() {
        assert!(
            std::env::var("EXEMPLAR_VECTORS_REQUIRED").as_deref() != Ok("1"),
            "EXEMPLAR_VECTORS names no folder with data/"
        );
        eprintln!("skipped: EXEMPLAR_VECTORS names no folder with outside test data");
    }
    folder
}

async fn import(portal: &Portal, file: PathBuf) -> Vec<(&'static str, usize)> {
    use exemplar::organisations::{Run, import, read_list};
    use exemplar::people::policy::ImportOrganisations;
    use exemplar::people::{Actor, decide};
    let list = read_list(&std::fs::read(file).unwrap(), "trust list", portal.app.clock().today()).unwrap();
    let permit = decide(&Actor::Operator, ImportOrganisations, &(), portal.app.clock().now()).unwrap();
    let day = list.newest_day.unwrap();
    let report = import(portal.app.kit(), permit, &list, day, "trust list", Run::Real).await.unwrap();
    let mut counts: Vec<_> = Outcome::ALL.map(|outcome| (outcome.word(), report.count(outcome))).to_vec();
    counts.push(("new and closed", report.new_and_closed));
    counts
}

#[tokio::test]
async fn the_trust_lists_of_2016_and_2026_give_the_known_counts() {
    let Some(folder) = vectors() else { return };
    for portal in both().await {
        let early = import(&portal, folder.join("data/ods_etr_2016_raw.csv")).await;
        assert_eq!(
            early.iter().filter(|(_, n)| *n > 0).copied().collect::<Vec<_>>(),
            [("refused", 2), ("new", 239), ("new and closed", 2)]
        );
        let late = import(&portal, folder.join("data/ods_etr_2026_raw.csv")).await;
        assert_eq!(
            late.iter().filter(|(_, n)| *n > 0).copied().collect::<Vec<_>>(),
            [("new", 35), ("closed", 40), ("renamed", 47), ("unchanged", 152), ("new and closed", 29)]
        );
        let entries = portal.verify().await.entries;
        import(&portal, folder.join("data/ods_etr_2026_raw.csv")).await;
        import(&portal, folder.join("data/ods_etr_2016_raw.csv")).await;
        assert_eq!(portal.verify().await.entries, entries, "neither changes anything");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn the_demonstration_restates_the_lists_truly() {
    let Some(folder) = vectors() else { return };
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../demo/organisations"));
    for year in ["2016", "2026"] {
        let raw = std::fs::read(folder.join(format!("data/ods_etr_{year}_raw.csv"))).unwrap();
        let ours = std::fs::read(root.join(format!("listed-{year}.csv"))).unwrap();
        let today = "2026-11-22".parse().unwrap();
        let raw = exemplar::organisations::read_list(&raw, "x", today).unwrap();
        let ours = exemplar::organisations::read_list(&ours, "x", today).unwrap();
        assert_eq!(ours.listed.len(), raw.listed.len());
        for line in &ours.listed {
            let theirs = raw.listed.iter().find(|other| other.code == line.code).unwrap();
            let facts = |f: &exemplar::organisations::Facts| {
                (f.name.clone(), f.national_group.clone(), f.opened_on, f.closed_on)
            };
            assert_eq!(facts(&line.facts), facts(&theirs.facts), "{}", line.code);
        }
    }
}
