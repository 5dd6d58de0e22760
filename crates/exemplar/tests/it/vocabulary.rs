//! `/office/words`: what was searched for and not found, and which words mean the same.

use axum::http::StatusCode;
use exemplar::people::Role;

use crate::harness::{Portal, both};

const HERE: &str = "/office/words";

#[tokio::test]
async fn what_was_not_found_is_counted_and_a_synonym_finds_it() {
    for mut portal in both().await {
        portal.with_guides(&[("one.md", "# Board rounds\n\nEach morning.\n")]).await;
        let office = portal.signed_in("Nora Bell", "DEMO-A", &[Role::Office]).await;
        let writer = portal.signed_in("Ann Lee", "DEMO-A", &[Role::Contributor]).await;
        assert_eq!(portal.get_as(&writer, HERE).await.status, StatusCode::FORBIDDEN);
        portal.get_as(&office, HERE).await.shows("Nothing in the last 90 days");
        let search = async |portal: &Portal, words: &str, second: u32| {
            portal.app.clock().set(format!("2026-11-22T10:00:{second:02}Z").parse().unwrap());
            portal.get(&format!("/blueprints?q={words}")).await
        };
        search(&portal, "xylophone", 1).await.shows("No guide");
        search(&portal, "Xylophone", 3).await;
        // At most one is noted in a second, and nothing that could be about a person.
        search(&portal, "quagga", 3).await;
        search(&portal, "943+476+5919", 6).await;
        let page = portal.get_as(&office, HERE).await;
        page.shows("Searched for xylophone Times 2 Last on 22 November 2026");
        page.lacks("quagga");
        page.lacks("943 476 5919");

        for words in ["", "xylophone", "xylophone\nXylophone", "# a\nb"] {
            let refused = portal.fill_to(HERE, HERE, &office, &[("words", words)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        }
        let added = portal.fill_to(HERE, HERE, &office, &[("words", "xylophone\nboard round")]).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.words());
        portal.settle().await;
        search(&portal, "xylophone", 9).await.shows("Board rounds");
        let page = portal.get_as(&office, HERE).await;
        page.shows("xylophone = board round");
        let end = page.action_with("/end");
        assert_eq!(portal.fill_to(HERE, &end, &office, &[]).await.status, StatusCode::SEE_OTHER);
        portal.settle().await;
        search(&portal, "xylophone", 12).await.lacks("Board rounds");
        portal.is_whole().await;
    }
}
