//! Pages of pairings: proposing one, and saying how one stands.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use database::Connection;

use crate::app::App;
use crate::error::AppError;
use crate::facts::Line;
use crate::journal::Moment;
use crate::organisations::{self, Names, systems};
use crate::people::pages::{key, unprocessable};
use crate::people::policy::{RunProgramme, SpeakFor};
use crate::people::{Actor, Permit, Person, SentForm, decide};
use crate::programmes::changes::{self, Said, SayError};
use crate::programmes::forms::{Errors, ProgrammeQuery, ProposalForm, StandingForm, no_patients, one_line};
use crate::programmes::shapes::CLAIM;
use crate::programmes::suggestions::{Candidate, Suggestion, postcode_area, suggestions};
use crate::programmes::views::pairing_forms as views;
use crate::programmes::{OFFICE, Pairing, Side, Standing, pairings, store};
use crate::{blueprints, copies};

/// How many partners are suggested.
const FEW: usize = 8;

/// What the form to propose shows.
pub struct Proposing {
    /// Whose pairing it is to be; none when the programme office proposes.
    pub organisation: Option<String>,
    /// The programmes it can be in, by slug and name.
    pub programmes: Vec<(String, String)>,
    /// Who could be the partner, and why.
    pub suggested: Vec<Suggestion>,
    /// Names by code.
    pub names: Arc<Names>,
}

/// A pairing that one side says something of.
pub struct OfOneSide {
    /// The code of the side.
    pub organisation: String,
    /// The code of the other.
    pub other: String,
    /// The programme, by slug and name.
    pub programme: (String, String),
    /// All that is said.
    pub pairing: Pairing,
    /// Names by code.
    pub names: Arc<Names>,
}

fn speaking(app: &App, actor: &Actor, code: String) -> Result<Permit<SpeakFor>, AppError> {
    Ok(decide(actor, SpeakFor { organisation: code.to_uppercase() }, &(), app.clock().now())?)
}

/// `GET /organisations/{code}/pairings`
///
/// # Errors
/// 403 for whoever does not publish for it.
pub async fn ask(
    State(app): State<App>,
    actor: Actor,
    Path(code): Path<String>,
    Query(query): Query<ProgrammeQuery>,
) -> Result<Response, AppError> {
    let permit = speaking(&app, &actor, code)?;
    let code = permit.action().organisation.as_str();
    let proposing = proposing(&app, &mut app.db().read().await?, Some(code), &query.programme).await?;
    let form = ProposalForm { programme: query.programme, ..ProposalForm::default() };
    Ok(views::propose(&proposing, &form, &key(&app), &Errors::new()).into_response())
}

/// What can be proposed for an organisation: the programmes it is in, and partners when one is chosen or there is but one.
async fn proposing(
    app: &App,
    connection: &mut Connection,
    code: Option<&str>,
    chosen: &str,
) -> Result<Proposing, AppError> {
    let moment = Moment::now(app.clock().today());
    let names = app.names(connection).await?;
    let all = store::list(connection, moment).await?.into_iter().map(|row| (row.slug, row.name));
    let Some(code) = code else {
        return Ok(Proposing { organisation: None, programmes: all.collect(), suggested: Vec::new(), names });
    };
    let theirs: BTreeSet<String> =
        store::states_of(connection, code, moment).await?.into_iter().map(|row| row.programme).collect();
    let programmes: Vec<_> = all.filter(|(slug, _)| theirs.contains(slug)).collect();
    let slug = match programmes.as_slice() {
        [(only, _)] => only.as_str(),
        _ => chosen,
    };
    let suggested = match theirs.contains(slug) {
        true => suggested(connection, slug, code, moment).await?,
        false => Vec::new(),
    };
    Ok(Proposing { organisation: Some(code.to_owned()), programmes, suggested, names })
}

