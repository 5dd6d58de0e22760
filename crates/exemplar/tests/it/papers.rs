//! `/blueprints/{slug}/versions/{number}/text.docx` and `.pdf`: a version taken away, opened as whoever gets it would.

use axum::http::StatusCode;
use exemplar::blueprints::Intent;

use crate::harness::{Portal, both, write_folder};

const GUIDE: &str = "---\ntitle: Wi-Fi on wards\nkind: it-system\ncost: {low: 1000, high: 25000, basis: quotes}\npeople: [Ann Lee]\ndemonstration: true\nvariables:\n  desk:\n    label: Your help desk\n    default: the *IT* desk\n---\n\n# Wi-Fi on wards\n\n## Summary\n\nCall {{desk}} <b>first</b>. See [the other](other.md#steps) and [the form](form.csv).\n\n## Steps\n\n### Survey\n\n- Who: two engineers\n\n![The plan of a ward](plan.png)\n";

/// The smallest PNG.
const PIXEL: &str = "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c48900\
    00000b49444154789c6360000200000500017a5eab3f0000000049454e44ae426082";

async fn portal_with(portal: &mut Portal) {
    portal
        .import_organisations("code,name,kind,source\nDEMO-A,Demonstration Trust,acute,Invented\n", "2020-01-01")
        .await;
    let files = [("wi-fi.md", GUIDE), ("other.md", "# Other\n\n## Steps\n\nx\n"), ("form.csv", "a,b\n")];
    let dir = write_folder(&portal.folder().join("handbook"), &files);
    std::fs::write(dir.join("plan.png"), hex::decode(PIXEL).unwrap()).unwrap();
    portal.import_guides(&dir, "DEMO-A", Intent::Publish).await;
    portal.settle().await;
}

#[tokio::test]
async fn a_word_document_holds_the_guide_and_what_belongs_to_it() {
    for mut portal in both().await {
        portal_with(&mut portal).await;
        let file = portal.get("/blueprints/wi-fi-on-wards/versions/1/text.docx").await;
        assert_eq!(file.status, StatusCode::OK);
        assert_eq!(
            file.header("content-disposition"),
            "attachment; filename=\"wi-fi-on-wards-1.docx\"; filename*=UTF-8''wi-fi-on-wards-1.docx"
        );
        assert!(file.header("content-security-policy").contains("sandbox"));
        let taken = papers::word::read(&file.bytes).unwrap();
        assert_eq!(taken.title, "Wi-Fi on wards");
        let address = portal.app.address();
        for words in [
            "**Demonstration text. The organisation and its figures are invented.**".to_owned(),
            "| **Cost** | £1,000 to £25,000, quotes |".to_owned(),
            "| **How well it worked** | Not said |".to_owned(),
            format!(
                "Call the \\*IT\\* desk \\<b>first\\</b>. See [the other]({address}/blueprints/other#s-steps) and [the form]({address}/blueprints/wi-fi-on-wards/versions/1/files/form.csv)."
            ),
            "## Steps\n\n### Survey\n\n- Who: two engineers\n\n![The plan of a ward](picture-1.png)".to_owned(),
        ] {
            assert!(taken.markdown.contains(&words), "{words}\n---\n{}", taken.markdown);
        }
        assert_eq!(taken.pictures.len(), 1);
        let margin = taken.report.join("\n");
        for words in ["Wi-Fi on wards · Demonstration Trust", "Version 1 · 22 November 2026 · Safety notices:"] {
            assert!(margin.contains(words), "{words}: {margin}");
        }
        portal.is_whole().await;
    }
}

#[tokio::test]
async fn a_pdf_holds_it_too_and_names_itself() {
    let mut portal = Portal::sqlite().await;
    portal_with(&mut portal).await;
    let file = portal.get("/blueprints/wi-fi-on-wards/versions/1/text.pdf").await;
    assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, "application/pdf"));
    assert!(file.bytes.starts_with(b"%PDF-"));
    let words = papers::text(&file.bytes).unwrap();
    for said in ["Wi-Fi on wards", "Call the *IT* desk <b>first</b>.", "Version 1 · 22 November 2026", "Page 1 of 1"] {
        assert!(words.contains(said), "{said}: {words}");
    }
    let page = portal.get("/blueprints/wi-fi-on-wards").await;
    page.shows("Take it with you");
    for ending in ["docx", "pdf", "md"] {
        assert!(page.text.contains(&format!("/versions/1/text.{ending}\"")), "{ending}");
    }
}

#[tokio::test]
async fn what_is_not_there_or_moved_is_said() {
    let mut portal = Portal::sqlite().await;
    portal_with(&mut portal).await;
    for ending in ["docx", "pdf"] {
        for path in ["wi-fi-on-wards/versions/2", "nothing/versions/1"] {
            let reply = portal.get(&format!("/blueprints/{path}/text.{ending}")).await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}
