//! Suggestions for misspelt names: the nearest name by edit distance, and whether another name is equally near.
//!
//! [`nearest`] and [`is_only_near`] compare a word with every name, which is fine for a handful of names. [`Names`]
//! gives the same answers with a trie, for large sets that are searched repeatedly, such as all files of a site or all
//! anchors of a page. The trie computes its rows itself, because names with a common beginning share them; its tests
//! compare it with `strsim`.

use crate::text::saturating_u32;

/// The maximum difference of the lengths of two near names, in characters.
const MOST_LONGER: usize = 4;
/// The maximum length of words and names, in characters. Longer ones have no near names, because the cost of a
/// comparison is the product of both lengths.
const LONGEST: usize = 256;

/// The maximum distance of a near name: a third of the characters of `word`, but at least 1 and at most 4.
fn limit(word: &str) -> usize {
    (word.chars().count() / 3).clamp(1, 4)
}

/// Returns true if a distance of `far` is so small for `word` that nothing else can be meant: at most a quarter of its
/// characters.
fn is_close(word: &str, far: usize) -> bool {
    far == 0 || word.chars().count() / 4 >= far
}

/// Returns true if two names have the same digits. `figure-1` is not a misspelt `figure-2`.
fn have_same_digits(one: &str, other: &str) -> bool {
    let digits = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>();
    digits(one) == digits(other)
}

/// The name nearest to `word` among `names`, if one is near enough: at most about a third of the characters may differ.
/// A swap of two adjacent characters counts as one difference, and case is ignored. Of equally near names, the first is
/// returned.
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let limit = limit(&word);
    names
        .into_iter()
        .map(|name| (distance(&word, &name.to_lowercase()), name))
        .filter(|&(distance, _)| distance <= limit)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, name)| name)
}

/// Returns true if `word` can only mean `near`, the nearest of `names`: the two differ only in case or in few
/// characters, and no other name is equally near.
pub fn is_only_near<'a>(word: &str, near: &str, names: impl IntoIterator<Item = &'a str>) -> bool {
    let (word, near) = (word.to_lowercase(), near.to_lowercase());
    let far = distance(&word, &near);
    is_close(&word, far)
        && have_same_digits(&word, &near)
        && names.into_iter().map(str::to_lowercase).all(|name| name == near || distance(&word, &name) > far)
}

/// The optimal string alignment distance in characters; [`usize::MAX`] if the lengths differ by more than
/// [`MOST_LONGER`] or one exceeds [`LONGEST`].
fn distance(a: &str, b: &str) -> usize {
    let lengths = [a, b].map(|text| text.chars().count());
    let (is_alike, is_short) =
        (lengths[0].abs_diff(lengths[1]) <= MOST_LONGER, lengths.iter().all(|length| *length <= LONGEST));
    if is_alike && is_short { strsim::osa_distance(a, b) } else { usize::MAX }
}

/// A trie of names. A search leaves a branch as soon as no name below it can be near enough, so its cost depends on the
/// word and the number of similar names, not on the number of all names.
#[derive(Debug)]
pub struct Names {
    /// The nodes; the first is the root.
    nodes: Vec<Node>,
}

/// A node of the trie. Links are indices of nodes; 0 means none, because no link leads to the root.
#[derive(Clone, Copy, Debug)]
struct Node {
    letter: char,
    /// The first child.
    child: u32,
    /// The next sibling.
    next: u32,
    /// The number of the first name that ends here.
    name: Option<u32>,
    /// The number of characters after this one in the shortest name that contains the node.
    shortest: u16,
    /// The number of characters after this one in the longest name that contains the node.
    longest: u16,
}

impl Node {
    fn of(letter: char) -> Self {
        Self { letter, child: 0, next: 0, name: None, shortest: u16::MAX, longest: 0 }
    }
}

