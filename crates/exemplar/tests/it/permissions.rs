//! The golden table of who may do what: each row against `decide`, and each route's rows over HTTP.

use std::collections::BTreeMap;

use exemplar::blueprints::Intent;
use exemplar::people::policy::{
    AcceptEvidence, AddFramework, AgreeToText, AnswerAssessment, AnswerConcern, AnswerCorrection, AnswerNotice,
    AnswerQuestion, AnswerRequest, Answerable, AskPeople, Asked, BeAsked, CheckAssessment, Checkers, CommentOnDraft,
    ConfirmGuide, CopyBlueprint, DisputeRecord, Disputed, EditBlueprint, EditVocabulary, EnterFor, Given,
    ImportBlueprints, ImportOrganisations, ImportProgramme, ImportRound, KeepCopies, KeepWatches, LookAfterJobs,
    ManageAccounts, MoveMember, NameChecker, NameDirector, Parties, PlanCopy, PlanImprovement, PublishBlueprint,
    PublishEdition, ReadAssessment, ReadBlueprint, ReadCheck, ReadCopies, ReadDraft, ReadEdition, ReadHome,
    ReadNotices, ReadOrganisation, ReadPage, ReadProgramme, ReadRequest, RemoveValue, ReopenAssessment, ReopenReport,
    ReportConcern, Reported, ReviewText, RunProgramme, ShowDraft, SignAssessment, SignReport, SignText, SpeakFor,
    StartBlueprint, SynthesiseBlueprints, TwoPeople, Visibility, WatchBlueprint, WithdrawBlueprint, WithdrawQuestion,
    WriteReport, Written,
};
use exemplar::people::{Action, Actor, Denied, Person, Role, decide};
use exemplar::router::routes;
use uuid::Uuid;

use crate::harness::{Portal, write_folder};

struct Row<'a> {
    role: &'a str,
    relation: &'a str,
    action: &'a str,
    state: &'a str,
    answer: &'a str,
}

fn table() -> Vec<Row<'static>> {
    include_str!("permissions.csv")
        .lines()
        .skip(1)
        .map(|line| match line.split(',').collect::<Vec<_>>().as_slice() {
            [role, relation, action, state, answer] => Row { role, relation, action, state, answer },
            _ => panic!("five columns: {line}"),
        })
        .collect()
}

const PROGRAMME: &str = "programme,name,summary,source\na-programme,A programme,Invented,s\n";

const GROUP: &str = "programme,group,name,announced_members,source\na-programme,g,A group,2,s\n";

const MEMBERS: &str = "programme,group,organisation,state,source\n\
    a-programme,g,DEMO-A,proposed,s\na-programme,g,DEMO-B,proposed,s\n";

const CLAIM: &str = "programme,organisation,partner,said_by,says,source\na-programme,DEMO-A,DEMO-B,source,paired,s\n";

const CHECKS: &str = "programme,group,check,place,title,asks_for,needed_for,source\n\
    a-programme,g,board,1,The board agreed,A minute,agreed,s\n";

const EXPECTATIONS: &str = "programme,group,expectation,place,expects,source\n\
    a-programme,g,standards,1,Standards are in use,s\n";

const PLACES: &str = "footprint,name,place_kind,source\nvale,Vale,footprint,s\n";

const SYSTEM: &str = "organisation,kind,product,system,source\nDEMO-A,patient-record,Lantern,lantern,s\n";

const MILESTONES: &str = "id = \"m\"\nversion = \"1\"\nkind = \"milestones\"\nprogramme = \"a-programme\"\nsource = \"s\"\n\
    written_for = \"a test\"\n[[milestone]]\nid = \"one\"\ntitle = \"One\"\nevidence = [\"e\"]\n";

const ME: Uuid = Uuid::from_u128(7);

