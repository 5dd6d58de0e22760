//! The examples of the CommonMark specification, as the parser's own tests hold them: the
//! blocks found are those the parser finds, they cover the text, and one is replaced alone.

use std::ops::Range;
use std::process::Command;

use pulldown_cmark::{Event, Options, Parser, Tag};
use reconcile::{Document, Kind, updates};

/// The texts of the examples, from the source of the development dependency.
fn examples() -> Vec<String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let host = Command::new("rustc").arg("-vV").output().expect("the compiler says what it is").stdout;
    let host = String::from_utf8_lossy(&host).into_owned();
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host");
    let arguments = ["metadata", "--format-version", "1", "--offline", "--filter-platform", host];
    let listed = Command::new(cargo).args(arguments).output();
    let listed = listed.expect("cargo lists what the tests depend on").stdout;
    let listed: serde_json::Value = serde_json::from_slice(&listed).expect("the list is JSON");
    let packages = listed["packages"].as_array().expect("packages are listed");
    let parser = packages.iter().find(|package| package["name"] == "pulldown-cmark").expect("the parser is listed");
    let manifest = std::path::Path::new(parser["manifest_path"].as_str().expect("a path"));
    let suite = std::fs::read_to_string(manifest.with_file_name("tests/suite/spec.rs")).expect("its tests are there");
    let texts = suite.split("let original = r##\"").skip(1);
    texts.filter_map(|rest| Some(rest.split_once("\"##;")?.0.to_owned())).collect()
}

/// The blocks on top as the parser gives them: items of a list, not the list.
fn blocks_of_the_parser(text: &str) -> Vec<(Kind, Range<usize>)> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let (mut depth, mut blocks) = (0, Vec::new());
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        let kind = match &event {
            Event::Start(Tag::Item) if depth == 1 => Some(Kind::Item),
            Event::Start(tag) if depth == 0 => match tag {
                Tag::Heading { level, .. } => Some(Kind::Heading(*level as u8)),
                Tag::Paragraph => Some(Kind::Paragraph),
                Tag::Table(_) => Some(Kind::Table),
                Tag::CodeBlock(_) => Some(Kind::Code),
                Tag::BlockQuote(_) => Some(Kind::Quote),
                Tag::HtmlBlock => Some(Kind::Html),
                Tag::FootnoteDefinition(_) => Some(Kind::Footnote),
                _ => None,
            },
            Event::Rule if depth == 0 => Some(Kind::Rule),
            _ => None,
        };
        blocks.extend(kind.map(|kind| (kind, range)));
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    blocks
}

#[test]
fn the_blocks_are_those_of_the_specification() {
    let examples = examples();
    assert!(examples.len() > 600, "{} examples", examples.len());
    for text in &examples {
        let document = Document::parse(text);
        if document.front_matter().is_some() {
            continue;
        }
        let whole: String = [document.head()].into_iter().chain(document.blocks().iter().map(|b| b.text)).collect();
        assert_eq!(&whole, text);
        let mut found = document.blocks().iter().filter(|block| block.kind != Kind::Other);
        for (kind, range) in blocks_of_the_parser(text) {
            let block = found.next().unwrap_or_else(|| panic!("{kind:?} is not found in {text:?}"));
            assert_eq!(block.kind, kind, "{text:?}");
            let blank = |range: Range<usize>| text[range].trim().is_empty();
            assert!(block.range.start <= range.start && blank(block.range.start..range.start), "{text:?}");
            let (least, most) = (block.range.end.min(range.end), block.range.end.max(range.end));
            assert!(blank(least..most), "{kind:?} {range:?} {block:?} in {text:?}");
        }
        assert!(found.next().is_none(), "too many blocks in {text:?}");
    }
}

#[test]
fn replacing_one_block_leaves_every_other_byte() {
    for text in examples() {
        let document = Document::parse(&text);
        for block in document.blocks().iter().filter(|block| block.kind == Kind::Paragraph) {
            let (before, after) = (&text[..block.range.start], &text[block.range.end..]);
            let blanks = &block.text[block.text.trim_end().len()..];
            let theirs = format!("{before}Quite another wording.{blanks}{after}");
            let ours = format!("Our own first lines of it.\n\n{text}");
            if Document::parse(&theirs).blocks().len() != document.blocks().len()
                || Document::parse(&ours).blocks().len() != document.blocks().len() + 1
            {
                continue; // the new words run together with what stands around them
            }
            let found = updates(&text, &ours, &theirs, &[]).expect("not too large");
            if !found.asks() {
                assert_eq!(found.merged(), format!("Our own first lines of it.\n\n{theirs}"), "{text:?}");
            }
        }
    }
}