/// The members of a programme that are suggested as partners of one of them.
async fn suggested(
    connection: &mut Connection,
    programme: &str,
    code: &str,
    moment: Moment,
) -> Result<Vec<Suggestion>, AppError> {
    let members: BTreeSet<String> =
        store::states(connection, programme, moment).await?.into_iter().map(|row| row.organisation).collect();
    let mut record_systems: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in systems::store::of_kind(connection, systems::RECORD, moment).await? {
        if row.until.is_none() {
            record_systems.entry(row.organisation).or_default().insert(row.product);
        }
    }
    let mut followed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for copy in copies::of_organisation(connection, code).await? {
        let Some(source) = blueprints::store::find(connection, copy.source(), moment).await? else { continue };
        let others = copies::copies_of(connection, copy.source(), moment).await?;
        let whose = others.into_iter().map(|other| other.organisation).chain(source.organisation.clone());
        for organisation in whose {
            followed.entry(organisation).or_default().insert(source.title.clone());
        }
    }
    let known = organisations::store::all(connection, moment).await?;
    let is_open = |closed: &Option<String>| closed.as_deref().is_none_or(|day| day > moment.day().as_str());
    let candidates: Vec<Candidate> = known
        .into_iter()
        .filter(|row| members.contains(&row.code) && is_open(&row.closed_on))
        .map(|row| Candidate {
            record_systems: record_systems.remove(&row.code).unwrap_or_default(),
            guides: followed.remove(&row.code).unwrap_or_default(),
            kind: row.kind().map(|kind| kind.shown().to_owned()),
            region: row.national_group.and_then(|code| {
                let name = organisations::region(&code)?.to_owned();
                Some((code, name))
            }),
            area: row.local_group,
            postcode_area: row.postcode.as_deref().and_then(postcode_area),
            code: row.code,
        })
        .collect();
    let ours = candidates.iter().find(|candidate| candidate.code == code).cloned().unwrap_or_default();
    let mut found = suggestions(&Candidate { code: code.to_owned(), ..ours }, &candidates);
    found.truncate(FEW);
    Ok(found)
}

/// `POST /organisations/{code}/pairings`
///
/// # Errors
/// 403 for whoever does not publish for it.
pub async fn propose(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path(code): Path<String>,
    Form(form): Form<ProposalForm>,
) -> Result<Response, AppError> {
    let permit = speaking(&app, &actor, code)?;
    let code = permit.action().organisation.clone();
    let other = form.other();
    let (organisation, partner, by) = match form.follows.as_str() {
        "they" => (other.as_str(), code.as_str(), "partner"),
        _ => (code.as_str(), other.as_str(), "organisation"),
    };
    let names = app.names(&mut app.db().read().await?).await?;
    let line = match line(&app, &form, (organisation, partner, by)).await? {
        Ok(line) => line,
        Err(errors) => {
            let proposing = proposing(&app, &mut app.db().read().await?, Some(&code), &form.programme).await?;
            return Ok(unprocessable(views::propose(&proposing, &form, &key(&app), &errors)));
        }
    };
    let who = name(&names, &code);
    let answer = format!("/organisations/{code}/pairings/{}/{other}", form.programme);
    let said = Said {
        lines: vec![line],
        who,
        organisation: &code,
        record: format!("/programmes/{}", form.programme),
        tell: vec![confirming(&app, &names, (&other, &code), &form.programme, who)],
        answer,
    };
    finish(&app, changes::say(app.kit(), permit, sent.key()?, said).await).await
}

/// The letter that asks one side whether it is so.
fn confirming(
    app: &App,
    names: &Names,
    (to, other): (&str, &str),
    programme: &str,
    who: &str,
) -> (String, String, String) {
    let subject = format!("Are you paired with {}?", name(names, other));
    let body = format!(
        "{who} says that you and {} are paired. The pairing is listed only when both of you say so. Confirm it, or say that it is not so:\n\n{}/organisations/{to}/pairings/{programme}/{other}",
        name(names, other),
        app.address()
    );
    (to.to_owned(), subject, body)
}

/// The claim of a proposal, or what is wrong with it: both have to be members, and open.
async fn line(
    app: &App,
    form: &ProposalForm,
    (organisation, partner, by): (&str, &str, &str),
) -> Result<Result<Line, Errors>, AppError> {
    let today = app.clock().today();
    let moment = Moment::now(today);
    let mut errors = Errors::new();
    if form.programme.is_empty() {
        errors.insert("programme", "Choose the programme".to_owned());
    }
    if !matches!(form.follows.as_str(), "we" | "they") && by != "source" {
        errors.insert("follows", "Choose who follows whom".to_owned());
    }
    no_patients(&mut errors, "note", &form.note);
    let note = one_line(&form.note);
    let cells = [
        ("programme", form.programme.as_str()),
        ("organisation", organisation),
        ("partner", partner),
        ("said_by", by),
        ("says", "paired"),
        ("on", form.on.as_str()),
        ("note", note.as_str()),
        ("source", "x"),
    ];
    let whose = |column: &'static str| match (column, by) {
        ("organisation", "partner") | ("partner", "organisation") => "other",
        (column, _) => column,
    };
    let line = CLAIM.typed(&cells, today);
    if let Err(wrong) = &line {
        errors.extend(wrong.iter().map(|(column, reason)| (whose(column), reason.clone())));
    }
    let mut connection = app.db().read().await?;
    let names = app.names(&mut connection).await?;
    let members: BTreeSet<String> = store::states(&mut connection, &form.programme, moment)
        .await?
        .into_iter()
        .map(|row| row.organisation)
        .collect();
    for (column, code) in [("organisation", organisation), ("partner", partner)] {
        let known = organisations::store::find(&mut connection, code, moment).await?;
        let closed = known.as_ref().and_then(|row| row.closed_on.clone()).filter(|day| *day <= moment.day());
        let reason = match (&known, closed) {
            (None, _) if code.is_empty() => Some("Choose an organisation or enter its code".to_owned()),
            (None, _) => Some(format!("{code} is not in the register of organisations")),
            (Some(_), Some(day)) => {
                Some(format!("{} closed on {}", name(&names, code), crate::platform::dates::said(&day)))
            }
            (Some(_), None) if !members.contains(code) => {
                Some(format!("{} is not a member of this programme", name(&names, code)))
            }
            (Some(_), None) => None,
        };
        if let Some(reason) = reason {
            errors.insert(whose(column), reason);
        }
    }
    let claims = store::claims_of(&mut connection, organisation, moment).await?;
    let is_open = |pair: &Pairing| {
        let of = [pair.organisation.as_str(), pair.partner.as_str()];
        pair.claims.iter().any(|claim| claim.programme == form.programme)
            && (of == [organisation, partner] || of == [partner, organisation])
            && matches!(pair.standing, Standing::Claimed | Standing::Paired)
    };
    if let Some(pair) = pairings(claims, |_, _| false).iter().find(|pair| is_open(pair)) {
        let words = match pair.standing {
            Standing::Paired => "Both confirmed that they are paired",
            _ => {
                "This pairing was proposed already, in this direction or the other: it waits for an answer on its page"
            }
        };
        errors.insert(whose("partner"), words.to_owned());
    }
    if organisation == partner && !organisation.is_empty() {
        errors.insert(whose("partner"), "An organisation cannot be paired with itself".to_owned());
    }
    Ok(match line {
        Ok(line) if errors.is_empty() => Ok(line),
        _ => Err(errors),
    })
}

