//! A page as known on a past day, as far as it was recorded by then, is the same before and after any later change.

use crate::harness::{Portal, both};

/// How many histories are told on each database.
const HISTORIES: u64 = 25;

/// The same numbers every time, so that a failure can be repeated.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn one_of(&mut self, all: &[&'static str]) -> &'static str {
        let at = usize::try_from(self.below(all.len() as u64)).unwrap();
        all.get(at).copied().unwrap()
    }

    fn day(&mut self) -> String {
        let (year, month) = (2016 + self.below(9), 1 + self.below(12));
        match self.below(3) {
            0 => format!("{year}"),
            1 => format!("{year}-{month:02}"),
            _ => format!("{year}-{month:02}-{:02}", 1 + self.below(28)),
        }
    }

    /// One random line of a random kind; some do not fit and are refused, which changes nothing.
    fn file(&mut self) -> String {
        let codes = ["DEMO-A", "DEMO-B", "DEMO-C"];
        let (code, other) = (self.one_of(&codes), self.one_of(&codes));
        let source = self.one_of(&["a paper", "https://example.org/x", "a letter"]);
        let (on, published) = (self.day(), if self.below(4) == 0 { String::new() } else { self.day() });
        let (group, note) =
            (self.one_of(&["leaders", "followers"]), self.one_of(&["", "As they say.", "Later mended."]));
        match self.below(6) {
            0 => {
                let state = self.one_of(&["proposed", "due-diligence", "agreed", "funded", "completed", "withdrawn"]);
                format!(
                    "programme,group,organisation,state,on,note,source,published\np,{group},{code},{state},{on},{note},{source},{published}\n"
                )
            }
            1 => {
                let (by, says) = (
                    self.one_of(&["source", "organisation", "partner"]),
                    self.one_of(&["paired", "not-paired", "ended"]),
                );
                format!(
                    "programme,organisation,partner,said_by,says,on,note,source,published\np,{code},{other},{by},{says},{on},{note},{source},{published}\n"
                )
            }
            2 => {
                let (money, value) = (self.one_of(&["secured", "promised", "match", "paid"]), self.below(500));
                let whose = self.one_of(&["", "DEMO-A", "DEMO-B"]);
                format!(
                    "programme,organisation,subject,measure,money,value,unit,holds_on,note,source,published\np,{whose},S,m,{money},{value},GBP m,{on},{note},{source},{published}\n"
                )
            }
            3 => format!(
                "programme,name,summary,source,published\np,Programme {},What it is. {note},s,2016-01-01\n",
                self.below(50)
            ),
            4 => format!(
                "programme,group,name,announced,announced_members,source,published\np,{group},Group {},{on},{},s,2016-01-01\n",
                self.below(9),
                self.below(20)
            ),
            _ => {
                let kind = self.one_of(&["promised", "expected", "done"]);
                let reasons = ["", "supplier", "staff", "centre-money"];
                let reason = if kind == "expected" { self.one_of(&reasons) } else { "" };
                format!(
                    "programme,milestone,organisation,kind,date,reason,note,source,published\np,one,{code},{kind},{on},{reason},{note},{source},{published}\n"
                )
            }
        }
    }
}

const DEFINITIONS: &str = "id = \"m\"\nversion = \"1\"\nkind = \"milestones\"\nprogramme = \"p\"\nsource = \"s\"\npublished = \"2016-01-01\"\n\
    written_for = \"a test\"\n[[milestone]]\nid = \"one\"\ntitle = \"One\"\nevidence = [\"e\"]\n";

const PAGES: &[&str] = &[
    "/programmes",
    "/programmes.csv",
    "/programmes/p",
    "/programmes/p/members",
    "/programmes/p/members.csv",
    "/programmes/p/pairings.csv",
    "/programmes/p/statements.csv",
    "/programmes/p/money",
    "/programmes/p/money.csv",
    "/programmes/p/milestones/one",
    "/programmes/p/milestones/one/dates.csv",
    "/programmes/p/milestones.csv",
    "/programmes/p/reasons",
    "/programmes/p/reasons.csv",
    "/programmes/p/delivered",
    "/programmes/p/confidence",
    "/programmes/p/reports",
    "/programmes/p/compare?organisation=DEMO-A&organisation=DEMO-B",
    "/organisations/DEMO-A",
    "/organisations/DEMO-A/milestones",
    "/organisations/DEMO-B/milestones.csv",
    "/changes",
    "/changes.json",
];

async fn change(portal: &mut Portal, chance: &mut Chance, times: u64) {
    for _ in 0..times {
        let file = chance.file();
        portal.import_programme(&[("x.csv", &file)]).await;
    }
    portal.settle().await;
}

async fn pages(portal: &Portal, as_at: &str, recorded_by: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for path in PAGES {
        let reply = portal
            .get(&format!(
                "{path}{}as-at={as_at}&recorded-by={recorded_by}",
                if path.contains('?') { '&' } else { '?' }
            ))
            .await;
        assert!(!reply.status.is_server_error(), "{path}");
        texts.push(reply.text);
    }
    texts
}

#[tokio::test]
async fn pages_of_a_past_day_as_recorded_by_then_never_change() {
    let register =
        "code,name,source\nDEMO-A,Alpha Trust,Invented\nDEMO-B,Beta Trust,Invented\nDEMO-C,Gamma Trust,Invented\n";
    for mut portal in both().await {
        let mut day: jiff::civil::Date = "2026-01-01".parse().unwrap();
        portal.on(&day.to_string());
        portal.import_organisations(register, "2015-01-01").await;
        let first = "programme,name,summary,source,published\np,A programme,What it is,s,2016-01-01\n";
        let groups = "programme,group,name,announced_members,source,published\np,leaders,Leaders,,s,2016-01-01\np,followers,Followers,,s,2016-01-01\n";
        portal.import_programme(&[("p.csv", first), ("g.csv", groups), ("m.toml", DEFINITIONS)]).await;
        for seed in 0..HISTORIES {
            let mut chance = Chance(seed);
            day = day.tomorrow().unwrap();
            portal.on(&day.to_string());
            change(&mut portal, &mut chance, 12).await;
            let recorded_by = day.to_string();
            let as_at = format!("20{}-{:02}-15", 17 + chance.below(9), 1 + chance.below(12));
            day = day.tomorrow().unwrap();
            portal.on(&day.to_string());
            let before = pages(&portal, &as_at, &recorded_by).await;
            let today = pages(&portal, &day.to_string(), &day.to_string()).await;
            change(&mut portal, &mut chance, 12).await;
            let later = register.replace("Alpha", &format!("Alpha {seed}"));
            portal.import_organisations(&later, &as_at).await;
            portal.settle().await;
            assert_eq!(
                pages(&portal, &as_at, &recorded_by).await,
                before,
                "history {seed} as at {as_at} on {}",
                portal.name
            );
            assert_ne!(
                pages(&portal, &day.to_string(), &day.to_string()).await,
                today,
                "history {seed} changed nothing"
            );
        }
        portal.is_whole().await;
    }
}
