//! The settings in `casebook.yaml`, and their defaults.
//!
//! Depends on `yaml`; all later stages may use it. Reads no files itself.

mod extra_keys;
mod language;

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Severity, is_only_near, nearest};
use crate::source::{FileId, Span};
use crate::text::Slice;
use crate::yaml::typed::{out_of_range, read_whole};
use crate::yaml::{
    self, Fields, Form, FromYaml, Hint, Input, Map, Node, Reader, Record, Shape, Spanned, Text, Value, Word,
};
use crate::{record, word_enum};
use extra_keys::NAME;
pub(crate) use extra_keys::is_name as is_extra_name;
pub use extra_keys::name_in_templates;
pub(crate) use language::check_language;

/// The settings of a site.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The name of the site.
    pub title: String,
    /// One sentence shown below the name.
    pub tagline: Option<String>,
    /// The language of pages that specify no other.
    pub language: String,
    /// The span of the language, if it is set and well formed.
    pub language_span: Option<Span>,
    /// The theme: `default`, or a folder of `themes/`.
    pub theme: String,
    /// The span of the theme's name.
    pub theme_span: Option<Span>,
    /// The address at which the site will be published, `http(s)://…/`, ending in a slash. Required for feeds, the
    /// sitemap and canonical links.
    pub base_url: Option<String>,
    /// The currency symbol in ledgers.
    pub currency: String,
    /// The span of the currency, if it is set.
    pub currency_span: Option<Span>,
    /// The address at which a page can be edited. `{path}` stands for its file.
    pub edit_url: Option<String>,
    /// The address at which mistakes are reported. `{title}` and `{path}` stand for those of the page.
    pub report_url: Option<String>,
    /// The possible outcomes of cases and scenarios, best first.
    pub outcomes: Vec<String>,
    /// The share of what was at stake that each outcome keeps, if it differs from the default.
    pub outcomes_keep: BTreeMap<String, Keep>,
    /// Words that the search treats as equivalent.
    pub synonyms: Vec<(String, Vec<String>)>,
    /// Former names of tags, each with the tag that has taken its place.
    pub renamed_tags: Vec<(Text, Text)>,
    /// True if raw HTML in Markdown is kept.
    pub raw_html: bool,
    /// The schemes of URLs that links may have in addition to those of the web, mail and telephones, in lower case.
    pub link_schemes: Vec<String>,
    /// The site's own keys of front matter. `parse` finds those that are keys of Casebook.
    pub extra_keys: Vec<Text>,
    /// Limits for the checks of style.
    pub writing: Writing,
    /// The prefix of all storage keys of the site.
    pub id: String,
    /// The kind of device on which readers use the site.
    pub device: Device,
    /// Additional moods, from −3 to 3.
    pub moods: BTreeMap<String, i8>,
    /// True if the handbook is always written, false if never; `None` if that depends on the number of pages.
    pub handbook: Option<bool>,
}

/// Limits for the checks of style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Writing {
    /// The maximum number of words in a sentence; `None` means no limit.
    pub sentence_words: Option<usize>,
    /// Inflammatory words, in addition to those of the language.
    pub inflaming_words: Vec<String>,
}

word_enum! {
    /// The stakes of a scenario that an outcome keeps.
    pub enum Keep {
        /// All stakes are kept.
        All = "all",
        /// Only the first stake is kept.
        First = "first",
        /// All stakes are lost.
        Nothing = "none",
    }
}

word_enum! {
    /// The kind of device on which readers use the site.
    pub enum Device {
        /// Each reader has a device of their own. The browser stores their progress.
        Own = "own",
        /// Several people use the same device. Nothing is stored: progress is lost when the reader leaves the page.
        Shared = "shared",
    }
}

