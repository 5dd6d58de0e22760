//! Documents made to do harm, and documents that are broken: each is refused with a sentence or taken, none of them
//! takes long, and none ends the program.

use std::time::{Duration, Instant};

use papers::word::{Refused, read};
use proptest::prelude::*;

use crate::docx::{Docx, PIXEL, item, para, picture, plain, run, styled, table, zipped};

fn quickly<T>(what: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let result = what();
    assert!(begun.elapsed() < Duration::from_secs(20), "took {:?}", begun.elapsed());
    result
}

fn with_document(text: &str) -> Vec<u8> {
    let made = Docx::new("").bytes();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(made)).unwrap();
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
        let name = file.name().unwrap().into_owned();
        parts.push((name.clone(), if name == "word/document.xml" { text.as_bytes().to_vec() } else { bytes }));
    }
    zipped(parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
}

#[test]
fn a_bomb_is_refused_before_it_unpacks() {
    let blanks = " ".repeat(65 << 20);
    assert_eq!(quickly(|| read(&with_document(&blanks))), Err(Refused::TooLarge));
    let pictures = Docx::new(&para(&picture("p", ""))).picture("p", "a.png", &[PIXEL, &vec![0; 65 << 20]].concat());
    assert_eq!(quickly(|| read(&pictures.bytes())), Err(Refused::TooLarge));
}

#[test]
fn parts_by_the_thousand_and_names_that_lead_outside_are_refused() {
    let names: Vec<String> = (0..2_100).map(|n| format!("word/{n}.xml")).collect();
    let many = zipped(names.iter().map(|name| (name.as_str(), &b"x"[..])));
    assert_eq!(read(&many), Err(Refused::TooManyParts));
    for name in ["../../etc/passwd", "/etc/passwd", "word\\..\\..\\a", "C:/a"] {
        assert_eq!(read(&Docx::new("").part(name, &b"x"[..]).bytes()), Err(Refused::LeadsOutside), "{name}");
    }
}

#[test]
fn definitions_depth_and_number_are_refused() {
    let laughs = "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><w:document><w:body>&b;</w:body></w:document>";
    assert_eq!(read(&with_document(laughs)), Err(Refused::Definitions));
    let deep = format!("<w:document><w:body>{}", "<w:sdt>".repeat(100_000));
    assert_eq!(quickly(|| read(&with_document(&deep))), Err(Refused::TooComplex));
    let many = format!("<w:document><w:body>{}</w:body></w:document>", "<w:p/>".repeat(900_000));
    assert_eq!(quickly(|| read(&with_document(&many))), Err(Refused::TooComplex));
    let long = Docx::new(&plain(&"word ".repeat(500_000))).bytes();
    assert_eq!(quickly(|| read(&long)), Err(Refused::TooLong));
}

#[test]
fn tables_in_tables_end() {
    let mut inner = plain("x");
    for _ in 0..50 {
        inner = table(&[&[&inner, &plain("y")]]);
    }
    assert!(quickly(|| read(&Docx::new(&inner).bytes())).is_ok());
    for _ in 0..50 {
        inner = table(&[&[&inner, &plain("y")]]);
    }
    assert_eq!(read(&Docx::new(&inner).bytes()), Err(Refused::TooComplex));
}

#[test]
fn other_files_are_named() {
    assert_eq!(read(b""), Err(Refused::Empty));
    assert_eq!(read(&zipped([("a.txt", &b"x"[..])])), Err(Refused::OtherKind("a ZIP file")));
    let open = zipped([("mimetype", &b"application/vnd.oasis.opendocument.text"[..]), ("content.xml", b"<a/>")]);
    assert_eq!(read(&open), Err(Refused::OtherKind("an OpenDocument file")));
    let sheet = "<Types><Override ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>";
    assert_eq!(
        read(&zipped([("[Content_Types].xml", sheet.as_bytes())])),
        Err(Refused::OtherKind("an Excel workbook"))
    );
}

/// A document with something of everything.
fn whole() -> Vec<u8> {
    let body = [
        styled("Title", "T"),
        styled("berschrift1", "One"),
        item(1, 0, "a"),
        item(2, 1, "b"),
        table(&[&[&plain("a"), &plain("b")]]),
        para(&picture("p", "descr=\"d\"")),
        para(&format!("<w:hyperlink r:id=\"h\">{}</w:hyperlink><w:footnoteReference w:id=\"1\"/>", run("link"))),
    ]
    .concat();
    Docx::new(&body).picture("p", "a.png", PIXEL).relation("h", "hyperlink", "https://a.example", true).bytes()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes_changed_anywhere_never_end_the_program(places in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..12), cut in any::<usize>()) {
        let mut bytes = whole();
        for (place, byte) in places {
            let place = place % bytes.len();
            bytes[place] = byte;
        }
        if cut % 4 == 0 {
            let length = bytes.len();
            bytes.truncate(cut % length);
        }
        let _ = read(&bytes);
    }

    #[test]
    fn markup_changed_anywhere_never_ends_the_program(
        pieces in proptest::collection::vec(prop_oneof![
            Just("<w:p>"), Just("</w:p>"), Just("<w:tbl><w:tr><w:tc>"), Just("</w:tc></w:tr></w:tbl>"), Just("<w:r>"),
            Just("</w:r>"), Just("<w:t>words *and* _marks_</w:t>"), Just("<w:fldChar w:fldCharType=\"begin\"/>"),
            Just("<w:fldChar w:fldCharType=\"end\"/>"), Just("<w:instrText>TOC</w:instrText>"), Just("<w:br/>"),
            Just("<w:pPr><w:numPr><w:ilvl w:val=\"255\"/><w:numId w:val=\"2\"/></w:numPr></w:pPr>"),
            Just("<w:tcPr><w:gridSpan w:val=\"4000000000\"/><w:vMerge/></w:tcPr>"), Just("<w:footnoteReference w:id=\"9\"/>"),
            Just("<w:drawing>"), Just("</w:drawing>"), Just("<w:txbxContent>"), Just("</w:txbxContent>"), Just("&#x26;&bogus;"),
            Just("<w:pPr><w:pStyle w:val=\"Title\"/></w:pPr>"), Just("<w:rPr><w:b/><w:i/></w:rPr>"),
        ], 0..60)
    ) {
        let text = format!("<w:document><w:body>{}</w:body></w:document>", pieces.concat());
        let _ = read(&with_document(&text));
    }

    #[test]
    fn whatever_is_pasted_ends(html in "(<[a-z]{1,6}( style=\"[a-z:;0-9 -]{0,20}\")?>|</[a-z]{1,6}>|[a-z*_\\[\\]<>&#. ]{0,8}|<li>|<td>|<table>|</table>|<ul>){0,60}") {
        let _ = papers::paste::markdown(&html);
    }
}
