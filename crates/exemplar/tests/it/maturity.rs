//! Question sets, rounds and published results, and their pages, on both databases.

use axum::http::StatusCode;
use composite::Framework;
use exemplar::maturity::{NewEdition, PublishError, Recipe, replay};
use exemplar::people::policy::{AddFramework, RemoveValue, TwoPeople};
use exemplar::people::{Actor, decide};
use exemplar::removals::remove;
use exemplar::rounds::synth::{TARGETS, Time, Truth, answers, invented};
use exemplar::rounds::{self, Added, RoundError, shipped};

use crate::harness::{Portal, QUESTIONS, RECIPE, both};

const REGISTER: &str = "code,name,kind,grouping,source\n\
    DEMO-A,Alpha Demonstration Trust,acute,Y56,Invented\n\
    DEMO-B,Beta Demonstration Trust,acute,Y56,Invented\n\
    DEMO-C,Gamma Demonstration Trust,mental-health,Y54,Invented\n\
    DEMO-D,Delta Demonstration Trust,community,,Invented\n";

const ANSWERS: &str = "organisation,name,one,two,three\n\
    DEMO-A,Alpha,3,yes,Yes\n\
    DEMO-B,Beta,1,No,?\n\
    DEMO-C,Gamma,Partly,2,na: nobody writes letters\n\
    DEMO-D,Delta,,,1\n";

async fn with_edition() -> Vec<Portal> {
    let mut portals = both().await;
    for portal in &mut portals {
        portal.import_organisations(REGISTER, "2015-04-01").await;
        let report = portal.import_round(QUESTIONS, "a-round", ANSWERS).await.unwrap();
        assert_eq!((report.new, report.changed, report.unchanged), (4, 0, 0));
        portal.publish("a-round", "an-edition").await.unwrap();
        portal.settle().await;
    }
    portals
}

