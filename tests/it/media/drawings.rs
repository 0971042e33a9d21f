//! What drawing programs and people put into an SVG: comments, elements and attributes of other namespaces, packets of
//! XMP, and pictures in addresses of every spelling.

use casebook::media::{Concern, Fault, Inspection};

use super::{files, inspect, published};

/// The drawing with `inner` in it.
fn drawing(inner: &str) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">{inner}</svg>")
}

fn cleaned(source: &str) -> String {
    let inspection = inspect("a.svg", source.as_bytes());
    assert_eq!(inspection.concern, None, "{source}");
    let text = String::from_utf8(published(&inspection, source.as_bytes())).unwrap();
    assert!(inspect("a.svg", text.as_bytes()).edits.is_empty(), "settled: {text}");
    text
}

fn is_refused(source: &str) -> bool {
    matches!(
        inspect("a.svg", source.as_bytes()),
        Inspection { concern: Some(Concern::Unreadable(Fault::Embedded)), .. }
    )
}

/// Drawings in pairs: as they are written, as they are published.
#[track_caller]
fn assert_cleaned(cases: &[(&str, &str)]) {
    for (inner, expected) in cases {
        assert_eq!(cleaned(&drawing(inner)), drawing(expected));
    }
}

#[test]
fn comments_and_instructions_are_left_out() {
    assert_cleaned(&[
        ("<g/><!-- secret > < \" --><g/>", "<g/><g/>"),
        ("<text>one<!-- secret -->two</text>", "<text>onetwo</text>"),
        ("<style><!-- secret -->a{fill:red}</style>", "<style>a{fill:red}</style>"),
        ("<g a='<!-- stays -->'/>", "<g a='<!-- stays -->'/>"),
        // Here it is no comment of XML, and a style or a script would be another without it.
        ("<script><![CDATA[a<!--b;c-->d]]></script>", "<script><![CDATA[a<!--b;c-->d]]></script>"),
        ("<style>/* of the style */</style>", "<style>/* of the style */</style>"),
        ("<?secret program?><g/>", "<g/>"),
    ]);
    let front = "<?xml version='1.0'?><?xml-stylesheet href='a.css'?>";
    assert_eq!(cleaned(&format!("{front}<!-- secret -->{}<!--x-->", drawing(""))), format!("{front}{}", drawing("")));
    let kind = |inner| format!("<!DOCTYPE svg [{inner}<!ENTITY a \"b\">]>{}", drawing("&a;"));
    assert_eq!(cleaned(&kind("<!-- it's secret ]> -->")), kind(""));
}

#[test]
fn what_programs_keep_for_themselves_is_left_out_whatever_its_prefix() {
    let inkscape = "http://www.inkscape.org/namespaces/inkscape";
    let sodipodi = "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd";
    for (prefix, namespace) in
        [("inkscape", inkscape), ("s", sodipodi), ("x", "http://ns.adobe.com/Extensibility/1.0/")]
    {
        assert_cleaned(&[
            (&format!("<g xmlns:{prefix}='{namespace}' {prefix}:path = \"/home/secret>\" id='a'/>"), "<g id='a'/>"),
            (&format!("<g xmlns:{prefix}='{namespace}'><{prefix}:view><g>x</g></{prefix}:view></g>"), "<g></g>"),
            (&format!("<g xmlns:{prefix}='{namespace}'><g><{prefix}:view/></g></g>"), "<g><g></g></g>"),
            (&format!("<view xmlns='{namespace}'><g/></view><g/>"), "<g/>"),
            // Outside of the element the prefix is another's.
            (
                &format!("<g xmlns:xlink='{namespace}'><g xlink:href='secret'/></g><g xlink:href='#a'/>"),
                "<g><g/></g><g xlink:href='#a'/>",
            ),
        ]);
    }
    let svg = "<s:svg xmlns:s='http://www.w3.org/2000/svg' s:a='b'><s:g/></s:svg>";
    assert_eq!(cleaned(svg), svg, "a namespace prefix is allowed");
    let entity = |inner| {
        let svg = "xmlns='http://www.w3.org/2000/svg'";
        format!("<!DOCTYPE svg [<!ENTITY ai 'http://ns.adobe.com/AdobeIllustrator/10.0/'>]><svg {svg}{inner}</svg>")
    };
    assert_eq!(cleaned(&entity(" xmlns:i='&ai;'><i:pgf id='p'><![CDATA[secret]]></i:pgf>")), entity(">"));
    assert_eq!(cleaned("<svg content='&lt;mxfile modified=&quot;secret'><g/></svg>"), "<svg><g/></svg>");
    let hidden = format!("<!DOCTYPE svg [<!ENTITY a '<metadata>secret</metadata>'>]>{}", drawing("&a;"));
    assert!(inspect("a.svg", hidden.as_bytes()).concern.is_some());
}

