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

/// A file with a header, each line by the names of its columns.
fn table(path: PathBuf) -> Vec<std::collections::BTreeMap<String, String>> {
    let bytes = std::fs::read(path).unwrap();
    csv::Reader::from_reader(bytes.as_slice()).into_deserialize().map(Result::unwrap).collect()
}

#[test]
fn the_demonstration_restates_the_programme_truly() {
    let Some(folder) = vectors() else { return };
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../demo/programmes/real"));
    let [members, pairings, money] =
        ["members", "pairings", "money"].map(|name| table(root.join(format!("{name}.csv"))));
    let theirs = table(folder.join("data/gde_programme.csv"));
    let exemplar = |row: &&std::collections::BTreeMap<String, String>| row["programme"] == "global-digital-exemplar";
    for row in &theirs {
        let code = if row["ods_code_2016"].is_empty() { "TAH" } else { &row["ods_code_2016"] };
        let ours: Vec<_> = members.iter().filter(exemplar).filter(|member| member["organisation"] == code).collect();
        let first = ours.first().unwrap_or_else(|| panic!("{code} is missing"));
        assert_eq!((&first["named_as"], &first["on"]), (&row["organisation"], &row["announced"]), "{code}");
        assert_eq!(first["published"], row["published_on"], "{code}");
        assert!(ours.iter().all(|member| row["source"].contains(&member["source"])), "{code}");
        let last = ours.last().unwrap()["state"].as_str();
        let expected: &[&str] = match row["status"].as_str() {
            "named" => &["proposed", "funded"],
            "withdrawn" => &["withdrawn"],
            "due_diligence" => &["due-diligence"],
            _ => &["proposed"],
        };
        assert!(expected.contains(&last), "{code}: {last}");
        let claimed = pairings.iter().find(|pair| pair["organisation"] == code && pair["said_by"] == "source");
        assert_eq!(claimed.map_or("", |pair| pair["partner"].as_str()), row["buddy_ods_code"], "{code}");
        let stated = |kind: &str| {
            money.iter().filter(exemplar).find(|line| line["organisation"] == code && line["money"] == kind)
        };
        let shared = row["central_funding_gbp_m_up_to"].contains("shared");
        let promised = stated("promised").map_or("5 shared by three", |line| line["value"].as_str());
        assert_eq!(promised, row["central_funding_gbp_m_up_to"], "{code}");
        assert!(!shared || money.iter().any(|line| line["per"] == "shared" && line["value"] == "5"));
        assert_eq!(stated("match").is_some(), row["local_match"] == "yes", "{code}");
    }
    let codes: std::collections::BTreeSet<_> =
        members.iter().filter(exemplar).map(|row| &row["organisation"]).collect();
    assert_eq!(codes.len(), theirs.len(), "nobody besides");
}

#[test]
fn the_demonstration_restates_every_statement_and_milestone() {
    let Some(folder) = vectors() else { return };
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../"));
    let said = |rows: &[std::collections::BTreeMap<String, String>]| -> std::collections::BTreeSet<Vec<String>> {
        let columns = ["subject", "measure", "value", "unit", "holds_on", "source"];
        rows.iter().map(|row| columns.map(|column| row[column].clone()).to_vec()).collect()
    };
    let ours = said(&table(root.join("demo/programmes/real/statements.csv")));
    let theirs = said(&table(folder.join("data/statements.csv")));
    assert_eq!(ours, theirs);
    assert_eq!(ours.len(), 21);
    let definitions = std::fs::read(root.join("frameworks/exemplar-milestones.toml")).unwrap();
    let (lines, refused) =
        exemplar::milestones::read_definitions(&definitions, "m", "2026-11-22".parse().unwrap()).unwrap();
    assert!(refused.is_empty());
    let titles: Vec<&str> = lines.iter().map(|line| line.word("title")).collect();
    let listed = table(folder.join("data/gde_milestones.csv"));
    let theirs: Vec<&str> = listed.iter().map(|row| row["milestone"].as_str()).collect();
    assert_eq!(titles.get(..9).unwrap(), theirs.as_slice());
    let aspirants = table(folder.join("data/digital_aspirants.csv"));
    let money = table(root.join("demo/programmes/real/money.csv"));
    let named = |row: &&std::collections::BTreeMap<String, String>| row["programme"] == "digital-aspirant";
    let amounts = |value: &str| money.iter().filter(named).filter(|row| row["value"] == value).count();
    for (value, ours) in [("6000000", "6"), ("250000", "0.25")] {
        assert_eq!(amounts(ours), aspirants.iter().filter(|row| row["central_funding_gbp"] == value).count());
    }
    assert_eq!(amounts("27"), 1);
}

#[tokio::test]
async fn every_figure_stands_on_the_programme_s_page() {
    let Some(folder) = vectors() else { return };
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../"));
    let mut portal = Portal::sqlite().await;
    for (file, day) in
        [("listed-2016.csv", "2015-09-30"), ("listed-2026.csv", "2026-06-01"), ("named-in-programme.csv", "2018-01-31")]
    {
        let text = std::fs::read_to_string(root.join("demo/organisations").join(file)).unwrap();
        portal.import_organisations(&text, day).await;
    }
    let mut files =
        vec![("m.toml".to_owned(), std::fs::read_to_string(root.join("frameworks/exemplar-milestones.toml")).unwrap())];
    for entry in std::fs::read_dir(root.join("demo/programmes/real")).unwrap().flatten() {
        files.push((entry.path().display().to_string(), std::fs::read_to_string(entry.path()).unwrap()));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let report = portal.import_programme(&files).await;
    assert_eq!(report.count(exemplar::facts::Outcome::Refused), 0, "{report:#?}");
    portal.settle().await;
    let page = |slug: &str| format!("/programmes/{slug}");
    let exemplar = portal.get(&page("global-digital-exemplar")).await;
    let paperless = portal.get(&page("paperless-at-the-point-of-care")).await;
    let logins = portal.get(&page("staff-logins")).await;
    let strategy = portal.get(&page("national-it-strategy")).await;
    for row in table(folder.join("data/statements.csv")) {
        let shown = match row["unit"].as_str() {
            _ if row["value"].is_empty() => "not published".to_owned(),
            "GBP m" => exemplar::platform::money::said(row["value"].parse::<i64>().unwrap() * 100_000_000),
            _ => row["value"].clone(),
        };
        let on = match row["subject"].as_str() {
            subject if subject.starts_with("Global") || subject.starts_with("Seven") => &exemplar,
            "Staff login systems" => &logins,
            "NHS IT strategy" | "National target: trusts digitised" => &strategy,
            _ => &paperless,
        };
        on.shows(&shown);
        on.shows(&row["measure"]);
    }
    exemplar.shows("Named, September 2017 (for 17 months)");
    exemplar.shows("To organisations by name: £286 million at most.");
    exemplar.shows("South London and Maudsley NHS Foundation Trust says that it is not so.");
    let whole = portal.get("/programmes/global-digital-exemplar/milestones/digital-capability-standards").await;
    whole.shows("Royal Free London NHS Foundation Trust June 2018, City Hospitals Sunderland NHS Foundation Trust April 2020: 22 months apart.");
    portal.is_whole().await;
}
