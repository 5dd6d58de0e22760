//! The kinds of edits that people make on two sides of a copy, and what a careful editor
//! would want of each: what comes out, or that somebody is asked.

use reconcile::updates;

use crate::git;

/// What a careful editor wants.
enum Wants {
    /// Nobody is asked, and this comes out.
    Text(&'static str),
    /// Somebody is asked, and until then ours stays, with what else fits in it.
    Asks(&'static str),
}

use Wants::{Asks, Text};

struct Pair {
    kind: &'static str,
    base: &'static str,
    ours: &'static str,
    theirs: &'static str,
    wants: Wants,
}

#[test]
fn each_kind_of_edits_comes_out_as_a_careful_editor_wants() {
    let mut wrong = Vec::new();
    for pair in PAIRS {
        let found = updates(pair.base, pair.ours, pair.theirs, &[]).expect("not too large");
        let (asks, text) = match pair.wants {
            Text(text) => (false, text),
            Asks(text) => (true, text),
        };
        if found.asks() != asks || found.merged() != text {
            wrong.push(format!("{}: asks {}\n{}\n{:#?}", pair.kind, found.asks(), found.merged(), found.updates()));
        }
    }
    assert!(PAIRS.len() >= 40, "{} kinds", PAIRS.len());
    assert!(wrong.is_empty(), "{} wrong\n\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn who_is_asked_does_not_depend_on_whose_copy_it_is() {
    for pair in PAIRS {
        let there = updates(pair.base, pair.ours, pair.theirs, &[]).expect("not too large");
        let back = updates(pair.base, pair.theirs, pair.ours, &[]).expect("not too large");
        assert_eq!(there.asks(), back.asks(), "{}", pair.kind);
    }
}

/// What is read together: base, ours and the source's, each with one change that the other must not meet unasked.
const READ_TOGETHER: &[(&str, [&str; 3])] = &[
    (
        "a drug and a dose",
        ["Use morphine. Give 10 mg.\n", "Use oxycodone. Give 10 mg.\n", "Use morphine. Give 20 mg.\n"],
    ),
    (
        "a drug as the heading",
        ["### Morphine\n\nGive 10 mg.\n", "### Oxycodone\n\nGive 10 mg.\n", "### Morphine\n\nGive 20 mg.\n"],
    ),
    (
        "a drug in the paragraph before",
        [
            "Morphine is given by mouth.\n\nGive 10 mg of it.\n",
            "Oxycodone is given by mouth.\n\nGive 10 mg of it.\n",
            "Morphine is given by mouth.\n\nGive 20 mg of it.\n",
        ],
    ),
    (
        "an age and a dose",
        [
            "- Children under 12:\n  - give 5 mg\n",
            "- Children under 16:\n  - give 5 mg\n",
            "- Children under 12:\n  - give 10 mg\n",
        ],
    ),
    (
        "a dose and the most of a day",
        [
            "Give 10 mg every 4 hours.\n\nNo more than 60 mg a day.\n",
            "Give 20 mg every 4 hours.\n\nNo more than 60 mg a day.\n",
            "Give 10 mg every 4 hours.\n\nNo more than 40 mg a day.\n",
        ],
    ),
    (
        "a unit before a table",
        [
            "All doses in mg.\n\n| Who | Dose |\n| --- | --- |\n| child | 5 |\n",
            "All doses in micrograms.\n\n| Who | Dose |\n| --- | --- |\n| child | 5 |\n",
            "All doses in mg.\n\n| Who | Dose |\n| --- | --- |\n| child | 6 |\n",
        ],
    ),
];

#[test]
fn what_is_read_with_a_measure_asks_whoever_changed_it() {
    for (kind, [base, ours, theirs]) in READ_TOGETHER {
        for [base, ours, theirs] in [[base, ours, theirs], [base, theirs, ours]] {
            let found = updates(base, ours, theirs, &[]).expect("not too large");
            assert!(found.asks(), "{kind}: {}", found.merged());
            assert_eq!(found.merged(), *ours, "{kind}");
        }
    }
}

/// Kinds on which `git merge-file` is clean and ours is another text, with the reason.
const OTHER_THAN_GIT: &[(&str, &str)] = &[];

#[test]
fn where_git_is_clean_ours_is_the_same_but_for_what_is_listed() {
    let mut others = Vec::new();
    for pair in PAIRS {
        let ours = updates(pair.base, pair.ours, pair.theirs, &[]).expect("not too large");
        let by_lines = git::merge_file(pair.base, pair.ours, pair.theirs);
        if by_lines.is_some_and(|text| ours.asks() || text != ours.merged()) {
            others.push(pair.kind);
        }
    }
    let listed: Vec<&str> = OTHER_THAN_GIT.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(others, listed);
}

#[test]
fn what_is_clean_leaves_nothing_open_once_it_is_taken() {
    // What was filled in is told from the base, which has the variable.
    let clean = PAIRS.iter().filter(|pair| matches!(pair.wants, Text(_)) && !pair.base.contains("{{"));
    for pair in clean {
        let merged = updates(pair.base, pair.ours, pair.theirs, &[]).expect("not too large").merged();
        let again = updates(pair.theirs, &merged, pair.theirs, &[]).expect("not too large");
        assert_eq!(again.updates(), [], "{}", pair.kind);
        let anew = updates(pair.base, &merged, pair.theirs, &[]).expect("not too large");
        assert!(!anew.asks(), "{}: {:#?}", pair.kind, anew.updates());
    }
}

const PAIRS: &[Pair] = &[
    Pair {
        kind: "a step put in at the source, another edited here: the steps are numbered anew",
        base: "1. Ask the ward\n2. Count the spots\n3. Buy cables\n",
        ours: "1. Ask the ward\n2. Count the spots\n3. Buy long cables\n",
        theirs: "1. Ask the ward\n2. Draw a plan\n3. Count the spots\n4. Buy cables\n",
        wants: Text("1. Ask the ward\n2. Draw a plan\n3. Count the spots\n4. Buy long cables\n"),
    },
    Pair {
        kind: "a step taken out at the source, another edited here",
        base: "1. Ask the ward\n2. Count the spots\n3. Buy cables\n",
        ours: "1. Ask the ward\n2. Count the spots\n3. Buy long cables\n",
        theirs: "1. Count the spots\n2. Buy cables\n",
        wants: Text("1. Count the spots\n2. Buy long cables\n"),
    },
    Pair {
        kind: "a list of ours whose numbers are all one keeps them so",
        base: "1. Ask the ward\n1. Buy cables\n",
        ours: "1. Ask the ward\n1. Buy long cables\n",
        theirs: "1. Ask the ward\n1. Count the spots\n1. Buy cables\n",
        wants: Text("1. Ask the ward\n1. Count the spots\n1. Buy long cables\n"),
    },
    Pair {
        kind: "a section moved at the source and edited here",
        base: "# A\n\n## Costs\n\nIt costs a lot of money here.\n\n## Steps\n\nAsk the ward before anything else.\n\n## Lessons\n\nTalk to the people who use it all night.\n",
        ours: "# A\n\n## Costs\n\nIt costs a great lot of money here.\n\n## Steps\n\nAsk the ward before anything else.\n\n## Lessons\n\nTalk to the people who use it all night.\n",
        theirs: "# A\n\n## Steps\n\nAsk the ward before anything else.\n\n## Lessons\n\nTalk to the people who use it all night.\n\n## Costs\n\nIt costs a lot of money here.\n",
        wants: Text(
            "# A\n\n## Steps\n\nAsk the ward before anything else.\n\n## Lessons\n\nTalk to the people who use it all night.\n\n## Costs\n\nIt costs a great lot of money here.\n",
        ),
    },
    Pair {
        kind: "a section moved here and edited at the source",
        base: "# A\n\n## Costs\n\nIt costs a lot of money here.\n\n## Steps\n\nAsk the ward before anything else.\n\n## Lessons\n\nTalk to the people who use it all night.\n",
        ours: "# A\n\n## Steps\n\nAsk the ward before anything else.\n\n## Lessons\n\nTalk to the people who use it all night.\n\n## Costs\n\nIt costs a lot of money here.\n",
        theirs: "# A\n\n## Costs\n\nIt costs a great lot of money here.\n\n## Steps\n\nAsk the ward before anything else.\n\n## Lessons\n\nTalk to the people who use it all night.\n",
        wants: Text(
            "# A\n\n## Steps\n\nAsk the ward before anything else.\n\n## Lessons\n\nTalk to the people who use it all night.\n\n## Costs\n\nIt costs a great lot of money here.\n",
        ),
    },
    Pair {
        kind: "a section retitled at the source and edited here",
        base: "## Costs\n\nIt costs a lot.\n",
        ours: "## Costs\n\nIt costs a lot. We paid less.\n",
        theirs: "## Money\n\nIt costs a lot.\n",
        wants: Text("## Money\n\nIt costs a lot. We paid less.\n"),
    },
    Pair {
        kind: "a section retitled by both",
        base: "## Costs\n\nIt costs a lot.\n",
        ours: "## Our costs\n\nIt costs a lot.\n",
        theirs: "## Money\n\nIt costs a lot.\n",
        wants: Asks("## Our costs\n\nIt costs a lot.\n"),
    },
    Pair {
        kind: "a section cut in two at the source, its first half edited here",
        base: "## Steps\n\nAsk the ward.\n\nBuy the cables.\n",
        ours: "## Steps\n\nAsk the ward nicely.\n\nBuy the cables.\n",
        theirs: "## Steps\n\nAsk the ward.\n\n## Buying\n\nBuy the cables.\n",
        wants: Text("## Steps\n\nAsk the ward nicely.\n\n## Buying\n\nBuy the cables.\n"),
    },
    Pair {
        kind: "a paragraph cut in two at the source, edited here",
        base: "Ask the ward before you begin. Then count every dead spot at night.\n",
        ours: "Ask the ward before you begin. Then count every dead spot at dawn.\n",
        theirs: "Ask the ward before you begin.\n\nThen count every dead spot at night.\n",
        wants: Asks("Ask the ward before you begin. Then count every dead spot at dawn.\n"),
    },
    Pair {
        kind: "a paragraph cut in two at the source, not touched here",
        base: "Ask the ward before you begin. Then count every dead spot at night.\n\nEnd of it.\n",
        ours: "Ask the ward before you begin. Then count every dead spot at night.\n\nEnd of it all.\n",
        theirs: "Ask the ward before you begin.\n\nThen count every dead spot at night.\n\nEnd of it.\n",
        wants: Text("Ask the ward before you begin.\n\nThen count every dead spot at night.\n\nEnd of it all.\n"),
    },
    Pair {
        kind: "a row added by both at different places",
        base: "| Ward | Lead |\n|---|---|\n| A | Ann |\n| B | Bob |\n",
        ours: "| Ward | Lead |\n|---|---|\n| A | Ann |\n| B | Bob |\n| C | Cy |\n",
        theirs: "| Ward | Lead |\n|---|---|\n| X | Xi |\n| A | Ann |\n| B | Bob |\n",
        wants: Text("| Ward | Lead |\n|---|---|\n| X | Xi |\n| A | Ann |\n| B | Bob |\n| C | Cy |\n"),
    },
    Pair {
        kind: "a column added by both",
        base: "| Ward | Lead |\n|---|---|\n| A | Ann |\n",
        ours: "| Ward | Lead | Phone |\n|---|---|---|\n| A | Ann | x |\n",
        theirs: "| Site | Ward | Lead |\n|---|---|---|\n| N | A | Ann |\n",
        wants: Text("| Site | Ward | Lead | Phone |\n|---|---|---|---|\n| N | A | Ann | x |\n"),
    },
    Pair {
        kind: "one cell changed by both",
        base: "| Ward | Lead |\n|---|---|\n| A | Ann |\n",
        ours: "| Ward | Lead |\n|---|---|\n| A | Amy |\n",
        theirs: "| Ward | Lead |\n|---|---|\n| A | Abe |\n",
        wants: Asks("| Ward | Lead |\n|---|---|\n| A | Amy |\n"),
    },
    Pair {
        kind: "two cells of a row changed, one by each",
        base: "| Ward | Lead | Site |\n|---|---|---|\n| A | Ann | North |\n",
        ours: "| Ward | Lead | Site |\n|---|---|---|\n| A | Amy | North |\n",
        theirs: "| Ward | Lead | Site |\n|---|---|---|\n| A | Ann | South |\n",
        wants: Text("| Ward | Lead | Site |\n|---|---|---|\n| A | Amy | South |\n"),
    },
    Pair {
        kind: "a dose and how often it is given, in two cells of a row",
        base: "| Drug | Dose | Often |\n|---|---|---|\n| A | 10 mg | twice daily |\n",
        ours: "| Drug | Dose | Often |\n|---|---|---|\n| A | 20 mg | twice daily |\n",
        theirs: "| Drug | Dose | Often |\n|---|---|---|\n| A | 10 mg | once daily |\n",
        wants: Asks("| Drug | Dose | Often |\n|---|---|---|\n| A | 20 mg | twice daily |\n"),
    },
    Pair {
        kind: "the same typing error mended by both",
        base: "Call the swichboard.\n\nAsk for help.\n",
        ours: "Call the switchboard.\n\nAsk for help.\n",
        theirs: "Call the switchboard.\n\nAsk for help.\n",
        wants: Text("Call the switchboard.\n\nAsk for help.\n"),
    },
    Pair {
        kind: "a dose changed by both",
        base: "Give 10 mg at night.\n",
        ours: "Give 20 mg at night.\n",
        theirs: "Give 5 mg at night.\n",
        wants: Asks("Give 20 mg at night.\n"),
    },
    Pair {
        kind: "a dose changed here, how often at the source, in one sentence",
        base: "Give 10 mg twice daily.\n",
        ours: "Give 20 mg twice daily.\n",
        theirs: "Give 10 mg once daily.\n",
        wants: Asks("Give 20 mg twice daily.\n"),
    },
    Pair {
        kind: "a dose changed here, how often at the source, in two sentences",
        base: "Give 10 mg. Repeat it twice daily.\n",
        ours: "Give 20 mg. Repeat it twice daily.\n",
        theirs: "Give 10 mg. Repeat it once daily.\n",
        wants: Asks("Give 20 mg. Repeat it twice daily.\n"),
    },
    Pair {
        kind: "a dose changed here, how often at the source, in two items",
        base: "- Dose: 10 mg\n- How often: twice daily\n",
        ours: "- Dose: 20 mg\n- How often: twice daily\n",
        theirs: "- Dose: 10 mg\n- How often: once daily\n",
        wants: Asks("- Dose: 20 mg\n- How often: twice daily\n"),
    },
    Pair {
        kind: "a threshold changed by both",
        base: "Call when potassium is above 6.0.\n",
        ours: "Call when potassium is above 5.5.\n",
        theirs: "Call when potassium is at least 6.0.\n",
        wants: Asks("Call when potassium is above 5.5.\n"),
    },
    Pair {
        kind: "lines wrapped elsewhere at the source, a word changed here",
        base: "Count the dead spots on every ward at night.\n",
        ours: "Count the dead spots on each ward at night.\n",
        theirs: "Count the dead spots\non every ward\nat night.\n",
        wants: Text("Count the dead spots on each ward at night.\n"),
    },
    Pair {
        kind: "lines wrapped elsewhere here, a word changed at the source",
        base: "Ask the ward first. Count the dead spots at night.\n",
        ours: "Ask the ward first.\nCount the dead spots\nat night.\n",
        theirs: "Ask the ward first. Count the dead spots at dawn.\n",
        wants: Text("Ask the ward first.\nCount the dead spots at dawn.\n"),
    },
    Pair {
        kind: "quotes made curly at the source, a word changed here",
        base: "Say \"ready\" and wait.\n",
        ours: "Say \"ready\" and go.\n",
        theirs: "Say “ready” and wait.\n",
        wants: Text("Say \"ready\" and go.\n"),
    },
    Pair {
        kind: "emphasis written otherwise at the source, a word changed here",
        base: "Do *not* wait.\n",
        ours: "Do *not* stop.\n",
        theirs: "Do _not_ wait.\n",
        wants: Text("Do *not* stop.\n"),
    },
    Pair {
        kind: "bullets written otherwise here, an item added at the source",
        base: "- ask the ward\n- buy cables\n",
        ours: "* ask the ward\n* buy cables\n",
        theirs: "- ask the ward\n- count the spots\n- buy cables\n",
        wants: Text("* ask the ward\n* count the spots\n* buy cables\n"),
    },
    Pair {
        kind: "the target of a link changed at the source, another sentence here",
        base: "Read [the guide](https://a.example/one). Ask the ward.\n",
        ours: "Read [the guide](https://a.example/one). Ask the ward first.\n",
        theirs: "Read [the guide](https://b.example/). Ask the ward.\n",
        wants: Text("Read [the guide](https://b.example/). Ask the ward first.\n"),
    },
    Pair {
        kind: "the target of a link changed at the source, its words here",
        base: "Read [the guide](https://a.example/) now.\n",
        ours: "Read [our guide](https://a.example/) now.\n",
        theirs: "Read [the guide](https://b.example/) now.\n",
        wants: Asks("Read [our guide](https://a.example/) now.\n"),
    },
    Pair {
        kind: "an item added by both at one place of a list with bullets",
        base: "- ask the ward\n- buy cables\n",
        ours: "- ask the ward\n- draw a map\n- buy cables\n",
        theirs: "- ask the ward\n- hire people\n- buy cables\n",
        wants: Text("- ask the ward\n- draw a map\n- hire people\n- buy cables\n"),
    },
    Pair {
        kind: "a step added by both at one place: their order matters",
        base: "1. ask the ward\n2. buy cables\n",
        ours: "1. ask the ward\n2. draw a map\n3. buy cables\n",
        theirs: "1. ask the ward\n2. hire people\n3. buy cables\n",
        wants: Asks("1. ask the ward\n2. draw a map\n3. buy cables\n"),
    },
    Pair {
        kind: "the same item added by both",
        base: "- ask the ward\n- buy cables\n",
        ours: "- ask the ward\n- buy cables\n- tell IT\n",
        theirs: "- ask the ward\n- buy cables\n- tell IT\n- tell estates\n",
        wants: Text("- ask the ward\n- buy cables\n- tell IT\n- tell estates\n"),
    },
    Pair {
        kind: "two versions of one new item",
        base: "- ask the ward\n",
        ours: "- ask the ward\n- tell the IT help desk in the morning\n",
        theirs: "- ask the ward\n- tell the IT help desk in the evening\n",
        wants: Asks("- ask the ward\n- tell the IT help desk in the morning\n"),
    },
    Pair {
        kind: "deleted here and edited at the source",
        base: "Keep this.\n\nCount the dead spots at night.\n",
        ours: "Keep this.\n",
        theirs: "Keep this.\n\nCount the dead spots at dawn.\n",
        wants: Asks("Keep this.\n"),
    },
    Pair {
        kind: "edited here and deleted at the source",
        base: "Keep this.\n\nCount the dead spots at night.\n",
        ours: "Keep this.\n\nCount the dead spots at dawn.\n",
        theirs: "Keep this.\n",
        wants: Asks("Keep this.\n\nCount the dead spots at dawn.\n"),
    },
    Pair {
        kind: "deleted by both",
        base: "Keep this.\n\nCount the dead spots at night.\n",
        ours: "Keep this.\n",
        theirs: "Keep this.\n",
        wants: Text("Keep this.\n"),
    },
    Pair {
        kind: "a section deleted at the source in which something was added here",
        base: "# A\n\nText of it.\n\n## Old\n\nThis was so.\n\n## New\n\nThis is so.\n",
        ours: "# A\n\nText of it.\n\n## Old\n\nThis was so.\n\nOur own lines on that.\n\n## New\n\nThis is so.\n",
        theirs: "# A\n\nText of it.\n\n## New\n\nThis is so.\n",
        wants: Asks(
            "# A\n\nText of it.\n\n## Old\n\nThis was so.\n\nOur own lines on that.\n\n## New\n\nThis is so.\n",
        ),
    },
    Pair {
        kind: "the level of a heading changed at the source, its words here",
        base: "#### checklist\n\n- a b c\n",
        ours: "#### our checklist\n\n- a b c\n",
        theirs: "### checklist\n\n- a b c\n",
        wants: Text("### our checklist\n\n- a b c\n"),
    },
    Pair {
        kind: "owner changed here, review date at the source, text by both",
        base: "---\ntitle: Wi-Fi\nowner: North\nreview_due: 2026-01-01\n---\n\nAsk. Wait.\n",
        ours: "---\ntitle: Wi-Fi\nowner: South\nreview_due: 2026-01-01\n---\n\nAsk now. Wait.\n",
        theirs: "---\ntitle: Wi-Fi\nowner: North\nreview_due: 2027-01-01\n---\n\nAsk. Wait long.\n",
        wants: Text("---\ntitle: Wi-Fi\nowner: South\nreview_due: 2027-01-01\n---\n\nAsk now. Wait long.\n"),
    },
    Pair {
        kind: "review dates of both: each keeps its own",
        base: "---\nreviewed: 2024-01-01\n---\n\nAsk.\n",
        ours: "---\nreviewed: 2025-05-05\n---\n\nAsk.\n",
        theirs: "---\nreviewed: 2026-06-06\n---\n\nAsk first.\n",
        wants: Text("---\nreviewed: 2025-05-05\n---\n\nAsk first.\n"),
    },
    Pair {
        kind: "the title changed by both",
        base: "---\ntitle: Wi-Fi\n---\n\nAsk.\n",
        ours: "---\ntitle: Our Wi-Fi\n---\n\nAsk.\n",
        theirs: "---\ntitle: Wireless\n---\n\nAsk.\n",
        wants: Asks("---\ntitle: Our Wi-Fi\n---\n\nAsk.\n"),
    },
    Pair {
        kind: "lists in a field grown by both",
        base: "---\ntags: [wifi, estates]\n---\n\nAsk.\n",
        ours: "---\ntags: [wifi, estates, south]\n---\n\nAsk.\n",
        theirs: "---\ntags: [wifi, networks, estates]\n---\n\nAsk.\n",
        wants: Text("---\ntags: [wifi, networks, estates, south]\n---\n\nAsk.\n"),
    },
    Pair {
        kind: "a field added by both with other values",
        base: "---\ntitle: Wi-Fi\n---\n\nAsk.\n",
        ours: "---\ntitle: Wi-Fi\ncost: low\n---\n\nAsk.\n",
        theirs: "---\ntitle: Wi-Fi\ncost: high\n---\n\nAsk.\n",
        wants: Asks("---\ntitle: Wi-Fi\ncost: low\n---\n\nAsk.\n"),
    },
    Pair {
        kind: "our name in place of theirs throughout, and a sentence without it changed at the source",
        base: "North Trust runs it. Ask the ward.\n\nRing North Trust. Wait for them.\n",
        ours: "South Trust runs it. Ask the ward.\n\nRing South Trust. Wait for them.\n",
        theirs: "North Trust runs it. Ask the ward first.\n\nRing North Trust. Wait for them.\n",
        wants: Text("South Trust runs it. Ask the ward first.\n\nRing South Trust. Wait for them.\n"),
    },
    Pair {
        kind: "our name in place of theirs, and that sentence changed at the source",
        base: "Ring North Trust today. Wait for them.\n",
        ours: "Ring South Trust today. Wait for them.\n",
        theirs: "Ring North Trust at noon. Wait for them.\n",
        wants: Asks("Ring South Trust today. Wait for them.\n"),
    },
    Pair {
        kind: "a variable filled in here, its sentence changed at the source",
        base: "Ring {{trust}}, then wait.\n\nEnd of it.\n",
        ours: "Ring South Coast Trust, then wait.\n\nEnd of it.\n",
        theirs: "Ring {{trust}}, then wait and see.\n\nAsk {{trust}} again.\n\nEnd of it.\n",
        wants: Text("Ring South Coast Trust, then wait and see.\n\nAsk South Coast Trust again.\n\nEnd of it.\n"),
    },
    Pair {
        kind: "neighbouring items changed, one by each",
        base: "- ask the ward\n- buy cables\n",
        ours: "- ask the ward nicely\n- buy cables\n",
        theirs: "- ask the ward\n- buy long cables\n",
        wants: Text("- ask the ward nicely\n- buy long cables\n"),
    },
    Pair {
        kind: "a nested item added at the source, its parent edited here",
        base: "- ask the ward\n- buy cables\n",
        ours: "- ask every ward\n- buy cables\n",
        theirs: "- ask the ward\n  - and the night staff\n- buy cables\n",
        wants: Text("- ask every ward\n  - and the night staff\n- buy cables\n"),
    },
    Pair {
        kind: "new sections at the end by both",
        base: "# A\n\nText of it.\n",
        ours: "# A\n\nText of it.\n\n## Our wards\n\nThey like it.\n",
        theirs: "# A\n\nText of it.\n\n## Lessons\n\nBegin at night.\n",
        wants: Text("# A\n\nText of it.\n\n## Our wards\n\nThey like it.\n\n## Lessons\n\nBegin at night.\n"),
    },
    Pair {
        kind: "code changed by both",
        base: "```\nrun a\nrun b\n```\n",
        ours: "```\nrun a\nrun c\n```\n",
        theirs: "```\nrun x\nrun b\n```\n",
        wants: Asks("```\nrun a\nrun c\n```\n"),
    },
    Pair {
        kind: "items put in another order at the source, one edited here",
        base: "- ask the ward about its hours\n- buy cables that are long enough\n- tell the help desk about it\n",
        ours: "- ask the ward about its hours\n- buy cables that are long enough\n- tell the IT help desk about it\n",
        theirs: "- buy cables that are long enough\n- tell the help desk about it\n- ask the ward about its hours\n",
        wants: Text(
            "- buy cables that are long enough\n- tell the IT help desk about it\n- ask the ward about its hours\n",
        ),
    },
    Pair {
        kind: "a whole text rewritten here, one sentence changed at the source",
        base: "# A\n\nThe old way of doing it was slow.\n",
        ours: "# A\n\nNothing here is as in their guide any more; we wrote it anew.\n",
        theirs: "# A\n\nThe old way of doing it was very slow.\n",
        wants: Asks("# A\n\nNothing here is as in their guide any more; we wrote it anew.\n"),
    },
];
