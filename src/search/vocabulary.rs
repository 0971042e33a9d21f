//! Word forms and their stems, divided into files: short and frequent forms in the core file, all others in files of
//! consecutive forms.
//!
//! Each file stores its forms in blocks, so that a reader's script decodes only the blocks it needs. The words of a
//! block are prefix-compressed: a capital letter encodes the length of the prefix shared with the word before, in
//! UTF-16 units (folded words contain no capitals), followed by the rest of the word. Stems are zigzag delta-coded,
//! starting from the block's lowest stem. Document frequencies are stored as `floor(log2(df))`.

use serde::Serialize;

use super::count::Counts;
use super::pack;
use crate::text::Slice;

/// The number of most frequent forms that the core file contains, besides the short ones.
const CORE: usize = 6000;
/// Maximum length of a short form, in ASCII characters. The core file contains all short forms, so the first letters of
/// a query need no other file.
pub(super) const SHORT: usize = 3;
/// Forms per tail file.
const STRETCH: usize = 1500;
/// Forms per block.
const BLOCK: usize = 100;
/// The longest shared prefix that can be encoded: `A` is 0, `Z` is 25.
const MOST_SHARED: usize = 25;

/// The files of a vocabulary.
pub(super) struct Vocabulary {
    /// The short and the most frequent forms.
    pub core: Part,
    /// All other forms, in order.
    pub tails: Vec<Part>,
}

/// Forms in the order of their bytes. Each list has one item per block.
#[derive(Default, Serialize)]
pub(super) struct Part {
    /// The first form.
    #[serde(skip)]
    pub first: String,
    words: Vec<String>,
    stems: Vec<String>,
    spread: Vec<String>,
    /// For each block, its lowest stem and the distance to its highest.
    ranges: String,
}

/// Divides the forms of `counts`, whose stems are `stems`.
pub(super) fn divide(counts: &Counts, stems: &[u32]) -> Vocabulary {
    let mut common: Vec<usize> = (0..counts.forms.len()).collect();
    if common.len() > CORE {
        common.sort_by_key(|&form| (std::cmp::Reverse(counts.spread[form]), form));
    }
    let mut is_common: Vec<bool> = counts.forms.iter().map(|(form, _)| is_short(form)).collect();
    common.iter().take(CORE).for_each(|&form| is_common[form] = true);
    let (common, others): (Vec<usize>, Vec<usize>) = (0..counts.forms.len()).partition(|&form| is_common[form]);
    let part = |forms: &[usize]| part(forms, counts, stems);
    Vocabulary { core: part(&common), tails: others.chunks(STRETCH).map(part).collect() }
}

fn is_short(form: &str) -> bool {
    form.is_ascii() && form.len() <= SHORT
}

fn part(forms: &[usize], counts: &Counts, stems: &[u32]) -> Part {
    let mut part = Part::default();
    if let Some(&first) = forms.first() {
        part.first.clone_from(&counts.forms[first].0);
    }
    forms.chunks(BLOCK).for_each(|forms| part.push(forms, counts, stems));
    part
}

impl Part {
    /// Appends a block.
    fn push(&mut self, forms: &[usize], counts: &Counts, stems: &[u32]) {
        let of_block = forms.iter().map(|&form| stems[form]);
        let (low, high) = of_block.fold((u32::MAX, 0), |(low, high), stem| (low.min(stem), high.max(stem)));
        pack::push(&mut self.ranges, low);
        pack::push(&mut self.ranges, high - low);
        let (mut words, mut steps, mut spread) = (String::new(), String::new(), String::new());
        let (mut word_before, mut stem_before) = ("", low);
        for &form in forms {
            let (word, stem) = (counts.forms[form].0.as_str(), stems[form]);
            let shared = shared(word_before, word);
            let units = word.slice(..shared).encode_utf16().count();
            words.push(char::from(b'A' + u8::try_from(units).unwrap_or(0)));
            words.push_str(word.slice(shared..));
            // Zigzag: backward steps are odd, forward steps even.
            let step = if stem >= stem_before { (stem - stem_before) * 2 } else { (stem_before - stem) * 2 - 1 };
            pack::push(&mut steps, step);
            pack::push(&mut spread, counts.spread[form].ilog2());
            (word_before, stem_before) = (word, stem);
        }
        self.words.push(words);
        self.stems.push(steps);
        self.spread.push(spread);
    }
}

