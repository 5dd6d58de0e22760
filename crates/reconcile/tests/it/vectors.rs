//! Data from outside, in the folder that `EXEMPLAR_VECTORS` names.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// The lines of a file of JSON lines; none, with a word, when there is no such folder.
pub fn lines(name: &str) -> Option<Vec<Value>> {
    let required = std::env::var("EXEMPLAR_VECTORS_REQUIRED").is_ok_and(|value| value == "1");
    let folder = std::env::var_os("EXEMPLAR_VECTORS").map(PathBuf::from);
    let Some(file) = folder.map(|folder| folder.join(name)).filter(|file| Path::is_file(file)) else {
        println!("skipped: EXEMPLAR_VECTORS names no folder with {name}");
        assert!(!required, "EXEMPLAR_VECTORS_REQUIRED is 1");
        return None;
    };
    let text = std::fs::read_to_string(file).expect("the file is readable");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    assert!(!lines.is_empty(), "nothing in {name}");
    Some(lines)
}