/// `GET /organisations/{code}/pairings/{slug}/{partner}`
///
/// # Errors
/// 403 for whoever does not publish for it, 404 for a pairing nobody speaks of.
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    Path((code, slug, partner)): Path<(String, String, String)>,
) -> Result<Response, AppError> {
    let permit = speaking(&app, &actor, code)?;
    let of = of_one_side(&app, &permit.action().organisation, &slug, &partner).await?;
    Ok(views::stand(&of, &StandingForm::default(), &key(&app), &Errors::new()).into_response())
}

async fn of_one_side(app: &App, code: &str, slug: &str, partner: &str) -> Result<OfOneSide, AppError> {
    let today = app.clock().today();
    let mut connection = app.db().read().await?;
    let programme = store::find(&mut connection, slug, Moment::now(today)).await?.ok_or(AppError::NotFound)?;
    let claims = store::claims_of(&mut connection, code, Moment::now(today)).await?;
    let successions = organisations::store::successions(&mut connection, Moment::now(today)).await?;
    let pairing = pairings(claims, |one, other| successions.are_one(one, other)).into_iter().find(|pairing| {
        let is_of = pairing.claims.iter().any(|claim| claim.programme == slug);
        is_of && (pairing.organisation == partner || pairing.partner == partner)
    });
    Ok(OfOneSide {
        organisation: code.to_owned(),
        other: partner.to_owned(),
        programme: (programme.slug, programme.name),
        pairing: pairing.ok_or(AppError::NotFound)?,
        names: app.names(&mut connection).await?,
    })
}

/// `POST /organisations/{code}/pairings/{slug}/{partner}`
///
/// # Errors
/// 403 for whoever does not publish for it, 404 for a pairing nobody speaks of.
pub async fn stand(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Path((code, slug, partner)): Path<(String, String, String)>,
    Form(form): Form<StandingForm>,
) -> Result<Response, AppError> {
    let permit = speaking(&app, &actor, code)?;
    let of = of_one_side(&app, &permit.action().organisation, &slug, &partner).await?;
    let mut errors = form.errors();
    if of.pairing.standing == Standing::OneOrganisation {
        errors.insert("says", "Both became one organisation: nothing more is said of this pairing".to_owned());
    }
    let by = if of.pairing.organisation == of.organisation { "organisation" } else { "partner" };
    let note = one_line(&form.note);
    let cells = [
        ("programme", of.programme.0.as_str()),
        ("organisation", of.pairing.organisation.as_str()),
        ("partner", of.pairing.partner.as_str()),
        ("said_by", by),
        ("says", form.says.as_str()),
        ("on", form.on.as_str()),
        ("note", note.as_str()),
        ("source", "x"),
    ];
    let line = match CLAIM.typed(&cells, app.clock().today()) {
        Ok(line) if errors.is_empty() => line,
        Ok(_) => return Ok(unprocessable(views::stand(&of, &form, &key(&app), &errors))),
        Err(wrong) => {
            for (field, reason) in wrong {
                errors.entry(field).or_insert(reason);
            }
            return Ok(unprocessable(views::stand(&of, &form, &key(&app), &errors)));
        }
    };
    let who = name(&of.names, &of.organisation);
    let subject = format!("{who} says how your pairing stands");
    let body = format!(
        "{who} {} you. Read it, and say how it stands for you:\n\n{}/organisations/{}/pairings/{slug}/{}",
        match form.says.as_str() {
            "paired" => "confirms that it is paired with",
            "ended" => "says that it is no longer paired with",
            _ => "says that it is not paired with",
        },
        app.address(),
        of.other,
        of.organisation
    );
    let said = Said {
        lines: vec![line],
        who,
        organisation: &of.organisation,
        record: format!("/programmes/{slug}"),
        answer: format!("/organisations/{}/pairings/{slug}/{}", of.organisation, of.other),
        tell: vec![(of.other.clone(), subject, body)],
    };
    match changes::say(app.kit(), permit, sent.key()?, said).await {
        Err(SayError::DoesNotFit(reason)) => {
            let errors = Errors::from([("says", format!("This cannot be taken: {reason}"))]);
            Ok(unprocessable(views::stand(&of, &form, &key(&app), &errors)))
        }
        said => finish(&app, said).await,
    }
}

