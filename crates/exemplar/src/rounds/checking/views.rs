//! Checks as pages: what waits, how one stands, a section, the reply, what is agreed, who checks, and the sample.

use composite::Answer;
use maud::{Markup, Render, html};
use nhsuk::{
    Button, Cell, Choice, Colour, Column, Details, InsetText, Legend, Radios, Select, SelectOption, Size, SummaryList,
    Table, Tag, Task, TaskList, TaskStatus, Textarea,
};
use uuid::Uuid;

use super::forms::{Errors, Typed};
use super::store::{CheckerRow, SampleRow};
use super::{Check, Kind, Stage};
use crate::journal::AsAt;
use crate::journal::views::{as_at_form, past_notice, query_of};
use crate::organisations::Names;
use crate::people::FormKey;
use crate::platform::dates;
use crate::platform::forms::{error_summary, hidden, title_of};
use crate::platform::shell::Page;
use crate::rounds::answering::{Life, evidence_shown, odd};
use crate::rounds::odd::Odd;
use crate::rounds::store::RoundRow;
use crate::rounds::word;

/// Who is involved, and what the reader may do.
pub(super) struct Who<'a> {
    pub names: &'a Names,
    /// Who checks, by name.
    pub who: &'a [(String, CheckerRow)],
    pub odd: &'a Odd,
    pub may_check: bool,
    pub may_reply: bool,
    pub may_name: bool,
}

/// What the office sees of a round.
pub(super) struct Office {
    pub rounds: Vec<RoundRow>,
    pub round: RoundRow,
    /// The organisations whose answers are signed, as many as are listed.
    pub signed: Vec<String>,
    /// How many there are in all.
    pub count: usize,
    /// The organisations that are checked, with the state and who checks.
    pub states: Vec<(String, String, String)>,
    pub sample: Option<SampleRow>,
}

/// Somebody who can be asked to check.
pub(super) struct Candidate {
    pub account: Uuid,
    pub name: String,
    /// The code of their organisation.
    pub from: String,
}

/// A sample with what it was drawn from.
pub(super) struct Sample<'a> {
    pub row: &'a SampleRow,
    pub round: &'a RoundRow,
    pub list: &'a [(String, String)],
    /// Who is drawn when it is done again.
    pub again: &'a [String],
}

fn named<'a>(names: &'a Names, code: &'a str) -> &'a str {
    names.get(code).map_or(code, String::as_str)
}

fn page(check: &Check, title: &str, main: Markup) -> Page {
    let mut trail = vec![("/checks".to_owned(), "Checks".to_owned())];
    if !title.starts_with("Check of ") {
        trail.push((check.address(""), "This check".to_owned()));
    }
    Page::new("", title.to_owned(), main).trail(trail).unlisted(true).personal()
}

/// What waits for whoever asks, and for the office what is signed.
pub(super) fn list(own: &[Check], office: Option<&Office>, names: &Names) -> Page {
    let main = html! {
        h1 { "Checks" }
        p.nhsuk-lede-text { "Somebody from elsewhere gives their own answers beside those of an organisation. What is agreed is published beside what was claimed." }
        h2 { "What you check" }
        @if own.is_empty() { p { "You were not asked to check anything." } }
        @for check in own {
            h3.nhsuk-heading-s { a href=(check.address("")) { (named(names, &check.standing.organisation)) } }
            p { (check.standing.round.name) ". " (check.stage.shown()) "." }
        }
        @if let Some(office) = office { (of_office(office, names)) }
    };
    Page::new("", "Checks", main).unlisted(true).personal()
}

