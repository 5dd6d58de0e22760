//! The act on programmes: taking their files, all of them or nothing.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use serde_json::json;

use super::joining::{self, CHECK, CHECK_ANSWER, EXPECTATION, EXPECTATION_ANSWER};
use super::shapes::{CLAIM, GROUP, MEMBER, PROGRAMME, STATEMENT};
use super::{State, pairings, store};
use crate::error::AppError;
use crate::facts::{self, Line, Outcome, Refusal, Report, Shape};
use crate::journal::{Change, JournalError, Moment, NewEntry};
use crate::kit::Kit;
use crate::milestones;
use crate::organisations::footprints::{self, FOOTPRINT, FOOTPRINT_MEMBER, TARGET};
use crate::organisations::systems::SYSTEM;
use crate::organisations::{self, Run};
use crate::people::policy::{ImportProgramme, RunProgramme};
use crate::people::{self, FormKey, Permit, Role, spend, spent};
use crate::platform::dates::{self, PartialDate};

/// The kinds of files, in the order in which they refer to each other.
pub const SHAPES: &[&Shape] = &[
    &PROGRAMME,
    &GROUP,
    &MEMBER,
    &CLAIM,
    &STATEMENT,
    &milestones::MILESTONE,
    &milestones::DATE,
    &milestones::SCALE,
    &milestones::CONFIDENCE,
    &CHECK,
    &CHECK_ANSWER,
    &EXPECTATION,
    &EXPECTATION_ANSWER,
    &SYSTEM,
    &FOOTPRINT,
    &FOOTPRINT_MEMBER,
    &TARGET,
];

/// How many sentences of what an entry did stand in it.
const SAID: usize = 20;

/// Why a line is not taken, in words; or what became of it.
pub(super) type Taken = Result<Outcome, String>;

/// Lines that one entry of the journal is about: those of one kind, programme and organisation.
type Batches<'a> = BTreeMap<(usize, String, String), Vec<&'a Line>>;

/// Takes the lines of one or more files, in one transaction. When a line is refused, here or in reading, nothing is
/// written; lines that say what is known change nothing.
///
/// # Errors
/// When the database refuses; then nothing was written.
pub async fn import(
    kit: &Kit,
    permit: Permit<ImportProgramme>,
    (lines, refused): (&[Line], &[Refusal]),
    run: Run,
) -> Result<Report, JournalError> {
    let mut change = Change::open(kit).await?;
    let report = take_all(&mut change, kit, permit.actor(), (lines, refused), |_, _| None).await?;
    if run == Run::Real && is_news(&report) {
        change.commit().await?;
    }
    Ok(report)
}

/// Takes the lines of a file that the programme office gives in the browser, by the same rules; what only an organisation says,
/// or has a form where more is looked at, is refused, and so is whom what is looked at holds back. `may_move` tells whether they
/// may move an organisation on.
///
/// # Errors
/// When the database refuses; then nothing was written.
pub async fn take_file(
    kit: &Kit,
    permit: Permit<RunProgramme>,
    key: &FormKey,
    (lines, refused): (&[Line], &[Refusal]),
    (run, may_move): (Run, impl Fn(&str) -> bool),
) -> Result<Report, JournalError> {
    let mut change = Change::open(kit).await?;
    let is_sent = spent(change.tx(), key).await?.is_some();
    let bars = |line: &Line, outcome| not_by_file(line, outcome, &may_move);
    let mut report = take_all(&mut change, kit, permit.actor(), (lines, refused), bars).await?;
    hold_back(&mut change, kit, lines, &mut report).await?;
    if run == Run::Real && is_news(&report) && !is_sent {
        spend(change.tx(), key, "/office/programmes", kit.clock.now().as_microsecond()).await?;
        change.commit().await?;
    }
    Ok(report)
}

/// Refuses the lines by which a member would come further than what is looked at allows, after all lines: what was found may
/// stand in the same file.
async fn hold_back(change: &mut Change, kit: &Kit, lines: &[Line], report: &mut Report) -> Result<(), JournalError> {
    let of = |line: &Line| (line.file.clone(), line.number);
    let members: HashMap<_, _> =
        lines.iter().filter(|line| line.shape.word == MEMBER.word).map(|line| (of(line), line)).collect();
    let is_taken = |outcome| matches!(outcome, Outcome::New | Outcome::Corrected);
    for noted in report.lines.iter_mut().filter(|noted| is_taken(noted.outcome)) {
        let Some(line) = members.get(&(noted.file.clone(), noted.line)) else { continue };
        if let Some(reason) = joining::held_back(change.tx(), line, kit.clock.today()).await? {
            (noted.outcome, noted.detail) = (Outcome::Refused, reason);
        }
    }
    report.sort();
    Ok(())
}