#[test]
fn metadata_is_left_out_wherever_it_stands() {
    let rdf = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><a>secret</a></rdf:RDF>";
    let xmp = format!("<x:xmpmeta xmlns:x='adobe:ns:meta/'>{rdf}</x:xmpmeta>");
    assert_cleaned(&[
        (&format!("<g/>{rdf}<g/>"), "<g/><g/>"),
        (&format!("<defs>{xmp}</defs>"), "<defs></defs>"),
        (&format!("<g><?xpacket begin='' id='W'?>{xmp}<a>secret</a> <?xpacket end='w'?></g>"), "<g></g>"),
        ("<?xpacket end='w'?><metadata><g></g></metadata><metadata/>", ""),
    ]);
    for inner in ["<g><?xpacket begin=''?></g><?xpacket end='w'?>", "<?xpacket begin=''?>", "<metadata>"] {
        assert!(inspect("a.svg", drawing(inner).as_bytes()).concern.is_some(), "{inner}");
    }
}

fn base64(bytes: &[u8]) -> String {
    let alphabet: Vec<char> = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".chars().collect();
    let group = |group: &[u8]| {
        let bits = group.iter().enumerate().fold(0, |bits, (at, &byte)| bits | usize::from(byte) << (16 - 8 * at));
        (0..4).map(|at| if at <= group.len() { alphabet[bits >> (18 - 6 * at) & 63] } else { '=' }).collect::<String>()
    };
    bytes.chunks(3).map(group).collect()
}

fn percent(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("%{byte:02x}")).collect()
}

/// A JPEG with metadata, and the same as it is published.
fn photo() -> [Vec<u8>; 2] {
    let source = files("pictures")["turned-3.jpg"].clone();
    let published = published(&inspect("a.jpg", &source), &source);
    [source, published]
}

#[test]
fn pictures_in_addresses_are_cleaned_however_they_are_written() {
    let [source, published] = photo().map(|bytes| base64(&bytes));
    for head in [
        "data:image/jpeg;base64,",
        "data:img/png;base64,",
        "DATA:image/png;base64,",
        "Data:Image/JPEG; base64,",
        "data:image/jpeg;BASE64,",
        "data:;base64,",
        "data:application/octet-stream;charset=x;base64,",
        "data:image/jpeg;base64 ,",
    ] {
        for (front, rest) in [
            ("<image href=\"", "\"/>"),
            ("<image xlink:href = '  ", "'/>"),
            ("<g style=\"fill:url(&quot;", "&quot;);stroke:red\"/>"),
            ("<g style=\"fill:url(&#x27;", "&#39;)\"/>"),
            ("<g style='fill:url(", ")'/>"),
            ("<style>a{fill:url('", "')}</style>"),
            ("<style><![CDATA[a{fill:url(", ")}]]></style>"),
        ] {
            let text = |data: &str| format!("{front}{head}{data}{rest}");
            assert_cleaned(&[(&text(&source), &text(&published))]);
        }
    }
}

#[test]
fn data_goes_as_far_as_its_characters() {
    let [source, published] = photo().map(|bytes| base64(&bytes));
    let text = |data: &str| format!("<g style=\"fill:url(&quot;data:image/jpeg;base64,{data}&quot;);a:b&quot;c\"/>");
    let spaces = ["&#9;", "&#10;", "&#13;", "&#x9;", "&#xA;", "&#xD;", "&#xa;", "&#32;", "&#x20;", "\n", " ", "%0A"];
    for space in spaces {
        assert_cleaned(&[(&text(&source.replace("AAAA", &format!("AA{space}AA"))), &text(&published))]);
    }
    assert_cleaned(&[
        (&text(&source.replace('/', "&#47;")), &text(&published)),
        (&text(&source.replace('+', "%2B")), &text(&published)),
    ]);
    // No browser reads these, so nobody can say where the picture ends.
    for odd in ["&amp;", "&entity;", "&#34;", "!", "&"] {
        let data = format!("{}{odd}{}", &source[..2_000], &source[2_000..]);
        let is_cut = odd == "&#34;";
        assert!(is_cut || is_refused(&drawing(&text(&data))), "{odd}");
    }
}

