//! What becomes of a clipboard.

use papers::paste::{Pasted, markdown};

fn text(html: &str) -> String {
    markdown(html).markdown
}

#[test]
fn what_word_puts_on_a_clipboard_keeps_its_lists() {
    let html = r#"<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {margin:0}</style><xml><w:WordDocument/></xml></head>
<body lang=EN-GB><!--StartFragment-->
<h1>Steps<o:p></o:p></h1>
<p class=MsoNormal>Some <b>bold</b> and <i style='mso-bidi-font-style:normal'>italic</i>
words<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>First<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>o<span>&nbsp; </span></span><![endif]>Deeper</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>Second</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>4.<span>&nbsp; </span></span>Four</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>5.</span>Five</p>
<!--EndFragment--></body></html>"#;
    assert_eq!(
        markdown(html),
        Pasted {
            markdown:
                "## Steps\n\nSome **bold** and *italic* words\n\n- First\n  - Deeper\n- Second\n\n4. Four\n5. Five\n"
                    .to_owned(),
            left_out: Vec::new()
        }
    );
}

#[test]
fn what_google_docs_puts_there_is_not_all_bold() {
    let html = r#"<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="ltr"><span style="font-weight:400">Costs</span></h2><p dir="ltr"><span style="font-weight:700;font-style:italic">both</span><span style="font-weight:400"> plain</span></p><ul><li dir="ltr" aria-level="1"><p dir="ltr"><span>one</span></p></li><ul><li aria-level="2"><p>inner</p></li></ul><li><p>two</p></li></ul></b>"#;
    assert_eq!(text(html), "## Costs\n\n***both*** plain\n\n- one\n  - inner\n- two\n");
}

#[test]
fn what_outlook_and_browsers_put_there_keeps_tables_and_links() {
    let html = r#"<div class=WordSection1><table class=MsoTable><tr><td><p class=MsoNormal><b>Item</b></p></td><td colspan=2>Cost</td></tr><tr><td rowspan=2>Wi-Fi</td><td>1|2</td><td>a<br>b</td></tr><tr><td>x</td><td><ul><li>y</ul></td></tr></table></div>
<p>See <a href="https://a.example/x y">the <b>plan</b></a>, <a href="javascript:alert(1)">not this</a> <script>alert(1)</script><style>p{}</style></p><pre>code
 here</pre><blockquote>said</blockquote><hr><img src="file:///C:/a.png" alt="A plan">"#;
    let pasted = markdown(html);
    assert_eq!(
        pasted.markdown,
        "| **Item** | Cost | |\n| --- | --- | --- |\n| Wi-Fi | 1\\|2 | a<br>b |\n| | x | • y |\n\nSee [the **plan**](https://a.example/x%20y), not this\n\n```\ncode\n here\n```\n\n> said\n\n***\n"
    );
    let said = pasted.left_out.join("\n");
    for words in
        ["merged", "a list inside a table", "leads to no page", "a picture was left out: send it as a file (“A plan”)"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn plain_words_stay_words() {
    assert_eq!(text("# not a heading"), "\\# not a heading\n");
    assert_eq!(text("<p>&lt;script&gt; *a* 1. b</p><p>1. c</p>"), "\\<script> \\*a\\* 1. b\n\n1\\. c\n");
    assert_eq!(text(""), "");
    assert!(markdown(&"x".repeat(5 << 20)).left_out[0].contains("4 MB"));
}