/// Why the office cannot say this with a file.
fn not_by_file(line: &Line, outcome: Outcome, may_move: impl Fn(&str) -> bool) -> Option<&'static str> {
    let (word, is_word) = (line.shape.word, |name: &str, word: &str| line.word(name) == word);
    let is_joining = word == MEMBER.word || word == CHECK_ANSWER.word;
    match outcome {
        Outcome::Refused | Outcome::Unchanged => None,
        Outcome::New | Outcome::Corrected if is_joining && !may_move(line.word("organisation")) => {
            Some("somebody else of the office decides for your own organisation")
        }
        Outcome::New | Outcome::Corrected
            if word == MEMBER.word && is_word("state", State::Withdrawn.word()) && line.text("note").is_none() =>
        {
            Some("say in the column note why it left")
        }
        Outcome::New | Outcome::Corrected if word == CLAIM.word && !is_word("said_by", "source") => {
            Some("only the two organisations themselves say that they are paired: each on its own page")
        }
        Outcome::New | Outcome::Corrected if word == milestones::DATE.word && is_word("kind", "done") => {
            Some("done is said on the milestone\u{2019}s own page, with what shows it, and accepted by a second person")
        }
        Outcome::New | Outcome::Corrected if word == milestones::CONFIDENCE.word && is_word("said_by", "own") => {
            Some("an organisation says itself how sure it is")
        }
        Outcome::New | Outcome::Corrected => None,
    }
}

/// Whether a report has something to be written, and nothing that was refused.
fn is_news(report: &Report) -> bool {
    report.count(Outcome::Refused) == 0 && report.count(Outcome::New) + report.count(Outcome::Corrected) > 0
}

/// Takes lines inside a transaction, one entry for those of one kind, programme and organisation.
pub(super) async fn take_all(
    change: &mut Change,
    kit: &Kit,
    actor: &str,
    (lines, refused): (&[Line], &[Refusal]),
    bars: impl Fn(&Line, Outcome) -> Option<&'static str>,
) -> Result<Report, JournalError> {
    let mut report = Report::default();
    for refusal in refused {
        report.note(Outcome::Refused, &refusal.file, refusal.line, refusal.reason.clone());
    }
    let batches = batches(lines, &mut report);
    let closings = organisations::store::closings(change.tx()).await?;
    let mut taker = Taker::new(kit, change, &closings);
    for ((_, programme, organisation), lines) in &batches {
        let mut said = Vec::new();
        for line in lines {
            let says = (line.shape.says)(line);
            match taker.take(line).await? {
                Ok(outcome) if bars(line, outcome).is_some() => {
                    let reason = bars(line, outcome).unwrap_or_default().to_owned();
                    report.note(Outcome::Refused, &line.file, line.number, reason);
                }
                Ok(outcome) => {
                    report.note(outcome, &line.file, line.number, says.clone());
                    if outcome != Outcome::Unchanged {
                        said.push((outcome, says));
                    }
                }
                Err(reason) => report.note(Outcome::Refused, &line.file, line.number, reason),
            }
        }
        if let (Some(line), false) = (lines.first(), said.is_empty()) {
            if line.shape.word == milestones::DATE.word {
                taker.recount((programme, organisation)).await?;
            }
            append(taker.change, actor, line, (programme, organisation), &said).await?;
        }
    }
    report.sort();
    Ok(report)
}

/// The lines in the order in which they are taken; a line that stands twice is refused.
fn batches<'a>(lines: &'a [Line], report: &mut Report) -> Batches<'a> {
    let mut seen: HashMap<(&str, String), &Line> = HashMap::new();
    let mut batches = Batches::new();
    for line in lines {
        if let Some(first) = seen.get(&(line.shape.word, line.fact())) {
            let reason = format!("it stands already on line {} of {}", first.number, first.file);
            report.note(Outcome::Refused, &line.file, line.number, reason);
            continue;
        }
        seen.insert((line.shape.word, line.fact()), line);
        let place = SHAPES.iter().position(|shape| shape.word == line.shape.word).unwrap_or(SHAPES.len());
        let key = (place, line.word("programme").to_owned(), line.word("organisation").to_owned());
        batches.entry(key).or_default().push(line);
    }
    batches
}

