//! Frameworks: the shipped ones, and every mistake with its line.

use composite::{Answer, Framework};

pub fn shipped(name: &str) -> Framework {
    let path = format!("{}/../../frameworks/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    Framework::read(&text).unwrap_or_else(|mistakes| panic!("{name}: {mistakes:?}"))
}

#[test]
fn the_index_of_2015_has_its_themes_sections_and_scales() {
    let framework = shipped("dma-2015");
    let themes: Vec<&str> = framework.sections_under(None).map(|(_, theme)| theme.id.as_str()).collect();
    assert_eq!(themes, ["readiness", "capabilities", "infrastructure"]);
    let counts: Vec<usize> =
        framework.sections_under(None).map(|(place, _)| framework.sections_under(Some(place)).count()).collect();
    assert_eq!(counts, [5, 7, 1]);
    let answers: Vec<usize> = framework.scales.iter().map(|scale| scale.answers.len()).collect();
    assert_eq!(answers, [5, 6, 3, 7]);
    assert!(framework.questions.len() >= 100);
    assert!(framework.written_for.as_deref().unwrap().contains("written for this project"));
    assert_eq!(framework.depth_name(0), "theme");
    assert_eq!(framework.depth_name(3), "section");
}

#[test]
fn the_variants_of_2017_ask_each_care_setting_its_own() {
    let framework = shipped("dma-2017");
    let settings: Vec<&str> = framework.settings.iter().map(|setting| setting.id.as_str()).collect();
    assert_eq!(settings, ["acute", "mental-health", "community", "ambulance"]);
    let asked = |setting: &str| {
        let setting = framework.setting(setting);
        (0..framework.questions.len()).filter(|question| framework.is_asked(*question, setting)).count()
    };
    assert_eq!(asked("acute"), framework.questions.len());
    assert!(asked("ambulance") < asked("community") && asked("community") < asked("acute"));
    let ambulance = framework.setting("ambulance");
    let score = framework.score(ambulance, &[]);
    let orders = Framework::node_of_section(framework.section("orders-and-results-management").unwrap());
    assert_eq!(score[orders], composite::Score::NotApplicable);
}

#[test]
fn a_pillar_of_what_good_looks_like_has_the_level_of_which_every_element_is_met() {
    let framework = shipped("what-good-looks-like");
    assert_eq!(framework.sections.len(), 7);
    let (met, partly) = (Answer::Value(2), Answer::Value(1));
    let level = |answers: &[Answer]| framework.score(None, answers)[Framework::node_of_section(0)].point();
    let mut answers = vec![met; framework.questions.len()];
    assert_eq!(level(&answers), Some(5.0));
    assert_eq!(framework.score(None, &answers)[0].point(), Some(5.0));
    let of_two = framework.questions_in(0).find(|(_, question)| question.level == Some(2)).unwrap().0;
    answers[of_two] = partly;
    assert_eq!(level(&answers), Some(1.0), "one element of level 2 is not met in full");
    answers[of_two] = Answer::NotKnown;
    let bounds = framework.score(None, &answers)[Framework::node_of_section(0)].bounds();
    assert_eq!(bounds, Some((1.0, 5.0)));
    assert_eq!(framework.sections[0].levels.len(), 5);
}

#[test]
fn a_stage_counts_only_when_all_lower_ones_do() {
    let framework = shipped("staged-adoption");
    let mut answers = vec![Answer::Value(1); framework.questions.len()];
    assert_eq!(framework.score(None, &answers)[0].point(), Some(7.0));
    let of_four = framework.questions_in(3).next().unwrap().0;
    answers[of_four] = Answer::Value(0);
    assert_eq!(framework.score(None, &answers)[0].point(), Some(3.0), "stages 5 to 7 are met and do not count");
    answers[of_four] = Answer::Unanswered;
    assert_eq!(framework.score(None, &answers)[0].bounds(), Some((3.0, 7.0)));
}

#[test]
fn all_best_is_a_hundred_and_nothing_said_is_anything() {
    let framework = shipped("dma-2015");
    let best: Vec<Answer> = framework
        .questions
        .iter()
        .map(|question| Answer::Value(u16::try_from(framework.scales[question.scale].answers.len() - 1).unwrap()))
        .collect();
    let index = framework.score(None, &best)[0];
    assert_eq!((index.point(), index.bounds()), (Some(100.0), Some((100.0, 100.0))));
    let index = framework.score(None, &[])[0];
    assert_eq!((index.point(), index.bounds()), (None, Some((0.0, 100.0))));
}

#[test]
fn answers_that_contradict_are_named() {
    let framework = shipped("dma-2015");
    let mut answers = vec![Answer::Unanswered; framework.questions.len()];
    let set = |answers: &mut Vec<Answer>, id: &str, answer: Answer| answers[framework.question(id).unwrap()] = answer;
    set(&mut answers, "medicines-management-2", Answer::Value(5));
    assert_eq!(framework.contradictions(&answers), Vec::<&composite::framework::Implication>::new());
    set(&mut answers, "medicines-management-1", Answer::Value(0));
    assert_eq!(framework.contradictions(&answers).len(), 1);
    set(&mut answers, "medicines-management-1", Answer::Value(3));
    assert!(framework.contradictions(&answers).is_empty());
}

const SMALL: &str = r#"id = "small"
version = "1"
kind = "maturity"
title = "Small"

[[setting]]
id = "acute"
title = "Acute"

[[setting]]
id = "community"
title = "Community"

[[scale]]
id = "yes-no"
answers = [{ id = "no", text = "No", score = 0 }, { id = "yes", text = "Yes", score = 100 }]

[[section]]
id = "records"
title = "Records"

[[section]]
id = "on-wards"
under = "records"
title = "On wards"
settings = ["acute"]

[[section]]
id = "everywhere"
under = "records"
title = "Everywhere"

[[question]]
id = "notes"
section = "on-wards"
text = "Are notes written on screen?"
scale = "yes-no"

[[question]]
id = "letters"
section = "everywhere"
text = "Are letters sent electronically?"
scale = "yes-no"
weight = 2

[[question]]
id = "opened"
section = "everywhere"
text = "Are they opened?"
wording = { community = "Are they read?" }
scale = "yes-no"
when = { question = "letters", at_least = 100 }
"#;

/// The mistakes of the small framework with one text in place of another.
fn mistakes(old: &str, new: &str) -> Vec<String> {
    assert!(SMALL.contains(old), "{old}");
    Framework::read(&SMALL.replacen(old, new, 1)).unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn a_question_applies_where_it_is_asked_and_when_its_condition_may_hold() {
    let framework = Framework::read(SMALL).unwrap();
    let (acute, community) = (framework.setting("acute"), framework.setting("community"));
    let (yes, no) = (Answer::Value(1), Answer::Value(0));
    assert!(framework.applies(0, acute, &[]) && !framework.applies(0, community, &[]));
    assert!(framework.applies(2, acute, &[yes, Answer::NotKnown]), "while it is open, it applies");
    assert!(framework.applies(2, acute, &[yes, yes]) && !framework.applies(2, acute, &[yes, no]));
    assert_eq!(framework.score(community, &[Answer::Unanswered, no])[0].point(), Some(0.0));
    let half = (100.0 + 200.0 / 3.0) / 2.0;
    assert_eq!(framework.score(acute, &[yes, yes, no])[0].point(), Some(half));
    assert_eq!(framework.questions[2].text_in(community), "Are they read?");
    assert_eq!(framework.questions[2].text_in(acute), "Are they opened?");
}

#[test]
fn every_mistake_is_named_with_its_line() {
    assert_eq!(mistakes("\"maturity\"", "\"milestones\"").len(), 1);
    assert_eq!(
        mistakes("title = \"Small\"\n", "tittle = \"Small\"\n"),
        ["line 1: this framework has no title", "line 4: a framework has no key tittle",]
    );
    assert_eq!(
        mistakes("under = \"records\"", "under = \"record\""),
        ["line 24: there is no section \u{201c}record\u{201d} above this one",]
    );
    assert_eq!(mistakes("[\"acute\"]", "[\"acutes\"]"), ["line 26: there is no setting \u{201c}acutes\u{201d}"]);
    assert_eq!(mistakes("weight = 2", "weight = \"two\""), ["line 44: weight is a number, not \u{201c}two\u{201d}"]);
    assert_eq!(mistakes("weight = 2", "weight = -2"), ["line 44: weight is 0 or more, not -2"]);
    assert_eq!(
        mistakes("weight = 2", "level = 2"),
        ["line 44: what it belongs to is not scored by levels, so that a level means nothing",]
    );
    assert_eq!(
        mistakes("id = \"opened\"", "id = \"letters\""),
        ["line 47: there is another question \u{201c}letters\u{201d}",]
    );
    assert_eq!(
        mistakes("question = \"letters\"", "question = \"opened\""),
        ["line 52: there is no question \u{201c}opened\u{201d}",],
        "a condition is about an earlier question"
    );
    assert_eq!(
        mistakes("score = 0 }", "score = 100 }"),
        ["line 14: every answer of the scale \u{201c}yes-no\u{201d} counts the same",]
    );
    assert_eq!(mistakes("id = \"small\"", "id = \"Small\"").len(), 1);
    assert_eq!(
        mistakes("section = \"on-wards\"", "section = \"everywhere\""),
        ["line 22: the section \u{201c}on-wards\u{201d} has neither sections nor questions",]
    );
}

#[test]
fn two_mistakes_are_both_named_and_broken_toml_too() {
    let text = SMALL.replace("weight = 2", "weight = -2").replace("[\"acute\"]", "[\"x\"]");
    assert_eq!(Framework::read(&text).unwrap_err().len(), 2);
    let text = SMALL.replace("title = \"On wards\"", "title = On wards");
    let mistakes = Framework::read(&text).unwrap_err();
    assert!(mistakes.iter().any(|mistake| mistake.line == 25), "{mistakes:?}");
}