impl Names {
    /// Creates a trie of `names`, numbered from 0 in order. Case is ignored.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let lower = names.into_iter().zip(0..).map(|(name, number)| (name.to_lowercase(), number));
        let mut sorted: Vec<(String, u32)> = lower.filter(|(name, _)| name.chars().nth(LONGEST).is_none()).collect();
        sorted.sort_unstable();
        let mut trie = Self { nodes: vec![Node::of('\0')] };
        // The nodes of the previous name, starting with the root.
        let mut path: Vec<u32> = vec![0];
        for (name, number) in sorted {
            trie.add(&name, number, &mut path);
        }
        trie.measure();
        trie
    }

    /// Computes the lengths of the names below each node. Children come after their parents.
    fn measure(&mut self) {
        for at in (0..self.nodes.len()).rev() {
            let (mut shortest, mut longest) = if self.nodes[at].name.is_some() { (0, 0) } else { (u16::MAX, 0) };
            let mut child = self.nodes[at].child;
            while child != 0 {
                let below = self.nodes[child as usize];
                shortest = shortest.min(below.shortest.saturating_add(1));
                longest = longest.max(below.longest + 1);
                child = below.next;
            }
            (self.nodes[at].shortest, self.nodes[at].longest) = (shortest, longest);
        }
    }

    /// Adds a name that sorts after all others, so that a new node is the last of its siblings.
    fn add(&mut self, name: &str, number: u32, path: &mut Vec<u32>) {
        let mut depth = 0;
        for letter in name.chars() {
            let known = path.get(depth + 1).copied().filter(|&node| self.nodes[node as usize].letter == letter);
            if known.is_none() {
                let new = saturating_u32(self.nodes.len());
                match path.get(depth + 1) {
                    Some(&sibling) => self.nodes[sibling as usize].next = new,
                    None => self.nodes[path[depth] as usize].child = new,
                }
                self.nodes.push(Node::of(letter));
                path.truncate(depth + 1);
                path.push(new);
            }
            depth += 1;
        }
        path.truncate(depth + 1);
        self.nodes[path[depth] as usize].name.get_or_insert(number);
    }

    /// The number of the name that [`nearest`] returns.
    #[must_use]
    pub fn nearest(&self, word: &str) -> Option<usize> {
        let word = word.to_lowercase();
        // With increasing limits, a very similar name is found quickly, before the many less similar ones are visited.
        (0..=limit(&word)).find_map(|limit| {
            let mut best: Option<u32> = None;
            self.search(&word, limit, &mut |number| {
                best = Some(best.map_or(number, |best| best.min(number)));
                Search::GoesOn
            });
            best.map(|number| number as usize)
        })
    }

    /// Returns the result of [`is_only_near`].
    #[must_use]
    pub fn is_only_near(&self, word: &str, near: &str) -> bool {
        let (word, near) = (word.to_lowercase(), near.to_lowercase());
        let far = distance(&word, &near);
        if !is_close(&word, far) || !have_same_digits(&word, &near) {
            return false;
        }
        let own = self.number_of(&near);
        let mut only = true;
        self.search(&word, far, &mut |number| {
            only &= Some(number) == own;
            if only { Search::GoesOn } else { Search::Ends }
        });
        only
    }

    /// The number of the name that equals `name`, which is in lower case.
    fn number_of(&self, name: &str) -> Option<u32> {
        let mut node = 0;
        for letter in name.chars() {
            let mut child = self.nodes[node as usize].child;
            while child != 0 && self.nodes[child as usize].letter != letter {
                child = self.nodes[child as usize].next;
            }
            node = (child != 0).then_some(child)?;
        }
        self.nodes[node as usize].name
    }

    /// Passes the numbers of all names at a distance of at most `limit` to `found`.
    fn search(&self, word: &str, limit: usize, found: &mut dyn FnMut(u32) -> Search) {
        let word: Vec<char> = word.chars().collect();
        if word.len() > LONGEST {
            return;
        }
        let over = u8::try_from(limit + 1).unwrap_or(u8::MAX);
        let first: Vec<u8> = (0..=word.len()).map(|far| u8::try_from(far).unwrap_or(u8::MAX).min(over)).collect();
        let is_near = first[word.len()] < over;
        let mut walk = Walk { nodes: &self.nodes, word, limit, over, rows: first, least: vec![0], letters: vec!['\0'] };
        if let (Some(name), true) = (self.nodes[0].name, is_near)
            && found(name) == Search::Ends
        {
            return;
        }
        walk.below(0, 1, found);
    }
}