async fn append(
    change: &mut Change,
    actor: &str,
    line: &Line,
    (programme, organisation): (&str, &str),
    said: &[(Outcome, String)],
) -> Result<(), JournalError> {
    let count = |outcome| said.iter().filter(|(became, _)| *became == outcome).count();
    let says: Vec<&str> = said.iter().take(SAID).map(|(_, says)| says.as_str()).collect();
    let record = match (programme, organisation) {
        ("", "") => "footprints".to_owned(),
        ("", organisation) => format!("organisations/{organisation}"),
        (programme, _) => format!("programmes/{programme}"),
    };
    change
        .append(NewEntry {
            actor,
            organisation: Some(organisation).filter(|code| !code.is_empty()),
            action: line.shape.action,
            record: &record,
            source: line.text("source"),
            holds_on: None,
            is_public: true,
            public: json!({ "new": count(Outcome::New), "corrected": count(Outcome::Corrected), "says": says }),
            private: None,
            texts: Vec::new(),
            files: Vec::new(),
            tables: &[line.shape.table],
        })
        .await?;
    Ok(())
}

/// What somebody says here, as lines of facts.
#[derive(Debug)]
pub struct Said<'a> {
    /// The lines, all of one kind; where they say that they come from and when is filled in.
    pub lines: Vec<Line>,
    /// Whose words they are, such as the name of an organisation.
    pub who: &'a str,
    /// The organisation they are about.
    pub organisation: &'a str,
    /// The address where they can be read.
    pub record: String,
    /// Where to go on.
    pub answer: String,
    /// Who is told: an organisation whose publishers get a letter, what it is about, and what it says.
    pub tell: Vec<(String, String, String)>,
}

/// Why what was said was not taken.
#[derive(Debug, thiserror::Error)]
pub enum SayError {
    /// It does not fit what is on record.
    #[error("{0}")]
    DoesNotFit(String),
    /// The journal refused.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl From<SayError> for AppError {
    fn from(error: SayError) -> Self {
        match error {
            SayError::DoesNotFit(reason) => Self::BadRequest(format!("This cannot be taken: {reason}.")),
            SayError::Journal(error) => error.into(),
            SayError::Database(error) => error.into(),
        }
    }
}

/// Takes what somebody says here, by the rules that files are taken by.
///
/// # Errors
/// [`SayError::DoesNotFit`] when it does not fit what is on record; then nothing was written.
pub async fn say<A>(kit: &Kit, permit: Permit<A>, key: &FormKey, said: Said<'_>) -> Result<String, SayError> {
    let mut change = Change::open(kit).await?;
    if let Some(answer) = spent(change.tx(), key).await? {
        return Ok(answer);
    }
    take_said(&mut change, kit, permit.actor(), &said).await?;
    spend(change.tx(), key, &said.answer, kit.clock.now().as_microsecond()).await?;
    change.commit().await?;
    Ok(said.answer)
}

/// Writes lines that somebody said, inside the transaction of the act that says so; gives what they say, as sentences.
///
/// # Errors
/// As for [`say`].
pub async fn write_lines(change: &mut Change, kit: &Kit, who: &str, lines: &[Line]) -> Result<Vec<String>, SayError> {
    let today = kit.clock.today();
    let source = format!("{who}, said on this portal (entry {})", change.sequence());
    let closings = organisations::store::closings(change.tx()).await?;
    let mut says = Vec::new();
    for line in lines {
        let line = line.clone().with("source", &source).with("published", &today.to_string());
        (line.shape.check)(&line).map_err(SayError::DoesNotFit)?;
        if let Some(reason) = joining::held_back(change.tx(), &line, today).await? {
            return Err(SayError::DoesNotFit(reason));
        }
        if let Some(reason) = said_before(change, &line, today).await? {
            return Err(SayError::DoesNotFit(reason));
        }
        let mut taker = Taker::new(kit, change, &closings);
        taker.take(&line).await?.map_err(SayError::DoesNotFit)?;
        says.push((line.shape.says)(&line));
    }
    // The dates of one form are of one organisation in one programme.
    if let Some(line) = lines.iter().find(|line| line.shape.word == milestones::DATE.word) {
        let of = (line.word("programme"), line.word("organisation"));
        Taker::new(kit, change, &closings).recount(of).await?;
    }
    Ok(says)
}

