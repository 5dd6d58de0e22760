//! The parts of a draft as pages.

use maud::{Markup, PreEscaped, html};
use nhsuk::{
    Button, Checkboxes, Choice, Details, FileUpload, Input, InputWidth, InsetText, Legend, Radios, Select, Size,
    SummaryList, Textarea, WarningCallout,
};

use super::super::forms::{Errors, FactsForm, SectionForm, StartForm, StepForm};
use super::{error_summary, heading, here, hidden, page, signs};
use crate::blueprints::{GuideLine, Kind, SectionKind, Step};
use crate::organisations::Names;
use crate::people::{FormKey, Person};
use crate::platform::forms::title_of;
use crate::platform::shell::Page;

/// The care settings everyone knows; others can be added.
const SETTINGS: [&str; 8] = [
    "Acute",
    "Ambulance",
    "Community",
    "Maternity",
    "Mental Health",
    "Multiple/Shared Care",
    "Primary Care",
    "Social Care",
];

fn error<'a>(errors: &'a Errors, field: &str) -> Option<&'a str> {
    errors.get(field).map(String::as_str)
}

fn kinds(value: &str, errors: &Errors) -> Radios {
    Radios::new("kind")
        .id_prefix("kind")
        .legend(Legend::new("What is it about?").size(Size::M))
        .error(error(errors, "kind"))
        .value(value)
        .items(Kind::ALL.map(|kind| Choice::new(kind.word(), kind.shown())))
}

/// Asks what a new guide is called and about.
pub(in crate::writing) fn start(
    person: &Person,
    names: &Names,
    form: &StartForm,
    key: &FormKey,
    errors: &Errors,
) -> Page {
    let title = "Write a guide";
    let hint = "Say what others would look for, such as \u{201c}Barcode scanning at the bedside\u{201d}";
    let main = html! {
        (error_summary(errors))
        h1 { (title) }
        p { "Only your organisation sees it until it is published. You fill in one part at a time, in any order, and can stop after each." }
        form method="post" action="/write" novalidate {
            (hidden("key", key.as_str()))
            (for_which(person, names))
            (Input::new("title", "What is it called?").id("title").hint(hint).value(form.title.as_str()).error(error(errors, "title")))
            (kinds(&form.kind, errors))
            (Button::new("Begin"))
        }
        p { "Is it written already? " a href="/write/from-word" { "Begin from a Word document" } }
    };
    let said = title_of(title, errors);
    Page::new("/blueprints", said, main).trail([("/blueprints", "Guides")]).unlisted(true)
}

fn for_which(person: &Person, names: &Names) -> Markup {
    let name = |code: &str| names.get(code).cloned().unwrap_or_else(|| code.to_owned());
    html! {
        @match person.organisations().as_slice() {
            [one] => (hidden("organisation", one)),
            several => (Select::new("organisation", "For which organisation?").items(several.iter().map(|code| (*code, name(code))))),
        }
    }
}

/// Asks for a Word document.
pub(in crate::writing) fn from_word(
    person: &Person,
    names: &Names,
    form: &StartForm,
    key: &FormKey,
    errors: &Errors,
) -> Page {
    let title = "Begin from a Word document";
    let main = html! {
        (error_summary(errors))
        h1 { (title) }
        p { "Headings, lists, tables, links and pictures are kept, and headings such as \u{201c}Background\u{201d} or \u{201c}Lessons learned\u{201d} become the sections they fit. You see what was not kept. Only your organisation sees the draft until it is published." }
        form method="post" action="/write/from-word" enctype="multipart/form-data" novalidate {
            (hidden("key", key.as_str()))
            (for_which(person, names))
            (FileUpload::new("file", "The document").id("file").hint("A .docx file of at most 25 MB, without patients\u{2019} details").error(error(errors, "file")))
            (Input::new("title", "What is it called?").id("title").hint("Leave empty to take the document\u{2019}s own title").value(form.title.as_str()))
            (kinds(&form.kind, errors))
            (Button::new("Begin"))
        }
    };
    let said = title_of(title, errors);
    Page::new("/blueprints", said, main).trail([("/blueprints", "Guides"), ("/write", "Write a guide")]).unlisted(true)
}

/// The facts readers see before the text.
pub(in crate::writing) fn facts(
    line: &GuideLine,
    form: &FactsForm,
    key: &FormKey,
    errors: &Errors,
    above: &Markup,
) -> Page {
    let title = "Facts";
    let main = html! {
        (error_summary(errors))
        (heading(line, title))
        (above)
        p { "Readers see these before the text. Leave empty what you do not know: the page then says \u{201c}Not said\u{201d}." }
        (facts_form(line, form, key, errors))
    };
    page(line, title, errors, main)
}