fn of_office(office: &Office, names: &Names) -> Markup {
    let state = |code: &str| office.states.iter().find(|(organisation, ..)| organisation == code);
    let mut table = Table::new().responsive().head([
        Column::new("Organisation"),
        Column::new("Drawn at random"),
        Column::new("Check"),
        Column::new("Who checks"),
    ]);
    for code in &office.signed {
        let (shown, by) = state(code)
            .map_or(("Not begun", ""), |(_, word, by)| (Stage::from_word(word).map_or("", Stage::shown), by.as_str()));
        table = table.row([
            Cell::new(html! { a href={ "/checks/" (office.round.slug) "/" (code) } { (named(names, code)) } }),
            Cell::new(if office.sample.as_ref().is_some_and(|sample| sample.has(code)) { "Yes" } else { "No" }),
            Cell::new(shown),
            Cell::new(by.to_owned()),
        ]);
    }
    html! {
        h2 { "Signed answers of " (office.round.name) }
        @if office.rounds.len() > 1 {
            p { "Other assessments: " @for (at, round) in office.rounds.iter().filter(|round| round.slug != office.round.slug).enumerate() {
                @if at > 0 { ", " } a href={ "/checks?round=" (round.slug) } { (round.name) }
            } }
        }
        @if office.sample.is_some() { p { a href={ "/maturity/samples/" (office.round.slug) } { "Who was drawn at random, and how" } } }
        @if office.signed.is_empty() { p { "No answers are signed yet." } } @else { (table) }
        @if office.count > office.signed.len() { p { "The first " (office.signed.len()) " of " (office.count) " organisations stand here. Any other has its check at /checks/" (office.round.slug) "/ and its code." } }
    }
}

/// How one check stands.
pub(super) fn show(check: &Check, who: &Who<'_>, key: &FormKey) -> Page {
    let standing = &check.standing;
    let title = format!("Check of {}", named(who.names, &standing.organisation));
    let is_signed = standing.life == Life::Signed;
    let may_save = who.may_check && is_signed && check.stage == Stage::Open;
    let differs = (0..check.found.len()).filter(|place| check.differs(*place)).count();
    let main = html! {
        h1 { (title) }
        p.nhsuk-lede-text { (standing.round.name) ". " @if is_signed { (check.stage.shown()) "." } @else { "The answers are not signed, so that nobody can check them yet." } }
        @if check.is_of_other_answers() { (InsetText::new("The answers were signed anew since they were looked at. What was found is of the answers before.")) }
        h2 { "Who checks" }
        @if who.who.is_empty() { p { "Nobody was asked to check these answers." } }
        @for (name, checker) in who.who { p { (name) ", " (named(who.names, &checker.checker)) @if let Some(kind) = Kind::from_word(&checker.kind) { ". " (kind.shown()) } } }
        @if who.may_name && is_signed { p { a href=(check.address("/checkers")) { "Ask somebody to check" } } }
        @if check.row.is_some() || may_save {
            h2 { "Section by section" }
            (odd(who.odd, standing))
            (TaskList::new("section").items(standing.sections().into_iter().map(|section| task(check, section, may_save))))
            p { (check.looked_at()) " answers were looked at. " (differs) " of them were found to be otherwise than claimed." }
        }
        @if may_save && check.looked_at() > 0 && !check.is_of_other_answers() {
            form method="post" action=(check.address("/send")) novalidate {
                (hidden("key", key.as_str()))
                p { @if check.asked().is_empty() { "Nothing differs and nothing is asked: what you found is what is agreed." } @else { "The organisation gets a letter and replies to " (check.asked().len()) " answers." } }
                (Button::new(if check.asked().is_empty() { "Finish the check" } else { "Ask the organisation to reply" }))
            }
        }
        @if who.may_reply && check.stage == Stage::Asked { p { (Button::link(check.address("/reply"), "Reply to what was found")) } }
        @if who.may_check && check.stage == Stage::Replied { p { (Button::link(check.address("/agree"), "Say what was agreed")) } }
        @if check.stage != Stage::Open { (both(check)) }
    };
    page(check, &title, main)
}

