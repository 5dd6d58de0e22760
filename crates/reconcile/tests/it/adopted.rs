//! The laws on real pages: how-to pages of one organisation, another's copies of them, and
//! what the first made of them since. The folder is named by `EXEMPLAR_VECTORS`; without it
//! the test says that it was skipped, and fails if `EXEMPLAR_VECTORS_REQUIRED` is 1.

use std::path::{Path, PathBuf};

use crate::laws::assert_comparison_laws;

const PAGES: &str = "data/adoption_cases_usds_playbook.jsonl";

#[test]
fn real_pages_and_their_copies_keep_the_laws() {
    let Some(folder) = vectors() else { return };
    let text = std::fs::read_to_string(folder.join(PAGES)).expect("the pages are readable");
    let mut pages = 0;
    for line in text.lines() {
        let page: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
        let version = |name: &str| page[name].as_str().unwrap_or_default();
        let [base, local, now] = ["base", "local", "upstream_now"].map(version);
        for (old, new) in [(base, local), (base, now), (local, now)] {
            assert_comparison_laws(old, new);
        }
        pages += 1;
    }
    assert!(pages > 0, "no pages in {PAGES}");
}

fn vectors() -> Option<PathBuf> {
    let required = std::env::var("EXEMPLAR_VECTORS_REQUIRED").is_ok_and(|value| value == "1");
    let folder = std::env::var_os("EXEMPLAR_VECTORS").map(PathBuf::from);
    let found = folder.filter(|folder| Path::is_file(&folder.join(PAGES)));
    if found.is_none() {
        println!("skipped: EXEMPLAR_VECTORS names no folder with {PAGES}");
        assert!(!required, "EXEMPLAR_VECTORS_REQUIRED is 1");
    }
    found
}
