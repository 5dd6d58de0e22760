//! Two rounds whose questions differ.

use composite::linking::{Link, Refused, Round};
use composite::{Answer, Framework};

use crate::frameworks::shipped;

fn half(framework: &Framework, place: u16) -> Vec<Answer> {
    vec![Answer::Value(place); framework.questions.len()]
}

#[test]
fn the_rounds_of_2015_and_2017_share_their_questions() {
    let (earlier, later) = (shipped("dma-2015"), shipped("dma-2017"));
    let link = Link::new(&earlier, &later);
    assert_eq!(link.common.len(), 110);
    assert_eq!((link.only_earlier.len(), link.only_later.len(), link.changed.len()), (0, 3, 0));
    let (before, after) = (half(&earlier, 1), half(&later, 2));
    let one = Round { framework: &earlier, setting: None, answers: &before };
    let other = Round { framework: &later, setting: later.setting("acute"), answers: &after };
    let change = link.change(&one, &other, "index").unwrap();
    assert!(change.later > change.earlier && change.common > 0.9 && change.common < 1.0);
    assert!(link.change(&one, &other, "readiness").is_ok());
    assert_eq!(link.change(&one, &other, "no-such-part"), Err(Refused::TooLittleInCommon));
}

#[test]
fn what_was_worded_anew_or_asks_less_than_half_of_the_same_is_not_compared() {
    let earlier = shipped("dma-2015");
    let text = std::fs::read_to_string(format!("{}/../../frameworks/dma-2015.toml", env!("CARGO_MANIFEST_DIR")));
    let changed =
        text.unwrap().replace("version = \"1\"", "version = \"2\"").replace("The board has agreed a", "There is a");
    let changed = changed.replace(
        "id = \"agreement\"\nanswers = [\n    { id = \"disagree-completely\", text = \"Disagree completely\"",
        "id = \"agreement\"\nanswers = [\n    { id = \"disagree-completely\", text = \"Not at all\"",
    );
    let later = Framework::read(&changed).unwrap();
    let link = Link::new(&earlier, &later);
    assert!(link.changed.len() > 40, "the scale of every question of readiness reads otherwise");
    let (before, after) = (half(&earlier, 1), half(&later, 1));
    let one = Round { framework: &earlier, setting: None, answers: &before };
    let other = Round { framework: &later, setting: None, answers: &after };
    assert_eq!(link.change(&one, &other, "readiness"), Err(Refused::TooLittleInCommon));
    let open = half(&later, 1).iter().map(|_| Answer::Unanswered).collect::<Vec<_>>();
    let silent = Round { framework: &later, setting: None, answers: &open };
    assert_eq!(link.change(&one, &silent, "capabilities"), Err(Refused::NoScore));
}
