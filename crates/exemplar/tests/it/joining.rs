//! What it takes to be a member: due diligence, expectations, moving on; and the office's page. On both databases.

use axum::http::StatusCode;
use exemplar::people::Role;

use crate::harness::{Portal, both};

const REGISTER: &str = "code,name,kind,closed,source\n\
    DEMO-A,Alpha Demonstration Trust,acute,,Invented\n\
    DEMO-B,Beta Demonstration Trust,acute,,Invented\n\
    DEMO-D,Delta Demonstration Trust,acute,2020-03-31,Invented\n";
const PROGRAMME: &str = "programme,name,summary,source\ngoing-digital,Going digital,Money for some,a page\n";
const GROUP: &str = "programme,group,name,announced_members,source\ngoing-digital,all,Everyone,2,a page\n";
const MEMBERS: &str = "programme,group,organisation,state,on,source\n\
    going-digital,all,DEMO-A,proposed,2026-01,a page\n\
    going-digital,all,DEMO-D,proposed,2017-09,a page\n";
const CHECKS: &str = "programme,group,check,place,title,asks_for,needed_for,source\n\
    going-digital,all,board,1,The board agreed,A minute,agreed,a page\n\
    going-digital,all,share,2,The local share is there,A budget,funded,a page\n";
const EXPECTATIONS: &str = "programme,group,expectation,place,expects,source\n\
    going-digital,all,standards,1,Standards are in use,a page\n";
const CLAIM: &str = "programme,organisation,partner,said_by,says,on,source\n\
    going-digital,DEMO-A,DEMO-B,source,paired,2026-02,a page\n";
const MILESTONES: &str = "id = \"m\"\nversion = \"1\"\nkind = \"milestones\"\nprogramme = \"going-digital\"\nsource = \"s\"\n\
    written_for = \"a test\"\n[[milestone]]\nid = \"wi-fi\"\ntitle = \"Wi-Fi\"\nevidence = [\"e\"]\n";
const DATES: &str = "programme,milestone,organisation,kind,date,reason,note,source,published\n\
    going-digital,wi-fi,DEMO-A,promised,2026-03-01,,,a page,2026-01-01\n";

const MEMBER: &str = "/programmes/going-digital/members/DEMO-A";

async fn portals() -> Vec<Portal> {
    let mut portals = both().await;
    for portal in &mut portals {
        portal.import_organisations(REGISTER, "2015-09-30").await;
        let files = [
            ("p.csv", PROGRAMME),
            ("g.csv", GROUP),
            ("m.csv", MEMBERS),
            ("k.csv", CHECKS),
            ("e.csv", EXPECTATIONS),
            ("c.csv", CLAIM),
            ("d.toml", MILESTONES),
            ("x.csv", DATES),
        ];
        let report = portal.import_programme(&files).await;
        assert_eq!(report.count(exemplar::facts::Outcome::Refused), 0, "{report:#?}");
        portal.settle().await;
    }
    portals
}

