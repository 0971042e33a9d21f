//! Forms and their stems as files: the most widespread forms in one, the others in stretches of the alphabet.
//!
//! A word is written as a capital letter, which says how many signs it shares with the word before, and the rest of its
//! signs: folded words have no capital letters. Stems follow as steps from the stem before, then how widespread each
//! form is, as the power of two.

use super::count::Counts;
use super::pack;

/// How many forms the file has that every search loads.
const CORE: usize = 6000;
/// How many forms stand in each of the other files.
const STRETCH: usize = 1500;
/// `A` to `Z`.
const MOST_SHARED: usize = 25;

/// The files of a vocabulary.
pub(super) struct Vocabulary {
    /// The most widespread forms.
    pub core: Part,
    /// The others, in order.
    pub tails: Vec<Part>,
}

/// Forms in the order of their bytes.
#[derive(Default)]
pub(super) struct Part {
    /// The first form.
    pub first: String,
    pub words: String,
    pub stems: String,
    pub spread: String,
}

/// Divides the forms of `counts`, whose stems are `stems`.
pub(super) fn divide(counts: &Counts, stems: &[u32]) -> Vocabulary {
    let mut common: Vec<usize> = (0..counts.forms.len()).collect();
    if common.len() > CORE {
        common.sort_by_key(|&form| (std::cmp::Reverse(counts.spread[form]), form));
        common.truncate(CORE);
        common.sort_unstable();
    }
    let mut is_common = vec![false; counts.forms.len()];
    common.iter().for_each(|&form| is_common[form] = true);
    let others: Vec<usize> = (0..counts.forms.len()).filter(|&form| !is_common[form]).collect();
    let part = |forms: &[usize]| part(forms, counts, stems);
    Vocabulary { core: part(&common), tails: others.chunks(STRETCH).map(part).collect() }
}

fn part(forms: &[usize], counts: &Counts, stems: &[u32]) -> Part {
    let mut part = Part::default();
    let (mut word_before, mut stem_before) = ("", 0_u32);
    for &form in forms {
        let word = counts.forms[form].0.as_str();
        if part.words.is_empty() {
            word.clone_into(&mut part.first);
        }
        let shared = shared(word_before, word);
        let signs = word[..shared].chars().count();
        part.words.push(char::from(b'A' + u8::try_from(signs).unwrap_or(0)));
        part.words.push_str(&word[shared..]);
        // A step back is odd, a step on even.
        let stem = stems[form];
        let step = if stem >= stem_before { (stem - stem_before) * 2 } else { (stem_before - stem) * 2 - 1 };
        pack::push(&mut part.stems, step);
        pack::push(&mut part.spread, counts.spread[form].ilog2());
        (word_before, stem_before) = (word, stem);
    }
    part
}

/// How many bytes two words share at their beginning; at most so many signs as can be told.
fn shared(before: &str, word: &str) -> usize {
    let same = before.chars().zip(word.chars()).take(MOST_SHARED).take_while(|(a, b)| a == b);
    same.map(|(c, _)| c.len_utf8()).sum()
}