/// Why a line about two organisations does not follow what was said of them; none for lines of other kinds.
async fn said_before(change: &mut Change, line: &Line, today: Date) -> sqlx::Result<Option<String>> {
    if line.shape.word != CLAIM.word {
        return Ok(None);
    }
    let mut claims = store::claims_of(change.tx(), line.word("organisation"), Moment::now(today)).await?;
    claims.retain(|claim| claim.programme == line.word("programme"));
    Ok(pairings::refused(line, &pairings::pairings(claims, |_, _| false)))
}

async fn take_said(change: &mut Change, kit: &Kit, actor: &str, said: &Said<'_>) -> Result<(), SayError> {
    let says = write_lines(change, kit, said.who, &said.lines).await?;
    let today = kit.clock.today();
    let Some(shape) = said.lines.first().map(|line| line.shape) else { return Ok(()) };
    for (organisation, subject, body) in &said.tell {
        let publishers = people::colleagues_with(change.tx(), organisation, &[Role::Publisher], today).await?;
        for publisher in publishers {
            people::write_to(change.tx(), kit, publisher.account(), (subject, body)).await?;
        }
    }
    change
        .append(NewEntry {
            actor,
            organisation: Some(said.organisation),
            action: shape.action,
            record: said.record.trim_start_matches('/'),
            source: Some(said.who),
            holds_on: None,
            is_public: true,
            public: json!({ "says": says }),
            private: None,
            texts: Vec::new(),
            files: Vec::new(),
            tables: &[shape.table],
        })
        .await?;
    Ok(())
}

/// Takes lines one by one inside the transaction.
pub(super) struct Taker<'a> {
    kit: &'a Kit,
    change: &'a mut Change,
    closings: &'a HashMap<String, Option<String>>,
    today: Date,
}

impl<'a> Taker<'a> {
    /// A taker of today.
    pub(super) fn new(kit: &'a Kit, change: &'a mut Change, closings: &'a HashMap<String, Option<String>>) -> Self {
        Self { kit, today: kit.clock.today(), change, closings }
    }

    /// Holds a line against what is known, and writes it when it is new or says otherwise.
    pub(super) async fn take(&mut self, line: &Line) -> Result<Taken, JournalError> {
        if let Err(reason) = self.fits(line).await? {
            return Ok(Err(reason));
        }
        let found = facts::store::find(self.change.tx(), line.shape, &line.fact()).await?;
        let sequence = self.change.sequence();
        let outcome = match found {
            Some((_, values)) if line.values == values => return Ok(Ok(Outcome::Unchanged)),
            Some((id, _)) if line.shape.table.ends => {
                facts::store::end(self.change.tx(), line.shape, &id, sequence).await?;
                Outcome::Corrected
            }
            Some(_) => {
                return Ok(Err("it is on record already, and what was said then stays as it was said".to_owned()));
            }
            None => Outcome::New,
        };
        let known_from = line.known_from(self.today);
        facts::store::insert(self.change.tx(), self.kit.clock.new_id(), line, known_from, sequence).await?;
        Ok(Ok(outcome))
    }

    /// Counts anew how many dates of an organisation moved, after those of this entry.
    pub(super) async fn recount(&mut self, of: (&str, &str)) -> sqlx::Result<()> {
        let sequence = self.change.sequence();
        milestones::recount(self.change.tx(), of, (sequence, self.today)).await
    }

