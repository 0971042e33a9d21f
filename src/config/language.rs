//! Language codes: their form, and whether such a language exists.

mod names;

use crate::diagnostic::{Code, Diagnostic};
use crate::text::{Slice, base_language};
use crate::yaml::{Reader, Text};

/// The two-letter codes of ISO 639-1, which are also the first part of language tags on the web.
const CODES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de \
                     dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia \
                     id \
                     ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt \
                     lu \
                     lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt \
                     qu \
                     rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn \
                     to \
                     tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Codes of countries that are often taken for those of their languages.
const COUNTRIES: [(&str, &str); 14] = [
    ("at", "de"),
    ("au", "en"),
    ("cn", "zh"),
    ("cz", "cs"),
    ("dk", "da"),
    ("gb", "en"),
    ("gr", "el"),
    ("il", "he"),
    ("in", "hi"),
    ("ir", "fa"),
    ("jp", "ja"),
    ("ua", "uk"),
    ("us", "en"),
    ("vn", "vi"),
];

/// Reports a language code that does not have a form like `en` or `pt-BR`, or that is unknown. Returns true if it is
/// that of a language.
pub(crate) fn check_language(lang: &Text, key: &str, reader: &mut Reader<'_>) -> bool {
    if is_language(lang) {
        let unknown = unknown(lang, key);
        let is_known = unknown.is_none();
        reader.found.extend(unknown);
        return is_known;
    }
    let message = format!("`{key}` needs a language code, but this is `{}`", lang.text);
    let found = Diagnostic::new(Code::AddressForm, lang.span, message);
    if let Some(code) = names::code_of(lang) {
        reader.report(found.replace(format!("write `{code}`"), lang.span, code));
        return false;
    }
    if let Some(found) = country(lang, &found) {
        reader.report(found);
        return false;
    }
    let cure = language_like(lang);
    let is_certain = is_language(&cure) && cure.split('-').next().is_some_and(|first| first.len() == 2);
    reader.report(if is_certain {
        found.replace(format!("write `{cure}`"), lang.span, cure)
    } else {
        found.help(format!("write a code such as `en`, `de` or `pt-BR`: `{key}: en`"))
    });
    false
}

/// Completes the finding about a country in capital letters, whose code is also that of another language or of none.
fn country(lang: &Text, found: &Diagnostic) -> Option<Diagnostic> {
    let country = lang.text.as_str();
    if country.len() != 2 || country != country.to_uppercase() {
        return None;
    }
    if country == "UK" {
        let found = found.clone().suggest("write `en-GB` for British English", lang.span, "en-GB");
        return Some(found.suggest("or `uk` for Ukrainian", lang.span, "uk"));
    }
    let (_, language) = COUNTRIES.iter().find(|(code, _)| code.eq_ignore_ascii_case(country))?;
    let right = format!("{language}-{country}");
    Some(found.clone().because("the code of a country").suggest(format!("write `{right}`"), lang.span, right))
}

fn is_language(sign: &str) -> bool {
    let mut parts = sign.split('-');
    let first =
        parts.next().is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_lowercase()));
    first && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Converts a language code to the form used on the web: `en_GB.UTF-8` to `en-GB`, `EN` to `en`.
fn language_like(sign: &str) -> String {
    let sign = sign.split('.').next().unwrap_or(sign);
    let part = |(number, part): (usize, &str)| match (number, part.len()) {
        (1.., 2) => part.to_uppercase(),
        _ if number > 0 => part.to_owned(),
        _ => part.to_lowercase(),
    };
    sign.split(['-', '_']).enumerate().map(part).collect::<Vec<_>>().join("-")
}

/// Reports a well-formed code whose language or country does not exist. Longer codes than two letters are not checked,
/// because there are thousands.
fn unknown(lang: &Text, key: &str) -> Option<Diagnostic> {
    let base = base_language(lang);
    let rest = lang.slice(base.len()..);
    let finding = |message: String| Diagnostic::new(Code::UnknownLanguage, lang.span, message);
    if rest.eq_ignore_ascii_case("-uk") && base != "uk" {
        let found = finding(format!("`{}` is not the code of a language: the United Kingdom is `GB`", lang.text));
        return Some(found.replace(format!("write `{base}-GB`"), lang.span, format!("{base}-GB")));
    }
    if let (3, Some(code)) = (base.len(), names::code_of(base)) {
        let found = finding(format!("the code of this language is `{code}`, not `{base}`"));
        let right = format!("{code}{rest}");
        return Some(found.replace(format!("write `{right}`"), lang.span, right));
    }
    if base.len() != 2 || CODES.split(' ').any(|code| code == base) {
        return None;
    }
    let found = finding(format!("`{base}` is not the code of a language"));
    Some(match COUNTRIES.iter().find(|(country, _)| *country == base) {
        Some((_, language)) => {
            let right = format!("{language}{rest}");
            found.because("the code of a country").suggest(format!("write `{right}`"), lang.span, right)
        }
        None => found.help(format!("write a code such as `en`, `de` or `pt-BR`: `{key}: en`")),
    })
}
