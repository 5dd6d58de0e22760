//! Documents that fail the tests when the program has something they do not name.

const OPERATORS: &str = include_str!("../../../../docs/operator-guide.md");
const ARCHITECTURE: &str = include_str!("../../../../ARCHITECTURE.md");
const FORMATS: &str = include_str!("../../../../docs/formats.md");
const README: &str = include_str!("../../../../README.md");

#[test]
fn every_command_and_flag_is_in_the_operator_guide() {
    fn check(command: &clap::Command, path: &str) {
        for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
            let path = format!("{path} {}", sub.get_name());
            assert!(OPERATORS.contains(&path), "the operator guide does not name `{path}`");
            check(sub, &path);
        }
        for flag in
            command.get_arguments().filter_map(|arg| arg.get_long()).filter(|flag| !matches!(*flag, "help" | "version"))
        {
            assert!(OPERATORS.contains(&format!("--{flag}")), "the operator guide does not name --{flag} of `{path}`");
        }
    }
    check(&exemplar::cli::described(), "exemplar");
}

#[test]
fn every_setting_is_in_the_operator_guide() {
    let settings = exemplar::config::Settings::load(&exemplar::config::Given::default()).unwrap();
    for (name, _, _) in settings.rows() {
        assert!(OPERATORS.contains(&format!("`{name}`")), "the operator guide does not name the setting {name}");
    }
}

#[test]
fn every_room_is_in_the_map_of_the_code() {
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().trim_end_matches(".rs").to_owned();
        assert!(
            ARCHITECTURE.contains(&format!("`{name}`"))
                || ARCHITECTURE.contains(&format!("{name}/"))
                || ARCHITECTURE.contains(&format!("{name}.rs")),
            "ARCHITECTURE.md does not name {name}"
        );
    }
}

#[test]
fn every_record_table_is_in_the_formats() {
    for table in exemplar::app::record_tables() {
        assert!(
            FORMATS.contains(&format!("`{}`", table.name)),
            "docs/formats.md does not name the table {}",
            table.name
        );
    }
}

#[test]
fn the_readme_says_what_is_not_there_yet() {
    assert!(README.contains("## What it does not do yet"));
    assert!(README.contains("make demo") && README.contains("make test"));
}

#[test]
fn the_words_of_the_code_do_not_stand_on_pages() {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    let unwanted = ["upstream", "divergence", "lineage", "reconciled", "baseline", "slip", "cohort", "spend case"];
    for file in crate::tidy::rust_files(source.as_ref()) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        if !(name == "views.rs" || name == "pages.rs" || file.components().any(|part| part.as_os_str() == "views")) {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        for word in unwanted {
            for literal in text.split('"').skip(1).step_by(2) {
                assert!(
                    !literal.to_lowercase().split(|c: char| !c.is_alphabetic()).any(|w| w == word),
                    "{}: “{word}” in “{literal}”",
                    file.display()
                );
            }
        }
    }
}
