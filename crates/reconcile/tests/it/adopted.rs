//! The laws of comparing on real pages: how-to pages of one organisation, another's copies
//! of them, and what the first made of them since.

use crate::laws::assert_comparison_laws;
use crate::vectors::lines;

#[test]
fn real_pages_and_their_copies_keep_the_laws() {
    let Some(pages) = lines("data/adoption_cases_usds_playbook.jsonl") else { return };
    for page in pages {
        let version = |name: &str| page[name].as_str().unwrap_or_default();
        let [base, local, now] = ["base", "local", "upstream_now"].map(version);
        for (old, new) in [(base, local), (base, now), (local, now)] {
            assert_comparison_laws(old, new);
        }
    }
}
