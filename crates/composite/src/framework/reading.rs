//! Reading a framework from TOML. Formats: `docs/formats.md`, section 11.

use super::{
    Condition, Framework, Implication, LevelMeaning, Mapping, Question, Scale, ScaleAnswer, Section, Setting, checks,
};
use crate::fields::{Fields, Page};
use crate::means::Mean;
use crate::mistake::Mistake;
use crate::tree::Scoring;

/// The share of the weight that must be answered when the file says nothing: two thirds.
pub const ANSWERED: f64 = 2.0 / 3.0;

impl Framework {
    /// Reads a framework.
    ///
    /// # Errors
    /// Every mistake that was found, in the order of the lines.
    pub fn read(text: &str) -> Result<Self, Vec<Mistake>> {
        let page = Page::new(text);
        let table = page.table();
        let file = Fields::new(&page, &table, 1, "framework");
        let framework = read_all(&file);
        file.end();
        page.end(framework)
    }
}

fn read_all(file: &Fields<'_, '_>) -> Framework {
    let kind = file.needed("kind");
    if !kind.is_empty() && kind != "maturity" {
        file.wrong(
            "kind",
            format!("kind is \u{201c}{kind}\u{201d}; a framework of questions says kind = \"maturity\""),
        );
    }
    let usual = scoring_of(file).unwrap_or(Scoring::Compensatory(Mean::Arithmetic));
    let usual_answered = file.share("answered").unwrap_or(ANSWERED);
    let index = file.inner("index", "index");
    let settings = file.list("setting", "setting").into_iter().map(setting).collect();
    let scales = file.list("scale", "scale").into_iter().map(scale).collect();
    let mut framework = Framework {
        id: file.id("id"),
        version: file.needed("version"),
        title: file.needed("title"),
        source: file.text("source"),
        published: file.text("published"),
        written_for: file.text("written_for"),
        settings,
        depths: file.texts("depths").into_iter().map(|(text, _)| text).collect(),
        scales,
        sections: Vec::new(),
        questions: Vec::new(),
        implications: Vec::new(),
        mappings: Vec::new(),
        scoring: index.as_ref().and_then(scoring_of).unwrap_or(Scoring::Compensatory(Mean::Arithmetic)),
        answered: index.as_ref().and_then(|index| index.share("answered")).unwrap_or(1.0),
    };
    if let Some(index) = index {
        index.end();
    }
    for fields in file.list("section", "section") {
        let section = section(&fields, &framework, usual, usual_answered);
        checks::section(&fields, &framework, &section);
        fields.end();
        framework.sections.push(section);
    }
    for fields in file.list("question", "question") {
        let question = question(&fields, &mut framework);
        checks::question(&fields, &framework, &question);
        fields.end();
        framework.questions.push(question);
    }
    framework.implications = implications(file, &framework);
    checks::whole(file, &framework);
    framework
}

fn setting(fields: Fields<'_, '_>) -> Setting {
    let setting = Setting { id: fields.id("id"), title: fields.needed("title") };
    fields.end();
    setting
}

fn scale(fields: Fields<'_, '_>) -> Scale {
    let scale =
        Scale { id: fields.id("id"), answers: fields.list("answers", "answer").into_iter().map(answer).collect() };
    checks::scale(&fields, &scale);
    fields.end();
    scale
}

fn answer(fields: Fields<'_, '_>) -> ScaleAnswer {
    let answer = ScaleAnswer {
        id: fields.id("id"),
        text: fields.needed("text"),
        score: fields.number("score").unwrap_or_else(|| {
            fields.wrong("score", "this answer has no score");
            0.0
        }),
    };
    fields.end();
    answer
}

/// How a part is scored, when it says so.
pub(crate) fn scoring_of(fields: &Fields<'_, '_>) -> Option<Scoring> {
    let floor = fields.number("floor");
    let exponent = fields.number("exponent");
    if exponent == Some(0.0) {
        fields.wrong("exponent", "exponent is not 0; the mean with exponent 0 is the geometric one");
    }
    let scoring = one_of_scorings(fields, floor.unwrap_or(0.0), exponent.unwrap_or(1.0));
    let needs_floor = matches!(scoring, Some(Scoring::Compensatory(mean)) if mean != Mean::Arithmetic);
    if needs_floor && floor.is_none() {
        fields.wrong("scoring", FLOOR);
    }
    scoring
}

/// A single nothing makes a geometric or harmonic mean nothing, so that a floor is always declared.
pub(crate) const FLOOR: &str =
    "this mean needs a floor, the smallest value that counts: 1 on a scale of 0 to 100, 0 for none";

fn one_of_scorings(fields: &Fields<'_, '_>, floor: f64, exponent: f64) -> Option<Scoring> {
    fields.one_of(
        "scoring",
        &[
            ("arithmetic", Scoring::Compensatory(Mean::Arithmetic)),
            ("geometric", Scoring::Compensatory(Mean::Geometric { floor })),
            ("harmonic", Scoring::Compensatory(Mean::Harmonic { floor })),
            ("power", Scoring::Compensatory(Mean::Power { exponent, floor })),
            ("levels", Scoring::Conjunctive),
        ],
    )
}

