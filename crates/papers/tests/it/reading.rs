//! What becomes of a document.

use papers::word::{Taken, read};

use crate::docx::{Docx, PIXEL, item, looking, para, picture, plain, run, styled, table};

fn taken(body: &str) -> Taken {
    read(&Docx::new(body).bytes()).unwrap()
}

fn markdown(body: &str) -> String {
    taken(body).markdown
}

#[test]
fn the_title_and_headings_come_from_styles_and_outline_levels() {
    let taken = taken(
        &[
            styled("Title", "Wi-Fi on wards"),
            styled("berschrift1", "Summary"),
            plain("In short."),
            styled("Heading2", "A part"),
            styled("House", "By its outline"),
            "<w:p><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr><w:r><w:t>Steps</w:t></w:r></w:p>".to_owned(),
            para(&looking("<w:b/>", "Bold and short")),
        ]
        .concat(),
    );
    assert_eq!(taken.title, "Wi-Fi on wards");
    assert_eq!(
        taken.markdown,
        "## Summary\n\nIn short.\n\n### A part\n\n### By its outline\n\n## Steps\n\n**Bold and short**\n"
    );
    assert_eq!(taken.report, [""; 0]);
}

#[test]
fn the_only_highest_heading_at_the_top_is_the_title() {
    let taken = taken(&[styled("berschrift1", "Title"), styled("Heading2", "One"), styled("Heading3", "Two")].concat());
    assert_eq!((taken.title.as_str(), taken.markdown.as_str()), ("Title", "## One\n\n### Two\n"));
}

#[test]
fn words_keep_their_looks_and_nothing_becomes_markup() {
    let body = [
        para(
            &[
                run("a "),
                looking("<w:b/>", "bold "),
                looking("<w:b/><w:i/>", "both"),
                looking("<w:b w:val=\"0\"/>", " not"),
                looking("<w:rStyle w:val=\"Strong\"/>", " styled"),
                run(" H"),
                looking("<w:vertAlign w:val=\"subscript\"/>", "2"),
                run("O"),
            ]
            .concat(),
        ),
        plain("# *not* &lt;b&gt;markup&lt;/b&gt; [x](y) {{name}}"),
        plain("1. not a list"),
        para("<w:r><w:t>one</w:t><w:br/><w:t>two</w:t><w:tab/><w:t>three</w:t></w:r>"),
    ]
    .concat();
    assert_eq!(
        markdown(&body),
        "a **bold *both*** not **styled** H<sub>2</sub>O\n\n\\# \\*not\\* \\<b>markup\\</b> \\[x\\](y) {{name}}\n\n1\\. not a list\n\none\\\ntwo three\n"
    );
}

#[test]
fn lists_nest_and_go_on_counting() {
    let body = [
        item(2, 0, "one"),
        item(2, 1, "inner"),
        item(2, 0, "two"),
        plain("Between."),
        item(2, 0, "three"),
        item(3, 0, "anew"),
        styled("ListBullet", "bullet"),
        item(1, 1, "deeper"),
        item(9, 0, "in no list"),
    ]
    .concat();
    let taken = taken(&body);
    assert_eq!(
        taken.markdown,
        "1. one\n   1. inner\n2. two\n\nBetween.\n\n3. three\n\n1) anew\n\n- bullet\n  - deeper\n\nin no list\n"
    );
    assert!(taken.report[0].contains("letters"), "{:?}", taken.report);
}

#[test]
fn tables_keep_their_rows_and_say_what_they_lost() {
    let merged = "<w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>".to_owned() + &plain("wide");
    let down = |val: &str, words: &str| format!("<w:tcPr><w:vMerge{val}/></w:tcPr>{}", plain(words));
    let body = [
        styled("berschrift1", "Costs"),
        styled("berschrift1", "Table"),
        table(&[
            &[&plain("a|b"), &plain("c"), &plain("d")],
            &[&merged, &down(" w:val=\"restart\"", "tall")],
            &[&(plain("x") + &plain("y")), &item(1, 0, "z"), &down("", "hidden")],
            &[&table(&[&[&plain("in"), &plain("ner")]]), &plain(""), &plain("")],
        ]),
        table(&[&[&plain("A frame")]]),
    ]
    .concat();
    let taken = taken(&body);
    assert_eq!(
        taken.markdown,
        "## Costs\n\n## Table\n\n| a\\|b | c | d |\n| --- | --- | --- |\n| wide | | tall |\n| x<br>y | • z | |\n| in; ner | | |\n\nA frame\n"
    );
    let report = taken.report.join("\n");
    for said in ["merged", "paragraphs in a cell", "a list inside", "a table inside", "one cell"] {
        assert!(report.contains(said), "{said}: {report}");
    }
    assert!(report.starts_with("Under “Table”: "), "{report}");
}

