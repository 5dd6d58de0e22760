//! `/blueprints/{slug}/updates`: bringing a copy up to date with what its source changed.

use axum::http::StatusCode;
use exemplar::people::Role;

use crate::harness::{Portal, both};

const GUIDE: &str = "---\ntitle: Scanners on wards\nhow_well: Errors fell by half\n---\n\n# Scanners on wards\n\nA scanner reads the wristband. It beeps.\n\n## Steps\n\n### Survey the wards\n\n- Ask the night staff\n- Draw a map\n\n### Buy\n\nPay for it.\n\n## Safety\n\nGive 10 mg at night.\n";

const TWO: &str = "code,name,kind,source\nDEMO-A,Demonstration Trust,acute,Invented\nDEMO-B,Demonstration Community,community,Invented\n";

const COPY: &str = "/blueprints/scanners-on-wards-demo-b";

const NO: [(&str, &str); 3] = [("changes_what", "no"), ("could_harm", "no"), ("states_dose", "no")];

/// The guide without its front matter, as the form has it.
fn body() -> String {
    GUIDE.split_once("\n---\n\n").map(|(_, body)| body.to_owned()).unwrap()
}

/// A copy of Bo's, and what Ann's organisation made of the source since.
async fn behind(portal: &mut Portal) -> String {
    portal.with_guides(&[("scanners.md", GUIDE)]).await;
    portal.import_organisations(TWO, "2020-01-02").await;
    portal.settle().await;
    let bo = portal.signed_in("Bo Roe", "DEMO-B", &[Role::Contributor, Role::Publisher]).await;
    portal.fill("/blueprints/scanners-on-wards/copy", &bo, &[]).await;
    let ours = body().replace("It beeps.", "It rings.");
    let reply = portal.fill(&format!("{COPY}/edit"), &bo, &[("text", &ours)]).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.words());
    let ann = portal.signed_in("Ann Lee", "DEMO-A", &[Role::Contributor, Role::Publisher]).await;
    let now = body()
        .replace("It beeps.", "It beeps twice.")
        .replace("- Draw a map\n", "- Draw a map\n- Count the beds\n")
        .replace("10 mg", "5 mg");
    portal.fill("/blueprints/scanners-on-wards/edit", &ann, &[("text", &now)]).await;
    portal.fill("/blueprints/scanners-on-wards/care", &ann, &NO).await;
    let said = [("class", "correction"), ("note", "The dose was wrong")];
    let reply = portal.fill("/blueprints/scanners-on-wards/publish", &ann, &said).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.words());
    bo
}

/// The address of the change that stands in the row with these words.
fn change_in(page: &str, words: &str) -> String {
    let row = page.split("<tr").find(|row| row.contains(words)).unwrap_or_else(|| panic!("no row with {words}"));
    let link = row.split("href=\"").nth(1).and_then(|rest| rest.split('"').next());
    link.unwrap().to_owned()
}

#[tokio::test]
async fn changes_are_told_decided_and_taken_back_and_make_the_next_draft() {
    for mut portal in both().await {
        let bo = behind(&mut portal).await;
        let list = portal.get_as(&bo, &format!("{COPY}/updates")).await;
        list.shows("3 changes of the source wait for you: 3 correction.");
        portal.get_as(&bo, COPY).await.shows("3 changes of the source wait for you: 3 correction.");
        list.shows("You changed this too");
        list.shows("Fits: you did not change this");
        // A dose is never among those that are used together.
        let fit = portal.get_as(&bo, &format!("{COPY}/updates-that-fit")).await;
        fit.shows("1 change that fits");
        fit.shows("Count the beds");
        fit.lacks("5 mg");
        let reply = portal.fill(&format!("{COPY}/updates-that-fit"), &bo, &[]).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.words());
        portal.get_as(&bo, &format!("{COPY}/draft")).await.shows("Count the beds");
        // One by one: why, how ours reads, how it will read.
        let list = portal.get_as(&bo, &format!("{COPY}/updates")).await;
        let dose = change_in(&list.text, "Safety");
        let page = portal.get_as(&bo, &dose).await;
        page.shows("The dose was wrong");
        page.shows("Read this one with care");
        let wrong = portal.fill(&dose, &bo, &[("how", "kept-ours")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.shows("Say why you keep yours");
        let used = portal.fill(&dose, &bo, &[("how", "used")]).await;
        assert_eq!(used.status, StatusCode::SEE_OTHER, "{}", used.words());
        let both = used.header("location").to_owned();
        portal.get_as(&bo, &both).await.shows("It rings.");
        let kept = portal.fill(&both, &bo, &[("how", "kept-ours"), ("reason", "Ours rings")]).await;
        assert_eq!(kept.header("location"), format!("{COPY}/updates"));
        let list = portal.get_as(&bo, &format!("{COPY}/updates")).await;
        list.shows("No change of the source waits for you.");
        list.shows("Ours rings");
        list.shows("Version 2 of the source");
        let draft = portal.get_as(&bo, &format!("{COPY}/draft")).await;
        draft.shows("Give 5 mg at night.");
        draft.shows("It rings.");
        portal.get_as(&bo, "/me").await.shows("Same as the source");
        // The last decision, and the one before, are taken back.
        for waits in ["1 change of the source waits", "2 changes of the source wait"] {
            let undone = portal.fill(&format!("{COPY}/updates-undo"), &bo, &[]).await;
            assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.words());
            portal.get_as(&bo, &format!("{COPY}/updates")).await.shows(waits);
        }
        portal.get_as(&bo, &format!("{COPY}/draft")).await.shows("Give 10 mg at night.");
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn what_was_kept_is_not_asked_again_until_the_source_changes_it_again() {
    for mut portal in both().await {
        let bo = behind(&mut portal).await;
        let list = portal.get_as(&bo, &format!("{COPY}/updates")).await;
        let both = change_in(&list.text, "You changed this too");
        portal.fill(&both, &bo, &[("how", "kept-ours"), ("reason", "Ours rings")]).await;
        let again = portal.get_as(&bo, &both).await;
        again.shows("This change no longer waits");
        let ann = portal.again("ann.lee@example.org").await;
        let now = body().replace("It beeps.", "It beeps three times.");
        portal.fill("/blueprints/scanners-on-wards/edit", &ann, &[("text", &now)]).await;
        let said = [("class", "improvement"), ("note", "Louder")];
        portal.fill("/blueprints/scanners-on-wards/publish", &ann, &said).await;
        let list = portal.get_as(&bo, &format!("{COPY}/updates")).await;
        list.shows("You kept yours before, and the source has changed this again");
        let page = portal.get_as(&bo, &change_in(&list.text, "You kept yours before")).await;
        page.shows("Louder");
        let own = [("how", "used-in-own-words"), ("words", "A scanner reads the wristband. It rings three times.")];
        portal.fill(&change_in(&list.text, "You kept yours before"), &bo, &own).await;
        portal.get_as(&bo, &format!("{COPY}/draft")).await.shows("It rings three times.");
        portal.is_whole().await;
    }
}
