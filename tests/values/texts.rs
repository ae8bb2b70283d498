//! Lines and texts.

use super::Right::{Kept, Nothing, Refused};
use super::{Right, are_right, open, start, told};
use serde_json::Value;

const LINES: &[(&str, Right)] = &[
    ("Plain words", Kept("Plain words")),
    ("  trimmed  ", Kept("trimmed")),
    ("Report\tMay", Kept("Report May")),
    ("one\u{b}two", Kept("one two")),
    ("one\u{c}two", Kept("one two")),
    ("one\u{85}two", Kept("one two")),
    ("one\u{2028}two", Kept("one two")),
    ("one\u{2029}two", Kept("one two")),
    ("zero\u{0}byte", Kept("zerobyte")),
    ("bell\u{7}", Kept("bell")),
    ("back\u{8}space", Kept("backspace")),
    ("delete\u{7f}", Kept("delete")),
    ("c1\u{9b}control", Kept("c1control")),
    ("\u{1b}[31mred\u{1b}[0m", Kept("red")),
    ("\u{1b}[38;5;196mbright\u{1b}[m", Kept("bright")),
    ("\u{1b}]0;window\u{7}shown", Kept("shown")),
    ("\u{1b}(Bplain", Kept("plain")),
    ("\u{feff}marked", Kept("marked")),
    ("in\u{feff}side", Kept("inside")),
    ("\u{200b}ends\u{200b}", Kept("ends")),
    ("\u{a0}no break\u{a0}", Kept("no break")),
    ("\u{3000}wide\u{3000}", Kept("wide")),
    ("\u{ad}soft", Kept("soft")),
    ("in\u{ad}side", Kept("in\u{ad}side")),
    ("zero\u{200b}width", Kept("zero\u{200b}width")),
    ("نیم\u{200c}فاصله", Kept("نیم\u{200c}فاصله")),
    ("👨\u{200d}👩\u{200d}👧", Kept("👨\u{200d}👩\u{200d}👧")),
    ("❤\u{fe0f}", Kept("❤\u{fe0f}")),
    (
        "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
        Kept("🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}"),
    ),
    ("e\u{301}", Kept("e\u{301}")),
    ("<b>bold</b>", Kept("<b>bold</b>")),
    ("{{ 7 * 7 }}", Kept("{{ 7 * 7 }}")),
    ("&amp; &lt;", Kept("&amp; &lt;")),
    ("a=b&c=d", Kept("a=b&c=d")),
    ("100% +1", Kept("100% +1")),
    ("=?UTF-8?B?SGVsbG8=?=", Kept("=?UTF-8?B?SGVsbG8=?=")),
    ("C:\\path\\file", Kept("C:\\path\\file")),
    ("null", Kept("null")),
    ("undefined", Kept("undefined")),
    ("\u{ffff}nothing", Kept("nothing")),
    ("\u{fdd0}nothing", Kept("nothing")),
    ("مرحبا", Kept("مرحبا")),
    ("שלום world", Kept("שלום world")),
    ("漢字かな交じり文", Kept("漢字かな交じり文")),
    ("one\ntwo", Refused("one line")),
    ("one\r\ntwo", Refused("one line")),
];

/// What shows nothing is nothing.
const BLANK: &[&str] = &[
    "",
    " ",
    "\u{200b}\u{200b}",
    "\u{2800}",
    "\u{3164}",
    "\u{ad}",
    "\u{feff}",
    "\u{2060}",
    "\u{115f}",
    "\u{ffa0}",
    "\u{180e}",
    "\u{200e}",
    "\u{202e}",
    "\u{2066}\u{2069}",
    "\u{fe0f}",
    "\u{200d}",
    "\u{1b}[31m",
    "\u{0}",
    "\t",
    "\u{34f}",
    "\u{e0020}",
];

const TEXTS: &[(&str, Right)] = &[
    ("one line", Kept("one line")),
    ("  one line  ", Kept("one line")),
    ("Slide one\u{b}line two", Kept("Slide one\nline two")),
    ("a\rb", Kept("a\nb")),
    ("a\r\nb", Kept("a\nb")),
    ("a\n\rb", Kept("a\n\nb")),
    ("a\u{c}b", Kept("a\nb")),
    ("a\u{85}b", Kept("a\nb")),
    ("a\u{2028}b", Kept("a\nb")),
    ("a\u{2029}b", Kept("a\nb")),
    ("    indented\n  less", Kept("    indented\n  less")),
    (
        "\n\n  after blank lines\nx\n\n",
        Kept("  after blank lines\nx"),
    ),
    ("a   b\tc\n", Kept("a   b\tc")),
    ("a\n\n\n\nb", Kept("a\n\n\n\nb")),
    ("\ttab first\nx", Kept("\ttab first\nx")),
    ("trailing   \nkept", Kept("trailing   \nkept")),
    ("\u{1b}[32mok\u{1b}[0m done", Kept("ok done")),
    (
        "\u{1b}[1;31mERROR\u{1b}[0m\n\u{1b}[2Kline",
        Kept("ERROR\nline"),
    ),
    ("x\u{0}\u{1}\u{2}y", Kept("xy")),
    ("\u{feff}marked", Kept("marked")),
    ("> quoted\n> more", Kept("> quoted\n> more")),
    ("-- \nsignature", Kept("-- \nsignature")),
    (".\n", Kept(".")),
    ("From here", Kept("From here")),
    (
        "<script>alert(1)</script>",
        Kept("<script>alert(1)</script>"),
    ),
    ("]]>", Kept("]]>")),
];

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_31_what_nobody_sees_is_mended() {
    let site = start().await;
    let mut values = are_right(&site, "subject", LINES, |ticket| ticket["subject"].clone()).await;
    values += are_right(&site, "fields.line", LINES, |ticket| {
        ticket["fields"]["line"].clone()
    })
    .await;
    values += are_right(&site, "description", TEXTS, |ticket| {
        ticket["description"].clone()
    })
    .await;
    values += are_right(&site, "fields.text", TEXTS, |ticket| {
        ticket["fields"]["text"].clone()
    })
    .await;
    for blank in BLANK {
        for (name, right) in [
            ("subject", Refused("fill this in")),
            ("description", Refused("fill this in")),
            ("fields.line", Nothing),
            ("fields.text", Nothing),
            ("requester.name", Nothing),
        ] {
            let read: fn(&Value) -> Value = match name {
                "fields.line" => |ticket| ticket["fields"]["line"].clone(),
                "fields.text" => |ticket| ticket["fields"]["text"].clone(),
                _ => |ticket| ticket["requester"]["name"].clone(),
            };
            values += are_right(&site, name, &[(blank, right)], read).await;
        }
    }
    println!("{values} values of text");
    assert!(values >= 200);
}

