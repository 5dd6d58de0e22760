//! The parts of a document that are the same for every guide, but for a few words.

use super::escaped;
use crate::Paper;

pub(super) const NAMESPACES: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" "#,
    r#"xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" "#,
    r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" "#,
    r#"xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture""#,
);
pub(super) const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
pub(super) const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
pub(super) const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

pub(super) fn types() -> String {
    let of =
        |part: &str, kind: &str| format!(r#"<Override PartName="/word/{part}.xml" ContentType="{WORD}.{kind}+xml"/>"#);
    let parts = [
        of("document", "document.main"),
        of("styles", "styles"),
        of("numbering", "numbering"),
        of("footnotes", "footnotes"),
        of("header1", "header"),
        of("footer1", "footer"),
        of("settings", "settings"),
    ];
    let pictures = [("png", "png"), ("jpg", "jpeg"), ("gif", "gif")];
    let pictures =
        pictures.map(|(ending, kind)| format!(r#"<Default Extension="{ending}" ContentType="image/{kind}"/>"#));
    format!(
        r#"{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{}{}<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#,
        pictures.concat(),
        parts.concat()
    )
}

pub(super) fn root() -> String {
    format!(
        r#"{HEAD}<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{KINDS}officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#
    )
}

pub(super) fn core(paper: &Paper) -> String {
    format!(
        r#"{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title><dc:creator>{}</dc:creator><dc:language>{}</dc:language></cp:coreProperties>"#,
        escaped(&paper.title),
        escaped(&paper.margin.source),
        escaped(&paper.language)
    )
}

pub(super) fn settings() -> String {
    format!(
        r#"{HEAD}<w:settings {NAMESPACES}><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>"#
    )
}

pub(super) fn header(paper: &Paper) -> String {
    let words = escaped(&paper.margin.head(&paper.title));
    format!(
        r#"{HEAD}<w:hdr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p></w:hdr>"#
    )
}

pub(super) fn footer(paper: &Paper) -> String {
    let words = escaped(&paper.margin.foot());
    let number = |field: &str| format!(r#"<w:fldSimple w:instr=" {field} "><w:r><w:t>1</w:t></w:r></w:fldSimple>"#);
    let say = |words: &str| format!(r#"<w:r><w:t xml:space="preserve">{words}</w:t></w:r>"#);
    let parts = [say(&words), say(" \u{b7} Page "), number("PAGE"), say(" of "), number("NUMPAGES")];
    format!(
        r#"{HEAD}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{}</w:p></w:ftr>"#,
        parts.concat()
    )
}

pub(super) fn styles(paper: &Paper) -> String {
    let paragraph = |id: &str, name: &str, layout: &str, looks: &str| {
        format!(
            r#"<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{layout}</w:pPr><w:rPr>{looks}</w:rPr></w:style>"#
        )
    };
    let mut out = format!(
        r#"{HEAD}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="22"/><w:lang w:val="{}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>"#,
        escaped(&paper.language)
    );
    out.push_str(&paragraph("Title", "Title", r#"<w:spacing w:after="240"/>"#, r#"<w:b/><w:sz w:val="44"/>"#));
    for (level, size) in (1..=5).zip(["32", "28", "24", "22", "22"]) {
        let layout = format!(
            r#"<w:keepNext/><w:keepLines/><w:spacing w:before="320" w:after="120"/><w:outlineLvl w:val="{}"/>"#,
            level - 1
        );
        let looks = format!(r#"<w:b/><w:sz w:val="{size}"/>"#);
        out.push_str(&paragraph(&format!("Heading{level}"), &format!("heading {level}"), &layout, &looks));
    }
    for (id, name, layout, looks) in [
        ("Quote", "Quote", r#"<w:ind w:left="567"/>"#, ""),
        (
            "Code",
            "HTML Preformatted",
            r#"<w:keepLines/>"#,
            r#"<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/><w:sz w:val="20"/>"#,
        ),
        ("ListParagraph", "List Paragraph", r#"<w:spacing w:after="80"/>"#, ""),
        (
            "Notice",
            "Notice",
            r#"<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="000000"/></w:pBdr>"#,
            "<w:b/>",
        ),
        ("Header", "header", "", r#"<w:sz w:val="18"/>"#),
        ("Footer", "footer", "", r#"<w:sz w:val="18"/>"#),
        ("FootnoteText", "footnote text", r#"<w:spacing w:after="40"/>"#, r#"<w:sz w:val="20"/>"#),
    ] {
        out.push_str(&paragraph(id, name, layout, looks));
    }
    out.push_str(r#"<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="005EB8"/><w:u w:val="single"/></w:rPr></w:style><w:style w:type="character" w:styleId="CodeWords"><w:name w:val="HTML Code"/><w:rPr><w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/></w:rPr></w:style><w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:pPr><w:spacing w:after="60"/></w:pPr><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="4" w:color="768692"/><w:bottom w:val="single" w:sz="4" w:color="768692"/><w:insideH w:val="single" w:sz="4" w:color="768692"/></w:tblBorders><w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="160" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>"#);
    out
}