/// Somebody with one role, for the organisation that the thing asked about belongs to or for another.
fn actor(role: &str, relation: &str) -> Actor {
    let organisation = if relation == "other" { "DEMO-B" } else { "DEMO-A" };
    let roles = |role| vec![(role, organisation.to_owned())];
    match role {
        "reader" => Actor::Reader,
        "operator" => Actor::Operator,
        word => {
            let roles = roles(Role::from_word(word).unwrap_or_else(|| panic!("no such role: {word}")));
            Actor::Person(Person { account: ME, name: "Me".into(), roles })
        }
    }
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
    let (blueprint, source) = (Uuid::nil(), Uuid::nil());
    let (ours, hash, slug) = ("DEMO-A".to_owned(), String::new, || "x".to_owned());
    let private = Visibility::Private(ours.clone());
    for row in table() {
        let actor = actor(row.role, row.relation);
        let people = |agreed: &str| TwoPeople { asked_by: "A".into(), agreed_by: agreed.into() };
        let written = |by: Vec<Uuid>| Written { organisation: ours.clone(), by };
        let for_me = if row.relation == "other" { "DEMO-B" } else { "DEMO-A" }.to_owned();
        let copy = || CopyBlueprint { source, organisation: for_me.clone() };
        let agree = || AgreeToText { blueprint, text_hash: hash(), organisation: ours.clone() };
        let review = || ReviewText { blueprint, text_hash: hash(), organisation: for_me.clone() };
        let sign = || SignText { blueprint, text_hash: hash(), organisation: ours.clone() };
        let sign_answers = || SignAssessment { round: slug(), organisation: ours.clone(), answers_hash: hash() };
        let question = Uuid::nil();
        let ask = || AskPeople { blueprint, organisation: for_me.clone() };
        let asked = |visibility| Asked { visibility, organisation: ours.clone() };
        let other = Uuid::from_u128(8);
        let parties = |state: &str| match state {
            "by me" => Parties { asker: ME, asked: vec![other] },
            "to me" => Parties { asker: other, asked: vec![Uuid::nil(), ME] },
            "once to me" => Parties { asker: other, asked: vec![ME, Uuid::nil()] },
            "between others" => Parties { asker: other, asked: vec![Uuid::nil()] },
            other => panic!("no such state: {other}"),
        };
        let checkers = |state: &str| Checkers {
            organisation: ours.clone(),
            named: if state == "by others" { vec![other] } else { vec![other, ME] },
            answered: if state == "by me" { vec![ME] } else { vec![Uuid::nil()] },
        };
        let found = match (row.action, row.state) {
            (ReadPage::NAME, "") => answer(&actor, ReadPage, &()),
            (ReadOrganisation::NAME, "") => answer(&actor, ReadOrganisation { code: slug() }, &()),
            (SpeakFor::NAME, "") => answer(&actor, SpeakFor { organisation: ours.clone() }, &()),
            (EnterFor::NAME, "") => answer(&actor, EnterFor { organisation: ours.clone() }, &()),
            (AcceptEvidence::NAME, "by others") => {
                answer(&actor, AcceptEvidence { evidence: question }, &Given { organisation: ours.clone(), by: other })
            }
            (AcceptEvidence::NAME, "by me") => {
                answer(&actor, AcceptEvidence { evidence: question }, &Given { organisation: ours.clone(), by: ME })
            }
            (DisputeRecord::NAME, "") => answer(&actor, DisputeRecord { record: slug() }, &()),
            (AnswerCorrection::NAME, state) => {
                let by = Some(if state == "by me" { ME } else { other });
                let disputed = Disputed { organisation: Some(ours.clone()), by };
                answer(&actor, AnswerCorrection { correction: question }, &disputed)
            }
            (AnswerNotice::NAME, state) => {
                let director = match state {
                    "no director" => None,
                    "my duty" => Some(ME),
                    _ => Some(other),
                };
                answer(&actor, AnswerNotice { duty: question }, &Answerable { organisation: ours.clone(), director })
            }
            (ReadNotices::NAME, "") => answer(&actor, ReadNotices { blueprint }, &ours),
            (NameDirector::NAME, "") => answer(&actor, NameDirector { organisation: ours.clone() }, &()),
            (ReportConcern::NAME, "") => answer(&actor, ReportConcern { blueprint }, &()),
            (AnswerConcern::NAME, "") => answer(&actor, AnswerConcern { concern: question }, &vec![ours.clone()]),
            (ReadCopies::NAME, "") => answer(&actor, ReadCopies { organisation: ours.clone() }, &()),
            (KeepCopies::NAME, "") => answer(&actor, KeepCopies { organisation: ours.clone() }, &()),
            (WriteReport::NAME, "") => {
                answer(&actor, WriteReport { programme: slug(), round: slug(), organisation: ours.clone() }, &())
            }
            (SignReport::NAME, state) => {
                let (by, is_passed_on) = (vec![ME], state == "by me");
                let reported = Reported { organisation: ours.clone(), by, is_passed_on };
                let action = SignReport { programme: slug(), round: slug(), organisation: ours.clone(), seen: hash() };
                answer(&actor, action, &reported)
            }
            (ReopenReport::NAME, "") => {
                answer(&actor, ReopenReport { programme: slug(), round: slug(), organisation: ours.clone() }, &())
            }
            (MoveMember::NAME, "") => answer(&actor, MoveMember { organisation: ours.clone() }, &()),
            (RunProgramme::NAME, "") => answer(&actor, RunProgramme, &()),
            (ReadProgramme::NAME, "") => answer(&actor, ReadProgramme { slug: slug() }, &()),
            (ImportProgramme::NAME, "") => answer(&actor, ImportProgramme, &()),
            (ReadEdition::NAME, "") => answer(&actor, ReadEdition { slug: slug() }, &()),
            (ReadAssessment::NAME, "") => {
                answer(&actor, ReadAssessment { round: slug(), organisation: ours.clone() }, &())
            }
            (AnswerAssessment::NAME, "") => {
                answer(&actor, AnswerAssessment { round: slug(), organisation: ours.clone() }, &())
            }
            (SignAssessment::NAME, "by others") => answer(&actor, sign_answers(), &written(vec![Uuid::nil()])),
            (SignAssessment::NAME, "by me") => answer(&actor, sign_answers(), &written(vec![ME])),
            (ReopenAssessment::NAME, "") => {
                answer(&actor, ReopenAssessment { round: slug(), organisation: ours.clone() }, &())
            }
            (NameChecker::NAME, "") => answer(&actor, NameChecker { round: slug(), organisation: ours.clone() }, &()),
            (PlanImprovement::NAME, "") => answer(&actor, PlanImprovement { organisation: ours.clone() }, &()),
            (ReadCheck::NAME, state) => {
                answer(&actor, ReadCheck { round: slug(), organisation: ours.clone() }, &checkers(state))
            }
            (CheckAssessment::NAME, state) => {
                answer(&actor, CheckAssessment { round: slug(), organisation: ours.clone() }, &checkers(state))
            }
            (AddFramework::NAME, "") => answer(&actor, AddFramework, &()),
            (ImportRound::NAME, "") => answer(&actor, ImportRound, &()),
            (PublishEdition::NAME, "") => answer(&actor, PublishEdition { round: slug() }, &()),
            (ReadBlueprint::NAME, "published") => answer(&actor, ReadBlueprint { slug: slug() }, &Visibility::Public),
            (ReadBlueprint::NAME, "draft") => answer(&actor, ReadBlueprint { slug: slug() }, &private),
            (ReadHome::NAME, "") => answer(&actor, ReadHome, &()),
            (ReadDraft::NAME, "") => answer(&actor, ReadDraft { blueprint }, &ours),
            (CommentOnDraft::NAME, "") => answer(&actor, CommentOnDraft { blueprint }, &ours),
            (ShowDraft::NAME, "") => answer(&actor, ShowDraft { blueprint }, &ours),
            (StartBlueprint::NAME, "") => answer(&actor, StartBlueprint { organisation: for_me.clone() }, &()),
            (EditBlueprint::NAME, "") => answer(&actor, EditBlueprint { blueprint }, &ours),
            (PlanCopy::NAME, "") => answer(&actor, PlanCopy { blueprint }, &ours),
            (PublishBlueprint::NAME, "") => answer(&actor, PublishBlueprint { blueprint, text_hash: hash() }, &ours),
            (CopyBlueprint::NAME, "published") => answer(&actor, copy(), &Visibility::Public),
            (CopyBlueprint::NAME, "draft") => answer(&actor, copy(), &private),
            (AgreeToText::NAME, "by others") => answer(&actor, agree(), &written(vec![Uuid::nil()])),
            (AgreeToText::NAME, "by me") => answer(&actor, agree(), &written(vec![Uuid::nil(), ME])),
            (SignText::NAME, "by others") => answer(&actor, sign(), &written(vec![Uuid::nil()])),
            (SignText::NAME, "by me") => answer(&actor, sign(), &written(vec![ME])),
            (ReviewText::NAME, "by others") => answer(&actor, review(), &written(vec![Uuid::nil()])),
            (ReviewText::NAME, "by me") => answer(&actor, review(), &written(vec![ME])),
            (WithdrawBlueprint::NAME, "") => answer(&actor, WithdrawBlueprint { blueprint }, &ours),
            (EditVocabulary::NAME, "") => answer(&actor, EditVocabulary, &()),
            (WatchBlueprint::NAME, "published") => answer(&actor, WatchBlueprint { blueprint }, &Visibility::Public),
            (WatchBlueprint::NAME, "draft") => answer(&actor, WatchBlueprint { blueprint }, &private),
            (KeepWatches::NAME, "") => answer(&actor, KeepWatches, &()),
            (LookAfterJobs::NAME, "") => answer(&actor, LookAfterJobs { job: None }, &()),
            (ManageAccounts::NAME, "") => answer(&actor, ManageAccounts { organisation: ours.clone() }, &()),
            (ImportOrganisations::NAME, "") => answer(&actor, ImportOrganisations, &()),
            (ImportBlueprints::NAME, "") => answer(&actor, ImportBlueprints { organisation: None }, &()),
            (SynthesiseBlueprints::NAME, "") => answer(&actor, SynthesiseBlueprints, &()),
            (AskPeople::NAME, "published") => answer(&actor, ask(), &asked(Visibility::Public)),
            (AskPeople::NAME, "draft") => answer(&actor, ask(), &asked(private.clone())),
            (AnswerQuestion::NAME, "") => answer(&actor, AnswerQuestion { question }, &ours),
            (WithdrawQuestion::NAME, "by others") => answer(&actor, WithdrawQuestion { question }, &Uuid::nil()),
            (WithdrawQuestion::NAME, "by me") => answer(&actor, WithdrawQuestion { question }, &ME),
            (BeAsked::NAME, "") => answer(&actor, BeAsked { blueprint, organisation: ours.clone() }, &()),
            (ReadRequest::NAME, state) => answer(&actor, ReadRequest { request: question }, &parties(state)),
            (AnswerRequest::NAME, state) => answer(&actor, AnswerRequest { request: question }, &parties(state)),
            (ConfirmGuide::NAME, "") => {
                answer(&actor, ConfirmGuide { blueprint, organisation: for_me.clone() }, &vec![ours.clone()])
            }
            (RemoveValue::NAME, "two people") => {
                answer(&actor, RemoveValue { record: slug(), people: people("B") }, &())
            }
            (RemoveValue::NAME, "one person") => {
                answer(&actor, RemoveValue { record: slug(), people: people("A") }, &())
            }
            other => panic!("no such row: {other:?}"),
        };
        assert_eq!(found, row.answer, "{} {} {} {}", row.role, row.relation, row.action, row.state);
    }
}