/// The decision to continue or end a search after a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Search {
    GoesOn,
    Ends,
}

/// A walk through the trie, with the rows of the distance for the characters from the root to the current node. Only
/// cells at most `limit` from the diagonal are computed, because all others are greater than `limit`.
struct Walk<'n> {
    nodes: &'n [Node],
    word: Vec<char>,
    limit: usize,
    /// Stands for any distance that exceeds the limit.
    over: u8,
    /// The rows one after another, each with one cell more than the word has characters.
    rows: Vec<u8>,
    /// The least distance in each row.
    least: Vec<u8>,
    letters: Vec<char>,
}

impl Walk<'_> {
    /// Walks the nodes below `node`, which are at `depth`.
    fn below(&mut self, node: u32, depth: usize, found: &mut dyn FnMut(u32) -> Search) -> Search {
        let width = self.word.len() + 1;
        let mut child = self.nodes[node as usize].child;
        while child != 0 {
            let Node { letter, next, name, shortest, longest, .. } = self.nodes[child as usize];
            let own = child;
            child = next;
            let differs = self.limit.min(MOST_LONGER);
            let (short, long) = (depth + usize::from(shortest), depth + usize::from(longest));
            if short > self.word.len() + differs || long + differs < self.word.len() {
                continue;
            }
            self.step(depth, letter);
            let far = self.rows[(depth + 1) * width - 1];
            let is_as_long = depth.abs_diff(self.word.len()) <= differs;
            if let Some(name) = name.filter(|_| is_as_long && far < self.over)
                && found(name) == Search::Ends
            {
                return Search::Ends;
            }
            // A swap of adjacent characters uses the row before the last one.
            let least = self.least[depth].min(self.least[depth - 1].saturating_add(1));
            if least < self.over && self.below(own, depth + 1, found) == Search::Ends {
                return Search::Ends;
            }
        }
        Search::GoesOn
    }

    /// Computes the row for `letter` at `depth` from the two rows above it.
    fn step(&mut self, depth: usize, letter: char) {
        let (length, width, over) = (self.word.len(), self.word.len() + 1, self.over);
        if self.least.len() == depth {
            self.rows.resize(self.rows.len() + width, over);
            self.least.push(over);
            self.letters.push(letter);
        }
        self.letters[depth] = letter;
        let (above, rest) = self.rows.split_at_mut(depth * width);
        let (row, last) = (&mut rest[..width], &above[(depth - 1) * width..]);
        let (from, to) = (depth.saturating_sub(self.limit), (depth + self.limit).min(length));
        // The cells beside the band are read by this row and the next one.
        row[from.saturating_sub(1).min(length)] = over;
        row[(to + 1).min(length)] = over;
        let mut least = over;
        if from == 0 {
            row[0] = u8::try_from(depth).unwrap_or(over).min(over);
            least = row[0];
        }
        for j in from.max(1)..=to {
            let change = u8::from(self.word[j - 1] != letter);
            let mut far = (last[j].min(row[j - 1]) + 1).min(last[j - 1] + change);
            if depth > 1 && j > 1 && letter == self.word[j - 2] && self.letters[depth - 1] == self.word[j - 1] {
                far = far.min(above[(depth - 2) * width + j - 2] + 1);
            }
            row[j] = far.min(over);
            least = least.min(row[j]);
        }
        self.least[depth] = least;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_similar_name_is_suggested() {
        let names = ["summary", "tags", "trade", "title"];
        assert_eq!(nearest("sumary", names), Some("summary"));
        assert_eq!(nearest("titel", names), Some("title"));
        assert_eq!(nearest("Trade", names), Some("trade"));
        assert_eq!(nearest("zebra", names), None);
    }

    #[test]
    fn a_suggestion_is_certain_if_no_other_name_is_as_near() {
        let names = ["title", "tags", "trade", "grade"];
        assert!(is_only_near("titel", "title", names) && is_only_near("Trade", "trade", names));
        assert!(!is_only_near("rade", "trade", names), "`grade` is equally near");
        assert!(!is_only_near("tag", "tags", names), "a short word is near many others");
    }

    /// Names that are similar in many ways: all words of up to four characters from a small alphabet, and some longer
    /// ones.
    fn many() -> Vec<String> {
        let mut names = vec![String::new()];
        for length in 0..4 {
            let longer: Vec<String> = names.iter().filter(|name| name.chars().count() == length).cloned().collect();
            names.extend(longer.iter().flat_map(|name| ['b', 'a', 'é'].map(|letter| format!("{name}{letter}"))));
        }
        let long = ["when-something-went-wrong", "When-Something-Went-Wrong", "when-somebody-went-wrong", "went-wrong"];
        names.extend(long.map(str::to_owned));
        names.extend((0..30).map(|number| format!("chapter-{number:03}")));
        names
    }

    #[test]
    fn the_trie_gives_the_same_answers_as_comparing_with_every_name() {
        let names = many();
        let trie = Names::new(names.iter().map(String::as_str));
        let others =
            ["hcapter-003", "chapter-3", "chaptre-0155", "wehn-soemthing-went-wrong", "when-something-wrong", "x"];
        let slips: Vec<String> = names.iter().rev().take(34).step_by(5).flat_map(|name| slips_of(name)).collect();
        let words = names.iter().chain(&slips).map(String::as_str).chain(others);
        for word in words.chain(["ABÉA", "bbbbb", "éaéaé", "abab-", "when-something-else-went-completely-wrong"]) {
            let near = nearest(word, names.iter().map(String::as_str));
            assert_eq!(trie.nearest(word).map(|number| names[number].as_str()), near, "{word}");
            for near in near.into_iter().chain(["chapter-003", "ab"]) {
                let only = is_only_near(word, near, names.iter().map(String::as_str));
                assert_eq!(trie.is_only_near(word, near), only, "{word} {near}");
            }
        }
    }

    /// The name with one or two typing mistakes, at every position.
    fn slips_of(name: &str) -> Vec<String> {
        let one = |name: &str| -> Vec<String> {
            let letters: Vec<char> = name.chars().collect();
            let at = |at: usize| {
                let (mut left_out, mut twice, mut swapped) = (letters.clone(), letters.clone(), letters.clone());
                left_out.remove(at);
                twice.insert(at, letters[at]);
                swapped.swap(at, at.saturating_sub(1));
                [left_out, twice, swapped].map(String::from_iter)
            };
            (0..letters.len()).flat_map(at).collect()
        };
        let once = one(name);
        let twice = once.iter().step_by(7).flat_map(|name| one(name)).step_by(11).collect::<Vec<_>>();
        [once, twice].concat()
    }

    #[test]
    fn names_that_are_much_longer_are_not_near() {
        let (word, long) = ("a".repeat(40), "a".repeat(45));
        let names = [long.as_str(), word.as_str()];
        assert!(is_only_near(&word, &word, names) && Names::new(names).is_only_near(&word, &word));
        // Ten of forty characters may differ, but not five of them by length.
        let far = format!("{}{}", "a".repeat(30), "b".repeat(10));
        for names in [[long.as_str(), far.as_str()], [word.as_str(), far.as_str()]] {
            assert_eq!(Names::new(names).is_only_near(&word, &far), is_only_near(&word, &far, names));
        }
    }

    #[test]
    fn overlong_words_have_no_near_name() {
        let long = "a".repeat(LONGEST + 1);
        assert_eq!(nearest(&long, [long.as_str()]), None);
        assert_eq!(Names::new([long.as_str()]).nearest(&long), None);
        let longest = "a".repeat(LONGEST);
        assert_eq!(Names::new([longest.as_str()]).nearest(&longest), Some(0));
    }
}
