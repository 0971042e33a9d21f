//! Keys of a site's own: templates of its theme can use the values, and nothing else publishes them.

use casebook::Options;
use casebook::config;
use casebook::output::{Content, Output};
use casebook::schema;
use casebook::source::FileId;

use crate::support::{built, lay};

const SETTINGS: &str =
    "title: Ours\nid: ours\nbase-url: https://a.example/\nextra-keys: [ticket-volume, csat, team, note]\n";
const PAGE: &str = "---\ntitle: Phones\nticket-volume: 120\ncsat: [4.5, true, \"007\", 007]\nteam:\n  on-call: Canaryname\nnote: Canary <b>\n---\n\nText.\n";
const TEMPLATE: &str = r#"{% block article %}<p>{{ page.extra.ticket_volume + 1 }}|{{ page.extra["ticket-volume"] }}</p>
{% for item in page.extra.csat %}<i>{{ item }}</i>{% endfor %}
<p>{{ page.extra.team["on-call"] }}|{{ page.extra.note }}</p>{% endblock %}
"#;
/// On every list, also on those without a file of their own.
const LIST: &str = "{% if page.extra.ticket_volume %}some{% else %}none{% endif %}\n";

fn output(theme: &[(&str, &str)]) -> Output {
    let dir = tempfile::tempdir().unwrap();
    let name = if theme.is_empty() { "default" } else { "own" };
    let settings = format!("{SETTINGS}theme: {name}\n");
    let home = "---\ntitle: Home\nticket-volume: 7\n---\n\nText.\n";
    lay(dir.path(), &[("casebook.yaml", &settings), ("content/index.md", home), ("content/phones.md", PAGE)]);
    lay(dir.path(), &[("content/cases/a.md", "---\ntitle: A\nnote: Canary\n---\n\nText.\n")]);
    lay(dir.path(), theme);
    built(dir.path(), &Options::default())
}

#[test]
fn templates_of_the_site_show_the_values() {
    let theme = [("themes/own/templates/page.html", TEMPLATE), ("themes/own/templates/index.html", LIST)];
    let output = output(&theme);
    let page = output.text("phones.html").unwrap();
    assert!(page.contains("<p>121|120</p>"), "{page}");
    assert!(page.contains("<i>4.5</i><i>true</i><i>007</i><i>007</i>"), "{page}");
    assert!(page.contains("<p>Canaryname|Canary &lt;b&gt;</p>"), "{page}");
    assert_eq!(output.text("cases/index.html").unwrap().trim(), "none");
}

#[test]
fn nothing_else_publishes_the_values() {
    let output = output(&[]);
    let mut texts = 0;
    for (path, content) in output.iter() {
        if let Content::Bytes(bytes) = content {
            texts += 1;
            let text = String::from_utf8_lossy(bytes).to_lowercase();
            assert!(!text.contains("canary") && !text.contains("ticket"), "{path}");
        }
    }
    assert!(texts > 10, "the site has more files than {texts}");
}

#[test]
fn the_schemas_of_pages_accept_the_keys() {
    let (config, found) = config::read(FileId(0), SETTINGS);
    assert!(found.is_empty(), "{found:?}");
    for schema in schema::all(&config) {
        let of_pages = !["casebook", "glossary", "incident"].iter().any(|other| schema.name.starts_with(other));
        assert_eq!(schema.text.contains("\"ticket-volume\""), of_pages, "{}", schema.name);
    }
}
