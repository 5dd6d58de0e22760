//! How an edition was made, written from its recipe and its question set.

use composite::places::CLEAR;
use composite::tree::Scoring;
use composite::{Framework, Mean};
use maud::{Markup, Render, html};
use nhsuk::{Cell, Column, Details, Table};

use super::{checked, page};
use crate::journal::views::as_at_form;
use crate::maturity::FILES;
use crate::maturity::pages::Read;
use crate::platform::shell::Page;
use crate::programmes::counted;

/// The page.
pub(in crate::maturity) fn method(read: &Read) -> Page {
    let (framework, recipe) = (&read.opened.framework, &read.opened.recipe);
    let sd = recipe.index_sd(framework);
    let apart = recipe.clearly_apart(framework);
    let main = html! {
        h1 { "Method" }
        p.nhsuk-lede-text { "Every choice that makes these results of the answers. It is written from the recipe that was used." }
        h2 { "The questions" }
        p { (framework.title) ", version " (framework.version) ": " (framework.questions.len()) " questions in " (framework.sections.len()) " parts."
            @if let Some(source) = &framework.source { " Source: " (source) "." } }
        @if let Some(words) = &framework.written_for { p { (words) } }
        h2 { "The score" }
        ul.nhsuk-list.nhsuk-list--bullet {
            li { "Each answer counts what its scale says; the scales are below." }
            li { "The whole is " (scoring(framework.scoring)) " of its parts." }
            li { "What does not apply leaves the sum. A part has a score when " (share(framework.sections.first().map_or(framework.answered, |section| section.answered))) " of its weight or more is answered; the whole when " (share(framework.answered)) " is." }
            li { "What is not known or not answered is not made up. The lowest and the highest a score could be take everything that is missing as the worst and as the best answer." }
            li { "Scores are rounded once, to " (counted(i64::from(recipe.score.decimals), "decimal")) ", at the end." }
        }
        h2 { "The place" }
        ul.nhsuk-list.nhsuk-list--bullet {
            li { "What an organisation says of itself can be off by more or less than what others say of themselves. Here that is taken as a standard deviation of " (recipe.error.theme_sd) " points in each part at the top, which makes " (format!("{sd:.1}")) " points in the whole. " (recipe.error.why) }
            li { "“Probably between”: all scores are drawn " (counted(i64::from(recipe.places.draws), "time")) " around what was published, drawn towards the mean of all by how unsure they are (Laird and Louis 1989), and each time put in order. The range leaves out the 5 of 100 draws at either end. Where an organisation left answers out, all that these could make of its place is added. No range names one place alone: where it would, the place beside it is named too." }
            li { "“Clearly ahead” and “clearly behind”: the two scores are " (read.number(apart)) " points or more apart: more than " (CLEAR) " standard errors of the difference. That can be checked with a pocket calculator. Each such sentence alone is wrong about once in twenty." }
            li { "What everybody claims too much changes no place. It changes every score" @if checked::is_any(read) { ": the overview says by how much, as far as answers were checked. Places and scores are those of the claims; what was found stands beside them." } @else { ", and these results cannot show it, because nobody checked the answers." } }
            @if let Some(calibrated) = &read.opened.calibrated {
                li { "“Likely to be worth”: over the " (calibrated.audited()) " organisations that were drawn at random and checked, what was found is a line over what was claimed (least squares; regression calibration, Carroll and others 2006). An organisation that nobody checked is put on that line; one of which some answers were checked is moved towards what was found there, the more the more answers were checked. The range holds 95 of 100." }
            }
            li { "“Surely” and “possibly” in the top or the bottom: all, or part, of the range of places lies there." }
            @if let Some(any) = &read.opened.any_weights {
                li { "“Under any weights”: the parts at the top are weighed " (counted(i64::try_from(any.draws()).unwrap_or(i64::MAX), "time")) " by weights drawn evenly from all that add to one (Lahdelma and Salminen 2001), with the scores as they were published. It says how much of a place is a choice of weights, and nothing of how sure the scores are." }
            }
            li { "With weights of your own, the places are those that are left when all that are clearly ahead or behind are taken away. That needs no draws." }
        }
        h2 { "Compute it again" }
        p { "Put the four files below into a folder. One command computes the results again from question set, recipe and answers, compares every byte, and needs nothing but these files and the program:" }
        p { code { "exemplar index replay FOLDER" } }
        p { "On a portal that holds these results, " code { "exemplar index replay " (read.row.slug) } " does the same with what is kept." }
        (files(read))
        (scales(framework))
        (questions(read))
        (as_at_form(read.as_at, &format!("/maturity/{}/method", read.row.slug)))
    };
    page(read, "/method", "Method", main)
}

fn scoring(scoring: Scoring) -> &'static str {
    match scoring {
        Scoring::Compensatory(Mean::Arithmetic) => "the weighted mean",
        Scoring::Compensatory(Mean::Geometric { .. }) => "the weighted geometric mean",
        Scoring::Compensatory(Mean::Harmonic { .. }) => "the weighted harmonic mean",
        Scoring::Compensatory(Mean::Power { .. }) => "a weighted power mean",
        Scoring::Conjunctive => "the highest level at which everything is met",
    }
}

/// A share in words.
fn share(share: f64) -> String {
    if (share - 1.0).abs() < 1e-9 {
        return "all".to_owned();
    }
    if (share - 2.0 / 3.0).abs() < 1e-3 {
        return "two thirds".to_owned();
    }
    format!("{:.0} of 100", share * 100.0)
}

fn files(read: &Read) -> Markup {
    let hashes = read.row.hashes();
    let said = ["Question set", "Recipe", "Answers", "Results"];
    let parts = FILES.into_iter().zip(said).zip([hashes.framework, hashes.recipe, hashes.data, hashes.results]);
    let mut table = Table::new().responsive().head(["File", "SHA-256"].map(Column::new));
    for ((name, words), hash) in parts {
        table = table.row([
            Cell::new(html! { a href=(read.address(&format!("/files/{name}"))) { (words) } }),
            Cell::new(html! { code.app-hash { (hash) } }),
        ]);
    }
    table.render()
}

fn scales(framework: &Framework) -> Markup {
    html! {
        h2 { "Answers and what they count" }
        @for scale in &framework.scales {
            @let head = [Column::new("Answer"), Column::new("Counts").numeric()];
            @let table = scale.answers.iter().fold(Table::new().responsive().head(head), |table, answer| {
                table.row([Cell::new(answer.text.as_str()), Cell::new(answer.score.to_string()).numeric()])
            });
            (Details::new(format!("Scale “{}”", scale.id.replace('-', " ")), table.render()))
        }
    }
}

fn questions(read: &Read) -> Markup {
    let framework = &read.opened.framework;
    html! {
        h2 { "All questions" }
        @for (place, section) in framework.sections.iter().enumerate().filter(|(place, _)| framework.questions_in(*place).next().is_some()) {
            (Details::new(section.title.as_str(), html! {
                @if let Some(meaning) = &section.meaning { p { (meaning) } }
                ul.nhsuk-list.nhsuk-list--bullet {
                    @for (_, question) in framework.questions_in(place) {
                        li { a href=(read.address(&format!("/questions/{}", question.id))) { (question.text) } }
                    }
                }
            }))
        }
    }
}
