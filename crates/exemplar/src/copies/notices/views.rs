//! Safety notices as pages, and as banners on guides.

use jiff::civil::Date;
use maud::{Markup, Render, html};
use nhsuk::{
    Button, Cell, Choice, Colour, Column, Input, InputWidth, InsetText, Legend, Radios, Select, Size, SummaryList,
    Table, Tag, Textarea, WarningCallout,
};

use super::forms::{AnswerForm, Errors};
use super::pages::{Raised, Safety, Shown};
use super::store::{DutyRow, NoticeRow};
use super::telling::Director;
use super::{Kind, Reply, Standing};
use crate::blueprints::GuideLine;
use crate::organisations::Names;
use crate::people::FormKey;
use crate::platform::dates;
use crate::platform::forms::{error_summary, hidden, title_of};
use crate::platform::shell::Page;

fn name<'a>(names: &'a Names, code: &'a str) -> &'a str {
    names.get(code).map_or(code, String::as_str)
}

fn tag(standing: Standing, today: Date) -> Markup {
    match standing {
        _ if standing.is_late(today) => Tag::new("Late").colour(Colour::Red),
        Standing::Open(_) => Tag::new("Not answered").colour(Colour::Orange),
        Standing::Promised(_) => Tag::new(Reply::WillDo.shown()).colour(Colour::Yellow),
        Standing::Over(Reply::Taken) => Tag::new(Reply::Taken.shown()).colour(Colour::Green),
        Standing::Over(reply) => Tag::new(reply.shown()).colour(Colour::Grey),
    }
    .render()
}

/// What a notice says, as a sentence or two.
fn happened(kind: Kind, number: i64, said: &str) -> Markup {
    html! {
        (kind.happened())
        @if kind == Kind::Correction { " (version " (number) ")" }
        @if said.is_empty() { "." } @else { ": " (said) }
    }
}

/// One notice, for those who answer it for a copy.
pub(super) fn show(shown: &Shown, (form, errors): (&AnswerForm, &Errors), key: &FormKey, today: Date) -> Page {
    let duty = &shown.duty;
    let (copy, source) = (&shown.copy, &shown.source);
    let title = "Safety notice";
    let owner = source.organisation.as_deref().map_or("its owner", |code| name(&shown.names, code));
    let main = html! {
        (error_summary(errors))
        h1 { (title) span.nhsuk-caption-l { (copy.title) } }
        p { (tag(duty.standing(), today)) }
        p.nhsuk-lede-text { (happened(duty.kind(), duty.number, &duty.said())) }
        (SummaryList::new()
            .row("Our version", html! { a href={ "/blueprints/" (copy.slug) } { (copy.title) } })
            .row("The source", html! { a href={ "/blueprints/" (source.slug) } { (source.title) } " of " (owner) })
            .row("Since", dates::said(&duty.raised_on))
            .row("To be answered by", standing(duty))
            .row("After that day it goes to", director(shown)))
        (links(shown))
        @match duty.standing() {
            Standing::Over(reply) => (answered(duty, reply)),
            Standing::Open(_) | Standing::Promised(_) => (answering(shown, (form, errors), key)),
        }
    };
    Page::new("/me", title_of(title, errors), main)
        .trail([("/me".to_owned(), "What waits for you".to_owned())])
        .unlisted(true)
        .personal()
}

fn standing(duty: &DutyRow) -> String {
    match duty.standing() {
        Standing::Open(day) => dates::day(day),
        Standing::Promised(day) => format!("{}, as you promised", dates::day(day)),
        Standing::Over(_) => "Answered".to_owned(),
    }
}

fn director(shown: &Shown) -> Markup {
    html! {
        @match &shown.director {
            Director::Named(_, name) => { (name) ", your director for safety" },
            Director::Administrators(_) => { "Your administrators: your organisation has named no director for safety. " a href={ "/organisations/" (shown.duty.organisation) "/safety" } { "Name one" } },
            Director::Office(_) => "The programme office: your organisation has named no director for safety, and has no administrator",
        }
        @if let Some(day) = &shown.passed_on { ". It went there on " (dates::said(day)) }
    }
}

fn links(shown: &Shown) -> Markup {
    let (copy, source, number) = (&shown.copy.slug, &shown.source.slug, shown.duty.number);
    html! {
        @match shown.duty.kind() {
            Kind::Correction => {
                p { (Button::link(format!("/blueprints/{copy}/updates"), "Look at the changes and use them")) }
                p { "Deciding them there answers this notice. " a href={ "/blueprints/" (source) "/compare?from=" (number - 1) "&to=" (number) } { "What the source changed" } }
            },
            Kind::Withdrawal => p { a href={ "/blueprints/" (source) } { "Why it was withdrawn, and what to read instead" } },
            Kind::Concern => p { a href={ "/blueprints/" (source) } { "The source" } },
        }
    }
}