/// What a page or a mail shows of a text: its lines with their columns, without markup.
fn shown(html: &str) -> Vec<String> {
    let divs = html.split("<div").skip(1);
    let lines = divs.map(|div| {
        let inner = div
            .split_once('>')
            .unwrap()
            .1
            .split("</div>")
            .next()
            .unwrap();
        let mut text = String::new();
        let mut is_tag = false;
        for c in inner.chars() {
            match c {
                '<' => is_tag = true,
                '>' => is_tag = false,
                c if !is_tag => text.push(c),
                _ => {}
            }
        }
        let text = text
            .replace("&#60;", "<")
            .replace("&#62;", ">")
            .replace("&#34;", "\"")
            .replace("&#39;", "'");
        text.replace('\u{a0}', " ").replace("&#38;", "&")
    });
    lines.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviours_32_and_33_texts_are_laid_out_as_they_were_written() {
    let site = start().await;
    for text in [
        "first\n    indented   by   columns\nlast",
        "مرحبا بالعالم\nplain",
        "\ta tab\nx",
        "one\n\ntwo",
        "<b>&amp;</b> \"quotes\" 'single'\nx",
        "see https://example.com/a?b=c&d=e.\nand mailto:a@example.com",
    ] {
        let ticket = open(&site, "description", text).await.unwrap();
        let lines: Vec<String> = text
            .lines()
            .map(|line| line.replace('\t', "    "))
            .collect();
        let page = site.page(&ticket.page()).await;
        let part = page.text.split("<div class=\"text\">").nth(1).unwrap();
        let part = part.split("</div></div>").next().unwrap();
        assert_eq!(
            shown(&format!("{part}</div>")),
            lines,
            "{text:?} on the page"
        );
        assert!(part.contains("<div dir=\"auto\">"));
        let mail = told(&site, &ticket, text).await;
        let html = mail["html"].as_str().unwrap();
        let quote = html
            .split("<td class=\"quote\"")
            .nth(1)
            .unwrap()
            .split("</td>")
            .next()
            .unwrap();
        assert_eq!(shown(quote), lines, "{text:?} in the mail");
        assert!(!html.contains("white-space"));
        let quoted: String = text.lines().map(|line| format!("> {line}\n")).collect();
        let plain = mail["text"].as_str().unwrap().replace("\r\n", "\n");
        let quoted = quoted.replace("> \n", ">");
        assert!(
            plain.replace("> \n", ">").contains(quoted.trim_end()),
            "{plain}"
        );
    }
    // Marks of direction reach no header, and stay isolated on pages.
    let ticket = open(&site, "subject", "\u{202e}gnp.exe").await.unwrap();
    let page = site.page(&ticket.page()).await;
    assert!(page.text.contains("<h1><bdi>\u{202e}gnp.exe</bdi></h1>"));
    let mail = told(&site, &ticket, "Words").await;
    let subject = mail["subject"].as_str().unwrap();
    assert!(subject.ends_with("] gnp.exe"), "{subject}");
}

/// Names that a header has to survive.
const NAMES: &[&str] = &[
    "Anna Roe",
    "O'Neil",
    "Roe, Anna",
    "\"Anna\"",
    "Anna (remote)",
    "a@b",
    "<x@example.com>",
    "Anna <x@example.com>",
    "=?UTF-8?B?SGVsbG8KQmNjOiB4?=",
    "=?utf-8?q?x?=",
    "Иван Петров",
    "漢字",
    "مرحبا",
    "👋 wave",
    "back\\slash",
    "semi;colon",
    "Dr. Roe",
    "a:b",
    "[list]",
    "100%",
    "&amp;",
    "e\u{301}",
    "J. R. \"Bob\" Roe, PhD",
    "undisclosed-recipients:;",
    ",",
    ".",
];

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_38_a_name_can_hold_anything() {
    let site = start().await;
    for name in NAMES {
        let ticket = open(&site, "requester.name", name).await.unwrap();
        assert_eq!(ticket.body["requester"]["name"], *name);
        let mail = told(&site, &ticket, "Words").await;
        let to = mail["headers"]["To"].as_str().unwrap();
        assert!(to.contains("requester@example.com"), "{to}");
        let raw = format!("To: {to}\r\n\r\n");
        let read = mail_parser::MessageParser::default()
            .parse(raw.as_bytes())
            .unwrap();
        let read = read.to().unwrap();
        assert_eq!(read.iter().count(), 1, "{name}: {to}");
        assert_eq!(read.first().unwrap().name(), Some(*name), "{to}");
    }
}
