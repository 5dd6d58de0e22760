//! Papers that go out: what is written is read back by our own readers.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use papers::{Margin, Paper, word};

use crate::docx::PIXEL;

pub const MARKDOWN: &str = "# Wi-Fi on \\<wards> & more

## Summary

In **short**, *with* ~~struck~~ H<sub>2</sub>O, `code` and a [link](https://a.example/?a=1&amp;b=2).\\
A second line; see [the steps](#steps) and [their guide](other.md). Not <b>markup</b> & \"quoted\".

## Steps

### Count the dead spots

- Who: two engineers
- Needs: floor plans
  - of each ward

3. three
4. four[^1]

| Item | Cost |
| --- | --- |
| Access points | £9,000 |
| Cables \\| ducts | 2<br>3 |

![The plan of a ward](plan.png)

![A picture that is gone](gone.png)

> Said by a ward manager; ask {{help_desk}} or {{nobody}}.

```
let a = 1;
  indented
```

[^1]: A note with *looks*.
";

pub fn paper() -> Paper {
    Paper {
        title: "Wi-Fi on <wards> & more".to_owned(),
        language: "en-GB".to_owned(),
        notices: vec!["This guide and its organisation are invented.".to_owned()],
        facts: vec![("Cost".to_owned(), "£1,000 to £2,500".to_owned()), ("Kind".to_owned(), "IT system".to_owned())],
        markdown: MARKDOWN.to_owned(),
        variables: BTreeMap::from([("help_desk".to_owned(), "the *IT* desk".to_owned())]),
        pictures: BTreeMap::from([("plan.png".to_owned(), PIXEL.to_vec())]),
        links: BTreeMap::from([("other.md".to_owned(), "https://portal.example/blueprints/other".to_owned())]),
        margin: Margin {
            source: "Invented Hospital, copied from Made-up Trust, version 2".to_owned(),
            version: "Version 3".to_owned(),
            date: "17 May 2026".to_owned(),
            notices_at: "https://portal.example/blueprints/wi-fi".to_owned(),
        },
    }
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_word_document_is_read_back_as_it_was_written() {
    let bytes = word::write(&paper()).unwrap();
    let taken = word::read(&bytes).unwrap();
    assert_eq!(taken.title, "Wi-Fi on <wards> & more");
    let expected = "**This guide and its organisation are invented.**

| **Cost** | £1,000 to £2,500 |
| --- | --- |
| **Kind** | IT system |

## Summary

In **short**, *with* ~~struck~~ H<sub>2</sub>O, `code` and a [link](https://a.example/?a=1&amp;b=2).\\
A second line; see [the steps](#steps) and [their guide](https://portal.example/blueprints/other). Not \\<b>markup\\</b> & \"quoted\".

## Steps

### Count the dead spots

- Who: two engineers
- Needs: floor plans
  - of each ward

3. three
4. four[^1]

| Item | Cost |
| --- | --- |
| Access points | £9,000 |
| Cables \\| ducts | 2<br>3 |

![The plan of a ward](picture-1.png)

\\[Picture: A picture that is gone\\]

> Said by a ward manager; ask the \\*IT\\* desk or {{nobody}}.

```
let a = 1;
  indented
```

[^1]: A note with *looks*.
";
    assert_eq!(taken.markdown, expected);
    assert_eq!(taken.pictures[0].bytes, PIXEL);
    assert_eq!(taken.pictures[0].description.as_deref(), Some("The plan of a ward"));
    let said: Vec<_> =
        taken.report.iter().filter(|line| !line.contains("page header") && !line.contains("page footer")).collect();
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn each_page_says_what_it_belongs_to() {
    let bytes = word::write(&paper()).unwrap();
    let (header, footer) = (part(&bytes, "word/header1.xml"), part(&bytes, "word/footer1.xml"));
    assert!(header.contains("copied from Made-up Trust, version 2"), "{header}");
    for words in
        ["Version 3", "17 May 2026", "Safety notices: https://portal.example/blueprints/wi-fi", " PAGE ", " NUMPAGES "]
    {
        assert!(footer.contains(words), "{words}: {footer}");
    }
    assert!(part(&bytes, "word/document.xml").contains("<w:tblHeader/>"));
    assert!(part(&bytes, "word/styles.xml").contains("<w:lang w:val=\"en-GB\"/>"));
    assert_eq!(word::write(&paper()).unwrap(), bytes, "the same paper gives the same bytes");
}

#[test]
fn hostile_words_stay_words() {
    let mut paper = paper();
    paper.markdown =
        "## </w:t><w:x>\n\n]]> &amp;lt; \u{1}\u{ffff} [a](https://x.example/\"><y) {{name}} #set\n".to_owned();
    paper.title = "</w:p>&".to_owned();
    let taken = word::read(&word::write(&paper).unwrap()).unwrap();
    assert_eq!(taken.title, "</w:p>&");
    assert!(taken.markdown.contains("\\</w:t>\\<w:x>"), "{}", taken.markdown);
}

#[test]
fn the_words_of_a_document_are_found_without_markup() {
    let text = papers::text(&word::write(&paper()).unwrap()).unwrap();
    assert!(text.starts_with("Wi-Fi on <wards> & more\n"), "{text}");
    for words in ["Not <b>markup</b> & \"quoted\".", "Cables | ducts 2 3", "A note with looks.", "let a = 1;"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(papers::text(b"plain").unwrap_err().to_string(), "The file is neither a PDF nor a Word document.");
}

#[cfg(feature = "pdf")]
mod pdf {
    use papers::pdf;

    use super::*;

    #[test]
    fn a_pdf_is_tagged_names_itself_and_its_words_are_found() {
        let bytes = pdf::write(&paper()).unwrap();
        assert!(bytes.starts_with(b"%PDF-"));
        let document = lopdf::Document::load_mem(&bytes).unwrap();
        let catalog = document.catalog().unwrap();
        assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en-GB");
        assert!(catalog.get(b"StructTreeRoot").is_ok() && catalog.get(b"Outlines").is_ok());
        let text = papers::text(&bytes).unwrap();
        for words in [
            "Wi-Fi on <wards> & more",
            "copied from Made-up Trust, version 2",
            "Version 3",
            "17 May 2026",
            "Safety notices: https://portal.example/blueprints/wi-fi",
            "Page 1 of",
            "Count the dead spots",
            "Not <b>markup</b> & \"quoted\".",
            "Access points",
            "[Picture: A picture that is gone]",
            "A note with",
        ] {
            assert!(text.contains(words), "{words}: {text}");
        }
        assert_eq!(pdf::write(&paper()).unwrap(), bytes, "the same paper gives the same bytes");
    }

    #[test]
    fn long_and_hostile_papers_go_over_pages() {
        let mut paper = paper();
        let row = "| a | b |\n| --- | --- |\n".to_owned()
            + &format!("| {} | {} |\n", "word ".repeat(3_000), "x".repeat(900)).repeat(2);
        let deep = "> ".repeat(40) + "deep\n\n";
        paper.markdown = format!("{row}\n{deep}## #set page(width: 1pt) \\u{{202e}}\n\n{}\n", "- item\n".repeat(500));
        paper.title = String::new();
        let broken = [&PIXEL[..40], &[7; 40][..]].concat();
        paper.pictures.insert("broken.png".to_owned(), broken);
        paper.markdown.push_str("\n![Broken](broken.png) ![The plan](plan.png)\n");
        paper.language = String::new();
        let result = pdf::write(&paper);
        assert!(result.is_ok(), "{:?}", result.err());
        let text = papers::text(&result.unwrap()).unwrap();
        assert!(text.contains("#set page(width: 1pt)") && text.contains("[Picture: Broken]"), "{}", text.len());
    }

    #[test]
    fn what_is_no_pdf_is_said() {
        for (bytes, words) in [
            (&b"%PDF-1.7"[..], "The PDF is damaged, or is none."),
            (b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF", "The PDF"),
        ] {
            let said = papers::text(bytes).unwrap_err().to_string();
            assert!(said.starts_with(words), "{said}");
        }
    }
}
