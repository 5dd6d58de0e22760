//! Guides back into folders, byte for byte: one folder an organisation, in it one folder a source.

use std::fs;
use std::path::{Component, Path, PathBuf};

use uuid::Uuid;

use super::store::{self, GuideLine};
use crate::journal::store::get_text;
use crate::kit::Kit;

/// How many guides are held in memory at once.
const BATCH: i64 = 200;

/// What an export wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportReport {
    /// Guides written.
    pub guides: usize,
    /// Attachments written.
    pub attachments: usize,
    /// What could not be written: a path and why.
    pub refused: Vec<(String, String)>,
}

/// Writes every published guide whose text is here, with its attachments, below `root`.
///
/// # Errors
/// When the database cannot be read or the folder not be written.
pub async fn export(
    kit: &Kit,
    root: &Path,
    organisation: Option<&str>,
    progress: super::Progress<'_>,
) -> Result<ExportReport, anyhow::Error> {
    let mut connection = kit.db.read().await?;
    let (mut report, mut after) = (ExportReport::default(), Uuid::nil());
    loop {
        let batch = store::held_after(&mut connection, after, BATCH).await?;
        let Some(last) = batch.last() else { return Ok(report) };
        after = last.id();
        for guide in
            batch.iter().filter(|guide| organisation.is_none() || guide.organisation.as_deref() == organisation)
        {
            progress("write", report.guides, report.guides + 1);
            let Some(revision) = store::revision(&mut connection, guide.id(), guide.revision).await? else { continue };
            let text = match get_text(&mut connection, &revision.text_hash).await {
                Ok(text) => text,
                Err(sqlx::Error::RowNotFound) => {
                    report.refused.push((guide.slug.clone(), "its text was removed".to_owned()));
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            let folder = root.join(folder_of(guide));
            let path = guide.origin_path.clone().filter(|path| path.ends_with(".md") || path.ends_with(".markdown"));
            write(&folder, &path.unwrap_or_else(|| format!("{}.md", guide.slug)), &text, &mut report.refused)?;
            report.guides += 1;
            for file in store::attachments(&mut connection, guide.id(), guide.revision).await? {
                match kit.files.get(&file.file_hash) {
                    Ok(bytes) => {
                        write(&folder, &file.name, &bytes, &mut report.refused)?;
                        report.attachments += 1;
                    }
                    Err(_) => report.refused.push((file.name.clone(), "the file was removed".to_owned())),
                }
            }
        }
    }
}

/// `R1A/handbook`: characters that part folders become hyphens.
fn folder_of(guide: &GuideLine) -> PathBuf {
    let plain = |name: &str| name.replace(['/', '\\', '\0'], "-").trim_matches('.').to_owned();
    let origin = guide.origin.as_deref().map_or_else(|| "written-here".to_owned(), plain);
    Path::new(&guide.organisation.as_deref().map_or_else(|| "no-organisation".to_owned(), plain)).join(origin)
}

fn write(folder: &Path, path: &str, bytes: &[u8], refused: &mut Vec<(String, String)>) -> std::io::Result<()> {
    let inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    if !inside {
        refused.push((path.to_owned(), "its path would leave the folder".to_owned()));
        return Ok(());
    }
    let target = folder.join(path);
    if let Some(parent) = target.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(target, bytes)
}
