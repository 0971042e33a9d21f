/**
 * Finds the stems that the words of a query may mean: as typed, as the beginning of a longer word, as a synonym, or
 * misspelt.
 */
const casebookTerms = (function () {
  /**
   * @typedef {Awaited<ReturnType<typeof casebookFiles.languages>>[0]} Language
   * @typedef {Awaited<ReturnType<typeof casebookFiles.core>>} Core
   * @typedef {Awaited<ReturnType<typeof casebookFiles.tail>>} Part
   *
   * @typedef {Map<string, [word: string, weight: number]>} Forms  for each word form, the word of the query that it
   *   matches, and its weight
   *
   * @typedef {object} Term
   * @property {string} word
   * @property {[stem: number, weight: number][]} stems  the stems that it may mean
   * @property {number} share  1, or `STOP_WORD` for stop words
   * @property {number} frequency  the base-2 logarithm, rounded down, of the number of entries that contain it as typed
   * @property {boolean} known  true if the index contains it as typed
   * @property {string} [correction]  the nearest form, for a misspelt word
   *
   * @typedef {object} Near  a form near a misspelt word
   * @property {string} form
   * @property {number} stem
   * @property {number} edits
   * @property {number} rank  lower is better
   */
  const { forms, breathe } = casebookFiles;

  // How much a stem counts, by the way in which it was found. The numbers were tuned on test collections.
  const EXACT = 1;
  const LONGER = 0.8;
  const SYNONYM = 0.8;
  const ONE_EDIT = 0.7;
  const TWO_EDITS = 0.5;
  /** How much a stop word counts, compared with another word. */
  const STOP_WORD = 0.1;

  /** The number of stems that are looked up for an unfinished word, and for one that is a word itself. */
  const MOST_LONGER = 6;
  const MOST_LONGER_IF_KNOWN = 3;
  /** The number of stems that are looked up for a misspelt word. */
  const MOST_NEAR = 2;
  /** The lengths above which a word may have one edit, and two. */
  const ONE_EDIT_ABOVE = 3;
  const TWO_EDITS_ABOVE = 7;
  /** Added to the rank of a form for each edit: more than any logarithm of a frequency, so fewer edits come first. */
  const RANK_OF_EDIT = 40;
  /** Sorts after every word. */
  const LAST = '\uffff';
  /** The number of comparisons after which waiting key presses may be handled. */
  const COMPARISONS = 256;

  /**
   * The last three rows of the table of edit distances. Folded words have at most 40 characters, that is, 80 units of
   * UTF-16.
   */
  const rows = [0, 1, 2].map(() => new Uint8Array(96));

  /**
   * Returns the optimal string alignment distance from `word` to `form`: insertions, deletions, replacements, and swaps
   * of neighbours. A result above `limit` may be too low. With `isOpen`, `form` may continue after `word`.
   * @param {string} word @param {string} form @param {number} limit @param {boolean} isOpen
   */
  function distance(word, form, limit, isOpen) {
    const columns = isOpen ? Math.min(form.length, word.length + limit) : form.length;
    let [rowBeforeLast, lastRow, row] = rows;
    for (let j = 0; j <= columns; j++) lastRow[j] = j;
    for (let i = 1; i <= word.length; i++) {
      row[0] = i;
      let lowest = i;
      for (let j = 1; j <= columns; j++) {
        const isSame = word[i - 1] === form[j - 1];
        let edits = Math.min(lastRow[j] + 1, row[j - 1] + 1, lastRow[j - 1] + (isSame ? 0 : 1));
        const isSwap = !isSame && i > 1 && j > 1 && word[i - 1] === form[j - 2] && word[i - 2] === form[j - 1];
        if (isSwap) edits = Math.min(edits, rowBeforeLast[j - 2] + 1);
        row[j] = edits;
        if (edits < lowest) lowest = edits;
      }
      if (lowest > limit) return lowest;
      [rowBeforeLast, lastRow, row] = [lastRow, row, rowBeforeLast];
    }
    return isOpen ? Math.min(...lastRow.subarray(0, columns + 1)) : lastRow[columns];
  }

  /**
   * Returns the first stems, without duplicates. Each may need another file.
   * @param {number[]} stems @param {number} limit
   */
  const firstStems = (stems, limit) => [...new Set(stems)].slice(0, limit);

  /** The number of edits that a word of this length may have. @param {number} length */
  function editLimit(length) {
    if (length > TWO_EDITS_ABOVE) return 2;
    return length > ONE_EDIT_ABOVE ? 1 : 0;
  }

  /**
   * Returns the forms of a part that begin with `prefix` and are near to a word.
   * @param {Part} part @param {string} prefix @param {string} word @param {boolean} isOpen
   */
  async function nearIn(part, prefix, word, isOpen) {
    const limit = editLimit(word.length);
    /** @type {Near[]} */
    const near = [];
    for (const [i, [form, stem, frequency]] of forms(part, prefix, prefix + LAST).entries()) {
      if (i % COMPARISONS === 0) await breathe();
      const longer = form.length - word.length;
      if (longer < -limit || (longer > limit && !isOpen)) continue;
      const edits = distance(word, form, limit, isOpen);
      if (edits > limit) continue;
      near.push({ form, stem, edits, rank: edits * RANK_OF_EDIT - frequency + (isOpen ? longer : 0) });
    }
    return near;
  }

  /**
   * Returns the forms nearest to a word, the best first: the fewest edits, then the most frequent. Forms with another
   * first letter are compared only if none with the same letter is near, because few people mistake the first letter.
   * @param {string} word @param {boolean} isOpen @param {Part[]} parts
   */
  async function nearest(word, isOpen, parts) {
    /** @type {Near[]} */
    const near = [];
    if (editLimit(word.length) === 0) return near;
    for (const prefix of [word[0], '']) {
      if (near.length) break;
      for (const part of parts) near.push(...(await nearIn(part, prefix, word, isOpen)));
    }
    return near.sort((a, b) => a.rank - b.rank);
  }

  /**
   * True if the core contains every form that is as short as `word`.
   * @param {Language} language @param {string} word
   */
  const isShort = ({ constants }, word) => word.length <= constants.short && /^[\0-\x7f]+$/.test(word);

  /**
   * Returns the parts of the vocabulary in which to look for a word: the core, and a tail if the core may lack the
   * word.
   * @param {Language} language @param {Core} core @param {string} word @param {boolean} isOpen
   * @returns {Promise<Part[]>}
   */
  async function partsFor(language, core, word, isOpen) {
    if (core.stop_words.includes(word) || !language.tails.length) return [core];
    const isMissing = isShort(language, word)
      ? isOpen && !forms(core, word, word + LAST).length
      : !forms(core, word, word).length;
    return isMissing ? [core, await casebookFiles.tail(language, word)] : [core];
  }

  /**
   * Returns the stems of the most frequent forms that begin with `word`.
   * @param {Part} part @param {string} word @param {number} limit
   */
  function longerStems(part, word, limit) {
    const longer = forms(part, word, word + LAST).sort(([, , a], [, , b]) => b - a);
    return firstStems(
      longer.map(([, stem]) => stem),
      limit,
    );
  }

  /**
   * @param {Language} language @param {Core} core @param {string} word
   * @param {boolean} isOpen true if the word may be unfinished
   * @returns {Promise<Term>}
   */
  async function term(language, core, word, isOpen) {
    const isStopWord = core.stop_words.includes(word);
    const parts = await partsFor(language, core, word, isOpen);
    /** @type {Map<number, number>} */
    const stems = new Map();
    /** @param {number} stem @param {number} weight */
    const add = (stem, weight) => stems.set(stem, Math.max(weight, stems.get(stem) || 0));
    const exact = parts.flatMap((part) => forms(part, word, word));
    for (const [, stem] of exact) add(stem, EXACT);
    const known = exact.length > 0;
    if (isOpen) {
      // So few letters mean nothing yet: one stem for each letter.
      const limit = isShort(language, word) ? word.length : known ? MOST_LONGER_IF_KNOWN : MOST_LONGER;
      for (const stem of parts.flatMap((part) => longerStems(part, word, limit))) add(stem, LONGER);
    }
    for (const [words, own, synonyms] of core.synonyms) {
      if (words === word || (known && stems.has(own))) synonyms.forEach((stem) => add(stem, SYNONYM));
    }
    const near = stems.size || isStopWord ? [] : await nearest(word, isOpen, parts);
    const looked = firstStems(
      near.map(({ stem }) => stem),
      MOST_NEAR,
    );
    for (const { stem, edits } of near) if (looked.includes(stem)) add(stem, edits > 1 ? TWO_EDITS : ONE_EDIT);
    return {
      word,
      stems: [...stems],
      share: isStopWord ? STOP_WORD : 1,
      frequency: exact.length ? exact[exact.length - 1][2] : 0,
      known,
      correction: near[0]?.form,
    };
  }

  /**
   * Returns a term for each word of a query, in order, and one for each synonym of several words.
   * @param {Language} language @param {Core} core @param {string[]} words
   * @param {boolean} isOpen true if the last word may be unfinished
   * @returns {Promise<[single: Term[], several: Term[]]>}
   */
  async function read(language, core, words, isOpen) {
    const isUnfinished = (/** @type {number} */ i) => isOpen && i === words.length - 1 && words[i].length > 1;
    const single = await Promise.all(words.map((word, i) => term(language, core, word, isUnfinished(i))));
    const query = ` ${words.join(' ')} `;
    const phrases = core.synonyms.filter(([phrase]) => phrase.includes(' ') && query.includes(` ${phrase} `));
    /** @type {Term[]} */
    const several = phrases.map(([word, , stems]) => ({
      word,
      stems: stems.map((stem) => [stem, SYNONYM]),
      share: 1,
      frequency: 0,
      known: true,
    }));
    return [single, several];
  }

  /**
   * Returns the forms to highlight, with their weights. Stop words are highlighted only if the query has no other
   * words.
   * @param {Core} core @param {Term[]} terms @param {Map<string, number>} rare the weights of the terms
   * @returns {Forms}
   */
  function formsOf(core, terms, rare) {
    const others = terms.filter(({ share }) => share === 1);
    /** @type {Map<number, [word: string, weight: number]>} */
    const byStem = new Map();
    /** @type {Forms} */
    const found = new Map();
    for (const { word, correction, stems } of others.length ? others : terms) {
      /** @type {[string, number]} */
      const match = [word, rare.get(word) || 0];
      for (const [stem] of stems) if (!byStem.has(stem)) byStem.set(stem, match);
      if (!word.includes(' ')) found.set(correction || word, match);
    }
    for (const [form, stem] of casebookFiles.formsOf(core, byStem)) found.set(form, byStem.get(stem) || ['', 0]);
    return found;
  }

  return { read, formsOf };
})();