fn section(fields: &Fields<'_, '_>, framework: &Framework, usual: Scoring, answered: f64) -> Section {
    Section {
        id: fields.id("id"),
        title: fields.needed("title"),
        meaning: fields.text("meaning"),
        under: fields.text("under").and_then(|id| {
            let found = framework.section(&id);
            if found.is_none() {
                fields.wrong("under", format!("there is no section \u{201c}{id}\u{201d} above this one"));
            }
            found
        }),
        weight: weight(fields),
        settings: settings_of(fields, framework),
        scoring: scoring_of(fields).unwrap_or(usual),
        answered: fields.share("answered").unwrap_or(answered),
        level: fields.whole("level"),
        met_at: fields.number("met_at").unwrap_or(100.0),
        levels: fields.list("levels", "level").into_iter().map(level).collect(),
    }
}

fn level(fields: Fields<'_, '_>) -> LevelMeaning {
    let level = fields.whole("level").unwrap_or_else(|| {
        fields.wrong("level", "this level has no number");
        0
    });
    let meaning = LevelMeaning { level, text: fields.needed("text") };
    fields.end();
    meaning
}

fn question(fields: &Fields<'_, '_>, framework: &mut Framework) -> Question {
    let place = framework.questions.len();
    let scale = found(fields, "scale", framework, |framework, id| framework.scales.iter().position(|s| s.id == id));
    let best = framework.scales.get(scale).map_or(100.0, |scale| scale.range().1);
    for other in fields.list("same_as", "mapping") {
        framework.mappings.push(Mapping {
            question: place,
            framework: other.id("framework"),
            version: other.needed("version"),
            other: other.id("question"),
        });
        other.end();
    }
    Question {
        id: fields.id("id"),
        text: fields.needed("text"),
        help: fields.text("help"),
        evidence: fields.text("evidence"),
        section: found(fields, "section", framework, Framework::section),
        scale,
        weight: weight(fields),
        settings: settings_of(fields, framework),
        wording: wording(fields, framework),
        when: fields.inner("when", "condition").and_then(|inner| condition(inner, framework)),
        level: fields.whole("level"),
        met_at: fields.number("met_at").unwrap_or(best),
    }
}

fn found(
    fields: &Fields<'_, '_>,
    key: &'static str,
    framework: &Framework,
    find: impl Fn(&Framework, &str) -> Option<usize>,
) -> usize {
    let id = fields.needed(key);
    let found = find(framework, &id);
    if found.is_none() && !id.is_empty() {
        fields.wrong(key, format!("there is no {key} \u{201c}{id}\u{201d}"));
    }
    found.unwrap_or(usize::MAX)
}

fn weight(fields: &Fields<'_, '_>) -> f64 {
    let weight = fields.number("weight").unwrap_or(1.0);
    if weight < 0.0 {
        fields.wrong("weight", format!("weight is 0 or more, not {weight}"));
    }
    weight
}

fn settings_of(fields: &Fields<'_, '_>, framework: &Framework) -> Vec<usize> {
    let mut settings = Vec::new();
    for (id, line) in fields.texts("settings") {
        match framework.setting(&id) {
            Some(place) => settings.push(place),
            None => fields.page().wrong(line, format!("there is no setting \u{201c}{id}\u{201d}")),
        }
    }
    settings
}

fn wording(fields: &Fields<'_, '_>, framework: &Framework) -> Vec<(usize, String)> {
    let mut wording = Vec::new();
    for (id, text, line) in fields.pairs("wording") {
        match framework.setting(&id) {
            Some(place) => wording.push((place, text)),
            None => fields.page().wrong(line, format!("there is no setting \u{201c}{id}\u{201d}")),
        }
    }
    wording
}

fn condition(fields: Fields<'_, '_>, framework: &Framework) -> Option<Condition> {
    let question = found(&fields, "question", framework, Framework::question);
    let at_least = fields.number("at_least");
    if at_least.is_none() {
        fields.wrong("at_least", "this condition has no at_least");
    }
    fields.end();
    Some(Condition { question, at_least: at_least? })
}

fn implications(file: &Fields<'_, '_>, framework: &Framework) -> Vec<Implication> {
    let mut implications = Vec::new();
    for fields in file.list("implies", "implication") {
        let when = fields.inner("when", "condition").and_then(|inner| condition(inner, framework));
        let then = fields.inner("then", "condition").and_then(|inner| condition(inner, framework));
        let why = fields.needed("why");
        if let (Some(when), Some(then)) = (when, then) {
            implications.push(Implication { when, then, why });
        } else {
            fields.wrong("when", "an implication has a when and a then, each with question and at_least");
        }
        fields.end();
    }
    implications
}