record! {
    /// The contents of `casebook.yaml`.
    pub struct Settings, "the", "settings" {
        /// The name of the site. Default: `Casebook`.
        "title" => title: Option<Text>,
        /// One sentence about the site. It is shown in the footer, and on the home page if that has no `summary`.
        "tagline" => tagline: Option<Text>,
        /// The language code of the site, such as `en`, `de` or `pt-BR`. It also selects the language of the theme's
        /// own texts. Default: `en`.
        "language" => language: Option<Text> where LANGUAGE,
        /// The theme: `default`, or the name of a folder in `themes/`. Default: `default`.
        "theme" => theme: Option<Text>,
        /// The web address at which the site will be published. Without it, the site has no feed, sitemap or canonical
        /// links.
        "base-url" => base_url: Option<Url> where BASE_URL,
        /// The currency symbol, such as `£`. Amounts with this symbol count as money in the debrief of a scenario.
        /// Default: `$`.
        "currency" => currency: Option<Text>,
        /// The web address at which a page can be edited. If it is set, each page has a link to it. `{path}` is
        /// replaced by the path of the page's file, such as `content/cases/the-wrong-name.md`.
        "edit-url" => edit_url: Option<Url>,
        /// The web or mail address to which readers report a mistake. If it is set, each page has a link to it.
        /// `{title}` is replaced by the title of the page, and `{path}` by the path of its file.
        "report-url" => report_url: Option<Url> where REPORT_URL,
        /// The possible outcomes of cases and scenarios, best first. Default: `fan`, `kept`, `goodbye`, `lost`.
        "outcomes" => outcomes: Vec<Word>,
        /// The stakes of a scenario that each outcome keeps. Default: `fan` keeps all stakes, `kept` keeps the first,
        /// and the others keep none.
        "outcomes-keep" => outcomes_keep: Map<Spanned<Keep>>,
        /// Words that the search treats as equivalent: each key is a word, and its value is a list of synonyms. A
        /// phrase in the list works if readers type it into the search, but the search does not look for it on pages.
        "synonyms" => synonyms: Map<Vec<Word>>,
        /// Former names of tags, each with its new name, such as `late: delays`. The address of the old list leads to the
        /// new one, and Casebook warns where a page still has the old tag.
        "renamed-tags" => renamed_tags: Map<Word>,
        /// `true` keeps HTML in Markdown; `false` shows it as text. Default: `false`.
        "raw-html" => raw_html: Option<Spanned<bool>>,
        /// Schemes of links that open an app, such as `slack` for `slack://channel?id=C1`. Links may always begin with
        /// `https:`, `http:`, `mailto:`, `tel:` and `sms:`.
        "link-schemes" => link_schemes: Vec<Word> where SCHEME,
        /// Keys of your own in the front matter of pages, such as `ticket-volume`. Their names consist of lower-case
        /// letters, digits, hyphens and underscores, and their values can be anything. Only templates of your own theme
        /// show them: they are not searched, and nothing else publishes them.
        "extra-keys" => extra_keys: Vec<Word> where NAME,
        /// Limits for the checks of writing style.
        "writing" => writing: Option<WritingSettings>,
        /// The prefix of everything that the site stores in readers' browsers. It consists of lower-case letters,
        /// digits and hyphens. Readers lose their progress if it changes. Default: the title, in this form.
        "id" => id: Option<Word> where ID,
        /// The kind of device on which readers use the site. Default: `own`.
        "device" => device: Option<Spanned<Device>>,
        /// Additional words for moods, each with a number from -3 (furious) to 3 (delighted).
        "moods" => moods: Map<Mood>,
        /// `true` always writes a handbook, which contains the whole site as one document for printing; `false` never
        /// writes one. Above 500 pages, it is divided into one document per section. Default: `true` for up to 500
        /// pages, `false` for more.
        "handbook" => handbook: Option<Spanned<bool>>,
    }
}