fn answered(duty: &DutyRow, reply: Reply) -> Markup {
    let by = duty.answered_by.as_deref().unwrap_or("Somebody");
    let day = duty.answered_on.as_deref().map(dates::said).unwrap_or_default();
    html! {
        h2 { (reply.shown()) }
        p { (by) " answered on " (day) "." }
        @if !duty.answer_words().is_empty() { p.app-words { (duty.answer_words()) } }
        @if duty.copy_number.is_some() {
            (InsetText::new(html! { p { "It stands in the draft of your version. Your readers are warned until that is signed and published." } }))
        }
    }
}

fn answering(shown: &Shown, (form, errors): (&AnswerForm, &Errors), key: &FormKey) -> Markup {
    let error = |field: &str| errors.get(field).map(String::as_str);
    let (taken, hint) = match shown.duty.kind() {
        Kind::Correction => ("We have taken it", "Our version says so already, or its draft does"),
        Kind::Withdrawal => ("We have acted on it", "We no longer work by our version, or have checked it"),
        Kind::Concern => ("We have acted on it", "We do what the notice asks"),
    };
    let choice = |reply: Reply| match reply {
        Reply::Taken => Choice::new(reply.word(), taken).hint(hint),
        Reply::NotRelevant => {
            Choice::new(reply.word(), "It is not relevant to us, because\u{2026}").hint("Say why below")
        }
        Reply::WillDo => Choice::new(reply.word(), "We will do it by\u{2026}").hint("Give the day below"),
    };
    html! {
        @if let Some(reply) = shown.duty.reply() {
            p { (shown.duty.answered_by.as_deref().unwrap_or("Somebody")) " answered: " (reply.shown()) ". " (shown.duty.answer_words()) }
        }
        form method="post" action={ "/notices/" (shown.duty.id()) } novalidate {
            (hidden("key", key.as_str()))
            (Radios::new("reply").id_prefix("reply").legend(Legend::new("What do you do about it?").size(Size::M)).error(error("reply")).value(form.reply.as_str()).items(Reply::ALL.map(choice)))
            (Textarea::new("words", "Why, or how").id("words").rows(3).hint("Needed when it is not relevant. The people of the source and the programme office read it").value(form.words.as_str()).error(error("words")))
            (Input::new("by_when", "By when?").id("by_when").hint("Only when you will do it. For example, 31/3/2027").width(InputWidth::Chars10).value(form.by_when.as_str()).error(error("by_when")))
            (Button::new("Answer the notice"))
        }
    }
}

/// Who has answered the notices about a guide, for its people.
pub(super) fn list(line: &GuideLine, all: &[Raised], names: &Names, today: Date) -> Page {
    let title = "Safety notices";
    let main = html! {
        h1 { (title) span.nhsuk-caption-l { (line.title) } }
        @if all.is_empty() { p { "There is no notice about this guide." } }
        @for raised in all { (one(raised, names, today)) }
    };
    Page::new("/blueprints", format!("{title} - {}", line.title), main)
        .trail([
            ("/blueprints".to_owned(), "Guides".to_owned()),
            (format!("/blueprints/{}", line.slug), line.title.clone()),
        ])
        .unlisted(true)
        .personal()
}

fn one(raised: &Raised, names: &Names, today: Date) -> Markup {
    let notice = &raised.notice;
    html! {
        h2 { (dates::said(&notice.raised_on)) ": " (heading(notice)) }
        p { (happened(notice.kind(), notice.number, &notice.said())) }
        @if raised.duties.is_empty() { p { "No copy is concerned." } } @else {
            p { strong { (counted(raised, today)) } }
            (duties(&raised.duties, names, today))
        }
    }
}

fn heading(notice: &NoticeRow) -> String {
    match notice.kind() {
        Kind::Correction => format!("version {} corrects something that could harm", notice.number),
        Kind::Withdrawal => "the guide was withdrawn".to_owned(),
        Kind::Concern => "a warning after a concern".to_owned(),
    }
}

/// How many of the copies have answered, and how many are late.
fn counted(raised: &Raised, today: Date) -> String {
    let standings: Vec<Standing> = raised.duties.iter().map(|(duty, _)| duty.standing()).collect();
    let open = standings.iter().filter(|standing| matches!(standing, Standing::Open(_))).count();
    let late = standings.iter().filter(|standing| standing.is_late(today)).count();
    let all = standings.len();
    format!("{} of {all} answered, {late} late.", all - open)
}

fn duties(all: &[(DutyRow, Option<String>)], names: &Names, today: Date) -> Markup {
    let mut table = Table::new().responsive().head(["Organisation", "Answer", "In words", "Due"].map(Column::new));
    for (duty, passed_on) in all {
        let due = html! {
            @match duty.standing().due() { Some(day) => (dates::day(day)), None => "Over" }
            @if let Some(day) = passed_on { br; "Passed to the director on " (dates::said(day)) }
        };
        let words = duty.answer_words();
        table = table.row([
            Cell::new(html! { a href={ "/organisations/" (duty.organisation) } { (name(names, &duty.organisation)) } }),
            Cell::new(tag(duty.standing(), today)),
            Cell::new(if words.is_empty() { "Nothing said".to_owned() } else { words }),
            Cell::new(due),
        ]);
    }
    table.render()
}