/// `GET /office/pairings`
///
/// # Errors
/// 403 for whoever is not of the programme office.
pub async fn ask_office(State(app): State<App>, actor: Actor) -> Result<Response, AppError> {
    decide(&actor, RunProgramme, &(), app.clock().now())?;
    let proposing = proposing(&app, &mut app.db().read().await?, None, "").await?;
    Ok(views::propose(&proposing, &ProposalForm::default(), &key(&app), &Errors::new()).into_response())
}

/// `POST /office/pairings`
///
/// # Errors
/// 403 for whoever is not of the programme office.
pub async fn propose_office(
    State(app): State<App>,
    actor: Actor,
    sent: SentForm,
    Form(form): Form<ProposalForm>,
) -> Result<Response, AppError> {
    let permit = decide(&actor, RunProgramme, &(), app.clock().now())?;
    let (organisation, partner) = (form.organisation.trim().to_uppercase(), form.other());
    let line = match line(&app, &form, (&organisation, &partner, "source")).await? {
        Ok(line) => line,
        Err(errors) => {
            let proposing = proposing(&app, &mut app.db().read().await?, None, "").await?;
            return Ok(unprocessable(views::propose(&proposing, &form, &key(&app), &errors)));
        }
    };
    let names = app.names(&mut app.db().read().await?).await?;
    let sides = [(partner.as_str(), organisation.as_str()), (organisation.as_str(), partner.as_str())];
    let said = Said {
        lines: vec![line],
        who: OFFICE,
        organisation: &organisation,
        record: format!("/programmes/{}", form.programme),
        answer: format!("/programmes/{}#pairings", form.programme),
        tell: sides.map(|sides| confirming(&app, &names, sides, &form.programme, OFFICE)).into(),
    };
    finish(&app, changes::say(app.kit(), permit, sent.key()?, said).await).await
}

/// Goes on to where what was said can be read.
///
/// # Errors
/// When it does not fit what is on record.
pub async fn finish(app: &App, said: Result<String, SayError>) -> Result<Response, AppError> {
    let answer = said?;
    app.notice().await?;
    Ok(Redirect::to(&answer).into_response())
}

fn name<'a>(names: &'a Names, code: &'a str) -> &'a str {
    names.get(code).map_or(code, String::as_str)
}

/// The pairings that wait for a word of one of somebody's organisations: where it is said, who the other is, and the
/// programme.
///
/// # Errors
/// When the database cannot be read.
pub async fn waiting(
    app: &App,
    connection: &mut Connection,
    person: &Person,
) -> Result<Vec<(String, String)>, AppError> {
    let moment = Moment::now(app.clock().today());
    let names = app.names(connection).await?;
    let successions = organisations::store::successions(connection, moment).await?;
    let mut waiting = Vec::new();
    for code in person.organisations() {
        if decide(&Actor::Person(person.clone()), SpeakFor { organisation: code.to_owned() }, &(), app.clock().now())
            .is_err()
        {
            continue;
        }
        let claims = store::claims_of(connection, code, moment).await?;
        for pairing in pairings(claims, |one, other| successions.are_one(one, other)) {
            let (ours, other) = match pairing.organisation == code {
                true => (pairing.organisation_says, &pairing.partner),
                false => (pairing.partner_says, &pairing.organisation),
            };
            if pairing.standing == Standing::Claimed && ours == Side::Silent {
                let slug = pairing.claims.first().map_or("", |claim| claim.programme.as_str());
                let words = format!("Is {} paired with {}?", name(&names, code), name(&names, other));
                waiting.push((format!("/organisations/{code}/pairings/{slug}/{other}"), words));
            }
        }
    }
    Ok(waiting)
}
