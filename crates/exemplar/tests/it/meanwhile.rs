//! What happens when two people write the same draft, and what those who agree to it get to see.

use axum::http::StatusCode;
use exemplar::people::Role;

use crate::harness::{Portal, both};

const HERE: &str = "/blueprints/one";

const GUIDE: &str = "# One\n\nText.\n\n## Steps\n\n### Survey\n\nLook.\n\n### Buy\n\nPay.\n\n### Train\n\nTeach.\n\n## Standards and safety\n\n| Hazard | Control |\n| --- | --- |\n| Two charts | Remove paper |\n";

async fn two(portal: &mut Portal, text: &str) -> (String, String) {
    portal.with_guides(&[("one.md", text)]).await;
    let ann = portal.signed_in("Ann Lee", "DEMO-A", &[Role::Publisher]).await;
    (ann, portal.signed_in("Bo Roe", "DEMO-A", &[Role::Contributor]).await)
}

async fn goes(portal: &Portal, path: &str, cookie: &str, pairs: &[(&str, &str)]) {
    let reply = portal.fill(path, cookie, pairs).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{path}: {}", reply.words());
}

/// Sends the form of a page that was opened earlier, with some fields changed.
async fn sends(
    portal: &Portal,
    cookie: &str,
    (action, fields): &(String, Vec<(String, String)>),
    pairs: &[(&str, &str)],
) -> crate::harness::Reply {
    let kept = fields.iter().filter(|(name, _)| pairs.iter().all(|(changed, _)| changed != name));
    let all: Vec<(&str, &str)> = kept.map(|(n, v)| (n.as_str(), v.as_str())).chain(pairs.iter().copied()).collect();
    portal.post(action, cookie, &all).await
}

#[tokio::test]
async fn a_step_is_known_by_what_it_was_and_not_by_its_place() {
    for mut portal in both().await {
        let (ann, bo) = two(&mut portal, GUIDE).await;
        let step = |place: usize| format!("{HERE}/steps/{place}");
        let opened = portal.get_as(&ann, &step(2)).await.form();
        goes(&portal, &step(1), &bo, &[("how", "remove")]).await;
        let saved = sends(&portal, &ann, &opened, &[("title", "Buy well")]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.words());
        let draft = portal.get_as(&ann, &format!("{HERE}/draft")).await;
        draft.shows("Steps Buy well Train Add a step");
        // Two new steps at the same time are two steps.
        let new = portal.get_as(&ann, &step(3)).await.form();
        goes(&portal, &step(3), &bo, &[("title", "Watch")]).await;
        assert_eq!(sends(&portal, &ann, &new, &[("title", "Rest")]).await.status, StatusCode::SEE_OTHER);
        portal.get_as(&ann, &format!("{HERE}/draft")).await.shows("Buy well Train Watch Rest Add a step");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn facts_that_two_people_fill_in_are_put_together() {
    for mut portal in both().await {
        let (ann, bo) = two(&mut portal, GUIDE).await;
        let facts = format!("{HERE}/facts");
        let opened = portal.get_as(&ann, &facts).await.form();
        goes(&portal, &facts, &bo, &[("elapsed", "9 months")]).await;
        let saved = sends(&portal, &ann, &opened, &[("how_well", "Errors halved")]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.words());
        portal
            .get_as(&ann, &format!("{HERE}/draft"))
            .await
            .shows("Elapsed time 9 months How well it worked Errors halved");

        let opened = portal.get_as(&ann, &facts).await.form();
        goes(&portal, &facts, &bo, &[("elapsed", "10 months"), ("runs_today", "The IT team")]).await;
        let late = sends(&portal, &ann, &opened, &[("elapsed", "11 months")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        late.shows("10 months");
        assert_eq!(sends(&portal, &ann, &late.form(), &[]).await.status, StatusCode::SEE_OTHER);
        let draft = portal.get_as(&ann, &format!("{HERE}/draft")).await;
        draft.shows("Elapsed time 11 months");
        draft.shows("Who runs it today The IT team");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn whoever_agrees_sees_the_facts_and_whoever_signs_begins_from_the_last_answers() {
    for mut portal in both().await {
        let (ann, bo) = two(&mut portal, GUIDE).await;
        let cy = portal.signed_in("Cy Poe", "DEMO-A", &[Role::SafetyOfficer]).await;
        goes(&portal, &format!("{HERE}/facts"), &bo, &[("title", "One and all"), ("cost_low", "12000")]).await;
        let agree = portal.get_as(&ann, &format!("{HERE}/agree")).await;
        agree.shows("From £12,000");
        agree.shows("One and all");
        let yes = [("changes_what", "yes"), ("could_harm", "no"), ("states_dose", "no")];
        goes(&portal, &format!("{HERE}/care"), &bo, &yes).await;
        let answers = [("hazard-1", "otherwise"), ("words-1", "By scanning")];
        goes(&portal, &format!("{HERE}/sign"), &cy, &answers).await;
        let said = [("class", "improvement"), ("note", "Better")];
        goes(&portal, &format!("{HERE}/publish"), &ann, &said).await;
        portal.get(HERE).await.shows("How its hazards are controlled here Two charts");
        portal.get(HERE).await.shows("By scanning");
        goes(&portal, &format!("{HERE}/facts"), &bo, &[("elapsed", "A year")]).await;
        let sign = portal.get_as(&cy, &format!("{HERE}/sign")).await;
        assert!(sign.text.contains("By scanning"), "{}", sign.words());
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_picture_without_words_waits_for_them() {
    let mut portal = Portal::sqlite().await;
    let (ann, _) = two(&mut portal, "# One\n\n![](https://example.org/a.png)\n").await;
    goes(&portal, &format!("{HERE}/edit"), &ann, &[("text", "# One\n\nMore. ![](https://example.org/a.png)\n")]).await;
    let no = [("changes_what", "no"), ("could_harm", "no"), ("states_dose", "no")];
    goes(&portal, &format!("{HERE}/care"), &ann, &no).await;
    let said = [("class", "improvement"), ("note", "Better")];
    portal.fill(&format!("{HERE}/publish"), &ann, &said).await.shows("A picture says nothing of what it shows");
    let text = "# One\n\nMore. ![A ward](https://example.org/a.png)\n";
    goes(&portal, &format!("{HERE}/edit"), &ann, &[("text", text)]).await;
    goes(&portal, &format!("{HERE}/publish"), &ann, &said).await;
}