record! {
    /// Limits for the checks of writing style.
    pub struct WritingSettings, "the", "limits of `writing`" {
        /// The maximum number of words in a sentence. Casebook warns about longer ones. Default: no limit.
        "sentence-words" => sentence_words: Option<Spanned<i64>> where Form::AtLeast(1),
        /// Inflammatory words and phrases, such as `calm down`. Casebook warns if a line to say in a playbook, or a
        /// choice in a scenario that follows a step, contains one.
        "inflaming-words" => inflaming_words: Vec<Word>,
    }
}

/// The form of a language code; see [`check_language`].
pub(crate) const LANGUAGE: Form = Form::Pattern {
    matches: "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
    wants: "a language code, such as `en`, `de` or `pt-BR`",
};
/// The form of `base-url`; see [`Url`].
const BASE_URL: Form =
    Form::Pattern { matches: r"^https?://[^/\s?#][^\s?#]*$", wants: "an address that begins with `https://`" };
/// The form of `report-url`; see [`Url`].
const REPORT_URL: Form = Form::Pattern {
    matches: r"^(https?://[^/\s][^\s]*|mailto:[\s\S]*)$",
    wants: "an address that begins with `https://` or `mailto:`",
};
/// The form of `link-schemes`; see [`check_scheme`].
const SCHEME: Form = Form::Pattern {
    matches: "^(?!(about|blob|data|file|filesystem|jar|javascript|livescript|mhtml|vbscript|view-source)$)[a-z][a-z0-9+.-]*$",
    wants: "the beginning of an address, such as `slack`",
};

/// The schemes that no site can allow: they run a script, show a page that is no part of the web, or open a file of the
/// reader's computer.
pub(crate) const REFUSED_SCHEMES: [&str; 11] = [
    "about",
    "blob",
    "data",
    "file",
    "filesystem",
    "jar",
    "javascript",
    "livescript",
    "mhtml",
    "vbscript",
    "view-source",
];

/// The form of `id`; see [`check_id`].
const ID: Form = Form::Pattern {
    matches: r"^[\p{Ll}\p{Lm}\p{Lo}\p{N}_-]*[\p{Ll}\p{Lm}\p{Lo}\p{N}][\p{Ll}\p{Lm}\p{Lo}\p{N}_-]*$",
    wants: "a name of lower-case letters, digits and hyphens",
};

/// An absolute address, outside the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url(pub Text);

impl FromYaml for Url {
    const WANTS: &'static str = "an address such as `https://training.example/`";
    const WANTS_MANY: &'static str = "a list of addresses";

