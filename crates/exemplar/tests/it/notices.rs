//! Safety notices: what every copy has to answer, who is told of it and when, and that nothing is sent twice.

use axum::http::StatusCode;
use exemplar::copies::notices;
use exemplar::people::{self, Role};

use crate::harness::{Portal, both};

const GUIDE: &str = "# Scanners on wards\n\nA scanner reads the wristband. It beeps.\n\n## Steps\n\n### Survey the wards\n\nAsk the night staff.\n\n## Safety\n\nGive 10 mg at night.\n";

const THREE: &str = "code,name,kind,source\nDEMO-A,Demonstration Trust,acute,Invented\nDEMO-B,Demonstration Community,community,Invented\nDEMO-C,Demonstration Care,care,Invented\n";

const SOURCE: &str = "/blueprints/scanners-on-wards";
const COPY: &str = "/blueprints/scanners-on-wards-demo-b";

const NO: [(&str, &str); 3] = [("changes_what", "no"), ("could_harm", "no"), ("states_dose", "no")];

/// The people of a story.
struct People {
    ann: String,
    bo: String,
    cy: String,
}

async fn publishes(portal: &Portal, cookie: &str, guide: &str, (class, note): (&str, &str)) {
    portal.fill(&format!("{guide}/care"), cookie, &NO).await;
    let said = [("class", class), ("note", note)];
    let reply = portal.fill(&format!("{guide}/publish"), cookie, &said).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.words());
}

/// A guide of DEMO-A, a published copy of DEMO-B, and a copy of that copy at DEMO-C.
async fn line(portal: &mut Portal) -> People {
    portal.with_guides(&[("scanners.md", GUIDE)]).await;
    portal.import_organisations(THREE, "2020-01-02").await;
    portal.settle().await;
    let ann = portal.signed_in("Ann Lee", "DEMO-A", &[Role::Contributor, Role::Publisher]).await;
    let bo = portal.signed_in("Bo Roe", "DEMO-B", &[Role::Contributor, Role::Publisher]).await;
    portal.signed_in("Bea Safe", "DEMO-B", &[Role::SafetyOfficer]).await;
    portal.signed_in("Al Admin", "DEMO-B", &[Role::Administrator]).await;
    let cy = portal.signed_in("Cy Poe", "DEMO-C", &[Role::Contributor]).await;
    portal.fill(&format!("{SOURCE}/copy"), &bo, &[]).await;
    publishes(portal, &bo, COPY, ("editorial", "Ours")).await;
    portal.fill(&format!("{COPY}/copy"), &cy, &[]).await;
    portal.work().await;
    People { ann, bo, cy }
}

/// The source is corrected because it could harm.
async fn corrected(portal: &mut Portal, ann: &str) {
    let now = GUIDE.replace("10 mg", "5 mg");
    portal.fill(&format!("{SOURCE}/edit"), ann, &[("text", &now)]).await;
    publishes(portal, ann, SOURCE, ("safety", "The dose was too high")).await;
    portal.work().await;
    portal.settle().await;
}

async fn letters_to(portal: &Portal, mail: &str, subject: &str) -> usize {
    let letters = people::newest_letters(&mut portal.db().read().await.unwrap()).await.unwrap();
    letters.iter().filter(|letter| letter.recipient == mail && letter.subject.contains(subject)).count()
}