fn task(check: &Check, section: usize, may_save: bool) -> Task {
    let status = match check.progress(section) {
        (0, _) => TaskStatus::tag(Tag::new("Not looked at").colour(Colour::Blue)),
        (looked, asked) if looked == asked => TaskStatus::completed(),
        (looked, asked) => TaskStatus::tag(Tag::new(format!("{looked} of {asked} looked at")).colour(Colour::Yellow)),
    };
    let id = check.standing.framework.sections.get(section).map_or("", |section| section.id.as_str());
    match may_save {
        true => Task::link(check.address(&format!("/sections/{id}")), check.standing.title(section), status),
        false => Task::new(check.standing.title(section), status),
    }
}

/// Claim, finding, reply and what was agreed, of the answers that differ or were asked about.
fn both(check: &Check) -> Markup {
    let standing = &check.standing;
    html! {
        h2 { "What was found" }
        @if check.asked().is_empty() { p { "Everything that was looked at was found as it was claimed." } }
        @for place in check.asked() {
            @if let Some(question) = standing.framework.questions.get(place) {
                h3.nhsuk-heading-s { (question.text_in(standing.setting)) }
                (said(check, place))
            }
        }
    }
}

/// One answer: what was claimed, found, asked, replied and agreed.
fn said(check: &Check, place: usize) -> Markup {
    let remark = check.remark(place);
    let standing = &check.standing;
    let mut list = SummaryList::new().row("Claimed", standing.said(place, standing.answer(place)));
    if check.found(place) != Answer::Unanswered {
        list = list.row("Found", standing.said(place, check.found(place)));
    }
    for (what, words) in [("What was seen", &remark.finding), ("Question", &remark.question), ("Reply", &remark.reply)]
    {
        if !words.is_empty() {
            list = list.row(what, words.clone());
        }
    }
    if check.stage == Stage::Agreed {
        let agreed = check.agreed.get(place).copied().unwrap_or_default();
        list = list.row("Agreed", standing.said(place, agreed));
    } else if remark.stands {
        list = list.row("The organisation", "Stands by its answer");
    }
    list.render()
}

/// One section that is looked at.
pub(super) fn section(check: &Check, section: usize, typed: &Typed, key: &FormKey, errors: &Errors) -> Page {
    let standing = &check.standing;
    let id = standing.framework.sections.get(section).map_or("", |section| section.id.as_str());
    let title = standing.title(section);
    let is_open = standing.life == Life::Signed && check.stage == Stage::Open;
    let main = html! {
        (error_summary(errors))
        h1 { (title) }
        @if !is_open {
            p { "This cannot be checked now." }
        } @else {
            p { "Give your own answer to what you looked at, and leave the rest. The organisation reads what you write." }
            form method="post" action=(check.address(&format!("/sections/{id}"))) novalidate {
                (hidden("key", key.as_str()))
                span id="seen" {}
                (hidden("seen", &typed.seen))
                @for place in standing.asked(section) { (one_question(check, place, typed, errors)) }
                (Button::new("Save"))
            }
        }
    };
    page(check, &title_of(title, errors), main)
}

fn one_question(check: &Check, place: usize, typed: &Typed, errors: &Errors) -> Markup {
    let standing = &check.standing;
    let Some(question) = standing.framework.questions.get(place) else { return html! {} };
    let id = question.id.as_str();
    let error = |what: &str| errors.get(&format!("{what}-{id}")).cloned();
    let note = standing.notes.get(id).cloned().unwrap_or_default();
    let hint = html! {
        "They answered: " strong { (standing.said(place, standing.answer(place))) } "."
        @if !note.why.is_empty() { " " (note.why) "." }
        @if note.has_evidence() { " " (evidence_shown(standing, id, &note)) }
    };
    let has_words =
        ["finding", "question"].iter().any(|what| !typed.value(what, id).is_empty() || error(what).is_some());
    let words = html! {
        (Textarea::new(format!("finding-{id}"), "What you saw").id(format!("finding-{id}")).rows(2)
            .hint("Needed where you found something else. No patient\u{2019}s details").value(typed.value("finding", id)).error(error("finding")))
        (Textarea::new(format!("question-{id}"), "What you want to know from them").id(format!("question-{id}")).rows(2)
            .value(typed.value("question", id)).error(error("question")))
    };
    html! {
        (Radios::new(format!("found-{id}")).id_prefix(format!("found-{id}"))
            .legend(Legend::new(question.text_in(standing.setting)).size(Size::S)).hint(hint)
            .error(error("found")).value(typed.value("found", id)).small()
            .items(choices(check, place)).item(Choice::new("", "Not looked at")))
        (Details::new("What you saw, or want to know", words).open(has_words))
    }
}