#[tokio::test]
async fn every_route_has_rows_and_answers_as_they_say() {
    let mut portal = Portal::sqlite().await;
    portal.with_guides(&[("one.md", "# Published\n\n## Steps\n\n### Look\n\n[f](f.txt)\n"), ("f.txt", "x")]).await;
    let drafts =
        write_folder(&portal.folder().join("drafts"), &[("two.md", "# Draft\n\n[f](f.txt)\n"), ("f.txt", "x")]);
    portal.import_guides(&drafts, "DEMO-A", Intent::Draft).await;
    portal.import_organisations("code,name,source\nDEMO-B,Other,Invented\n", "2020-01-02").await;
    let theirs = write_folder(
        &portal.folder().join("theirs"),
        &[("s.md", "# Source\n\n## Steps\n\n### Look\n\n[f](f.txt)\n"), ("f.txt", "x")],
    );
    portal.import_guides(&theirs, "DEMO-B", Intent::Publish).await;
    let files = [
        ("p.csv", PROGRAMME),
        ("m.toml", MILESTONES),
        ("g.csv", GROUP),
        ("m.csv", MEMBERS),
        ("c.csv", CLAIM),
        ("s.csv", SYSTEM),
        ("k.csv", CHECKS),
        ("e.csv", EXPECTATIONS),
        ("f.csv", PLACES),
    ];
    portal.import_programme(&files).await;
    portal.with_answers("a-round", &[("DEMO-A", "3"), ("DEMO-B", "1")]).await;
    portal.draw("a-round", 2).await.unwrap();
    portal.publish("a-round", "an-edition").await.unwrap();
    portal.open_round("open-round").await;
    let writer = portal.signed_in("Ev Dence", "DEMO-A", &[Role::Contributor]).await;
    portal.upload("/assessments/open-round/DEMO-A/evidence/one", &writer, &[], ("f.txt", b"It is so.")).await;
    portal.settle().await;
    // A copy of the organisation that everything asked about belongs to, with its draft.
    let writer = portal.signed_in("A Writer", "DEMO-A", &[Role::Contributor]).await;
    portal.fill("/blueprints/source/copy", &writer, &[]).await;
    let no = [("changes_what", "no"), ("could_harm", "no"), ("states_dose", "no")];
    portal.fill("/blueprints/source-demo-a/care", &writer, &no).await;
    portal.fill("/blueprints/source-demo-a/submit", &writer, &[]).await;
    let mut cookies = BTreeMap::new();
    for role in Role::ALL {
        for (relation, organisation) in [("own", "DEMO-A"), ("other", "DEMO-B")] {
            let name = format!("{} {relation}", role.word());
            cookies.insert((role.word(), relation), portal.signed_in(&name, organisation, &[role]).await);
        }
    }
    // A question about a published guide, and a request for a call, between two others.
    let (one, two) = ("An Asker", "A Runner");
    let asker = portal.signed_in(one, "DEMO-B", &[Role::Contributor]).await;
    let runner = portal.signed_in(two, "DEMO-A", &[Role::Contributor]).await;
    portal.fill("/blueprints/published/be-asked", &runner, &[("ways", "call")]).await;
    let asked = portal.fill("/blueprints/published/ask", &asker, &[("text", "How long?")]).await;
    let question = asked.header("location").rsplit("question-").next().unwrap().to_owned();
    let pairs = [("way", "call"), ("why", "x"), ("when", "y")];
    let requested = portal.fill("/blueprints/published/request", &asker, &pairs).await;
    let request = requested.header("location").rsplit('/').next().unwrap().to_owned();
    // What shows that a milestone is done.
    let publisher = portal.signed_in("A Publisher", "DEMO-A", &[Role::Publisher]).await;
    let form = "/organisations/DEMO-A/milestones/a-programme/one";
    portal.fill(form, &publisher, &[("kind", "promised"), ("date", "2030")]).await;
    portal.fill(form, &publisher, &[("kind", "done"), ("date", "2026-11-01"), ("note", "A survey")]).await;
    let evidence = portal.get_as(cookies.get(&("office", "other")).unwrap(), "/me").await.address_with("/evidence/");
    // A round of reports.
    let office = cookies.get(&("office", "other")).unwrap();
    let pairs = [("name", "Autumn"), ("due", "2030-01-01")];
    portal.fill("/programmes/a-programme/reports/open", office, &pairs).await;
    // A disputed record.
    let pairs = [("record", "/organisations/DEMO-A"), ("wrong", "x"), ("name", "N"), ("mail", "n@example.org")];
    portal.fill("/dispute?record=/organisations/DEMO-A", "", &pairs).await;
    let correction =
        portal.get_as(cookies.get(&("office", "other")).unwrap(), "/me").await.address_with("/corrections/");
    // The source of the copy is withdrawn, which gives the copy a notice to answer; and a concern about a guide.
    let theirs = portal.signed_in("Their Publisher", "DEMO-B", &[Role::Publisher]).await;
    portal.fill("/blueprints/source/withdraw", &theirs, &[("reason", "It is wrong")]).await;
    portal.work().await;
    let duty = portal.get_as(cookies.get(&("contributor", "own")).unwrap(), "/me").await.address_with("/notices/");
    let pairs = [("concern", "x"), ("name", "N"), ("mail", "n@example.org")];
    portal.fill("/blueprints/published/concern", "", &pairs).await;
    let concern =
        portal.get_as(cookies.get(&("safety-officer", "own")).unwrap(), "/me").await.address_with("/concerns/");
    for route in routes() {
        let Some(action) = route.action else { continue };
        let rows: Vec<_> = table().into_iter().filter(|row| row.action == action && row.role != "operator").collect();
        assert!(rows.len() >= 13, "{} {} has only {} rows", route.method, route.path, rows.len());
        // Who wrote a text is told by its own tests: here it is always somebody else.
        for row in
            rows.iter().filter(|row| !matches!(row.state, "by me" | "to me" | "once to me" | "my duty" | "a director"))
        {
            let slug = match (row.state, action) {
                ("draft", _) => "draft",
                (_, ReadProgramme::NAME | SpeakFor::NAME | EnterFor::NAME) => "a-programme",
                (_, RunProgramme::NAME | MoveMember::NAME) => "a-programme",
                (_, WriteReport::NAME | SignReport::NAME | ReopenReport::NAME) => "a-programme",
                (
                    _,
                    ReadBlueprint::NAME
                    | WatchBlueprint::NAME
                    | CopyBlueprint::NAME
                    | ReviewText::NAME
                    | WithdrawBlueprint::NAME,
                ) => "published",
                (_, AskPeople::NAME | AnswerQuestion::NAME | WithdrawQuestion::NAME) => "published",
                (_, BeAsked::NAME | ConfirmGuide::NAME | ReportConcern::NAME) => "published",
                _ => "source-demo-a",
            };
            let dispute = if route.method == "GET" { "/dispute?record=/organisations/DEMO-A" } else { "/dispute" };
            let path = route
                .path
                .replace("{slug}", slug)
                .replace("{number}", "1")
                .replace("{watch}", "0190a6b0-c1d2-7000-8000-00000000abcd")
                .replace("{job}", "0190a6b0-c1d2-7000-8000-00000000abcd")
                .replace("{role}", "0190a6b0-c1d2-7000-8000-00000000abcd")
                .replace("{question}", &question)
                .replace("{request}", &request)
                .replace("{step}", "1")
                .replace("{place}", "1")
                .replace("{milestone}", "one")
                .replace("{period}", "autumn")
                .replace("{edition}", "an-edition")
                .replace("{round}", "open-round")
                .replace("{sample}", "a-round")
                .replace("{improvement}", "0190a6b0-c1d2-7000-8000-00000000abcd")
                .replace("{theme}", "readiness")
                .replace("{item}", "one")
                .replace("{part}", "results.csv")
                .replace("/notices/{duty}", &duty)
                .replace("/concerns/{concern}", &concern)
                .replace("/evidence/{evidence}", &evidence)
                .replace("/corrections/{correction}", &correction)
                .replace("/dispute", dispute)
                .replace("{check}", "board")
                .replace("{expectation}", "standards")
                .replace("{footprint}", "vale")
                .replace("{partner}", "DEMO-B")
                .replace("{system}", "lantern")
                .replace("{section}", "benefits")
                .replace("{*name}", "f.txt")
                .replace("{code}", "DEMO-A")
                .replace("{group}", "0190a6b0-c1d2-7000-8000-00000000abcd")
                .replace("{offer}", "0190a6b0-c1d2-7000-8000-00000000abcd")
                .replace("{update}", "0190a6b0c1d27000800000000000abcd")
                .replace("{comment}", "0190a6b0-c1d2-7000-8000-00000000abcd")
                .replace("{link}", "0190a6b0-c1d2-7000-8000-00000000abcd");
            let cookie = cookies.get(&(row.role, row.relation)).map_or("", String::as_str);
            let for_me = if row.relation == "other" { "DEMO-B" } else { "DEMO-A" };
            let status = match route.method {
                "GET" => portal.get_as(cookie, &path).await.status.as_u16(),
                // Without a key nothing is done, but who may do it is told before that.
                _ if route.path == "/write/from-word"
                    || route.path == "/office/import"
                    || route.path.ends_with("{code}/file")
                    || route.path.ends_with("/evidence/{item}") =>
                {
                    portal.post_parts(&path, cookie, &[("organisation", for_me)], ("", b"")).await.status.as_u16()
                }
                _ if route.path == "/dispute" => {
                    portal.post(&path, cookie, &[("record", "/organisations/DEMO-A")]).await.status.as_u16()
                }
                _ => portal.post(&path, cookie, &[("organisation", for_me)]).await.status.as_u16(),
            };
            let expected: &[u16] = match (row.answer, row.role, route.method) {
                // Whoever is not signed in is asked to, and what they typed comes back; nothing is said of what is there.
                (answer, "reader", "GET") if answer != "allow" && action != ReadBlueprint::NAME => &[303],
                (answer, "reader", "POST") if answer != "allow" => &[403],
                ("allow", _, "GET") => &[200],
                ("allow", _, _) => &[200, 303, 400, 409, 422],
                ("403", ..) => &[403],
                _ => &[404],
            };
            assert!(expected.contains(&status), "{} {path} as {} {}: {status}", route.method, row.role, row.relation);
        }
    }
}