#[test]
fn pictures_with_percent_signs_are_cleaned() {
    let inner = |text: &str| format!("<svg xmlns='http://www.w3.org/2000/svg'>{text}<g/></svg>");
    let [source, published] = [inner("<!-- secret -->"), inner("")];
    let kept = percent(published.as_bytes());
    let written = cleaned(&drawing(&format!("<image href=\"data:image/svg+xml,{}\"/>", percent(source.as_bytes()))));
    let again = cleaned(&drawing(&format!("<image href=\"data:image/svg+xml,{kept}\"/>")));
    let decoded = |text: &str| {
        let data = text.split_once("svg+xml,").unwrap().1.split('"').next().unwrap().to_owned();
        let address = format!("data:{data}");
        address.replace("%3C", "<").replace("%3c", "<").replace("%20", " ").replace("%3E", ">").replace("%27", "'")
    };
    assert!(again.contains(&kept), "data without metadata is unchanged");
    assert_eq!(decoded(&written), format!("data:{published}"));
    let some = source.replace('<', "%3C").replace('>', "%3E");
    let escaped = source.replace('<', "&lt;").replace('\'', "&quot;");
    for (front, data, rest) in [
        ("<g style=\"fill:url(&quot;data:image/svg+xml;charset=utf8,", &some, "#part&quot;)\"/>"),
        ("<image href=\"data:image/svg+xml;utf8,", &escaped, "\"/>"),
        ("<image href=\"data:text/xml,", &escaped, "\"/>"),
        ("<style><![CDATA[a{fill:url(\"data:image/svg+xml,", &source, "\")}]]></style>"),
    ] {
        let text = cleaned(&drawing(&format!("{front}{data}{rest}")));
        assert!(text.contains(front) && text.contains(rest) && !text.contains("secret"), "{text}");
        assert!(text.contains("%3Cg/%3E%3C/svg%3E"), "{text}");
    }
    let [source, published] = photo().map(|bytes| percent(&bytes));
    let text = cleaned(&drawing(&format!("<image href='data:image/jpeg,{source}'/>")));
    assert!(text.len() < source.len() && published.len() < source.len());
}

#[test]
fn embedded_pictures_that_cannot_be_read_are_refused_and_other_data_stays() {
    for address in [
        "data:image/png;base64,",
        "data:image/png;base64,AA",
        "data:img/unknown,abc",
        "data:image/tiff;base64,SUkqAAgAAAAAAA",
        "data:image/svg+xml,<svg",
        "data:image/svg+xml,%3Csvg%3E%3Cmetadata%3E",
        "data:image/x-icon;base64,AAAA",
    ] {
        assert!(is_refused(&drawing(&format!("<image href=\"{}\"/>", address.replace('<', "&lt;")))), "{address}");
    }
    // Drawings in drawings end somewhere.
    let mut nested = drawing("");
    for _ in 0..8 {
        nested = drawing(&format!("<image href=\"data:image/svg+xml;base64,{}\"/>", base64(nested.as_bytes())));
    }
    assert!(is_refused(&nested));
    for inner in [
        "<text>The data: image/png, and more data:</text>",
        "<g data:a=\"1,2\" b='data:' xmlns:data='http://www.w3.org/2000/svg'/>",
        "<image href='data:image/bmp;base64,Qk0AAAA='/>",
        "<a href='data:text/plain,a &lt;svg'/>",
        "<style>@font-face{src:url(data:font/woff2;base64,d09GMgAB) format('woff2')}</style>",
        "<style>@import 'data:text/css,a%7Bfill:red%7D';</style>",
    ] {
        assert_cleaned(&[(inner, inner)]);
    }
}