/// The answers of a question's scale, and that it is not known or does not apply.
fn choices(check: &Check, place: usize) -> Vec<Choice> {
    let framework = &check.standing.framework;
    let scale = framework.questions.get(place).and_then(|question| framework.scales.get(question.scale));
    let answers = scale.map(|scale| scale.answers.as_slice()).unwrap_or_default();
    let mut all: Vec<Choice> =
        (1..).zip(answers).map(|(at, answer): (usize, _)| Choice::new(at.to_string(), answer.text.as_str())).collect();
    all.push(Choice::new("?", "Not known"));
    all.push(Choice::new("na", "Does not apply"));
    all
}

/// What the organisation replies.
pub(super) fn reply(check: &Check, typed: &Typed, key: &FormKey, errors: &Errors) -> Page {
    let standing = &check.standing;
    let title = "Reply to what was found";
    let main = html! {
        (error_summary(errors))
        h1 { (title) }
        @if check.stage != Stage::Asked {
            p { "Nothing waits for your reply." }
        } @else {
            p { "Where you agree, what was found is published beside your answer. Where you stand by your answer, say why: then both of you say what was agreed." }
            form method="post" action=(check.address("/reply")) novalidate {
                (hidden("key", key.as_str()))
                (hidden("seen", &typed.seen))
                @for place in check.asked() {
                    @if let Some(question) = standing.framework.questions.get(place) {
                        @let id = question.id.as_str();
                        h2.nhsuk-heading-m { (question.text_in(standing.setting)) }
                        (said(check, place))
                        @if check.differs(place) {
                            (Radios::new(format!("stands-{id}")).id_prefix(format!("stands-{id}")).legend(Legend::new("What do you say?").size(Size::S))
                                .error(errors.get(&format!("stands-{id}")).cloned()).value(typed.value("stands", id))
                                .item(Choice::new("no", "We agree with what was found")).item(Choice::new("yes", "We stand by our answer")))
                        }
                        (Textarea::new(format!("reply-{id}"), "Your reply").id(format!("reply-{id}")).rows(3)
                            .value(typed.value("reply", id)).error(errors.get(&format!("reply-{id}")).cloned()))
                    }
                }
                (Button::new("Send the reply"))
            }
        }
    };
    page(check, &title_of(title, errors), main)
}

/// What was agreed on.
pub(super) fn agree(check: &Check, typed: &Typed, key: &FormKey, errors: &Errors) -> Page {
    let standing = &check.standing;
    let title = "Say what was agreed";
    let main = html! {
        (error_summary(errors))
        h1 { (title) }
        @if check.stage != Stage::Replied {
            p { "Nothing waits to be agreed." }
        } @else {
            p { "The organisation stands by these answers. Speak with them, and say what you agreed on. It is published beside what was claimed." }
            form method="post" action=(check.address("/agree")) novalidate {
                (hidden("key", key.as_str()))
                (hidden("seen", &typed.seen))
                @for place in check.disputed() {
                    @if let Some(question) = standing.framework.questions.get(place) {
                        @let id = question.id.as_str();
                        h2.nhsuk-heading-m { (question.text_in(standing.setting)) }
                        (said(check, place))
                        @let typed = typed.value("agreed", id);
                        (Radios::new(format!("agreed-{id}")).id_prefix(format!("agreed-{id}")).legend(Legend::new("Agreed answer").size(Size::S))
                            .error(errors.get(&format!("agreed-{id}")).cloned())
                            .value(if typed.is_empty() { word(check.found(place)) } else { typed.to_owned() }).small().items(choices(check, place)))
                    }
                }
                (Button::new("Agree and finish"))
            }
        }
    };
    page(check, &title_of(title, errors), main)
}