#[tokio::test]
async fn results_are_said_in_words_with_ranges_and_bounds() {
    for portal in with_edition().await {
        portal.get("/maturity").await.shows("Results for a test 4 organisations, published on 22 November 2026.");
        let page = portal.get("/maturity/an-edition").await;
        assert_eq!(page.status, StatusCode::OK);
        page.shows("Every organisation in these results is invented, and so is every answer.");
        page.shows("Each organisation answered for itself. Nobody else checked what it said.");
        page.shows("The answers are of 21 February 2025, which is 21 months ago.");
        page.shows("1 organisation answered too little for a score, and has no place.");
        assert!(page.text.contains("<svg") && page.text.contains("role=\"img\""), "a drawing with its words");
        let unit = portal.get("/maturity/an-edition/organisations/DEMO-A").await;
        unit.shows("Probably between 1st and 2nd of 3; clearly ahead of 2, clearly behind 0");
        unit.shows("It answered by itself 21 months ago, and nobody checked it.");
        unit.shows("Somebody leads. Yes");
        let half = portal.get("/maturity/an-edition/organisations/DEMO-B").await;
        half.shows("0.0 could be 0.0 to 25.0");
        let none = portal.get("/maturity/an-edition/organisations/DEMO-D").await;
        none.shows("It answered too little for a score, and has no place.");
        none.shows("No score: too little is answered could be 0.0 to 75.0");
        let question = portal.get("/maturity/an-edition/questions/three").await;
        question.shows("Letters are digital.");
        question.shows("Does not apply All 1");
        portal.get("/maturity/an-edition/method").await.shows("exemplar index replay an-edition");
        for missing in ["organisations/DEMO-X", "questions/none", "files/none.csv"] {
            assert_eq!(portal.get(&format!("/maturity/an-edition/{missing}")).await.status, StatusCode::NOT_FOUND);
        }
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn no_page_and_no_file_gives_anybody_one_number_for_a_place() {
    for portal in with_edition().await {
        for path in ["", "/organisations", "/organisations/DEMO-C", "/top-and-bottom", "/method", "/questions/one"] {
            let words = portal.get(&format!("/maturity/an-edition{path}")).await.words().to_lowercase();
            assert!(!words.split(|c: char| !c.is_alphabetic()).any(|word| word.starts_with("rank")), "{path}: {words}");
        }
        let csv = portal.get("/maturity/an-edition/files/results.csv").await.text;
        let header = csv.lines().next().unwrap();
        assert!(header.contains("place_from,place_to,places") && !header.contains("rank"), "{header}");
        assert_eq!(portal.get("/maturity/an-edition/files/answers.csv").await.text.lines().count(), 5);
        assert_eq!(portal.get("/maturity/an-edition/files/questions.toml").await.text, QUESTIONS);
        assert_eq!(portal.get("/maturity/an-edition/files/recipe.toml").await.text, RECIPE);
    }
}

#[tokio::test]
async fn the_table_is_filtered_and_put_in_order_by_a_readers_weights() {
    for portal in with_edition().await {
        let at = |rest: &str| format!("/maturity/an-edition/organisations{rest}");
        let all = portal.get(&at("")).await;
        all.shows("4 organisations");
        all.shows("Alpha Demonstration Trust Acute hospitals, London");
        all.shows("Delta Demonstration Trust Community services, Region not known");
        portal.get(&at("?care-setting=mental-health")).await.shows("1 organisation of 4");
        portal.get(&at("?region=Y56")).await.shows("2 organisations of 4");
        portal.get(&at("?q=beta")).await.shows("1 organisation of 4");
        portal.get(&at("?q=zzz")).await.shows("No organisation fits all of this.");
        let own = portal.get(&at("?weight=1&weight=0")).await;
        own.shows("The table shows what comes of these weights.");
        own.shows("3 organisations of 4");
        portal
            .get(&at("?weight=x&weight=0"))
            .await
            .shows("Weights are whole numbers from 0 to 100, and one is above 0.");
        portal.get(&at("?weight=0&weight=0")).await.shows("Weights are whole numbers");
    }
}

#[tokio::test]
async fn the_top_and_the_bottom_are_counted_for_any_group() {
    const PROGRAMME: &str = "programme,name,summary,source\np,A programme,Invented,s\n";
    const GROUPS: &str = "programme,group,name,announced_members,source\np,followers,Followers,,s\n";
    const MEMBERS: &str = "programme,group,organisation,state,on,source\n\
        p,followers,DEMO-B,proposed,2018,s\np,followers,DEMO-C,funded,2018,s\n";
    for mut portal in with_edition().await {
        portal.import_programme(&[("p.csv", PROGRAMME), ("g.csv", GROUPS), ("m.csv", MEMBERS)]).await;
        portal.settle().await;
        let at = |rest: &str| format!("/maturity/an-edition/top-and-bottom{rest}");
        let all = portal.get(&at("?number=1")).await;
        all.shows("Of all 3 organisations with a place, none is surely and one is possibly in the top 1, none is surely and two are possibly in the bottom 1.");
        all.shows("Alpha Demonstration Trust : 1st to 2nd of 3");
        let group = portal.get(&at("?number=1&group=p/followers&state=proposed")).await;
        group.shows("Of the 1 organisation with a place of “A programme: Followers”, proposed, none is surely or possibly in the top 1, none is surely and one is possibly in the bottom 1.");
        let named = portal.get(&at("?number=1&organisation=demo-c,DEMO-X")).await;
        named.shows("Of the 1 organisation you named, none is surely or possibly in the top 1");
        named.shows("Not in these results: DEMO-X.");
        portal.get(&at("?region=Y99")).await.shows("No organisation with a place is in this group.");
    }
}

#[tokio::test]
async fn an_edition_is_computed_again_to_the_bit_and_damage_is_named() {
    for portal in with_edition().await {
        let replayed = replay(portal.app.kit(), "an-edition").await.unwrap();
        assert!(replayed.is_same(), "{replayed:?}");
        assert!(replay(portal.app.kit(), "none").await.is_err());
        let path = portal.app.files().path(&replayed.kept.results);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replacen("100", "99", 1)).unwrap();
        let damaged = replay(portal.app.kit(), "an-edition").await.unwrap();
        assert!(!damaged.is_same());
        assert_eq!(damaged.difference.map(|(line, ..)| line), Some(2));
    }
}

#[tokio::test]
async fn what_is_published_stays_and_a_correction_is_another_edition() {
    for mut portal in with_edition().await {
        assert!(matches!(portal.publish("a-round", "an-edition").await, Err(PublishError::Taken(_))));
        assert!(matches!(portal.publish("no-round", "x").await, Err(PublishError::NoRound(_))));
        portal.on("2026-11-24");
        let other = ANSWERS.replace("DEMO-B,Beta,1,No", "DEMO-B,Beta,3,Yes");
        let report = portal.import_round(QUESTIONS, "a-round", &other).await.unwrap();
        assert_eq!((report.new, report.changed, report.unchanged), (0, 1, 3));
        let new = NewEdition {
            slug: "corrected",
            title: "Corrected results",
            recipe: RECIPE.as_bytes(),
            published_on: "2026-11-24".parse().unwrap(),
            corrects: Some("an-edition"),
            note: Some("One organisation had sent another file."),
            embargo: None,
        };
        portal.publish_as("a-round", &new).await.unwrap();
        portal.settle().await;
        let before = portal.get("/maturity/an-edition").await;
        before.shows("These results were corrected on 24 November 2026. One organisation had sent another file.");
        portal.get("/maturity/an-edition/organisations/DEMO-B").await.shows("0.0 could be");
        portal.get("/maturity/corrected/organisations/DEMO-B").await.shows("100.0");
        let then = portal.get("/maturity/an-edition?as-at=2026-11-22").await;
        then.lacks("These results were corrected");
        assert_eq!(portal.get("/maturity/corrected?as-at=2026-11-22").await.status, StatusCode::NOT_FOUND);
        portal.get("/maturity/corrected?as-at=2026-11-22").await.shows("was published on 24 November 2026");
        portal.get("/maturity?as-at=2026-01-01").await.shows("No results are published here on this day.");
        assert!(replay(portal.app.kit(), "an-edition").await.unwrap().is_same());
        portal.get("/changes").await.shows("Published results were corrected");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_question_set_that_a_round_uses_is_never_changed() {
    for portal in both().await {
        portal.import_organisations(REGISTER, "2015-04-01").await;
        let add = async |text: &str| {
            let permit = decide(&Actor::Operator, AddFramework, &(), portal.app.clock().now()).unwrap();
            rounds::add_framework(portal.app.kit(), permit, text.as_bytes()).await.map(|(_, added)| added)
        };
        let other = QUESTIONS.replace("Somebody leads.", "Somebody really leads.");
        assert_eq!(add(&other).await.unwrap(), Added::New);
        assert_eq!(add(QUESTIONS).await.unwrap(), Added::Replaced);
        assert_eq!(add(QUESTIONS).await.unwrap(), Added::Unchanged);
        portal.import_round(QUESTIONS, "a-round", ANSWERS).await.unwrap();
        assert!(matches!(add(&other).await, Err(RoundError::InUse(..))));
        assert_eq!(add(&other.replace("version = \"1\"", "version = \"2\"")).await.unwrap(), Added::New);
        let wrong = QUESTIONS.replace("scale = \"agreement\"\ntext = \"Notes", "scale = \"none\"\ntext = \"Notes");
        let Err(RoundError::Mistakes(mistakes)) = add(&wrong).await else { panic!("it has a mistake") };
        assert!(mistakes.iter().any(|mistake| mistake.line == 30), "{mistakes:?}");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_file_with_one_bad_cell_is_refused_cell_by_cell_and_nothing_of_it_is_written() {
    for portal in both().await {
        portal.import_organisations(REGISTER, "2015-04-01").await;
        let csv = "organisation,answered_on,one,two,three\n\
            DEMO-A,2025-02-30,4,maybe,na\n\
            ,2099-01-01,1,1,1\n\
            DEMO-B,,1,1,1\n\
            DEMO-B,,1,1,1\n";
        let Err(RoundError::Refused(cells)) = portal.import_round(QUESTIONS, "r", csv).await else { panic!() };
        let said: Vec<_> = cells.iter().map(|cell| (cell.line, cell.column.as_str())).collect();
        assert_eq!(
            said,
            [
                (2, "answered_on"),
                (2, "one"),
                (2, "two"),
                (2, "three"),
                (3, "organisation"),
                (3, "answered_on"),
                (5, "organisation")
            ]
        );
        assert!(cells.iter().any(|cell| cell.column == "three" && cell.reason.contains("needs a reason")));
        let unknown = "organisation,one,two,three\nDEMO-X,1,1,1\n";
        assert!(matches!(portal.import_round(QUESTIONS, "r", unknown).await, Err(RoundError::Refused(_))));
        assert!(rounds::store::round(&mut portal.db().read().await.unwrap(), "r").await.unwrap().is_none());
        let framework = Framework::read(QUESTIONS).unwrap();
        for (header, why) in [
            ("organisation,one,two", "no column “three”"),
            ("organisation,one,two,three,four", "“four” is no question"),
        ] {
            let error = rounds::read_answers(header.as_bytes(), &framework, portal.app.clock().today()).unwrap_err();
            assert!(error.contains(why), "{error}");
        }
        portal.is_whole().await;
    }
}

/// The places of the true scores, and how many lie within the published ranges.
fn within(framework: &Framework, results: &exemplar::maturity::Results, truth: &[Truth]) -> (usize, usize) {
    let real: Vec<(usize, f64)> = results
        .units
        .iter()
        .enumerate()
        .filter(|(_, unit)| unit.place.is_some())
        .filter_map(|(at, unit)| {
            let truth = truth.iter().find(|truth| truth.organisation == unit.code)?;
            Some((at, framework.score(None, &truth.answers).first()?.point()?))
        })
        .collect();
    let place = |score: f64| 1 + real.iter().filter(|(_, other)| *other > score).count();
    let holds = real.iter().filter(|(at, score)| {
        let range = results.units.get(*at).and_then(|unit| unit.place).unwrap().range;
        (range.best..=range.worst).contains(&place(*score))
    });
    (holds.count(), real.len())
}

/// The demonstration's own numbers: national means as published, and ranges that hold what is true about as often as they say.
#[test]
fn invented_answers_have_the_published_means_and_ranges_hold_the_truth() {
    let text = String::from_utf8(shipped::file("dma-2015.toml").unwrap()).unwrap();
    let framework = Framework::read(&text).unwrap();
    let organisations: Vec<_> = (0..239).map(invented).collect();
    let recipe = include_str!("../../../../demo/maturity/recipe.toml").replace("draws = 10000", "draws = 2000");
    let recipe = Recipe::read(recipe.as_bytes()).unwrap();
    let (mut holds, mut all) = (0, 0);
    for seed in 1..=3 {
        let time = Time::published(seed, "2025-02-21".parse().unwrap());
        let (answered, truth) = answers(&framework, &organisations, time);
        let (again, _) = answers(&framework, &organisations, time);
        assert_eq!(answered, again, "the same seed gives the same answers");
        let units = answered.iter().zip(&organisations).map(|(answered, organisation)| exemplar::maturity::Unit {
            code: organisation.code.clone(),
            name: organisation.name.clone(),
            care_setting: organisation.care_setting.clone(),
            region: String::new(),
            answered_on: "2025-02-21".to_owned(),
            answers: answered.answers.clone(),
            checked: None,
        });
        let data = exemplar::maturity::Data { units: units.collect() };
        let results = exemplar::maturity::results_of(&framework, &recipe, &data);
        let mut reversed = data.clone();
        reversed.units.reverse();
        assert_eq!(exemplar::maturity::results_of(&framework, &recipe, &reversed), results, "whatever the order");
        for (theme, target) in TARGETS {
            let place = framework.section(theme).unwrap();
            let points = results.units.iter().filter_map(|unit| unit.sections.get(place).copied().flatten()?.point);
            let points: Vec<f64> = points.collect();
            let mean = points.iter().sum::<f64>() / f64::from(u32::try_from(points.len()).unwrap());
            assert!((mean - target).abs() < 0.5, "{theme}: {mean}");
        }
        let (held, of) = within(&framework, &results, &truth);
        (holds, all) = (holds + held, all + of);
    }
    // Nine in ten is what the ranges promise.
    println!("{holds} of {all} true places lie within the published ranges");
    assert!(holds * 100 >= all * 84 && holds * 100 <= all * 98, "{holds} of {all}");
}

#[tokio::test]
async fn an_edition_of_which_a_part_was_removed_says_so() {
    for portal in with_edition().await {
        assert_eq!(portal.get("/maturity/an-edition").await.status, StatusCode::OK);
        let kept = replay(portal.app.kit(), "an-edition").await.unwrap().kept;
        let people = TwoPeople { asked_by: "Ann Lee".into(), agreed_by: "Bo Roe".into() };
        let action = RemoveValue { record: format!("files/{}", kept.data), people };
        let permit = decide(&Actor::Operator, action, &(), portal.app.clock().now()).unwrap();
        remove(portal.app.kit(), permit, "A name stood in it").await.unwrap();
        portal.app.notice().await.unwrap();
        for path in ["", "/organisations", "/files/answers.csv"] {
            assert_eq!(portal.get(&format!("/maturity/an-edition{path}")).await.status, StatusCode::GONE, "{path}");
        }
        portal.get("/organisations/DEMO-A").await.lacks("Digital maturity");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn what_changed_since_the_results_before_is_said_with_whether_it_could_be_told() {
    for mut portal in with_edition().await {
        portal.on("2026-11-25");
        let later = "organisation,one,two,three\nDEMO-A,3,3,3\nDEMO-B,3,3,3\nDEMO-C,2,2,2\n";
        portal.import_round(QUESTIONS, "later", later).await.unwrap();
        portal.publish("later", "later").await.unwrap();
        portal.settle().await;
        let page = portal.get("/maturity/later").await;
        page.shows("3 organisations are in both and have a score. 1 rose and 0 fell by more than answers can be off");
        page.shows("Readiness Mean before 50.0 Mean now 83.3");
        let rose = portal.get("/maturity/later/organisations/DEMO-B").await;
        rose.shows("and is 100.0: +100.0 points. That can be told from what answers are off by (9.9 points).");
        let same = portal.get("/maturity/later/organisations/DEMO-A").await;
        same.shows("That cannot be told from what answers are off by");
        portal.get("/maturity/an-edition").await.lacks("What changed");
    }
}