    fn from_yaml(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<Self> {
        let text = Text::from_yaml(node, key, reader)?;
        let mail = key == "report-url" && text.starts_with("mailto:");
        let sound = is_web_address(&text);
        let bare = key == "base-url" && text.contains(['?', '#']);
        if mail || (sound && !bare) {
            return match misused(&text, key) {
                Some(found) => {
                    let is_usable = found.severity == Severity::Warning;
                    reader.report(found);
                    is_usable.then_some(Self(text))
                }
                None => Some(Self(text)),
            };
        }
        let message = if bare {
            format!("`{key}` needs an address without `?` and `#`")
        } else {
            format!("`{key}` needs an address that begins with `https://`, but this is `{}`", text.text)
        };
        let found = Diagnostic::new(Code::AddressForm, text.span, message);
        if key == "report-url" && text.contains('@') && !text.contains([' ', '/', ':']) {
            let cure = format!("mailto:{}", text.text);
            reader.report(found.replace("say that it is for mail", text.span, cure));
            return None;
        }
        let path = if key == "edit-url" { "edit/main/{path}" } else { "" };
        if let Some(right) = with_slashes(&text) {
            reader.report(found.replace(format!("write `{right}`"), text.span, right));
            return None;
        }
        reader.report(
            if text.contains('@') || text.contains("://") || text.contains([' ', ':', '?', '#']) || !text.contains('.')
            {
                found.help(format!("write it like this: `{key}: https://training.example/{path}`"))
            } else {
                let cure = format!("https://{}", text.trim_start_matches('/'));
                found.replace("write the whole address", text.span, cure)
            },
        );
        None
    }

    fn example() -> String {
        "https://training.example/".to_owned()
    }

    fn shape() -> Shape {
        Shape::Url
    }
}

/// The address that was meant by `https:/training.example` or `http:\\training.example`.
fn with_slashes(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once(':').filter(|(scheme, _)| matches!(*scheme, "http" | "https"))?;
    let bare = rest.trim_start_matches(['/', '\\']);
    let is_address = bare.len() < rest.len() && bare.contains('.') && !bare.contains([' ', ':', '?', '#']);
    is_address.then(|| format!("{scheme}://{}", bare.replace('\\', "/")))
}

/// Reports an address of the right form that cannot be what the key needs: with a placeholder that nobody has replaced,
/// or one that Casebook does not replace, or that of a page.
fn misused(url: &Text, key: &str) -> Option<Diagnostic> {
    let finding = |message: String| Diagnostic::new(Code::AddressForm, url.span, message);
    let mut words = url.split(['/', '.', '-', '_', ':']);
    if let Some(word) = words.find(|word| ["OWNER", "REPO", "USER", "USERNAME", "ORG", "ACCOUNT"].contains(word)) {
        return Some(
            finding(format!("`{word}` in `{key}` stands for a name that is still missing"))
                .help("write the real name in its place, or remove the line"),
        );
    }
    let names: &[&str] = match key {
        "base-url" => {
            let page = url.rsplit('/').next().filter(|page| page.eq_ignore_ascii_case("index.html"))?;
            let right = url.text.slice(..url.len() - page.len()).to_owned();
            let found = finding("`base-url` needs the address of the whole site, not of its first page".to_owned());
            return Some(found.replace(format!("write `{right}`"), url.span, right));
        }
        "edit-url" => &["{path}"],
        _ => &["{path}", "{title}"],
    };
    let used: Vec<&str> = placeholders(url);
    let Some(unknown) = used.iter().find(|name| !names.contains(name)) else {
        let has_path = key != "edit-url" || used.contains(&"{path}");
        return (!has_path).then(|| {
            let found = finding("`edit-url` has no `{path}`, so each page would link to the same address".to_owned());
            found.with_severity(Severity::Warning).help("write `{path}` where the path of the page's file belongs")
        });
    };
    let found = finding(format!("`{unknown}` in `{key}` is not replaced by anything"));
    Some(match used.as_slice() {
        [_] if key == "edit-url" => found.replace("write `{path}`", url.span, url.replace(unknown, "{path}")),
        _ => found.help(format!("what can be replaced: {}", names.join(", "))),
    })
}

/// The parts of an address in braces, with the braces.
fn placeholders(url: &str) -> Vec<&str> {
    let parts = url.match_indices('{').filter_map(|(at, _)| {
        let rest = url.slice(at..);
        Some(rest.slice(..=rest.find('}')?))
    });
    parts.collect()
}

/// Explains a setting that other programs have.
fn foreign_setting(key: &str) -> Hint {
    let help = match key.to_lowercase().as_str() {
        "color" | "colors" | "colour" | "colours" | "accent" | "font" | "fonts" | "style" | "css" => {
            "colours and fonts belong to a theme: write `theme: ours`, and the styles into `themes/ours/site.css`"
        }
        "logo" | "favicon" | "icon" | "footer" | "header" | "menu" | "nav" | "navigation" => {
            "what is around a page belongs to a theme: write `theme: ours`, and your template into `themes/ours/templates/`"
        }
        _ => "remove the line",
    };
    Hint::IfUnlike(help.to_owned())
}

/// The value of a mood, from −3 to 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mood(pub i8);

impl FromYaml for Mood {
    const WANTS: &'static str = "a number from -3 (furious) to 3 (delighted)";
    const WANTS_MANY: &'static str = "a list of numbers from -3 to 3";