/// Somebody changed the facts in between.
pub(in crate::writing) fn facts_meanwhile(
    line: &GuideLine,
    theirs: &FactsForm,
    form: &FactsForm,
    key: &FormKey,
) -> Page {
    let mut list = SummaryList::new();
    for (name, value) in theirs.values.iter().filter(|(name, value)| form.value(name) != value.as_str()) {
        list = list.row(name.replace('_', " "), value.as_str());
    }
    let main = html! {
        (heading(line, "Facts"))
        (WarningCallout::new("What you typed is not saved yet", html! {
            p { "Somebody changed the facts in the meantime. Below is what they say now and yours does not; under it what you typed. Save again to put yours in their place." }
        }))
        (list)
        (facts_form(line, form, key, &Errors::new()))
    };
    page(line, "Facts", &Errors::new(), main)
}

fn facts_form(line: &GuideLine, form: &FactsForm, key: &FormKey, errors: &Errors) -> Markup {
    let text = |name: &'static str, label: &'static str| {
        Input::new(name, label).id(name).value(form.value(name)).error(error(errors, name))
    };
    let settings: Vec<&str> = form.value("care_settings").split(',').map(str::trim).filter(|s| !s.is_empty()).collect();
    let others: Vec<&str> = settings.iter().copied().filter(|setting| !SETTINGS.contains(setting)).collect();
    let setting = |name: &'static str| Choice::new(name, name).checked(settings.contains(&name));
    html! {
        form method="post" action=(here(line, "facts")) novalidate data-keep {
            (hidden("key", key.as_str()))
            (hidden("before", &form.before))
            (text("title", "Title"))
            (Textarea::new("summary", "Summary").id("summary").rows(3).hint("One or two plain sentences, for lists").value(form.value("summary")))
            (kinds(form.value("kind"), errors))
            (Checkboxes::new("care_settings").id_prefix("care_settings").small().legend(Legend::new("Care setting").size(Size::M)).items(SETTINGS.map(setting)))
            (Input::new("care_settings", "Other care settings").id("care_settings_other").hint("Parted by commas").value(others.join(", ")))
            (text("project_types", "Project types").hint("Parted by commas, such as Remote / Mobile Working"))
            (text("systems", "Systems and standards in use").hint("Parted by commas, such as Epic, SNOMED CT"))
            (Textarea::new("question", "Questions it answers").id("question").rows(3).hint("One on each line").value(form.value("question")))
            fieldset.nhsuk-fieldset {
                legend.nhsuk-fieldset__legend.nhsuk-fieldset__legend--m { "What it cost" }
                (text("cost_low", "At least, in pounds").width(InputWidth::Chars10))
                (text("cost_high", "At most, in pounds").width(InputWidth::Chars10))
                (text("cost_basis", "What the figures rest on").hint("How many wards or staff, which years, with or without staff time"))
            }
            (text("elapsed", "How long it took").hint("For example, 9 to 14 months"))
            (Textarea::new("how_well", "How well it worked").id("how_well").rows(3).hint("With the evidence: what was measured, before and after").value(form.value("how_well")))
            (text("runs_today", "Who runs it today").hint("A role and a team, not a name"))
            (Textarea::new("people", "People to ask").id("people").rows(4).hint("One on each line: name; what they do; what to ask about. Everyone can read this, so ask them first.").value(form.value("people")))
            (Textarea::new("variables", "Words each organisation has its own for").id("variables").rows(3).error(error(errors, "variables")).hint("One on each line: name; what to ask whoever copies the guide; your own word. In the text write {{name}}. Such as help_desk; Your help desk; the IT service desk").value(form.value("variables")))
            (text("reviewed", "Last reviewed").hint("For example, 31/3/2027").width(InputWidth::Chars10))
            (text("review_due", "Next review").hint("For example, 31/3/2028").width(InputWidth::Chars10))
            (Button::new("Save the facts"))
        }
    }
}

/// What helps to write a section.
fn about(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Summary => "What was done, for whom, and what came of it, in a few sentences.",
        SectionKind::Problem => "What was wrong before, with figures where there are any.",
        SectionKind::WhatWeDid => "What you chose, what else you weighed, and why.",
        SectionKind::Steps => "A word about the order of the steps. The steps themselves have pages of their own.",
        SectionKind::CostsAndTime => "What it cost, as ranges with their basis: buying, running, staff time.",
        SectionKind::Benefits => "What is better now, how it was measured, and by whom.",
        SectionKind::WentWrong => "What you would not do again. Readers look for this first.",
        SectionKind::People => "Who can be asked about what.",
        SectionKind::Safety => {
            "Standards met, and how safety was seen to. Each hazard has a page of its own: they stand here as a table."
        }
        SectionKind::Artefacts => "Templates, plans, job descriptions others can use.",
        SectionKind::Systems => "Products, versions, suppliers, and what you would ask them today.",
    }
}