    /// Whether what a line refers to is there, and what it says fits what is known.
    async fn fits(&mut self, line: &Line) -> Result<Result<(), String>, JournalError> {
        for name in ["organisation", "partner"] {
            if let Some(code) = line.text(name).filter(|code| !self.closings.contains_key(*code)) {
                return Ok(Err(format!("{code} is not in the register of organisations")));
            }
        }
        let programme = line.word("programme");
        if line.shape.word == FOOTPRINT_MEMBER.word {
            let place = line.word("belongs_to");
            return Ok(match footprints::store::has(self.change.tx(), place).await? {
                true => Ok(()),
                false => Err(format!("there is no place \u{201c}{place}\u{201d}")),
            });
        }
        let is_of_programme = line.shape.fields.iter().any(|field| field.name == "programme");
        if line.shape.word == PROGRAMME.word || !is_of_programme {
            return Ok(Ok(()));
        }
        if !store::has_programme(self.change.tx(), programme).await? {
            return Ok(Err(format!("there is no programme \u{201c}{programme}\u{201d}")));
        }
        if line.shape.word == GROUP.word {
            return Ok(Ok(()));
        }
        if line.text("group").is_some()
            && let Err(reason) = self.joins(line).await?
        {
            return Ok(Err(reason));
        }
        if let Some(group) = line.text("group")
            && !store::has_group(self.change.tx(), programme, group).await?
        {
            return Ok(Err(format!("the programme {programme} has no group \u{201c}{group}\u{201d}")));
        }
        if line.shape.word == MEMBER.word {
            let others =
                store::states_in(self.change.tx(), programme, line.word("group"), line.word("organisation")).await?;
            return Ok(self.is_open(line).and_then(|()| in_order(line, &others)));
        }
        Ok(milestones::fits(self.change.tx(), line, self.today).await?)
    }

    /// Whether an answer is given by a member to something that its group asks; other lines are no answers.
    async fn joins(&mut self, line: &Line) -> Result<Result<(), String>, JournalError> {
        let of = (line.word("programme"), line.word("group"));
        let known = match line.shape.word {
            word if word == CHECK_ANSWER.word => {
                let slug = line.word("check");
                joining::store::has_check(self.change.tx(), (of.0, of.1, slug)).await?.then_some(()).ok_or(slug)
            }
            word if word == EXPECTATION_ANSWER.word => {
                let slug = line.word("expectation");
                joining::store::has_expectation(self.change.tx(), (of.0, of.1, slug)).await?.then_some(()).ok_or(slug)
            }
            _ => return Ok(Ok(())),
        };
        if let Err(slug) = known {
            return Ok(Err(format!("the group {} asks for no \u{201c}{slug}\u{201d}", of.1)));
        }
        let code = line.word("organisation");
        let states = store::states_in(self.change.tx(), of.0, of.1, code).await?;
        Ok(match states.is_empty() {
            true => Err(format!("{code} is no member of the group {}", of.1)),
            false => Ok(()),
        })
    }

    /// Whether the organisation was open when it came into the state. Leaving and ending may come after.
    fn is_open(&self, line: &Line) -> Result<(), String> {
        let code = line.word("organisation");
        let Some(closed) = self.closings.get(code).and_then(|day| day.as_deref()?.parse::<Date>().ok()) else {
            return Ok(());
        };
        let ends = matches!(State::from_word(line.word("state")), Some(State::Completed | State::Withdrawn));
        match line.date("on") {
            Some(on) if on.first_day() > closed && !ends => {
                Err(format!("{code} closed on {}, before {on}", dates::day(closed)))
            }
            None if closed <= self.today && !ends => {
                Err(format!("{code} closed on {}, and the line does not say when it was a member", dates::day(closed)))
            }
            _ => Ok(()),
        }
    }
}

/// Whether a state fits the others of the same membership, by their dates.
fn in_order(line: &Line, others: &[(String, Option<String>)]) -> Result<(), String> {
    let Some(state) = State::from_word(line.word("state")) else { return Ok(()) };
    let on = line.date("on");
    for (word, other_on) in others {
        let Some(other) = State::from_word(word).filter(|other| *other != state) else { continue };
        let other_on = other_on.as_deref().and_then(|on| on.parse::<PartialDate>().ok());
        let said = |state: State, on: Option<PartialDate>| {
            let on = on.map(|on| format!(" ({on})")).unwrap_or_default();
            format!("{}{on}", state.shown().to_lowercase())
        };
        let (first, then) = match (state.leads_to(other), other.leads_to(state)) {
            (true, _) => ((state, on), (other, other_on)),
            (_, true) => ((other, other_on), (state, on)),
            _ => return Err(format!("it is {} already and cannot be {} too", said(other, other_on), said(state, on))),
        };
        if let ((_, Some(first_on)), (_, Some(then_on))) = (first, then)
            && then_on.last_day() < first_on.first_day()
        {
            let (then, first) = (said(then.0, then.1), said(first.0, first.1));
            return Err(format!("out of order: {first} would come after {then}"));
        }
    }
    Ok(())
}
