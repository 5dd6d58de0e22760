//! What holds for any base, copy and source: asked through the library, as a person would.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;
use reconcile::{Decided, Decision, Reconciliation, State, updates};

use crate::git;
use crate::guides::{any_text, edited, three_versions};

fn found<'t>(base: &'t str, ours: &'t str, theirs: &'t str) -> Reconciliation<'t> {
    updates(base, ours, theirs, &[]).expect("not too large")
}

/// Texts in which one side moved what the other changed or took out.
const MOVED: &[(&str, &str, &str)] = &[
    (
        "## A a a a\n\n## B b b b\n\n- c1 c2 c3\n- d1 d2 d3\n- e1 e2 e3\n\n- f1 f2 f3\n- g1 g2 g3\n- h1 h2 h3\n\n## I i i i\n\n",
        "## A a a a\n\n- x f2 f3\n- g1 g2 g3\n- h1 h2 h3\n\n## B b b b\n\n- c1 c2 c3\n- d1 d2 d3\n- e1 e2 e3\n\n## I i i i\n\n",
        "## A a a a\n\n## B b b b\n\n- c1 c2 c3\n- d1 d2 d3\n- e1 e2 e3\n\n- f1 f2 f3\n- y1 y2 y3\n- g1 g2 g3\n- h1 h2 h3\n\n## I i i i\n\n",
    ),
    (
        "## w1 w2 w3 w4\n\n## w5 w6 w7 w8\n\n## w9 w10 w11 w12\n\n## w13 w14 w15 w16\n\n",
        "## w1001 w10 w11 w12\n\n## w1 w2 w3 w4\n\n## w5 w6 w7 w8\n\n## w13 w14 w15 w16\n\n",
        "## w13 w14 w15 w16\n\n",
    ),
];

#[test]
fn what_both_took_out_and_one_wrote_anew_elsewhere_asks() {
    let base = "## Ask\n\n## Count all spots\n\n## Buy\n\n## Tell\n";
    let ours = "## Ask\n\n## Buy\n\n## Count most spots\n\n## Tell\n";
    assert!(found(base, ours, "## Buy\n\n## Ask\n\n## Tell\n").asks());
    assert!(found(base, ours, "## Ask\n\n## Buy\n\n## Tell\n").asks());
}

#[test]
fn both_sides_are_asked_or_neither_where_one_moved_what_the_other_changed() {
    for (base, ours, theirs) in MOVED {
        assert_eq!(found(base, ours, theirs).asks(), found(base, theirs, ours).asks(), "{ours}");
    }
}

/// The same texts each time, so that a run says what the change did. `PROPTEST_RNG_SEED` and `PROPTEST_CASES` look further.
fn the_same_each_time(cases: u32) -> ProptestConfig {
    let default = ProptestConfig::default();
    match std::env::var("PROPTEST_RNG_SEED") {
        Ok(_) => default,
        Err(_) => ProptestConfig { cases, rng_seed: RngSeed::Fixed(2_026), failure_persistence: None, ..default },
    }
}