#[test]
fn links_lead_where_they_may() {
    let body = [
        "<w:p><w:pPr><w:pStyle w:val=\"berschrift1\"/></w:pPr><w:bookmarkStart w:id=\"0\" w:name=\"here\"/><w:r><w:t>The plan</w:t></w:r></w:p>".to_owned(),
        styled("berschrift1", "More"),
        para(&format!("<w:hyperlink r:id=\"web\">{}{}</w:hyperlink>", run("a"), looking("<w:b/>", "b"))),
        para(&format!("<w:hyperlink w:anchor=\"here\">{}</w:hyperlink>", run("up"))),
        para(&format!("<w:hyperlink r:id=\"bad\">{}</w:hyperlink>", run("bad"))),
        para("<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>HYPERLINK \"https://field.example/\"</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>field</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:r><w:t> after</w:t></w:r>"),
    ]
    .concat();
    let bytes = Docx::new(&body)
        .relation("web", "hyperlink", "https://a.example/(x)?a=1&amp;b=2", true)
        .relation("bad", "hyperlink", "javascript:alert(1)", true)
        .bytes();
    let taken = read(&bytes).unwrap();
    assert_eq!(
        taken.markdown,
        "## The plan\n\n## More\n\n[a**b**](https://a.example/%28x%29?a=1&amp;b=2)\n\n[up](#the-plan)\n\nbad\n\n[field](https://field.example/) after\n"
    );
    assert_eq!(taken.report, ["Under “More”: a link that leads to no page was kept as words: javascript:alert(1)."]);
}

#[test]
fn pictures_come_with_their_description_or_are_asked_for_one() {
    let body = [
        para(&picture("p1", "descr=\"A ward &amp; its plan\"")),
        para(&(run("again ") + &picture("p1", "descr=\"The same\""))),
        para(&picture("p2", "descr=\"A screenshot of a computer&#10;&#10;Description automatically generated\"")),
        para(&picture("p3", "")),
        para(&picture("p4", "")),
        para(&picture("gone", "")),
    ]
    .concat();
    let bytes = Docx::new(&body)
        .picture("p1", "image1.png", PIXEL)
        .picture("p2", "image2.jpeg", b"\xff\xd8\xff\xe0rest")
        .picture("p3", "image3.png", PIXEL)
        .picture("p4", "image4.emf", b"\x01\x00\x00\x00emf")
        .bytes();
    let taken = read(&bytes).unwrap();
    assert_eq!(
        taken.markdown,
        "![A ward & its plan](picture-1.png)\n\nagain ![The same](picture-1.png)\n\n![A screenshot of a computer](picture-2.jpg)\n\n![](picture-3.png)\n"
    );
    let names: Vec<_> = taken.pictures.iter().map(|p| (p.name.as_str(), p.description.as_deref())).collect();
    assert_eq!(
        names,
        [
            ("picture-1.png", Some("A ward & its plan")),
            ("picture-2.jpg", Some("A screenshot of a computer")),
            ("picture-3.png", None)
        ]
    );
    assert_eq!(taken.pictures[0].bytes, PIXEL);
    let report = taken.report.join("\n");
    for said in ["written by a program", "picture-3.png has no description", "of the kind emf", "outside the document"]
    {
        assert!(report.contains(said), "{said}: {report}");
    }
}

