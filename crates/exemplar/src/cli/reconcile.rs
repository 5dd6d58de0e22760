//! `exemplar reconcile`: which changes of a source wait for a copy, and what comes of taking
//! those that fit; three files or three folders, no portal needed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use reconcile::{Reconciliation, Update, updates};
use serde_json::{Value, json};

use super::documents::{markdown_in, text};
use super::{say, warn};

/// What is asked for.
#[derive(Debug, Args)]
pub struct ReconcileArgs {
    /// The source as it was when the copy was made or last brought up to date: a file or a folder
    base: PathBuf,
    /// The copy
    local: PathBuf,
    /// The source as it is now
    upstream: PathBuf,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

/// Prints the changes: 0 when none asks, 1 when one does, 2 when it could not be done.
pub(super) fn run(args: &ReconcileArgs) -> ExitCode {
    let answer = if args.base.is_dir() || args.local.is_dir() || args.upstream.is_dir() {
        folders(args)
    } else {
        three(args).map(|answer| vec![(None, answer)])
    };
    match answer {
        Ok(answers) => {
            print(&answers, args.json);
            if answers.iter().any(|(_, answer)| answer.asks) { ExitCode::from(1) } else { ExitCode::SUCCESS }
        }
        Err(error) => {
            warn(&format!("exemplar: {error:#}"));
            ExitCode::from(2)
        }
    }
}

/// What is said of one document.
struct Answer {
    asks: bool,
    json: Value,
    words: String,
}

fn answer(base: &str, local: &str, upstream: &str) -> anyhow::Result<Answer> {
    let found = updates(base, local, upstream, &[])?;
    Ok(Answer { asks: found.asks(), json: in_json(&found), words: in_words(&found) })
}

fn three(args: &ReconcileArgs) -> anyhow::Result<Answer> {
    answer(&text(&args.base)?, &text(&args.local)?, &text(&args.upstream)?)
}

/// Every Markdown document that the copy or the source has; what is missing in one of the
/// folders is an empty text there.
fn folders(args: &ReconcileArgs) -> anyhow::Result<Vec<(Option<String>, Answer)>> {
    let mut paths = BTreeSet::new();
    for root in [&args.base, &args.local, &args.upstream] {
        if !root.is_dir() {
            bail!("{} is not a folder: give three files or three folders", root.display());
        }
    }
    for root in [&args.local, &args.upstream] {
        paths.extend(markdown_in(root)?);
    }
    let mut answers = Vec::new();
    for path in paths {
        let in_folder = |root: &Path| {
            let file = root.join(&path);
            if file.exists() { text(&file) } else { Ok(String::new()) }
        };
        let [base, local, upstream] = [&args.base, &args.local, &args.upstream].map(|root| in_folder(root));
        let answer = answer(&base?, &local?, &upstream?).with_context(|| path.clone())?;
        answers.push((Some(path), answer));
    }
    Ok(answers)
}

fn in_json(found: &Reconciliation<'_>) -> Value {
    let updates: Vec<Value> = found.updates().iter().map(update_in_json).collect();
    json!({ "updates": updates, "merged": found.merged(), "divergence": found.divergence().share })
}

fn update_in_json(update: &Update) -> Value {
    json!({
        "id": update.id,
        "section": update.section,
        "kind": update.kind.name(),
        "state": update.state.name(),
        "base": update.base,
        "local": update.local,
        "upstream": update.upstream,
    })
}

fn in_words(found: &Reconciliation<'_>) -> String {
    let mut lines = Vec::new();
    for update in found.updates() {
        let section = if update.section.is_empty() { "at the top" } else { &update.section };
        lines.push(format!("{}: {} ({})", update.state.name(), section, update.kind.name()));
        for (name, text) in [("base", &update.base), ("ours", &update.local), ("source", &update.upstream)] {
            lines.extend(text.lines().map(|line| format!("  {name:>6} | {line}")));
        }
    }
    let divergence = found.divergence();
    let asking = found.updates().iter().filter(|update| update.state.asks()).count();
    let count = found.updates().len();
    let changes = if count == 1 { "change" } else { "changes" };
    lines.push(format!("{count} {changes}, {asking} to be decided. {divergence}."));
    lines.join("\n")
}

fn print(answers: &[(Option<String>, Answer)], json: bool) {
    if let ([(None, answer)], true) = (answers, json) {
        return say(&answer.json.to_string());
    }
    if json {
        let list = answers.iter().map(|(path, answer)| {
            let mut json = answer.json.clone();
            if let (Some(object), Some(path)) = (json.as_object_mut(), path) {
                object.insert("path".to_owned(), Value::from(path.as_str()));
            }
            json
        });
        return say(&Value::from_iter(list).to_string());
    }
    for (path, answer) in answers {
        if let Some(path) = path {
            say(path);
        }
        say(&answer.words);
    }
}