/// Asking somebody to check.
pub(super) fn checkers(check: &Check, all: &[Candidate], names: &Names, key: &FormKey, errors: &Errors) -> Page {
    let title = "Ask somebody to check";
    let options = all
        .iter()
        .map(|one| SelectOption::new(one.account.to_string(), format!("{}, {}", one.name, named(names, &one.from))));
    let kinds = Kind::ALL.map(|kind| Choice::new(kind.word(), kind.shown()));
    let main = html! {
        (error_summary(errors))
        h1 { (title) }
        p { "People who review for another organisation can be asked. Nobody of " (named(names, &check.standing.organisation)) " can, nor anybody who answered." }
        @if check.standing.life != Life::Signed { p { "The answers are not signed yet, so that nobody can check them." } }
        @else if all.is_empty() { p { "Nobody here reviews for another organisation." } }
        @else {
            form method="post" action=(check.address("/checkers")) novalidate {
                (hidden("key", key.as_str()))
                (Select::new("who", "Who checks").error(errors.get("who").cloned()).item(SelectOption::new("", "Choose")).items(options))
                (Radios::new("kind").id_prefix("kind").legend(Legend::new("As what?").size(Size::M)).error(errors.get("kind").cloned()).items(kinds))
                (Button::new("Ask"))
            }
        }
    };
    page(check, &title_of(title, errors), main)
}

/// Who was drawn at random, and how to draw again.
pub(super) fn sample(of: &Sample<'_>, names: &Names, as_at: AsAt) -> Page {
    let Sample { row, round, list, again } = of;
    let drawn: Vec<&str> = row.drawn.split(' ').filter(|code| !code.is_empty()).collect();
    let here = format!("/maturity/samples/{}", row.round);
    let is_same = drawn.iter().copied().eq(again.iter().map(String::as_str));
    let title = "Who is checked, drawn at random";
    let main = html! {
        h1 { (title) }
        p.nhsuk-lede-text { (round.name) ": " (drawn.len()) " of the " (list.len()) " organisations whose answers count were drawn on " (dates::said(&row.known_from)) "." }
        (SummaryList::new()
            .row("Seed", row.seed.to_string())
            .row("Where the seed comes from", row.seed_from.clone())
            .row("Asked for", format!("{}, in proportion to the care settings and two of each at least", row.size))
            .row("Drawn again just now", if is_same { "The same organisations" } else { "Other organisations: this is not what was drawn" }))
        p { a href={ (here) "/list.csv" (query_of(as_at)) } { "Download the list that was drawn from (CSV)" } }
        h2 { "Who was drawn" }
        ul.nhsuk-list.nhsuk-list--bullet { @for code in &drawn { li { a href={ "/organisations/" (code) (query_of(as_at)) } { (named(names, code)) } } } }
        h2 { "How to draw again" }
        p { "Each organisation has a number that follows from the seed and its code alone: Philox4x32-10 with the seed as its key, and as its counter the FNV-1a hash of the code, draw 0 and stream 4. In each care setting those with the smallest numbers are drawn. So nobody chooses, and one organisation more on the list changes nobody else\u{2019}s number." }
        (as_at_form(as_at, &here))
    };
    Page::new("/maturity", title, main)
        .trail(vec![("/maturity".to_owned(), "Digital maturity".to_owned())])
        .notice(past_notice(as_at, &here))
}