    fn from_yaml(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<Self> {
        let number = read_whole(node, key, "-2", reader)?;
        let level = i8::try_from(number.value).ok().filter(|level| (-3..=3).contains(level));
        if level.is_none() {
            let found = out_of_range(number, key, "a number from -3 to 3");
            reader.report(found.help("-3 is furious, 0 calm, 3 delighted"));
        }
        level.map(Self)
    }

    fn example() -> String {
        "-2".to_owned()
    }

    fn shape() -> Shape {
        Shape::Whole { within: Some((-3, 3)) }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: "Casebook".to_owned(),
            tagline: None,
            language: "en".to_owned(),
            language_span: None,
            theme: "default".to_owned(),
            theme_span: None,
            base_url: None,
            currency: "$".to_owned(),
            currency_span: None,
            edit_url: None,
            report_url: None,
            outcomes: ["fan", "kept", "goodbye", "lost"].map(str::to_owned).to_vec(),
            outcomes_keep: BTreeMap::new(),
            synonyms: Vec::new(),
            renamed_tags: Vec::new(),
            raw_html: false,
            link_schemes: Vec::new(),
            extra_keys: Vec::new(),
            writing: Writing { sentence_words: None, inflaming_words: Vec::new() },
            id: "casebook".to_owned(),
            device: Device::Own,
            moods: BTreeMap::new(),
            handbook: None,
        }
    }
}

/// Reads `casebook.yaml`. Settings that are missing or invalid have their defaults; invalid ones are reported.
#[must_use]
pub fn read(file: FileId, text: &str) -> (Config, Vec<Diagnostic>) {
    let mut reader = Reader::new(Input { file, text });
    let known = || [Settings::KEYS, WritingSettings::KEYS].concat();
    let document = yaml::parse_with(reader.input, 0..text.len(), &known, &mut reader.found);
    let settings = match document.root.value {
        Value::Null | Value::Broken => None,
        _ => settings(document.root, &mut reader),
    };
    let config = settings.map(|settings| from_settings(settings, &mut reader)).unwrap_or_default();
    (config, reader.found)
}

fn settings(root: Node<'_>, reader: &mut Reader<'_>) -> Option<Settings> {
    let mut fields = Fields::open(root, Settings::NOUN, "casebook.yaml", reader)?.knowing(Settings::KEYS.to_vec());
    let settings = Settings::take(&mut fields, reader);
    fields.finish(|| Settings::KEYS.to_vec(), foreign_setting, reader);
    settings
}

fn from_settings(mut set: Settings, reader: &mut Reader<'_>) -> Config {
    let default = Config::default();
    check_numbers(&set, reader);
    set.link_schemes.retain(|scheme| check_scheme(scheme, reader));
    let title = set.title.map_or(default.title, |title| title.text);
    let outcomes: Vec<String> = set.outcomes.into_iter().map(|word| word.0.text).collect();
    let outcomes = if outcomes.is_empty() { default.outcomes } else { outcomes };
    check_keep(&set.outcomes_keep, &outcomes, reader);
    let of_title = storage_id(&title);
    match &set.id {
        Some(id) => check_id(id, reader),
        // Other mistakes come first.
        None if crate::diagnostic::has_errors(&reader.found) => {}
        None => no_id(set.span, &of_title, reader),
    }
    let language = set.language.as_ref().filter(|language| check_language(language, "language", reader));
    Config {
        id: set.id.map_or(of_title, |id| id.0.text),
        title,
        tagline: set.tagline.map(|text| text.text),
        language_span: language.map(|text| text.span),
        language: set.language.map_or(default.language, |text| text.text),
        theme_span: set.theme.as_ref().map(|text| text.span),
        theme: set.theme.map_or(default.theme, |text| text.text),
        base_url: set.base_url.map(|url| format!("{}/", url.0.text.trim_end_matches('/'))),
        currency_span: set.currency.as_ref().map(|text| text.span),
        currency: set.currency.map_or(default.currency, |text| text.text),
        edit_url: set.edit_url.map(|url| url.0.text),
        report_url: set.report_url.map(|url| url.0.text),
        outcomes,
        outcomes_keep: set.outcomes_keep.entries.into_iter().map(|(word, keep)| (word.text, keep.value)).collect(),
        synonyms: set.synonyms.entries.into_iter().map(|(word, others)| (word.text, texts(others))).collect(),
        renamed_tags: set.renamed_tags.entries.into_iter().map(|(old, new)| (old, new.0)).collect(),
        raw_html: set.raw_html.is_some_and(|raw| raw.value),
        link_schemes: texts(set.link_schemes),
        extra_keys: extra_keys::checked(set.extra_keys, reader),
        writing: set.writing.map_or(default.writing, writing),
        device: set.device.map_or(default.device, |device| device.value),
        moods: set.moods.entries.into_iter().map(|(word, mood)| (word.text.to_lowercase(), mood.0)).collect(),
        handbook: set.handbook.map(|written| written.value),
    }
}

/// Returns true if a text is an absolute address of the web: `https://` or `http://` and a host, without spaces.
fn is_web_address(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !host.starts_with('/')) && !text.contains([' ', '\n'])
}