#[tokio::test]
async fn a_safety_correction_warns_every_copy_at_once_and_asks_its_people_and_safety_officers() {
    for mut portal in both().await {
        let People { ann, bo, cy } = line(&mut portal).await;
        portal.get(COPY).await.lacks("Safety notice");
        corrected(&mut portal, &ann).await;
        let page = portal.get(COPY).await;
        page.shows("Safety notice");
        page.shows("The dose was too high");
        page.shows("An answer is due by 27 November 2026.");
        page.lacks("Answer this notice");
        portal.get_as(&cy, "/blueprints/scanners-on-wards-demo-c").await.shows("The dose was too high");
        for mail in ["bo.roe@example.org", "bea.safe@example.org", "cy.poe@example.org"] {
            assert_eq!(letters_to(&portal, mail, "Safety notice").await, 1, "{mail}");
        }
        assert_eq!(letters_to(&portal, "al.admin@example.org", "Safety notice").await, 0);
        portal.get_as(&bo, COPY).await.shows("Answer this notice");
        let home = portal.get_as(&bo, "/me").await;
        home.shows("Safety notices to answer");
        let officer = portal.again("bea.safe@example.org").await;
        portal.get_as(&officer, "/me").await.shows("Safety notices to answer");
        // The source's people see who has answered; others do not know of it.
        let list = portal.get_as(&ann, &format!("{SOURCE}/notices")).await;
        list.shows("0 of 2 answered, 0 late.");
        assert_eq!(portal.get_as(&bo, &format!("{SOURCE}/notices")).await.status, StatusCode::NOT_FOUND);
        let duty = home.address_with("/notices/");
        assert_eq!(portal.get_as(&cy, &duty).await.status, StatusCode::NOT_FOUND);
        let wrong = portal.fill(&duty, &officer, &[("reply", "not-relevant")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.shows("Say why it is not relevant to you");
        let why = [("reply", "not-relevant"), ("words", "We have no such ward")];
        let reply = portal.fill(&duty, &officer, &why).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.words());
        portal.get(COPY).await.lacks("Safety notice");
        let list = portal.get_as(&ann, &format!("{SOURCE}/notices")).await;
        list.shows("1 of 2 answered, 0 late.");
        list.shows("We have no such ward");
        // Whoever copies the corrected text is not asked; whoever copies an old copy is.
        let dee = portal.signed_in("Dee Fox", "DEMO-C", &[Role::Contributor]).await;
        portal.fill(&format!("{SOURCE}/copy"), &dee, &[]).await;
        portal.fill(&format!("{COPY}/copy"), &dee, &[]).await;
        portal.work().await;
        portal.get_as(&ann, &format!("{SOURCE}/notices")).await.shows("1 of 3 answered");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn whoever_signs_or_publishes_reads_first_of_notices_and_of_doses_that_are_said_to_be_none() {
    for mut portal in both().await {
        let People { ann, bo, .. } = line(&mut portal).await;
        corrected(&mut portal, &ann).await;
        portal.fill(&format!("{COPY}/edit"), &bo, &[("text", "# Scanners on wards\n\nGive 5 mg at night.\n")]).await;
        portal.fill(&format!("{COPY}/care"), &bo, &NO).await;
        let page = portal.get_as(&bo, &format!("{COPY}/publish")).await;
        page.shows("A safety notice is not answered");
        page.shows("It is said not to touch care");
        page.shows("“5 mg”");
        let officer = portal.again("bea.safe@example.org").await;
        portal.get_as(&officer, &format!("{COPY}/sign")).await.shows("A safety notice is not answered");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn using_the_change_answers_the_notice_and_readers_are_warned_until_it_is_published() {
    for mut portal in both().await {
        let People { ann, bo, .. } = line(&mut portal).await;
        corrected(&mut portal, &ann).await;
        let list = portal.get_as(&bo, &format!("{COPY}/updates")).await;
        let change = list.address_with("/updates/");
        let used = portal.fill(&change, &bo, &[("how", "used")]).await;
        assert_eq!(used.status, StatusCode::SEE_OTHER, "{}", used.words());
        portal.get_as(&bo, "/me").await.lacks("Safety notices to answer");
        let page = portal.get(COPY).await;
        page.shows("It stands in the next version of this copy, which is not published yet.");
        portal.get_as(&ann, &format!("{SOURCE}/notices")).await.shows("1 of 2 answered");
        // Taken back, it is asked again, and whoever publishes reads so first.
        portal.fill(&format!("{COPY}/updates-undo"), &bo, &[]).await;
        portal.get_as(&bo, "/me").await.shows("Safety notices to answer");
        portal.fill(&change, &bo, &[("how", "used")]).await;
        publishes(&portal, &bo, COPY, ("correction", "The dose")).await;
        portal.work().await;
        portal.get(COPY).await.lacks("Safety notice");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn what_is_not_answered_is_told_again_once_and_then_goes_to_the_director() {
    for mut portal in both().await {
        let People { ann, .. } = line(&mut portal).await;
        corrected(&mut portal, &ann).await;
        let remind = async |portal: &Portal| notices::remind(portal.app.kit(), "http://x").await.unwrap();
        assert_eq!(remind(&portal).await, 0, "it is too early");
        portal.on("2026-11-26");
        assert_eq!(remind(&portal).await, 2);
        assert_eq!(remind(&portal).await, 0, "nothing is sent twice");
        let admin = portal.again("al.admin@example.org").await;
        let named = portal.get_as(&admin, "/organisations/DEMO-B/safety").await;
        named.shows("Nobody named yet: it goes to your administrators");
        let account = named.option("Al Admin");
        let reply = portal.fill("/organisations/DEMO-B/safety", &admin, &[("account", &account)]).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.words());
        portal.on("2026-11-30");
        assert_eq!((remind(&portal).await, remind(&portal).await), (2, 0));
        portal.letter_to("al.admin@example.org", "It comes to you as the director for safety").await;
        let (admin, bo) = (portal.again("al.admin@example.org").await, portal.again("bo.roe@example.org").await);
        let home = portal.get_as(&admin, "/me").await;
        home.shows("Late");
        let duty = home.address_with("/notices/");
        portal
            .get_as(&admin, &duty)
            .await
            .shows("Al Admin, your director for safety. It went there on 30 November 2026");
        let office = portal.signed_in("Nora Bell", "DEMO-C", &[Role::Office]).await;
        portal.get_as(&office, "/office/safety").await.shows("0 of 2 answered, 2 late.");
        assert_eq!(portal.get_as(&bo, "/office/safety").await.status, StatusCode::FORBIDDEN);
        // A promise has its own day, and is late after it.
        let promised = [("reply", "will-do"), ("by_when", "2026-12-10")];
        portal.fill(&duty, &admin, &promised).await;
        portal.get(COPY).await.shows("It will be done by 10 December 2026.");
        assert_eq!(remind(&portal).await, 0);
        portal.on("2026-12-11");
        assert_eq!((remind(&portal).await, remind(&portal).await), (1, 0));
        portal.letter_to("al.admin@example.org", "What was to be done about it was not done by then").await;
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_withdrawal_warns_every_copy_too() {
    for mut portal in both().await {
        let People { ann, bo, .. } = line(&mut portal).await;
        portal.fill(&format!("{SOURCE}/withdraw"), &ann, &[("reason", "The scanner was recalled")]).await;
        // The job is done once, however often it runs.
        portal.work().await;
        portal.settle().await;
        let page = portal.get(COPY).await;
        page.shows("The source was withdrawn: The scanner was recalled");
        let duty = portal.get_as(&bo, "/me").await.address_with("/notices/");
        portal.fill(&duty, &bo, &[("reply", "taken")]).await;
        portal.get(COPY).await.lacks("Safety notice");
        portal.is_whole().await;
    }
}
