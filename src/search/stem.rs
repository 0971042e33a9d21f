//! Stems of words, for the languages that have a stemmer. Only this module uses the stemming crate.
//!
//! The reader's script has no stemmer: the index stores the stem of each form.

use rust_stemmers::{Algorithm, Stemmer};

use crate::text::fold;

/// The stemmer of a language, if there is one.
pub(super) struct Stems(Option<Stemmer>);

impl Stems {
    /// Returns the stems of a language, given by its language code. Without a stemmer, each word is its own stem.
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

    /// Returns the folded stem of a word in its original spelling, in lower case.
    pub fn stem(&self, written: &str) -> String {
        let stem = self.0.as_ref().map(|stemmer| stemmer.stem(written));
        fold(stem.as_deref().unwrap_or(written)).into_owned()
    }
}