/// Every notice that is not answered by all, for the office.
pub(super) fn of_all(all: &[(GuideLine, Raised)], names: &Names, today: Date) -> Markup {
    html! {
        h2 { "Safety notices not answered by all (" (all.len()) ")" }
        @if all.is_empty() { p { "Every notice is answered." } }
        @for (line, raised) in all {
            h3 { a href={ "/blueprints/" (line.slug) "/notices" } { (line.title) } }
            p { (dates::said(&raised.notice.raised_on)) ": " (happened(raised.notice.kind(), raised.notice.number, &raised.notice.said())) }
            p { strong { (counted(raised, today)) } }
            (duties(&raised.duties, names, today))
        }
    }
}

/// Who looks after safety, and naming the director.
pub(super) fn safety(safety: &Safety, key: &FormKey, errors: &Errors) -> Page {
    let title = "Safety in our organisation";
    let officers: Vec<&str> = safety.officers.iter().map(|officer| officer.name.as_str()).collect();
    let now = match &safety.director {
        Director::Named(_, name) => name.clone(),
        Director::Administrators(_) => "Nobody named yet: it goes to your administrators".to_owned(),
        Director::Office(_) => "Nobody named yet: it goes to the programme office".to_owned(),
    };
    let chosen = match &safety.director {
        Director::Named(account, _) => account.to_string(),
        Director::Administrators(_) | Director::Office(_) => String::new(),
    };
    let people = safety.colleagues.iter().map(|colleague| (colleague.account().to_string(), colleague.name.clone()));
    let items: Vec<(String, String)> =
        std::iter::once((String::new(), "Choose somebody".to_owned())).chain(people).collect();
    let main = html! {
        (error_summary(errors))
        h1 { (title) span.nhsuk-caption-l { (safety.name) } }
        p { "When a guide you have copied is corrected for safety or withdrawn, whoever owns the copy and your clinical safety officers are asked to answer within five working days. What is not answered by then goes to your director for safety." }
        (SummaryList::new()
            .row("Clinical safety officers", if officers.is_empty() { "None: your administrators are asked in their place".to_owned() } else { officers.join(", ") })
            .row("Director for safety", now))
        form method="post" action={ "/organisations/" (safety.code) "/safety" } novalidate {
            (hidden("key", key.as_str()))
            (Select::new("account", "Who is the director for safety?").id("account").hint("Somebody with an account of your organisation").value(chosen.as_str()).error(errors.get("account").map(String::as_str)).items(items.iter().map(|(id, name)| (id.as_str(), name.as_str()))))
            (Button::new("Name them"))
        }
    };
    Page::new("/me", title_of(title, errors), main).trail([("/me", "What waits for you")]).unlisted(true).personal()
}

/// What waits for somebody.
pub(super) fn waiting(rows: &[(DutyRow, GuideLine)], today: Date) -> Markup {
    html! {
        @if !rows.is_empty() {
            (WarningCallout::new("Safety notices to answer", html! {
                ul.nhsuk-list {
                    @for (duty, copy) in rows {
                        li {
                            a href={ "/notices/" (duty.id()) } { (copy.title) }
                            @if let Some(day) = duty.standing().due() { ", by " (dates::day(day)) }
                            " " (tag(duty.standing(), today))
                        }
                    }
                }
            }))
        }
    }
}

/// What stands above a guide, when there is a notice; and the way to who has answered, for those who may read it.
pub(super) fn beside(
    line: &GuideLine,
    (shown, warned): (&[(DutyRow, GuideLine, bool)], &[NoticeRow]),
    may_read: bool,
) -> (Option<Markup>, Markup) {
    let above = html! {
        @for (duty, source, may_answer) in shown { (banner(duty, source, *may_answer)) }
        @for notice in warned {
            (WarningCallout::new("Safety notice", html! { p { (dates::said(&notice.raised_on)) ": " (notice.said()) } }))
        }
    };
    let way = html! {
        @if may_read { p { a href={ "/blueprints/" (line.slug) "/notices" } { "Safety notices about this guide: who has answered" } } }
    };
    ((!shown.is_empty() || !warned.is_empty()).then_some(above), way)
}

fn banner(duty: &DutyRow, source: &GuideLine, may_answer: bool) -> Markup {
    let stands = match duty.standing() {
        Standing::Open(day) => format!("This copy may not say so yet. An answer is due by {}.", dates::day(day)),
        Standing::Promised(day) => format!("This copy may not say so yet. It will be done by {}.", dates::day(day)),
        Standing::Over(_) => "It stands in the next version of this copy, which is not published yet.".to_owned(),
    };
    WarningCallout::new(
        "Safety notice",
        html! {
            p { (dates::said(&duty.raised_on)) ": " (happened(duty.kind(), duty.number, &duty.said())) }
            p { a href={ "/blueprints/" (source.slug) } { "Read the source: " (source.title) } ". " (stands) }
            @if may_answer { p { a href={ "/notices/" (duty.id()) } { "Answer this notice" } } }
        },
    )
    .render()
}
