//! Words → stems, for the languages that have a stemmer. The only user of the stemming crate.
//!
//! The reader's script has none: the index says which stem each form has.

use rust_stemmers::{Algorithm, Stemmer};

use super::fold::fold;

/// The stems of one language.
pub(super) struct Stems(Option<Stemmer>);

impl Stems {
    /// For the language with this sign; where it has no stemmer, each word is its own stem.
    pub fn of(language: &str) -> Self {
        let algorithm = match language {
            "ar" => Algorithm::Arabic,
            "da" => Algorithm::Danish,
            "de" => Algorithm::German,
            "el" => Algorithm::Greek,
            "en" => Algorithm::English,
            "es" => Algorithm::Spanish,
            "fi" => Algorithm::Finnish,
            "fr" => Algorithm::French,
            "hu" => Algorithm::Hungarian,
            "it" => Algorithm::Italian,
            "nl" => Algorithm::Dutch,
            "no" | "nb" | "nn" => Algorithm::Norwegian,
            "pt" => Algorithm::Portuguese,
            "ro" => Algorithm::Romanian,
            "ru" => Algorithm::Russian,
            "sv" => Algorithm::Swedish,
            "ta" => Algorithm::Tamil,
            "tr" => Algorithm::Turkish,
            _ => return Self(None),
        };
        Self(Some(Stemmer::create(algorithm)))
    }

    /// The stem of a word as it is written in small letters, folded.
    pub fn stem(&self, written: &str) -> String {
        let stem = self.0.as_ref().map(|stemmer| stemmer.stem(written));
        fold(stem.as_deref().unwrap_or(written)).into_owned()
    }
}
