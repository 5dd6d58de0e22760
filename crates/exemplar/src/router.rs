//! Every address of the portal: one table of method, path, handler and the action it asks leave for.

use axum::extract::DefaultBodyLimit;
use axum::routing::{MethodRouter, get, post};
use axum::{Router, middleware};

use crate::app::App;
use crate::asking::{contact_pages, question_pages, request_pages, still_true_pages};
use crate::copies::attaching::pages as attach_pages;
use crate::copies::mine::pages as mine_pages;
use crate::copies::notices::pages as notice_pages;
use crate::copies::offering::pages as offer_pages;
use crate::copies::updates;
use crate::milestones::confidence::pages as confidence_pages;
use crate::milestones::evidence::pages as evidence_pages;
use crate::milestones::pages::{entering, whole};
use crate::milestones::reporting::pages as report_pages;
use crate::organisations::footprints::pages as footprint_pages;
use crate::organisations::systems::pages as system_pages;
use crate::people::policy::{
    AcceptEvidence, AgreeToText, AnswerAssessment, AnswerConcern, AnswerCorrection, AnswerNotice, AnswerQuestion,
    AnswerRequest, AskPeople, BeAsked, CheckAssessment, CommentOnDraft, ConfirmGuide, CopyBlueprint, DisputeRecord,
    EditBlueprint, EditVocabulary, EnterFor, KeepCopies, KeepWatches, LookAfterJobs, ManageAccounts, MoveMember,
    NameChecker, NameDirector, PlanCopy, PlanImprovement, PublishBlueprint, ReadAssessment, ReadBlueprint, ReadCheck,
    ReadCopies, ReadDraft, ReadEdition, ReadHome, ReadNotices, ReadOrganisation, ReadPage, ReadProgramme, ReadRequest,
    ReopenAssessment, ReopenReport, ReportConcern, ReviewText, RunProgramme, ShowDraft, SignAssessment, SignReport,
    SignText, SpeakFor, StartBlueprint, WatchBlueprint, WithdrawBlueprint, WithdrawQuestion, WriteReport,
};
use crate::people::{Action, who};
use crate::platform::http::{assets, finish, same_site};
use crate::programmes::pages::member as member_pages;
use crate::programmes::pages::pairing as pairing_pages;
use crate::rounds::{answering, checking};
use crate::writing::{comments, files, previews, reviewing};
use crate::{
    about, blueprints, concerns, copies, corrections, demonstration, home, maturity, milestones, news, office,
    organisations, people, programmes, removals, vocabulary, watching, work, writing,
};

/// An address.
#[derive(Debug)]
pub struct Route {
    /// Its method.
    pub method: &'static str,
    /// Its path, with its parameters in braces.
    pub path: &'static str,
    /// What answers it.
    pub handler: MethodRouter<App>,
    /// The action its handler asks leave for, as the golden table names it; none for what has no content of anyone's.
    pub action: Option<&'static str>,
}

fn read(path: &'static str, handler: MethodRouter<App>, action: &'static str) -> Route {
    Route { method: "GET", path, handler, action: Some(action) }
}

/// A page only for people who are signed in.
fn ours(path: &'static str, handler: MethodRouter<App>, action: &'static str) -> Route {
    read(path, handler.layer(middleware::from_fn(people::pages::sign_in_first)), action)
}

fn change(path: &'static str, handler: MethodRouter<App>, action: &'static str) -> Route {
    let handler = handler.layer(middleware::from_fn(people::pages::signed_in_only));
    Route { method: "POST", path, handler, action: Some(action) }
}

fn open(path: &'static str, handler: MethodRouter<App>) -> Route {
    Route { method: "GET", path, handler, action: None }
}

