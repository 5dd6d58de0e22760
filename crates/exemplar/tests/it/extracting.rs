//! `exemplar extract` as a child: what it gives, what it says, and that it is ended when it goes too far.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use exemplar::platform::extracting::{ExtractFailure, Extractor, LARGEST_TEXT, PATIENCE};
use papers::{Paper, pdf, word};

fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_exemplar"))
}

fn paper() -> Paper {
    Paper { title: "A guide".to_owned(), markdown: "Count the *dead* spots.\n".to_owned(), ..Paper::default() }
}

async fn said(path: &Path) -> String {
    Extractor::of(program(), PATIENCE).words(path).await.unwrap_err().to_string()
}

/// A program that does this instead of extracting.
fn script(folder: &Path, does: &str) -> PathBuf {
    let path = folder.join("script");
    std::fs::write(&path, format!("#!/bin/sh\n{does}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

#[tokio::test]
async fn the_words_of_a_pdf_and_of_a_document_come_out_whatever_they_are_called() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [("a.docx", pdf::write(&paper()).unwrap()), ("b", word::write(&paper()).unwrap())] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let words = Extractor::of(program(), PATIENCE).words(&path).await.unwrap();
        let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(line.contains("Count the dead spots."), "{words}");
        let output = Command::new(program()).arg("extract").arg(&path).output().unwrap();
        assert!(output.status.success());
        assert_eq!(String::from_utf8(output.stdout).unwrap(), words);
    }
}

#[tokio::test]
async fn files_made_to_harm_are_said_in_a_sentence() {
    let Some(folder) = crate::vectors::vectors() else { return };
    let files = folder.join("security/files");
    for (name, sentence) in [
        ("empty.pdf", "The file is empty."),
        ("truncated.pdf", "The PDF is damaged, or is none."),
        ("zip-10MiB.zip", "This is a ZIP file, not a Word document (.docx)."),
        ("zip-500-entries.zip", "This is a ZIP file, not a Word document (.docx)."),
        ("gif-html-polyglot.gif", "The file is neither a PDF nor a Word document."),
    ] {
        assert_eq!(said(&files.join(name)).await, sentence, "{name}");
    }
    assert!(said(&files.join("zip-slip.zip")).await.contains("outside itself"));
    assert!(said(&files.join("none.pdf")).await.contains("cannot be opened"));
}

#[tokio::test]
async fn a_child_that_hangs_is_ended() {
    let folder = tempfile::tempdir().unwrap();
    // Nobody ever writes to this pipe, so opening it never ends.
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let begun = Instant::now();
    let failure = Extractor::of(program(), Duration::from_millis(500)).words(&pipe).await.unwrap_err();
    assert!(matches!(failure, ExtractFailure::TooSlow) && begun.elapsed() < Duration::from_secs(5));
    assert_eq!(failure.to_string(), "The text could not be taken out within 10 seconds.");
    // The child is gone: nothing opens the pipe any more.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let left = Command::new("pgrep").arg("-f").arg(pipe.display().to_string()).output().unwrap();
    assert!(left.stdout.is_empty(), "{}", String::from_utf8_lossy(&left.stdout));
}

#[tokio::test]
async fn a_child_that_eats_memory_is_ended_by_its_own_limit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.pdf");
    // Each number takes two bytes in the file and many more once it was read.
    let many = "0 ".repeat(15 << 20);
    let text = format!(
        "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/Many[{many}]>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\ntrailer\n<</Root 1 0 R/Size 3>>\n%%EOF\n"
    );
    std::fs::write(&path, text).unwrap();
    // On a busy machine the limit on memory would come after the one on time.
    let patient = Extractor::of(program(), Duration::from_secs(120));
    let failure = patient.words(&path).await.unwrap_err();
    assert!(matches!(failure, ExtractFailure::TooLarge), "{failure}");
}

#[tokio::test]
async fn what_a_child_says_is_cut_and_how_it_ends_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let of = |does: &str| Extractor::of(script(folder.path(), does), PATIENCE);
    let words = of("yes é").words(Path::new("x")).await.unwrap();
    assert!(words.len() <= LARGEST_TEXT && words.len() > LARGEST_TEXT - 4);
    let failure = of("echo The file is odd. >&2; exit 1").words(Path::new("x")).await.unwrap_err();
    assert_eq!(failure.to_string(), "The file is odd.");
    for does in ["kill -9 $$", "exit 3"] {
        assert!(matches!(of(does).words(Path::new("x")).await, Err(ExtractFailure::BrokeOff)), "{does}");
    }
    let nothing = Extractor::of(folder.path().join("none"), PATIENCE).words(Path::new("x")).await;
    assert!(matches!(nothing, Err(ExtractFailure::NotStarted(_))));
}