/// Returns the length in bytes of the prefix that two words share, up to [`MOST_SHARED`] UTF-16 units.
fn shared(before: &str, word: &str) -> usize {
    let same = before.chars().zip(word.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c);
    let told = same.scan(0, |units, c| {
        *units += c.len_utf16();
        (*units <= MOST_SHARED).then_some(c)
    });
    told.map(char::len_utf8).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Decodes the forms and their stems like the reader's script.
    fn unpacked(part: &Part) -> Vec<(String, i64)> {
        let ranges = pack::tests::numbers(&part.ranges);
        let blocks = part.words.iter().zip(&part.stems).enumerate().map(|(at, (words, steps))| {
            let (mut word, mut stem) = (Vec::new(), i64::try_from(ranges[2 * at]).unwrap());
            let starts = words.match_indices(|c: char| c.is_ascii_uppercase()).map(|(start, _)| start);
            let ends = starts.clone().skip(1).chain([words.len()]);
            let forms = starts.zip(ends).zip(pack::tests::numbers(steps)).map(|((start, end), step)| {
                let shared = usize::from(words.as_bytes()[start] - b'A');
                word.truncate(shared);
                word.extend(words.slice(start + 1..end).encode_utf16());
                let step = i64::try_from(step).unwrap();
                stem += if step % 2 == 0 { step / 2 } else { -(step + 1) / 2 };
                (String::from_utf16(&word).unwrap(), stem)
            });
            forms.collect::<Vec<_>>()
        });
        blocks.flatten().collect()
    }

    fn counts(forms: &[&str], spread: impl Fn(usize) -> u32) -> Counts {
        let forms: Vec<(String, String)> = forms.iter().map(|&form| (form.to_owned(), form.to_owned())).collect();
        Counts { spread: (0..forms.len()).map(spread).collect(), forms, ..Counts::default() }
    }

    #[test]
    fn forms_and_stems_survive_a_round_trip() {
        let long = "a".repeat(30);
        let longer = format!("{long}b");
        let forms = ["a", &long, &longer, "re", "refund", "refunds", "né", "𠀀𠀁", "𠀀𠀂"];
        let stems = [4, 1, 1, 7, 9, 9, 2, 0, 90_000];
        let part = part(&(0..forms.len()).collect::<Vec<_>>(), &counts(&forms, |_| 1), &stems);
        let expected: Vec<(String, i64)> =
            forms.iter().zip(stems).map(|(form, stem)| ((*form).to_owned(), i64::from(stem))).collect();
        assert_eq!(unpacked(&part), expected);
    }

    #[test]
    fn rare_short_forms_are_in_the_core() {
        let names: Vec<String> = (0..8000).map(|n| format!("w{n:05}")).collect();
        let mut forms: Vec<&str> = names.iter().map(String::as_str).collect();
        forms.push("zq");
        let stems: Vec<u32> = (0..8001).collect();
        let vocabulary = divide(&counts(&forms, |form| if form == 8000 { 1 } else { 2 }), &stems);
        let core = unpacked(&vocabulary.core);
        assert_eq!((core.len(), core.last().unwrap().0.as_str()), (CORE + 1, "zq"));
        let tails: Vec<usize> = vocabulary.tails.iter().map(|tail| unpacked(tail).len()).collect();
        assert_eq!(tails, [STRETCH, 500]);
        assert_eq!(vocabulary.tails[0].first, "w06000");
    }
}