/// The table.
#[must_use]
pub fn routes() -> Vec<Route> {
    let table = vec![
        read("/", get(home::show), ReadPage::NAME),
        read("/blueprints", get(blueprints::pages::list), ReadPage::NAME),
        read("/blueprints.atom", get(blueprints::feeds::library), ReadPage::NAME),
        read("/blueprints/{slug}/feed.atom", get(blueprints::feeds::guide), ReadBlueprint::NAME),
        read("/blueprints/{slug}", get(blueprints::pages::show), ReadBlueprint::NAME),
        read("/blueprints/{slug}/compare", get(blueprints::pages::compare), ReadBlueprint::NAME),
        read("/blueprints/{slug}/versions/{number}", get(blueprints::pages::version), ReadBlueprint::NAME),
        read("/blueprints/{slug}/versions/{number}/text.md", get(blueprints::pages::download), ReadBlueprint::NAME),
        read("/blueprints/{slug}/versions/{number}/guide.zip", get(blueprints::pages::zip), ReadBlueprint::NAME),
        read(
            "/blueprints/{slug}/versions/{number}/text.docx",
            get(blueprints::pages::papers::word),
            ReadBlueprint::NAME,
        ),
        read("/blueprints/{slug}/versions/{number}/files/{*name}", get(blueprints::pages::file), ReadBlueprint::NAME),
        read("/organisations", get(organisations::pages::list), ReadPage::NAME),
        read("/organisations/{code}", get(organisations::pages::show), ReadOrganisation::NAME),
        read("/programmes", get(programmes::pages::list), ReadPage::NAME),
        read("/programmes.csv", get(programmes::pages::list_csv), ReadPage::NAME),
        read("/programmes/{slug}", get(programmes::pages::show), ReadProgramme::NAME),
        read("/programmes/{slug}/members", get(programmes::pages::members), ReadProgramme::NAME),
        read("/programmes/{slug}/members.csv", get(programmes::pages::files::members), ReadProgramme::NAME),
        read("/programmes/{slug}/pairings.csv", get(programmes::pages::files::of_pairings), ReadProgramme::NAME),
        read("/programmes/{slug}/statements.csv", get(programmes::pages::files::statements), ReadProgramme::NAME),
        read("/programmes/{slug}/money", get(programmes::pages::money), ReadProgramme::NAME),
        read("/programmes/{slug}/money.csv", get(programmes::pages::files::money), ReadProgramme::NAME),
        read("/programmes/{slug}/compare", get(milestones::pages::compare), ReadProgramme::NAME),
        read("/programmes/{slug}/milestones.csv", get(milestones::pages::of_programme_csv), ReadProgramme::NAME),
        read("/programmes/{slug}/milestones/{milestone}", get(milestones::pages::across), ReadProgramme::NAME),
        read(
            "/programmes/{slug}/milestones/{milestone}/dates.csv",
            get(milestones::pages::across_csv),
            ReadProgramme::NAME,
        ),
        read("/programmes/{slug}/milestones.ics", get(whole::of_programme_calendar), ReadProgramme::NAME),
        read("/programmes/{slug}/delivered", get(whole::delivered), ReadProgramme::NAME),
        read("/programmes/{slug}/delivered.csv", get(whole::delivered_csv), ReadProgramme::NAME),
        read("/programmes/{slug}/reasons", get(whole::why), ReadProgramme::NAME),
        read("/programmes/{slug}/reasons.csv", get(whole::why_csv), ReadProgramme::NAME),
        read("/organisations/{code}/milestones.ics", get(whole::of_organisation_calendar), ReadOrganisation::NAME),
        ours("/organisations/{code}/milestones/{slug}/{milestone}", get(entering::ask), EnterFor::NAME),
        change("/organisations/{code}/milestones/{slug}/{milestone}", post(entering::enter), EnterFor::NAME),
        read("/programmes/{slug}/confidence", get(confidence_pages::show), ReadProgramme::NAME),
        read("/programmes/{slug}/confidence.csv", get(confidence_pages::csv), ReadProgramme::NAME),
        ours("/organisations/{code}/confidence/{slug}", get(confidence_pages::ask), EnterFor::NAME),
        change("/organisations/{code}/confidence/{slug}", post(confidence_pages::enter), EnterFor::NAME),
        read("/programmes/{slug}/reports", get(report_pages::list), ReadProgramme::NAME),
        ours("/programmes/{slug}/reports/open", get(report_pages::ask_to_open), RunProgramme::NAME),
        change("/programmes/{slug}/reports/open", post(report_pages::open), RunProgramme::NAME),
        read("/programmes/{slug}/reports/{period}/{code}", get(report_pages::show), ReadProgramme::NAME),
        ours("/programmes/{slug}/reports/{period}/{code}/write", get(report_pages::ask), WriteReport::NAME),
        change("/programmes/{slug}/reports/{period}/{code}/write", post(report_pages::write), WriteReport::NAME),
        ours("/programmes/{slug}/reports/{period}/{code}/sign", get(report_pages::ask_to_sign), WriteReport::NAME),
        change("/programmes/{slug}/reports/{period}/{code}/sign", post(report_pages::sign), SignReport::NAME),
        ours("/programmes/{slug}/reports/{period}/{code}/reopen", get(report_pages::ask_to_reopen), ReopenReport::NAME),
        change("/programmes/{slug}/reports/{period}/{code}/reopen", post(report_pages::reopen), ReopenReport::NAME),
        ours("/evidence/{evidence}", get(evidence_pages::show), AcceptEvidence::NAME),
        change("/evidence/{evidence}", post(evidence_pages::decide_on), AcceptEvidence::NAME),
        read("/organisations/{code}/milestones", get(milestones::pages::of_organisation), ReadOrganisation::NAME),
        read(
            "/organisations/{code}/milestones.csv",
            get(milestones::pages::of_organisation_csv),
            ReadOrganisation::NAME,
        ),
        ours("/assessments", get(answering::pages::list), ReadHome::NAME),
        ours("/assessments/{round}/{code}", get(answering::pages::show), ReadAssessment::NAME),
        ours("/assessments/{round}/{code}/answers.csv", get(answering::pages::answers_csv), ReadAssessment::NAME),
        ours("/assessments/{round}/{code}/answers.xlsx", get(answering::pages::answers_xlsx), ReadAssessment::NAME),
        ours(
            "/assessments/{round}/{code}/sections/{theme}",
            get(answering::pages::ask_section),
            AnswerAssessment::NAME,
        ),
        change("/assessments/{round}/{code}/sections/{theme}", post(answering::pages::section), AnswerAssessment::NAME),
        change(
            "/assessments/{round}/{code}/sections/{theme}/ask",
            post(answering::pages::ask_colleague),
            AnswerAssessment::NAME,
        ),
        ours(
            "/assessments/{round}/{code}/evidence/{item}",
            get(answering::evidence::pages::list),
            AnswerAssessment::NAME,
        ),
        change(
            "/assessments/{round}/{code}/evidence/{item}",
            post(answering::evidence::pages::add),
            AnswerAssessment::NAME,
        ),
        change(
            "/assessments/{round}/{code}/evidence/{item}/out",
            post(answering::evidence::pages::take_out),
            AnswerAssessment::NAME,
        ),
        ours(
            "/assessments/{round}/{code}/evidence/{item}/files/{*name}",
            get(answering::evidence::pages::show),
            ReadCheck::NAME,
        ),
        ours("/assessments/{round}/{code}/file", get(answering::pages::ask_file), AnswerAssessment::NAME),
        change("/assessments/{round}/{code}/file", post(answering::pages::file), AnswerAssessment::NAME),
        ours("/assessments/{round}/{code}/sign", get(answering::pages::ask_to_sign), SignAssessment::NAME),
        change("/assessments/{round}/{code}/sign", post(answering::pages::sign), SignAssessment::NAME),
        ours("/assessments/{round}/{code}/reopen", get(answering::pages::ask_to_reopen), ReopenAssessment::NAME),
        change("/assessments/{round}/{code}/reopen", post(answering::pages::reopen), ReopenAssessment::NAME),
        ours("/checks", get(checking::pages::list), ReadHome::NAME),
        ours("/checks/{round}/{code}", get(checking::pages::show), ReadCheck::NAME),
        ours("/checks/{round}/{code}/sections/{theme}", get(checking::pages::ask_section), CheckAssessment::NAME),
        change("/checks/{round}/{code}/sections/{theme}", post(checking::pages::section), CheckAssessment::NAME),
        change("/checks/{round}/{code}/send", post(checking::pages::send), CheckAssessment::NAME),
        ours("/checks/{round}/{code}/reply", get(checking::pages::ask_reply), AnswerAssessment::NAME),
        change("/checks/{round}/{code}/reply", post(checking::pages::reply), AnswerAssessment::NAME),
        ours("/checks/{round}/{code}/agree", get(checking::pages::ask_agreed), CheckAssessment::NAME),
        change("/checks/{round}/{code}/agree", post(checking::pages::agree), CheckAssessment::NAME),
        ours("/checks/{round}/{code}/checkers", get(checking::pages::ask_checker), NameChecker::NAME),
        change("/checks/{round}/{code}/checkers", post(checking::pages::name_checker), NameChecker::NAME),
        ours("/organisations/{code}/improvement", get(maturity::plans::pages::show), PlanImprovement::NAME),
        change("/organisations/{code}/improvement", post(maturity::plans::pages::plan), PlanImprovement::NAME),
        change(
            "/organisations/{code}/improvement/{improvement}",
            post(maturity::plans::pages::settle),
            PlanImprovement::NAME,
        ),
        ours("/results", get(maturity::first::list), ReadHome::NAME),
        ours("/results/{edition}/{code}", get(maturity::first::show), ReadAssessment::NAME),
        change("/results/{edition}/{code}", post(maturity::first::reply), AnswerAssessment::NAME),
        read("/maturity", get(maturity::pages::list), ReadPage::NAME),
        read("/maturity/samples/{sample}", get(checking::pages::show_sample), ReadPage::NAME),
        read("/maturity/samples/{sample}/list.csv", get(checking::pages::sample_list), ReadPage::NAME),
        read("/maturity/{edition}", get(maturity::pages::show), ReadEdition::NAME),
        read("/maturity/{edition}/organisations", get(maturity::pages::table), ReadEdition::NAME),
        read("/maturity/{edition}/organisations/{code}", get(maturity::pages::unit), ReadEdition::NAME),
        read("/maturity/{edition}/top-and-bottom", get(maturity::pages::tops), ReadEdition::NAME),
        read("/maturity/{edition}/questions/{item}", get(maturity::pages::question), ReadEdition::NAME),
        read("/maturity/{edition}/method", get(maturity::pages::method), ReadEdition::NAME),
        read("/maturity/{edition}/files/{part}", get(maturity::pages::file), ReadEdition::NAME),
        read("/dispute", get(corrections::pages::ask), DisputeRecord::NAME),
        Route {
            method: "POST",
            path: "/dispute",
            handler: post(corrections::pages::dispute).layer(middleware::from_fn(people::pages::anyone)),
            action: Some(DisputeRecord::NAME),
        },
        read("/corrections", get(corrections::pages::list), ReadPage::NAME),
        read("/corrections/received", get(corrections::pages::received), ReadPage::NAME),
        open("/corrections/{correction}", get(corrections::pages::show)),
        change("/corrections/{correction}", post(corrections::pages::answer), AnswerCorrection::NAME),
        read("/programmes/{slug}/members/{code}", get(member_pages::show), ReadProgramme::NAME),
        ours("/programmes/{slug}/members/{code}/move", get(member_pages::ask_to_move), MoveMember::NAME),
        change("/programmes/{slug}/members/{code}/move", post(member_pages::move_on), MoveMember::NAME),
        ours("/programmes/{slug}/members/{code}/checks/{check}", get(member_pages::ask_check), MoveMember::NAME),
        change("/programmes/{slug}/members/{code}/checks/{check}", post(member_pages::check), MoveMember::NAME),
        ours(
            "/programmes/{slug}/members/{code}/expectations/{expectation}",
            get(member_pages::ask_expectation),
            EnterFor::NAME,
        ),
        change(
            "/programmes/{slug}/members/{code}/expectations/{expectation}",
            post(member_pages::expectation),
            EnterFor::NAME,
        ),
        ours("/office/programmes", get(office::pages::show), RunProgramme::NAME),
        ours("/office/programmes.csv", get(office::pages::csv), RunProgramme::NAME),
        ours("/office/programmes/{slug}/whole.csv", get(office::whole::csv), RunProgramme::NAME),
        ours("/office/import", get(office::whole::ask), RunProgramme::NAME),
        change("/office/import", post(office::whole::preview), RunProgramme::NAME),
        change("/office/import/take", post(office::whole::taken), RunProgramme::NAME),
        change("/office/programmes/looked", post(office::pages::looked), RunProgramme::NAME),
        change("/office/reminders", post(office::pages::remind), RunProgramme::NAME),
        ours("/office/organisations/{code}", get(office::pages::trust), RunProgramme::NAME),
        read("/footprints", get(footprint_pages::list), ReadPage::NAME),
        read("/footprints/{footprint}", get(footprint_pages::show), ReadPage::NAME),
        read("/footprints/{footprint}/milestones.csv", get(footprint_pages::csv), ReadPage::NAME),
        read("/footprints/{footprint}/delivered.csv", get(footprint_pages::delivered_csv), ReadPage::NAME),
        read("/systems", get(system_pages::list), ReadPage::NAME),
        read("/systems.csv", get(system_pages::list_csv), ReadPage::NAME),
        read("/systems/{system}", get(system_pages::show), ReadPage::NAME),
        ours("/organisations/{code}/systems", get(system_pages::ask), EnterFor::NAME),
        change("/organisations/{code}/systems", post(system_pages::enter), EnterFor::NAME),
        ours("/organisations/{code}/pairings", get(pairing_pages::ask), SpeakFor::NAME),
        change("/organisations/{code}/pairings", post(pairing_pages::propose), SpeakFor::NAME),
        ours("/organisations/{code}/pairings/{slug}/{partner}", get(pairing_pages::show), SpeakFor::NAME),
        change("/organisations/{code}/pairings/{slug}/{partner}", post(pairing_pages::stand), SpeakFor::NAME),
        ours("/office/pairings", get(pairing_pages::ask_office), RunProgramme::NAME),
        change("/office/pairings", post(pairing_pages::propose_office), RunProgramme::NAME),
        ours("/organisations/{code}/people", get(people::colleagues::pages::list), ManageAccounts::NAME),
        change("/organisations/{code}/people", post(people::colleagues::pages::invite), ManageAccounts::NAME),
        change("/organisations/{code}/people/{role}/end", post(people::colleagues::pages::end), ManageAccounts::NAME),
        read("/changes", get(news::pages::list), ReadPage::NAME),
        read("/changes.atom", get(news::pages::list_atom), ReadPage::NAME),
        read("/changes.json", get(news::pages::list_json), ReadPage::NAME),
        read("/removals", get(removals::pages::list), ReadPage::NAME),
        ours("/blueprints/{slug}/copy", get(copies::pages::ask), CopyBlueprint::NAME),
        change("/blueprints/{slug}/copy", post(copies::pages::copy), CopyBlueprint::NAME),
        ours("/blueprints/{slug}/draft", get(writing::pages::show), ReadDraft::NAME),
        ours("/blueprints/{slug}/edit", get(writing::pages::edit), EditBlueprint::NAME),
        change("/blueprints/{slug}/edit", post(writing::pages::save), EditBlueprint::NAME),
        ours("/blueprints/{slug}/facts", get(writing::pages::parts::ask_facts), EditBlueprint::NAME),
        change("/blueprints/{slug}/facts", post(writing::pages::parts::facts), EditBlueprint::NAME),
        ours("/blueprints/{slug}/sections/{section}", get(writing::pages::parts::ask_section), EditBlueprint::NAME),
        change("/blueprints/{slug}/sections/{section}", post(writing::pages::parts::section), EditBlueprint::NAME),
        ours("/blueprints/{slug}/steps/{place}", get(writing::pages::parts::ask_step), EditBlueprint::NAME),
        change("/blueprints/{slug}/steps/{place}", post(writing::pages::parts::step), EditBlueprint::NAME),
        ours("/blueprints/{slug}/discard", get(writing::discarding::pages::ask), EditBlueprint::NAME),
        change("/blueprints/{slug}/discard", post(writing::discarding::pages::discard), EditBlueprint::NAME),
        change("/blueprints/{slug}/bring-back", post(writing::discarding::pages::bring_back), EditBlueprint::NAME),
        ours("/blueprints/{slug}/hazards/{place}", get(writing::pages::hazards::ask), EditBlueprint::NAME),
        change("/blueprints/{slug}/hazards/{place}", post(writing::pages::hazards::save), EditBlueprint::NAME),
        ours("/blueprints/{slug}/care", get(writing::pages::ask_care), EditBlueprint::NAME),
        change("/blueprints/{slug}/care", post(writing::pages::care), EditBlueprint::NAME),
        ours("/blueprints/{slug}/agree", get(writing::pages::ask_to_agree), AgreeToText::NAME),
        change("/blueprints/{slug}/agree", post(writing::pages::agree), AgreeToText::NAME),
        ours("/blueprints/{slug}/sign", get(writing::pages::ask_to_sign), SignText::NAME),
        change("/blueprints/{slug}/sign", post(writing::pages::sign), SignText::NAME),
        ours("/blueprints/{slug}/publish", get(reviewing::pages::ask_to_publish), PublishBlueprint::NAME),
        change("/blueprints/{slug}/publish", post(reviewing::pages::publish), PublishBlueprint::NAME),
        change("/blueprints/{slug}/unplan", post(reviewing::pages::unplan), PublishBlueprint::NAME),
        ours("/blueprints/{slug}/submit", get(reviewing::pages::ask_to_submit), EditBlueprint::NAME),
        change("/blueprints/{slug}/submit", post(reviewing::pages::submit), EditBlueprint::NAME),
        ours("/blueprints/{slug}/send-back", get(reviewing::pages::ask_to_send_back), CommentOnDraft::NAME),
        change("/blueprints/{slug}/send-back", post(reviewing::pages::send_back), CommentOnDraft::NAME),
        ours("/blueprints/{slug}/keeper", get(reviewing::pages::ask_keeper), EditBlueprint::NAME),
        change("/blueprints/{slug}/keeper", post(reviewing::pages::keep), EditBlueprint::NAME),
        ours("/blueprints/{slug}/comments", get(comments::pages::list), CommentOnDraft::NAME),
        change("/blueprints/{slug}/comments", post(comments::pages::say), CommentOnDraft::NAME),
        change("/blueprints/{slug}/comments/{comment}", post(comments::pages::settle), CommentOnDraft::NAME),
        ours("/blueprints/{slug}/files", get(files::pages::list), EditBlueprint::NAME),
        change("/blueprints/{slug}/files", post(files::pages::add), EditBlueprint::NAME),
        change("/blueprints/{slug}/files/words", post(files::pages::describe), EditBlueprint::NAME),
        change("/blueprints/{slug}/files/out", post(files::pages::take_out), EditBlueprint::NAME),
        ours("/blueprints/{slug}/draft/files/{*name}", get(files::pages::show), ReadDraft::NAME),
        ours("/blueprints/{slug}/previews", get(previews::pages::list), ShowDraft::NAME),
        change("/blueprints/{slug}/previews", post(previews::pages::make), ShowDraft::NAME),
        change("/blueprints/{slug}/previews/{link}/end", post(previews::pages::end), ShowDraft::NAME),
        open("/preview/{token}", get(previews::pages::show)),
        open("/preview/{token}/files/{*name}", get(previews::pages::file)),
        ours("/desk", get(reviewing::pages::desk), ReadHome::NAME),
        ours("/blueprints/{slug}/review", get(writing::pages::published::ask_to_review), ReviewText::NAME),
        change("/blueprints/{slug}/review", post(writing::pages::published::review), ReviewText::NAME),
        ours("/blueprints/{slug}/withdraw", get(writing::pages::published::ask_to_withdraw), WithdrawBlueprint::NAME),
        change("/blueprints/{slug}/withdraw", post(writing::pages::published::withdraw), WithdrawBlueprint::NAME),
        ours("/blueprints/{slug}/standing", get(copies::pages::ask_standing), PlanCopy::NAME),
        change("/blueprints/{slug}/standing", post(copies::pages::standing), PlanCopy::NAME),
        ours("/blueprints/{slug}/updates", get(updates::pages::list), EditBlueprint::NAME),
        ours("/blueprints/{slug}/updates/{update}", get(updates::pages::show), EditBlueprint::NAME),
        change("/blueprints/{slug}/updates/{update}", post(updates::pages::decide_one), EditBlueprint::NAME),
        ours("/blueprints/{slug}/updates-that-fit", get(updates::pages::ask_together), EditBlueprint::NAME),
        change("/blueprints/{slug}/updates-that-fit", post(updates::pages::use_together), EditBlueprint::NAME),
        ours("/blueprints/{slug}/updates-undo", get(updates::pages::ask_undo), EditBlueprint::NAME),
        change("/blueprints/{slug}/updates-undo", post(updates::pages::undo), EditBlueprint::NAME),
        read("/blueprints/{slug}/concern", get(concerns::pages::ask), ReportConcern::NAME),
        Route {
            method: "POST",
            path: "/blueprints/{slug}/concern",
            handler: post(concerns::pages::report).layer(middleware::from_fn(people::pages::anyone)),
            action: Some(ReportConcern::NAME),
        },
        read("/concerns/received", get(concerns::pages::received), ReadPage::NAME),
        ours("/concerns/{concern}", get(concerns::pages::show), AnswerConcern::NAME),
        change("/concerns/{concern}", post(concerns::pages::answer), AnswerConcern::NAME),
        ours("/office/safety", get(concerns::pages::office), RunProgramme::NAME),
        ours("/organisations/{code}/copies", get(mine_pages::list), ReadCopies::NAME),
        ours("/organisations/{code}/copies/that-fit", get(mine_pages::ask_together), KeepCopies::NAME),
        change("/organisations/{code}/copies/that-fit", post(mine_pages::use_together), KeepCopies::NAME),
        ours("/organisations/{code}/attach", get(attach_pages::ask), KeepCopies::NAME),
        change("/organisations/{code}/attach", post(attach_pages::bring), KeepCopies::NAME),
        ours("/organisations/{code}/attach/found", get(attach_pages::ask_which), KeepCopies::NAME),
        change("/organisations/{code}/attach/found", post(attach_pages::attach), KeepCopies::NAME),
        read("/blueprints/{slug}/copies", get(copies::tree::pages::show), ReadBlueprint::NAME),
        ours("/blueprints/{slug}/offer", get(offer_pages::ask), EditBlueprint::NAME),
        change("/blueprints/{slug}/offer", post(offer_pages::offer), EditBlueprint::NAME),
        ours("/blueprints/{slug}/offers", get(offer_pages::list), EditBlueprint::NAME),
        ours("/blueprints/{slug}/offers/{offer}", get(offer_pages::show), EditBlueprint::NAME),
        change("/blueprints/{slug}/offers/{offer}", post(offer_pages::answer), EditBlueprint::NAME),
        ours("/notices/{duty}", get(notice_pages::show), AnswerNotice::NAME),
        change("/notices/{duty}", post(notice_pages::answer), AnswerNotice::NAME),
        ours("/blueprints/{slug}/notices", get(notice_pages::list), ReadNotices::NAME),
        ours("/organisations/{code}/safety", get(notice_pages::ask_director), NameDirector::NAME),
        change("/organisations/{code}/safety", post(notice_pages::name_director), NameDirector::NAME),
        ours("/blueprints/{slug}/plan", get(copies::pages::plan), PlanCopy::NAME),
        ours("/blueprints/{slug}/plan/{step}", get(copies::pages::ask_step), PlanCopy::NAME),
        change("/blueprints/{slug}/plan/{step}", post(copies::pages::note_step), PlanCopy::NAME),
        read("/blueprints/{slug}/questions", get(question_pages::list), ReadBlueprint::NAME),
        ours("/blueprints/{slug}/ask", get(question_pages::show_ask), AskPeople::NAME),
        change("/blueprints/{slug}/ask", post(question_pages::ask), AskPeople::NAME),
        ours("/blueprints/{slug}/questions/{question}/answer", get(question_pages::show_answer), AnswerQuestion::NAME),
        change("/blueprints/{slug}/questions/{question}/answer", post(question_pages::answer), AnswerQuestion::NAME),
        ours(
            "/blueprints/{slug}/questions/{question}/set-aside",
            get(question_pages::show_set_aside),
            AnswerQuestion::NAME,
        ),
        change(
            "/blueprints/{slug}/questions/{question}/set-aside",
            post(question_pages::set_aside),
            AnswerQuestion::NAME,
        ),
        ours(
            "/blueprints/{slug}/questions/{question}/withdraw",
            get(question_pages::show_withdraw),
            WithdrawQuestion::NAME,
        ),
        change(
            "/blueprints/{slug}/questions/{question}/withdraw",
            post(question_pages::withdraw),
            WithdrawQuestion::NAME,
        ),
        ours("/blueprints/{slug}/be-asked", get(contact_pages::show), BeAsked::NAME),
        change("/blueprints/{slug}/be-asked", post(contact_pages::agree), BeAsked::NAME),
        ours("/blueprints/{slug}/request", get(request_pages::show_ask), AskPeople::NAME),
        change("/blueprints/{slug}/request", post(request_pages::ask), AskPeople::NAME),
        ours("/requests/{request}", get(request_pages::show), ReadRequest::NAME),
        change("/requests/{request}", post(request_pages::answer), AnswerRequest::NAME),
        ours("/blueprints/{slug}/still-true", get(still_true_pages::show), ConfirmGuide::NAME),
        change("/blueprints/{slug}/still-true", post(still_true_pages::say), ConfirmGuide::NAME),
        ours("/write", get(writing::pages::parts::ask_to_start), StartBlueprint::NAME),
        change("/write", post(writing::pages::parts::start), StartBlueprint::NAME),
        ours("/write/from-word", get(writing::pages::word::ask), StartBlueprint::NAME),
        change("/write/from-word", post(writing::pages::word::begin), StartBlueprint::NAME),
        change("/write/paste", post(writing::pages::word::paste), ReadHome::NAME),
        ours("/office/words", get(vocabulary::pages::show), EditVocabulary::NAME),
        change("/office/words", post(vocabulary::pages::add), EditVocabulary::NAME),
        change("/office/words/{group}/end", post(vocabulary::pages::end), EditVocabulary::NAME),
        ours("/me", get(copies::pages::home), ReadHome::NAME),
        change("/me/typed", post(people::pages::keep_typed), ReadHome::NAME),
        change("/me/roles/{role}/take", post(people::colleagues::pages::take), ReadHome::NAME),
        change("/me/roles/{role}/decline", post(people::colleagues::pages::decline), ReadHome::NAME),
        change("/me/calendar", post(copies::pages::new_calendar), ReadHome::NAME),
        ours("/blueprints/{slug}/watch", get(watching::pages::ask_guide), WatchBlueprint::NAME),
        change("/blueprints/{slug}/watch", post(watching::pages::watch_guide), WatchBlueprint::NAME),
        ours("/organisations/{code}/watch", get(watching::pages::ask_organisation), KeepWatches::NAME),
        change("/organisations/{code}/watch", post(watching::pages::watch_organisation), KeepWatches::NAME),
        ours("/watching", get(watching::pages::list), KeepWatches::NAME),
        ours("/watching/search", get(watching::pages::ask_search), KeepWatches::NAME),
        change("/watching/search", post(watching::pages::watch_search), KeepWatches::NAME),
        change("/watching/{watch}", post(watching::pages::change), KeepWatches::NAME),
        open("/watching/stop/{token}/{which}", get(watching::pages::ask_to_stop)),
        Route { method: "POST", ..open("/watching/stop/{token}/{which}", post(watching::pages::stop)) },
        ours("/office/jobs", get(work::pages::list), LookAfterJobs::NAME),
        change("/office/jobs/{job}/again", post(work::pages::again), LookAfterJobs::NAME),
        change("/office/jobs/{job}/give-up", post(work::pages::give_up), LookAfterJobs::NAME),
        open("/calendar/{token}", get(copies::pages::calendar)),
        open("/sign-in", get(people::pages::sign_in)),
        Route { method: "POST", ..open("/sign-in", post(people::pages::enter)) },
        open("/sign-in/link/{token}", get(people::pages::link)),
        Route { method: "POST", ..open("/sign-in/link/{token}", post(people::pages::follow)) },
        Route { method: "POST", ..open("/sign-out", post(people::pages::leave)) },
        open("/about", get(about::about)),
        open("/accessibility", get(about::accessibility)),
        open("/cookies", get(about::cookies)),
        open("/privacy", get(about::privacy)),
        open("/health", get(about::health)),
        open("/robots.txt", get(about::robots)),
        open("/assets/{version}/{*name}", get(assets::show)),
    ];
    // Writing PDF is left out of builds that have to be quick.
    #[cfg(feature = "pdf")]
    let table = table
        .into_iter()
        .chain([read(
            "/blueprints/{slug}/versions/{number}/text.pdf",
            get(blueprints::pages::papers::pdf),
            ReadBlueprint::NAME,
        )])
        .collect();
    table
}

/// What only the demonstration has besides: being somebody with one click.
#[must_use]
pub fn demonstration_routes() -> Vec<Route> {
    vec![
        open("/demo", get(demonstration::pages::show)),
        Route { method: "POST", ..open("/demo", post(demonstration::pages::be)) },
        open("/demo/letters", get(demonstration::pages::letters)),
    ]
}

/// The router over the table.
pub fn router(app: App) -> Router {
    let only_here = if app.is_demonstration() { demonstration_routes() } else { Vec::new() };
    routes()
        .into_iter()
        .chain(only_here)
        .fold(Router::new(), |router, route| router.route(route.path, route.handler))
        .layer(DefaultBodyLimit::max(people::pages::LARGEST_FORM))
        .layer(middleware::from_fn(same_site))
        .layer(middleware::from_fn_with_state(app.clone(), finish::<App>))
        .layer(middleware::from_fn_with_state(app.clone(), who))
        .with_state(app)
}