/// Returns true if a site can be published at this address.
#[must_use]
pub fn is_base_url(text: &str) -> bool {
    is_web_address(text) && !text.contains(['?', '#'])
}

/// Checks an address given on the command line instead of `base-url`, and makes it end in a slash.
///
/// # Errors
/// If it does not begin with `https://` or `http://`, has no host, or contains a space, `?` or `#`.
pub fn base_url(given: &str) -> anyhow::Result<String> {
    anyhow::ensure!(
        is_base_url(given),
        "`--base-url` needs an address such as `https://training.example/`, but this is `{given}`"
    );
    Ok(format!("{}/", given.trim_end_matches('/')))
}

fn texts(words: Vec<Word>) -> Vec<String> {
    words.into_iter().map(|word| word.0.text).collect()
}

fn writing(set: WritingSettings) -> Writing {
    let words = set.sentence_words.and_then(|words| usize::try_from(words.value).ok()).filter(|&words| words > 0);
    Writing { sentence_words: words, inflaming_words: texts(set.inflaming_words) }
}

/// Reports a scheme that cannot be allowed or is not one; returns true if it can be.
fn check_scheme(scheme: &Text, reader: &mut Reader<'_>) -> bool {
    let right = scheme.trim_end_matches('/').trim_end_matches(':').to_lowercase();
    let report = |message: String| Diagnostic::new(Code::AddressForm, scheme.span, message);
    if REFUSED_SCHEMES.contains(&right.as_str()) {
        let found = report(format!("links that begin with `{right}:` cannot be allowed"));
        let found = found.because("they run scripts or open files on the reader's computer");
        reader.report(found.help("remove it; to offer a file, put it into `content` and link to it there"));
        return false;
    }
    let is_scheme = right.starts_with(|c: char| c.is_ascii_lowercase())
        && right.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "+.-".contains(c));
    if is_scheme && right == scheme.text {
        return true;
    }
    let found = report(format!("`link-schemes` needs the beginnings of addresses, but this is `{}`", scheme.text));
    reader.report(match is_scheme {
        true => found.replace(format!("write `{right}`"), scheme.span, right),
        false => found.help(
            "write what comes before the first `:` of the address, in lower-case letters, such as \
            `slack`",
        ),
    });
    false
}