/// What stands above the form of a section.
#[derive(Clone, Copy)]
pub(in crate::writing) enum Above<'a> {
    /// Nothing.
    Nothing,
    /// What is said of it.
    Words(&'a Markup),
    /// How it will look.
    Preview(&'a str),
}

/// One section.
pub(in crate::writing) fn section(
    (line, kind): (&GuideLine, SectionKind),
    form: &SectionForm,
    key: &FormKey,
    errors: &Errors,
    above: Above<'_>,
) -> Page {
    let main = html! {
        (error_summary(errors))
        (heading(line, kind.shown()))
        @match above {
            Above::Nothing => {},
            Above::Words(said) => (said),
            Above::Preview(preview) => {
                (InsetText::new("This is how it will look. It is not saved yet: the buttons are below."))
                div.app-prose { (PreEscaped(preview)) }
            },
        }
        (section_form((line, kind), form, key, errors))
    };
    page(line, kind.shown(), errors, main)
}

/// Somebody changed this section in between.
pub(in crate::writing) fn section_meanwhile(
    (line, kind): (&GuideLine, SectionKind),
    theirs: &str,
    form: &SectionForm,
    key: &FormKey,
    difference: &Markup,
) -> Page {
    let main = html! {
        (heading(line, kind.shown()))
        (WarningCallout::new("Your text is not saved yet", html! {
            p { "While you were writing, somebody saved this section. Both texts stand below, and what differs. Put what you need of theirs into yours, and save." }
        }))
        (section_form((line, kind), form, key, &Errors::new()))
        (Textarea::new("theirs", "Their text").id("theirs").rows(12).value(theirs).attribute("readonly", "readonly"))
        h2 { "From their text to yours" }
        (difference)
    };
    page(line, kind.shown(), &Errors::new(), main)
}

fn section_form((line, kind): (&GuideLine, SectionKind), form: &SectionForm, key: &FormKey, errors: &Errors) -> Markup {
    html! {
        form method="post" action=(here(line, &format!("sections/{}", kind.word()))) novalidate data-keep {
            (hidden("key", key.as_str()))
            (hidden("before", &form.before))
            (Textarea::new("text", "Your text").id("text").rows(18).hint(about(kind)).value(form.text.as_str()).error(error(errors, "text")).attribute("data-editor", ""))
            (Details::new("How to make headings, lists and tables", signs()))
            p { a href={ (here(line, "files")) "?section=" (kind.word()) } { "Add a picture or file to this section" } ". Save what you typed first." }
            div.nhsuk-button-group {
                (Button::new("Save this section"))
                (Button::secondary("Check how it looks").name("how").value("preview"))
            }
        }
    }
}

/// One step.
pub(in crate::writing) fn step(
    (line, place): (&GuideLine, usize),
    form: &StepForm,
    key: &FormKey,
    errors: &Errors,
    above: &Markup,
) -> Page {
    let title = format!("Step {place}");
    let main = html! {
        (error_summary(errors))
        (heading(line, &title))
        (above)
        (step_form((line, place), form, key, errors))
    };
    page(line, &title, errors, main)
}

/// Somebody changed this step in between.
pub(in crate::writing) fn step_meanwhile(
    (line, place): (&GuideLine, usize),
    theirs: &Step,
    form: &StepForm,
    key: &FormKey,
) -> Page {
    let title = format!("Step {place}");
    let now = SummaryList::new()
        .row("What is done", theirs.title.as_str())
        .row("Who", theirs.who.as_str())
        .row("How long", theirs.how_long.as_str())
        .row("Needs", theirs.needs.as_str())
        .row("How", theirs.words.as_str());
    let main = html! {
        (heading(line, &title))
        (WarningCallout::new("What you typed is not saved yet", html! {
            p { "Somebody changed the steps in the meantime. Below is the step that stands in this place now; under it what you typed. Save again to put yours in its place." }
        }))
        (now)
        (step_form((line, place), form, key, &Errors::new()))
    };
    page(line, &title, &Errors::new(), main)
}

fn step_form((line, place): (&GuideLine, usize), form: &StepForm, key: &FormKey, errors: &Errors) -> Markup {
    let is_new = form.title.is_empty();
    let text = |name: &'static str, label: &'static str, value: &str| {
        Input::new(name, label).id(name).value(value).error(error(errors, name))
    };
    html! {
        form method="post" action=(here(line, &format!("steps/{place}"))) novalidate data-keep {
            (hidden("key", key.as_str()))
            (hidden("before", &form.before))
            (text("title", "What is done?", &form.title).hint("Begin with a verb, such as \u{201c}Survey the wards\u{201d}"))
            (text("who", "Who does it?", &form.who).hint("Roles and how many"))
            (text("how_long", "How long does it take?", &form.how_long))
            (text("needs", "What does it need?", &form.needs))
            (Textarea::new("words", "How is it done?").id("words").rows(10).value(form.words.as_str()).error(error(errors, "words")).attribute("data-editor", ""))
            div.nhsuk-button-group {
                (Button::new("Save this step"))
                @if !is_new && place > 1 { (Button::secondary("Move it up").name("how").value("up")) }
                @if !is_new { (Button::secondary("Take it out").name("how").value("remove")) }
            }
        }
    }
}
