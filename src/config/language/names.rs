//! Names of languages and their codes of three letters, which authors write instead of codes of two.

/// The codes of two letters, each with other ways to write it, in lower case.
const NAMES: [(&str, &[&str]); 28] = [
    ("ar", &["arabic", "ara"]),
    ("cs", &["czech", "čeština", "tschechisch", "ces", "cze"]),
    ("cy", &["welsh", "cymraeg", "cym", "wel"]),
    ("da", &["danish", "dansk", "dänisch", "dan"]),
    ("de", &["german", "deutsch", "allemand", "ger", "deu"]),
    ("el", &["greek", "ελληνικά", "griechisch", "ell", "gre"]),
    ("en", &["english", "englisch", "anglais", "eng"]),
    ("en-GB", &["british", "british english", "english (uk)", "uk english"]),
    ("en-US", &["american", "american english", "english (us)", "us english"]),
    ("es", &["spanish", "español", "spanisch", "castellano", "spa"]),
    ("fi", &["finnish", "suomi", "finnisch", "fin"]),
    ("fr", &["french", "français", "francais", "französisch", "fra", "fre"]),
    ("ga", &["irish", "gaeilge", "irisch", "gle"]),
    ("hu", &["hungarian", "magyar", "ungarisch", "hun"]),
    ("it", &["italian", "italiano", "italienisch", "ita"]),
    ("ja", &["japanese", "日本語", "japanisch", "jpn"]),
    ("ko", &["korean", "한국어", "koreanisch", "kor"]),
    ("nl", &["dutch", "nederlands", "niederländisch", "nld", "dut"]),
    ("no", &["norwegian", "norsk", "norwegisch", "nor"]),
    ("pl", &["polish", "polski", "polnisch", "pol"]),
    ("pt", &["portuguese", "português", "portugiesisch", "por"]),
    ("ro", &["romanian", "română", "rumänisch", "ron", "rum"]),
    ("ru", &["russian", "русский", "russisch", "rus"]),
    ("sv", &["swedish", "svenska", "schwedisch", "swe"]),
    ("tr", &["turkish", "türkçe", "türkisch", "tur"]),
    ("uk", &["ukrainian", "українська", "ukrainisch", "ukr"]),
    ("vi", &["vietnamese", "tiếng việt", "vietnamesisch", "vie"]),
    ("zh", &["chinese", "中文", "chinesisch", "zho", "chi"]),
];

/// The code of the language with this name or code of three letters.
pub(super) fn code_of(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase();
    NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(code, _)| *code)
}