/// Reports an `id` that is not a valid name. It becomes part of the keys in browser storage.
fn check_id(id: &Text, reader: &mut Reader<'_>) {
    if is_name_like(id) && id.contains(char::is_alphanumeric) {
        return;
    }
    let message = format!("`id` needs a name of lower-case letters, digits and hyphens, but this is `{}`", id.text);
    let found = Diagnostic::new(Code::AddressForm, id.span, message);
    let cure = name_like(id);
    reader.report(if cure.is_empty() {
        found.help("write a name such as `id: our-site`, or remove the line: the title then serves")
    } else {
        found.replace(format!("write `{cure}`"), id.span, cure)
    });
}

/// Returns true if `name` contains only characters that are allowed in addresses and ids.
pub(crate) fn is_name_like(name: &str) -> bool {
    name.chars().all(|c| (c.is_alphanumeric() && !c.is_uppercase()) || c == '-' || c == '_')
}

/// The letters and digits of `text` in lower case, in groups joined by hyphens; empty if there are none.
pub(crate) fn name_like(text: &str) -> String {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

fn check_numbers(set: &Settings, reader: &mut Reader<'_>) {
    let words = set.writing.as_ref().and_then(|writing| writing.sentence_words);
    if let Some(words) = words.filter(|words| words.value < 1) {
        let found = out_of_range(words, "sentence-words", "a number from 1 up");
        let help = "write from how many words on a sentence is too long, such as `sentence-words: 25`";
        reader.report(found.help(help));
    }
}

fn check_keep(keep: &Map<Spanned<Keep>>, outcomes: &[String], reader: &mut Reader<'_>) {
    for (word, _) in keep.entries.iter().filter(|(word, _)| !outcomes.contains(&word.text)) {
        let message = format!("`{}` is not an outcome of this site", word.text);
        let found = Diagnostic::new(Code::UnknownWord, word.span, message);
        let near = nearest(word, outcomes.iter().map(String::as_str));
        reader.report(match near {
            Some(near) => {
                let certain = is_only_near(word, near, outcomes.iter().map(String::as_str));
                let found = found.because(format!("did you mean `{near}`?"));
                found.replace_if(certain, format!("write `{near}`"), word.span, near)
            }
            None => found.help(format!("the outcomes are: {}", outcomes.join(", "))),
        });
    }
}

/// Reports settings without an `id`: the title is then the name under which browsers keep what readers did.
fn no_id(settings: Span, of_title: &str, reader: &mut Reader<'_>) {
    let line = reader.input.first_line(settings);
    let found =
        Diagnostic::new(Code::MissingId, line, "this site has no `id`, so a new title would erase readers' progress");
    let found = found.because("browsers keep it under a name that is made from the title");
    let rest = reader.input.text.get(settings.range().end..).unwrap_or_default();
    let end = settings.range().end + rest.find('\n').map_or(rest.len(), |line| rest.slice(..line).trim_end().len());
    let end = Span::new(settings.file, end..end);
    reader.report(found.replace(format!("write `id: {of_title}`"), end, format!("\nid: {of_title}")));
}

/// The prefix of storage keys if there is no `id`.
fn storage_id(title: &str) -> String {
    Some(name_like(title)).filter(|name| !name.is_empty()).unwrap_or_else(|| "casebook".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_gives_the_defaults() {
        assert_eq!(read(FileId(0), ""), (Config::default(), Vec::new()));
        assert_eq!(read(FileId(0), "# only words\n"), (Config::default(), Vec::new()));
    }

    #[test]
    fn settings_are_read_and_addresses_are_normalised() {
        let text = "title: Für alle!\nbase-url: https://a.example/b\nmoods: {Glum: −1}\noutcomes-keep: {fan: first}\n";
        let (config, found) = read(FileId(0), text);
        assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), [Code::MissingId]);
        assert_eq!((config.id.as_str(), config.base_url.as_deref()), ("für-alle", Some("https://a.example/b/")));
        assert_eq!((config.moods["glum"], config.outcomes_keep["fan"]), (-1, Keep::First));
        assert_eq!(config.outcomes.len(), 4);
    }
}