proptest! {
    #![proptest_config(the_same_each_time(1_024))]

    #[test]
    fn without_change_at_the_source_nothing_waits(base in any_text(), ours in any_text()) {
        let found = found(&base, &ours, &base);
        prop_assert!(found.updates().is_empty());
        prop_assert_eq!(found.merged(), ours);
    }

    #[test]
    fn an_untouched_copy_becomes_the_source_byte_for_byte(base in any_text(), theirs in any_text()) {
        let found = found(&base, &base, &theirs);
        prop_assert!(!found.asks(), "{:#?}", found.updates());
        if !found.updates().is_empty() {
            prop_assert_eq!(found.merged(), theirs);
        }
    }

    #[test]
    fn any_three_texts_get_an_answer(base in any_text(), ours in any_text(), theirs in any_text()) {
        let first = found(&base, &ours, &theirs);
        let ids: BTreeSet<&str> = first.updates().iter().map(|update| update.id.as_str()).collect();
        prop_assert_eq!(ids.len(), first.updates().len());
        let again = found(&base, &ours, &theirs);
        prop_assert_eq!(first.updates(), again.updates());
        prop_assert_eq!(first.merged(), again.merged());
        let share = first.divergence().share;
        prop_assert!((0.0..=1.0).contains(&share));
    }

    #[test]
    fn both_sides_are_asked_or_neither((base, ours, theirs) in three_versions()) {
        prop_assert_eq!(found(&base, &ours, &theirs).asks(), found(&base, &theirs, &ours).asks());
    }

    #[test]
    fn no_word_of_either_side_is_lost((base, ours, theirs) in three_versions()) {
        let found = found(&base, &ours, &theirs);
        let merged = words(&found.merged());
        let asked: BTreeSet<String> = found
            .updates()
            .iter()
            .filter(|update| update.state.asks())
            .flat_map(|update| words(&format!("{} {} {}", update.base, update.local, update.upstream)))
            .collect();
        let (was, own, new) = (words(&base), words(&ours), words(&theirs));
        for word in own.difference(&was) {
            prop_assert!(merged.contains(word), "ours is lost: {} in\n{}", word, found.merged());
        }
        for word in new.difference(&was) {
            prop_assert!(merged.contains(word) || asked.contains(word), "theirs is lost: {}", word);
        }
        for word in was.intersection(&own).filter(|word| new.contains(*word)) {
            prop_assert!(merged.contains(word) || asked.contains(word), "lost, though both have it: {}", word);
        }
        for word in &merged {
            prop_assert!(own.contains(word) || new.contains(word), "nobody wrote {}", word);
            let taken_out = was.contains(word) && own.contains(word) && !new.contains(word);
            prop_assert!(!taken_out || asked.contains(word), "{} was taken out at the source and stays unasked", word);
        }
    }

    #[test]
    fn once_all_is_settled_the_base_is_the_source_and_nothing_waits(
        (base, ours, theirs) in three_versions(),
        answers in prop::collection::vec(any::<bool>(), 40),
    ) {
        let found = found(&base, &ours, &theirs);
        let decision = |take: &bool| if *take { Decision::Take } else { Decision::Refuse };
        let decisions: Vec<(&str, Decision)> =
            found.updates().iter().zip(&answers).map(|(update, take)| (update.id.as_str(), decision(take))).collect();
        let Decided { base, local } = found.decide(&decisions).expect("all wait");
        if decisions.len() == found.updates().len() {
            prop_assert_eq!(&base, &theirs);
            let after = self::found(&base, &local, &theirs);
            prop_assert!(after.updates().is_empty());
        }
    }

    #[test]
    fn putting_off_changes_nothing((base, ours, theirs) in three_versions()) {
        let found = found(&base, &ours, &theirs);
        let waits = found.updates().iter().any(|update| update.state != State::AlreadyThere);
        let decisions: Vec<(&str, Decision)> =
            found.updates().iter().map(|update| (update.id.as_str(), Decision::PutOff)).collect();
        let decided = found.decide(&decisions).expect("all wait");
        prop_assert_eq!(decided.local, ours);
        prop_assert_eq!(decided.base, if waits { base } else { theirs });
    }

    #[test]
    fn decisions_about_what_fits_give_the_same_text_in_any_order(
        (base, ours, theirs) in three_versions(),
        order in prop::collection::vec(any::<Index>(), 40),
        answers in prop::collection::vec(any::<bool>(), 40),
    ) {
        let first = found(&base, &ours, &theirs);
        let decisions: Vec<(String, Decision)> = first
            .updates()
            .iter()
            .zip(&answers)
            .filter(|(update, _)| update.state == State::Clean)
            .map(|(update, take)| (update.id.clone(), if *take { Decision::Take } else { Decision::Refuse }))
            .collect();
        if decisions.is_empty() {
            return Ok(());
        }
        let borrowed: Vec<(&str, Decision)> = decisions.iter().map(|(id, what)| (id.as_str(), what.clone())).collect();
        let together = first.decide(&borrowed).expect("all wait");
        let forth = one_by_one(&base, &ours, &theirs, decisions.clone());
        let back = one_by_one(&base, &ours, &theirs, decisions.iter().rev().cloned().collect());
        let shuffled = one_by_one(&base, &ours, &theirs, mixed(decisions, &order));
        for other in [back, shuffled, together] {
            prop_assert_eq!(&forth.local, &other.local);
            // What the source is compared with next: the numbers of its items are no difference.
            prop_assert_eq!(unnumbered(&forth.base), unnumbered(&other.base));
        }
    }

    #[test]
    fn taking_all_that_is_clean_leaves_our_edits((base, ours, theirs) in three_versions()) {
        let merged = found(&base, &ours, &theirs).merged();
        let ours_alone = |text: &str| -> BTreeSet<String> { words(text).difference(&words(&base)).cloned().collect() };
        prop_assert!(ours_alone(&ours).is_subset(&words(&merged)));
    }

    #[test]
    fn edits_far_apart_never_ask((base, ours, theirs) in edited()) {
        let found = found(&base, &ours, &theirs);
        prop_assert!(!found.asks(), "{:#?}", found.updates());
    }
}

proptest! {
    #![proptest_config(the_same_each_time(256))]

    #[test]
    fn where_git_is_clean_and_nobody_is_asked_the_words_are_those_of_git((base, ours, theirs) in three_versions()) {
        let found = found(&base, &ours, &theirs);
        if let Some(text) = git::merge_file(&base, &ours, &theirs).filter(|_| !found.asks()) {
            prop_assert_eq!(words(&found.merged()), words(&text));
        }
    }
}

fn unnumbered(text: &str) -> String {
    text.lines().map(|line| line.trim_start_matches(|c: char| c.is_ascii_digit()).to_owned() + "\n").collect()
}

/// Decides one after another, each on what the decision before it left.
fn one_by_one(base: &str, ours: &str, theirs: &str, decisions: Vec<(String, Decision)>) -> Decided {
    let mut state = Decided { base: base.to_owned(), local: ours.to_owned() };
    for (id, decision) in decisions {
        let next = found(&state.base, &state.local, theirs).decide(&[(&id, decision)]);
        state = next.unwrap_or_else(|_| panic!("{id} waits no more\n{state:?}"));
    }
    state
}

fn mixed<T>(mut things: Vec<T>, order: &[Index]) -> Vec<T> {
    let mut mixed = Vec::new();
    for index in order {
        if things.is_empty() {
            break;
        }
        mixed.push(things.swap_remove(index.index(things.len())));
    }
    mixed.extend(things);
    mixed
}

fn words(text: &str) -> BTreeSet<String> {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    text.split_whitespace().map(bare).filter(|word| word.starts_with('w')).collect()
}