#[test]
fn notes_follow_the_text_in_the_order_of_their_marks() {
    let body = para(
        &[
            run("b"),
            "<w:r><w:footnoteReference w:id=\"5\"/></w:r>".to_owned(),
            run(" a"),
            "<w:r><w:footnoteReference w:id=\"2\"/></w:r>".to_owned(),
            "<w:r><w:endnoteReference w:id=\"2\"/></w:r>".to_owned(),
        ]
        .concat(),
    );
    let note = |kind: &str, id: u8, words: &str| format!("<w:{kind} w:id=\"{id}\">{}</w:{kind}>", plain(words));
    let bytes = Docx::new(&body)
        .xml("footnotes", "footnotes", "w:footnotes", &(note("footnote", 2, "Second") + &note("footnote", 5, "First")))
        .xml("endnotes", "endnotes", "w:endnotes", &note("endnote", 2, "Third"))
        .bytes();
    let markdown = read(&bytes).unwrap().markdown;
    assert_eq!(markdown, "b[^1] a[^2][^3]\n\n[^2]: Second\n\n[^1]: First\n\n[^3]: Third\n");
}

#[test]
fn tracked_changes_comments_fields_boxes_and_equations_are_said() {
    let body = [
        styled("berschrift1", "Summary"),
        styled("berschrift1", "Steps"),
        para(&format!("{}<w:ins>{}</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>", run("a "), run("new"))),
        para(&format!("{}<w:r><w:commentReference w:id=\"0\"/></w:r>", run("noted"))),
        para(&format!("<w:fldSimple w:instr=\" DATE \">{}</w:fldSimple>", run("22 May 2026"))),
        para(&looking("<w:vanish/>", "hidden")),
        para(&looking("<w:highlight w:val=\"yellow\"/>", "marked")),
        para("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"),
        para(&format!("{}<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:wsp><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>", run("anchor"), plain("boxed"), plain("twice"))),
        para("<w:r><w:drawing><wp:inline><c:chart r:id=\"c\"/></wp:inline></w:drawing></w:r>"),
        para("<w:r><w:object/></w:r>"),
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/></w:docPartObj></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Steps 3</w:t></w:r></w:p></w:sdtContent></w:sdt>".to_owned(),
        "<w:sectPr><w:headerReference r:id=\"header1\"/></w:sectPr>".to_owned(),
    ]
    .concat();
    let bytes = Docx::new(&body)
        .xml("header1", "header", "w:hdr", &plain("In confidence"))
        .part("word/vbaProject.bin", &b"macro"[..])
        .bytes();
    let taken = read(&bytes).unwrap();
    assert_eq!(
        taken.markdown,
        "## Summary\n\n## Steps\n\na new\n\nnoted\n\n22 May 2026\n\nmarked\n\nx=1\n\nanchor\n\nboxed\n"
    );
    assert_eq!(
        taken.report,
        [
            "Under “Steps”: text that was marked as inserted was kept.",
            "Under “Steps”: text that was marked as deleted was left out.",
            "Under “Steps”: a comment was left out.",
            "Under “Steps”: a field (DATE) was kept as what it last showed.",
            "Under “Steps”: hidden text was left out.",
            "Under “Steps”: underlining or highlighting was not kept.",
            "Under “Steps”: an equation was kept as plain words: x=1.",
            "Under “Steps”: the text of a text box was put after the paragraph it belongs to.",
            "Under “Steps”: a chart was left out: put it in as a picture, with its numbers as a table.",
            "Under “Steps”: an embedded object was left out; its picture was kept if it has one.",
            "Under “Steps”: the table of contents was left out: the page makes its own.",
            "In the whole document: the page header was left out: “In confidence”.",
            "In the whole document: macros were left out.",
        ]
    );
}

#[test]
fn a_table_of_contents_made_as_a_field_is_left_out_and_ends() {
    let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let begin = field("begin") + "<w:r><w:instrText> TOC \\o </w:instrText></w:r>" + &field("separate");
    let ended = [para(&(begin.clone() + &run("Summary 1"))), para(&(run("Steps 2") + &field("end"))), plain("Text")];
    assert_eq!(markdown(&ended.concat()), "Text\n");
    let endless =
        [para(&begin), plain("Summary 1"), styled("berschrift1", "One"), plain("Text"), styled("berschrift1", "Two")];
    assert_eq!(markdown(&endless.concat()), "## One\n\nText\n\n## Two\n");
}