#[tokio::test]
async fn a_member_goes_on_only_when_what_is_needed_is_met_or_set_aside() {
    for mut portal in portals().await {
        let office = portal.signed_in("Olu Office", "DEMO-B", &[Role::Office]).await;
        portal.signed_in("Ann Alpha", "DEMO-A", &[Role::Publisher]).await;
        portal.get(MEMBER).await.shows("The board agreed");
        portal.get(MEMBER).await.shows("Not looked at yet");
        let to = |state: &'static str, on: &'static str| [("group", "all"), ("state", state), ("on", on)];
        let form = &format!("{MEMBER}/move");
        let early = portal.fill(form, &office, &to("agreed", "2026-10")).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        early.shows("it cannot go on yet. Not settled: The board agreed");
        portal.fill(form, &office, &to("due-diligence", "2026-04-01")).await;
        let board = &format!("{MEMBER}/checks/board");
        let bare = portal.fill(board, &office, &[("answer", "met")]).await;
        bare.shows("Here what is met needs evidence");
        let found = [("answer", "met"), ("evidence", "https://a.example/minute"), ("owner", "Chair")];
        portal.fill(board, &office, &found).await;
        let done = portal.fill(form, &office, &to("agreed", "2026-10")).await;
        assert_eq!(done.header("location"), MEMBER, "{}", done.words());
        portal.letter_to("ann.alpha@example.org", "moved Alpha Demonstration Trust on: it is agreed now").await;
        portal.settle().await;
        let page = portal.get(MEMBER).await;
        page.shows("State: Agreed");
        page.shows("Proposed, January 2026 (for 3 months)");
        page.shows("Met. a.example Seen to by Chair.");
        let back = portal.fill(form, &office, &to("due-diligence", "2026-11-01")).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", back.words());
        let later = portal.fill(form, &office, &to("funded", "2026-11-02")).await;
        later.shows("Not settled: The local share is there");
        let aside = [("answer", "set-aside"), ("note", "Paid by the region.")];
        portal.fill(&format!("{MEMBER}/checks/share"), &office, &aside).await;
        portal.fill(form, &office, &to("funded", "2026-11-02")).await;
        portal.fill(form, &office, &to("withdrawn", "2026-11-20")).await.shows("Say why: everyone reads it");
        let left = [to("withdrawn", "2026-11-20").as_slice(), &[("note", "They left.")]].concat();
        portal.fill(form, &office, &left).await;
        let own = portal.signed_in("Oz Own", "DEMO-A", &[Role::Office]).await;
        assert_eq!(portal.get_as(&own, form).await.status, StatusCode::FORBIDDEN, "for its own organisation");
        assert_eq!(portal.get_as(&own, board).await.status, StatusCode::FORBIDDEN);
        portal.settle().await;
        let gone = portal.get(MEMBER).await;
        gone.shows("State: Withdrawn");
        gone.shows("Funded, 2 November 2026");
        let closed = portal
            .fill("/programmes/going-digital/members/DEMO-D/move", &office, &to("due-diligence", "2026-11-01"))
            .await;
        closed.shows("DEMO-D closed on 31 March 2020, before 1 November 2026");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn what_a_group_expects_is_answered_by_its_members() {
    for mut portal in portals().await {
        let ann = portal.signed_in("Ann Alpha", "DEMO-A", &[Role::Publisher]).await;
        let bo = portal.signed_in("Bo Beta", "DEMO-B", &[Role::Publisher]).await;
        let form = &format!("{MEMBER}/expectations/standards");
        portal.get(MEMBER).await.shows("Standards are in use Answer for this organisation What it says Not answered");
        assert_eq!(portal.get_as(&bo, form).await.status, StatusCode::FORBIDDEN);
        portal.fill(form, &ann, &[("answer", "met")]).await.shows("Here what is met needs evidence");
        portal.fill(form, &ann, &[]).await.shows("Choose one");
        portal.fill(form, &ann, &[("answer", "accepted")]).await;
        portal.fill(form, &ann, &[("answer", "met"), ("on", "2026-09"), ("evidence", "A report")]).await;
        portal.settle().await;
        let page = portal.get(MEMBER).await;
        page.shows("What it says Met");
        page.shows("Met, September 2026. A report Source: Alpha Demonstration Trust, said on this portal");
        page.shows("Accepted, nothing said of it yet");
        assert_eq!(portal.get("/programmes/going-digital/members/DEMO-B").await.status, StatusCode::NOT_FOUND);
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn the_office_sees_what_needs_a_hand_and_reminds_after_a_preview() {
    for portal in portals().await {
        let office = portal.signed_in("Olu Office", "DEMO-B", &[Role::Office]).await;
        let ann = portal.signed_in("Ann Alpha", "DEMO-A", &[Role::Publisher]).await;
        assert_eq!(portal.get_as(&ann, "/office/programmes").await.status, StatusCode::FORBIDDEN);
        portal.get_as(&office, "/me").await.shows("What needs a hand in programmes");
        let page = portal.get_as(&office, "/office/programmes").await;
        page.shows("You have not looked before.");
        page.shows("Alpha Demonstration Trust: proposed in Everyone since January 2026");
        page.shows("Alpha Demonstration Trust has not said whether it is paired with Beta Demonstration Trust");
        page.shows("“Wi-Fi”, expected 1 March 2026");
        page.lacks("Delta Demonstration Trust: named");
        let csv = portal.get_as(&office, "/office/programmes.csv").await.text;
        assert!(csv.contains("no-answer,DEMO-A,Alpha Demonstration Trust,going-digital"), "{csv}");
        let call = portal.get_as(&office, "/office/organisations/DEMO-A").await;
        call.shows("To ask about");
        call.shows("Milestone Wi-Fi First promised 1 March 2026");
        // What a closed organisation promised is asked of the one that carries it on, and of nobody before one does.
        let old = "programme,milestone,organisation,kind,date,source,published\n\
            going-digital,wi-fi,DEMO-D,promised,2019-03-01,a page,2018-01-01\n";
        portal.import_programme(&[("o.csv", old)]).await;
        portal.get_as(&office, "/office/programmes").await.lacks("Delta Demonstration Trust: “Wi-Fi”");
        portal.import_successions("predecessor,successor,on,source\nDEMO-D,DEMO-B,2020-04-01,a page\n").await;
        let asked = portal.get_as(&office, "/office/programmes").await;
        asked
            .shows("Delta Demonstration Trust: “Wi-Fi”, expected 1 March 2019; Beta Demonstration Trust carries it on");
        assert!(asked.text.contains("/organisations/DEMO-B/milestones/going-digital/wi-fi"), "on a form of its own");
        // Looked: what is older is no news.
        portal.fill_to("/office/programmes", "/office/programmes/looked", &office, &[]).await;
        portal.get_as(&office, "/office/programmes").await.shows("Nothing in public since.");
        // Nothing goes out before it was seen.
        let late = "no-answer|DEMO-A|/organisations/DEMO-A/milestones/going-digital/wi-fi";
        let preview = portal
            .fill_to("/office/programmes", "/office/reminders", &office, &[("chosen", late), ("note", "By Friday.")])
            .await;
        preview.shows("What the programme office would like to hear from Alpha Demonstration Trust");
        preview.shows("By Friday.");
        let (action, fields) = preview.form_to("/office/reminders");
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let sent = portal.post(&action, &office, &pairs).await;
        assert_eq!(sent.header("location"), "/office/programmes?sent=1&unreached=");
        assert_eq!(portal.post(&action, &office, &pairs).await.header("location"), sent.header("location"), "once");
        portal.letter_to("ann.alpha@example.org", "By Friday.").await;
        portal.get_as(&office, sent.header("location")).await.shows("1 letter went out.");
        portal.get_as(&office, "/office/programmes").await.shows("Last reminded 22 November 2026");
        let none = portal.fill_to("/office/programmes", "/office/reminders", &office, &[]).await;
        assert_eq!(none.status, StatusCode::BAD_REQUEST);
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_place_shows_the_milestones_of_those_who_belong_to_it_on_the_day() {
    for mut portal in portals().await {
        let places = "footprint,name,place_kind,source,published\nvale,The Vale,footprint,a page,2016-03-01\n";
        let members = "belongs_to,organisation,since,until,source,published\n\
            vale,DEMO-A,2016-03,,a page,2016-03-01\n\
            vale,DEMO-B,2016-03,2020-06-30,a page,2016-03-01\n";
        let targets = "target,name,due,source,published\n\
            paperless,No paper,2018,a page,2013\npaperless,No paper,2020,a page,2015\n";
        let files = [("f.csv", places), ("b.csv", members), ("t.csv", targets)];
        let report = portal.import_programme(&files).await;
        assert_eq!(report.count(exemplar::facts::Outcome::Refused), 0, "{report:#?}");
        let wrong = "belongs_to,organisation,source\nnowhere,DEMO-A,s\n";
        let report = portal.import_programme(&[("w.csv", wrong)]).await;
        assert_eq!(report.lines.first().unwrap().detail, "there is no place “nowhere”");
        portal.settle().await;
        let page = portal.get("/footprints/vale").await;
        page.shows("0 of 1 milestone of its members are done.");
        page.shows("No paper: 2018 .");
        page.shows("Belonged to it before Beta Demonstration Trust , since March 2016, until 30 June 2020");
        let then = portal.get("/footprints/vale?as-at=2017-01-01").await;
        then.shows("Beta Demonstration Trust");
        then.lacks("Belonged to it before");
        assert!(
            portal.get("/footprints/vale/milestones.csv").await.text.contains("vale,DEMO-A,Alpha Demonstration Trust")
        );
        let dispute = "/dispute?record=/footprints/vale";
        assert!(portal.get("/footprints/vale").await.text.contains(dispute), "it can be disputed from its page");
        let ann = portal.signed_in("Ann Alpha", "DEMO-A", &[Role::Publisher]).await;
        let wrong = [("wrong", "We never belonged to it."), ("organisation", "DEMO-A")];
        portal.fill(dispute, &ann, &wrong).await;
        portal.settle().await;
        portal.get("/footprints/vale").await.shows("A correction of this page is open since 22 November 2026.");
        assert_eq!(portal.get("/dispute?record=/footprints/none").await.status, StatusCode::NOT_FOUND);
        portal.get("/footprints").await.shows("The Vale Kind Transformation footprint");
        portal.is_whole().await;
    }
}
