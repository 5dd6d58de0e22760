//! `exemplar index run` and `exemplar framework check`, as they are typed.

use std::process::{Command, Output};

fn exemplar(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_exemplar")).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

const RECIPE: &str = "title = \"Two themes\"\nkind = \"index\"\nreport = [\"bounds\"]\n[units]\nfile = \"units.csv\"\n\
                      id = \"unit\"\n[[indicator]]\nid = \"a\"\n[[indicator]]\nid = \"b\"\n[score]\nneeds = 0.5\n";

#[test]
fn a_recipe_is_computed_into_a_folder_and_twice_gives_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("recipe.toml"), RECIPE).unwrap();
    std::fs::write(dir.path().join("units.csv"), "unit,a,b\nX,1,2\nY,,4\n").unwrap();
    let recipe = dir.path().join("recipe.toml").display().to_string();
    let mut bytes = Vec::new();
    for name in ["one", "two"] {
        let out = dir.path().join(name);
        let done = exemplar(&["index", "run", &recipe, "--out", &out.display().to_string()]);
        assert!(done.status.success(), "{}", text(&done.stderr));
        assert!(text(&done.stdout).starts_with("Two themes: "), "{}", text(&done.stdout));
        bytes.push(std::fs::read(out.join("scores.csv")).unwrap());
    }
    assert_eq!(bytes[0], bytes[1]);
    assert_eq!(text(&bytes[0]), "unit,index\nX,1.5\nY,4\n");
    let printed = exemplar(&["index", "run", &recipe]);
    assert_eq!(text(&printed.stdout), "unit,index\nX,1.5\nY,4\n");
}

#[test]
fn what_is_wrong_with_a_recipe_or_its_data_is_said_with_its_line() {
    let dir = tempfile::tempdir().unwrap();
    let recipe = dir.path().join("recipe.toml");
    std::fs::write(&recipe, RECIPE.replace("needs = 0.5", "needs = 5\nneed = 1")).unwrap();
    let name = recipe.display().to_string();
    let done = exemplar(&["index", "run", &name]);
    assert_eq!(done.status.code(), Some(1));
    let said = text(&done.stderr);
    assert!(said.contains("line 12: needs is a share") && said.contains("line 13: a score has no key need"), "{said}");
    std::fs::write(&recipe, RECIPE).unwrap();
    assert!(text(&exemplar(&["index", "run", &name]).stderr).contains("units.csv cannot be read"));
    std::fs::write(dir.path().join("units.csv"), "unit,a,b\nX,1,two\n").unwrap();
    let said = text(&exemplar(&["index", "run", &name]).stderr);
    assert!(said.contains("units.csv, line 2, column b: \u{201c}two\u{201d} is not a number"), "{said}");
}

#[test]
fn a_framework_is_looked_at_and_every_mistake_named() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../frameworks/dma-2017.toml");
    let done = exemplar(&["framework", "check", root]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert!(text(&done.stdout).contains("113 questions"), "{}", text(&done.stdout));
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("f.toml");
    std::fs::write(&file, "id = \"F\"\nversion = \"1\"\nkind = \"maturity\"\ntitle = \"t\"\n").unwrap();
    let done = exemplar(&["framework", "check", &file.display().to_string()]);
    assert_eq!(done.status.code(), Some(1));
    let said = text(&done.stderr);
    assert!(said.contains("cannot be an id") && said.contains("has no questions"), "{said}");
}
