//! `git merge-file`, the judge from outside.

use std::fs;
use std::process::Command;

/// The line merge of three texts; none when it has conflicts.
pub fn merge_file(base: &str, ours: &str, theirs: &str) -> Option<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("the file is written");
        path
    };
    let (base, ours, theirs) = (write("base", base), write("ours", ours), write("theirs", theirs));
    let output = Command::new("git").arg("merge-file").arg("-p").args([&ours, &base, &theirs]).output();
    let output = output.expect("git is there");
    output.status.success().then(|| String::from_utf8(output.stdout).expect("git keeps UTF-8"))
}
