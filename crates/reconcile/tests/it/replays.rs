//! Real merges and real copies. The folder is named by `EXEMPLAR_VECTORS`; without it the
//! tests say that they were skipped, and fail if `EXEMPLAR_VECTORS_REQUIRED` is 1.

use reconcile::{State, Update, updates};

use crate::git;
use crate::vectors::lines;

const MERGES: &str = "data/merge_replays_usds_playbook.jsonl";
const COPIES: &str = "data/adoption_cases_usds_playbook.jsonl";

fn asks(updates: &[Update]) -> usize {
    updates.iter().filter(|update| update.state.asks()).count()
}

#[test]
fn recorded_merges_come_out_as_they_were_recorded() {
    let Some(merges) = lines(MERGES) else { return };
    let (mut equal, mut wrong) = (0, Vec::new());
    for (number, merge) in merges.iter().enumerate() {
        let version = |name: &str| merge[name].as_str().unwrap_or_default();
        let found = updates(version("base"), version("ours"), version("theirs"), &[]).expect("not too large");
        let merged = found.merged();
        if merge["line_merge_conflicts"] == 0 {
            match merged == version("recorded_result") {
                true => equal += 1,
                false if found.asks() => {}
                false => wrong.push(number),
            }
        } else {
            assert!(!found.asks(), "merge {number} asks");
            assert!(found.updates().iter().all(|update| update.state == State::Clean), "merge {number}");
        }
        println!("{number}: asks {} equal {}", asks(found.updates()), merged == version("recorded_result"));
    }
    assert_eq!(wrong, Vec::<usize>::new(), "silently different");
    assert!(equal >= 17, "{equal} equal");
}

#[test]
fn real_copies_are_brought_up_to_date_with_few_questions() {
    let Some(copies) = lines(COPIES) else { return };
    let (mut quiet, mut questions, mut wrong) = (0, 0, Vec::new());
    for (number, copy) in copies.iter().enumerate() {
        let version = |name: &str| copy[name].as_str().unwrap_or_default();
        let [base, local, upstream] = ["base", "local", "upstream_now"].map(version);
        let found = updates(base, local, upstream, &[]).expect("not too large");
        if found.asks() {
            questions += asks(found.updates());
        } else {
            quiet += 1;
        }
        let line_merge = git::merge_file(base, local, upstream);
        if let Some(expected) = &line_merge
            && (found.asks() || found.merged() != *expected)
        {
            wrong.push(number);
        }
        println!("{number} {}: asks {}, git {}", version("path"), asks(found.updates()), line_merge.is_some());
        for update in found.updates().iter().filter(|update| update.state.asks()) {
            println!("   {:?} {:?} {}", update.kind, update.state, update.section);
        }
    }
    println!("quiet {quiet} questions {questions}");
    assert_eq!(wrong, Vec::<usize>::new(), "other than git merge-file");
    assert!(quiet >= 25, "{quiet} ask nothing");
    assert!(questions <= 10, "{questions} questions");
}
