//! One question across all organisations: how many gave which answer, by care setting.

use std::collections::HashMap;

use composite::Answer;
use maud::{Render, html};
use nhsuk::{Cell, Column, Table};

use super::{checked, organisations, page};
use crate::journal::views::as_at_form;
use crate::maturity::Unit;
use crate::maturity::pages::Read;
use crate::platform::shell::Page;

/// The page.
pub(in crate::maturity) fn question(read: &Read, place: usize) -> Page {
    let framework = &read.opened.framework;
    let Some(question) = framework.questions.get(place) else { return Page::default() };
    let scale = framework.scales.get(question.scale);
    let answers = scale.map(|scale| scale.answers.as_slice()).unwrap_or_default();
    let given = |unit: &Unit| unit.answers.get(place).copied().unwrap_or_default();
    let mut lines: Vec<(String, Answer)> = answers
        .iter()
        .zip(0_u16..)
        .map(|(answer, at)| (format!("{} (counts {})", answer.text, answer.score), Answer::Value(at)))
        .collect();
    lines.push(("Does not apply".to_owned(), Answer::NotApplicable));
    lines.push(("Not known".to_owned(), Answer::NotKnown));
    lines.push(("Not answered".to_owned(), Answer::Unanswered));
    let settings = read.settings();
    let heads = ["Answer".to_owned(), "All".to_owned()]
        .into_iter()
        .chain(settings.iter().map(|(id, count)| format!("{} ({count})", read.setting(id))));
    let mut table = Table::new().responsive().caption("How many organisations gave which answer").head(
        heads.enumerate().map(|(at, head)| if at == 0 { Column::new(head) } else { Column::new(head).numeric() }),
    );
    let units = &read.opened.data.units;
    let mut counts: HashMap<(Answer, &str), usize> = HashMap::new();
    for (unit, standing) in units.iter().zip(&read.opened.results.units) {
        *counts.entry((given(unit), standing.care_setting.as_str())).or_default() += 1;
    }
    for (words, answer) in &lines {
        let own: Vec<usize> =
            settings.iter().map(|(id, _)| counts.get(&(*answer, *id)).copied().unwrap_or(0)).collect();
        let all = own.iter().sum::<usize>();
        let cells = own.iter().map(|count| Cell::new(count.to_string()).numeric());
        table = table.row([Cell::new(words.as_str()), Cell::new(all.to_string()).numeric()].into_iter().chain(cells));
    }
    let section = framework.sections.get(question.section).map_or("", |section| section.title.as_str());
    let main = html! {
        h1 { (question.text) }
        p.nhsuk-lede-text { "A question of the section “" (section) "”, answered by " (organisations(units.len())) " for themselves." }
        @if let Some(help) = &question.help { p { (help) } }
        (table.render())
        (checked::of_question(read, place))
        p { a href=(read.address("/files/answers.csv")) { "Download all answers (CSV)" } }
        (as_at_form(read.as_at, &format!("/maturity/{}/questions/{}", read.row.slug, question.id)))
    };
    page(read, &format!("/questions/{}", question.id), &question.text, main)
}
