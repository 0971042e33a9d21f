/** Ranks entries by what the index states about each word of a query. Reads no texts. */
const casebookWeigh = (function () {
  /**
   * @typedef {Awaited<ReturnType<typeof casebookFiles.languages>>[0]} Language
   * @typedef {Awaited<ReturnType<typeof casebookFiles.posting>>} Posting
   * @typedef {Awaited<ReturnType<typeof casebookTerms.read>>[0][0]} Term
   *
   * @typedef {object} Stem  a stem that a term may mean
   * @property {Posting} posting
   * @property {number} weight  its inverse document frequency, reduced if the stem is not exactly the term
   *
   * @typedef {object} Totals  what all terms add up to; the arrays have one number for each entry
   * @property {Float32Array} scores  the sum of the weights that the index gives to the terms
   * @property {Float32Array} covered  the sum of the terms' own weights: what part of the query the entry covers
   * @property {Float32Array} titled  the same sum for the terms in the title
   * @property {Float32Array} filled  how many words of the title are words of the query
   * @property {Float32Array} pairs  neighbours in the query that are neighbours in the title; half of one if a word is
   *   between them
   * @property {Uint8Array} lengths  the number of words of the title; 0 if the title has no word of the query
   * @property {Uint8Array} matched  the number of terms in the entry
   * @property {Uint32Array} found  the entries with any term, in no order
   * @property {number} foundCount
   * @property {Set<number>} titleWords  the words counted in `filled`
   * @property {number} weight  the weights of all terms together
   * @property {number} neighbours  the number of pairs of words in the query that stop words do not separate
   *
   * @typedef {object} Scratch  results for one term; the arrays have one number for each entry
   * @property {Float32Array} best  the highest value of any of its stems
   * @property {Float32Array} gain  the highest weight of any of its stems
   * @property {Float32Array} title  the highest weight of any of its stems in the title
   * @property {Uint8Array} position  its position in the title, from 1; 0 if it is not there
   * @property {Uint32Array} touched  the entries with the term
   * @property {number} touchedCount
   * @property {number[]} inTitle  the entries with the term in their titles
   */
  const { breathe, posting } = casebookFiles;

  // The numbers below were tuned on two public test collections and on questions of staff. ARCHITECTURE.md, "Search",
  // says what was tried and rejected.

  /** The index stores the square roots of weights, which keeps small weights apart (`level` in postings.rs). */
  const LEVEL_POWER = 2;
  /**
   * The share of the query that an entry covers counts to a power: `LONG_QUERY_POWER` for long queries, which look for
   * a theme, and more for short ones, which look for one page. The addition is `SHORT_QUERY_WORDS / words`, up to
   * `SHORT_QUERY_POWER`.
   */
  const LONG_QUERY_POWER = 0.3;
  const SHORT_QUERY_POWER = 0.6;
  const SHORT_QUERY_WORDS = 5;
  /**
   * How much it counts that the title covers the query (squared, so that a single word of a long query adds little).
   */
  const TITLE_COVERAGE = 1 / 2;
  /**
   * How much it counts that the title has little else: "Encryption" is better for "encryption" than "Send encryption".
   */
  const TITLE_WITHOUT_REST = 3;
  const TITLE_WITHOUT_REST_POWER = 3;
  /** How much it counts that neighbours in the query are neighbours in the title. */
  const ADJACENT_IN_TITLE = 0.6;
  /** Positions in a title are below this. */
  const TITLE_POSITIONS = 64;

  /** @param {number} entries the number of entries @returns {Totals} */
  function emptyTotals(entries) {
    return {
      scores: new Float32Array(entries),
      covered: new Float32Array(entries),
      titled: new Float32Array(entries),
      filled: new Float32Array(entries),
      pairs: new Float32Array(entries),
      lengths: new Uint8Array(entries),
      matched: new Uint8Array(entries),
      found: new Uint32Array(entries),
      foundCount: 0,
      titleWords: new Set(),
      weight: 0,
      neighbours: 0,
    };
  }

  /** @param {number} entries @param {Uint32Array} touched shared by all terms @returns {Scratch} */
  function emptyScratch(entries, touched) {
    return {
      best: new Float32Array(entries),
      gain: new Float32Array(entries),
      title: new Float32Array(entries),
      position: new Uint8Array(entries),
      touched,
      touchedCount: 0,
      inTitle: [],
    };
  }

  /** Loads the postings of all stems at once. @param {Language} language @param {Term[]} terms */
  async function postings(language, terms) {
    const stems = [...new Set(terms.flatMap(({ stems }) => stems.map(([stem]) => stem)))];
    const loaded = await Promise.all(stems.map((stem) => posting(language, stem)));
    return new Map(stems.map((stem, i) => [stem, loaded[i]]));
  }

  /** The inverse document frequency. @param {number} entries @param {number} frequency */
  const inverseFrequency = (entries, frequency) => Math.log(1 + entries / frequency);

  /**
   * Returns the weight of a term and its stems. A rare stem must not outweigh the stems that the term most likely
   * means.
   * @param {Term} term @param {number} entries @param {Map<number, Posting>} lists
   */
  function weighTerm({ stems, share }, entries, lists) {
    const highest = Math.max(0, ...stems.map(([, weight]) => weight));
    const postingOf = (/** @type {number} */ stem) => /** @type {Posting} */ (lists.get(stem));
    const frequencies = stems.map(([stem, weight]) => (weight === highest ? postingOf(stem).list[0] : 0));
    const limit = inverseFrequency(entries, Math.max(1, ...frequencies));
    /** @type {Stem[]} */
    const weighed = stems.map(([stem, weight]) => {
      const posting = postingOf(stem);
      return { posting, weight: Math.min(limit, inverseFrequency(entries, posting.list[0])) * weight * share };
    });
    return { limit, weight: limit * highest * share, stems: weighed };
  }

  /** Reads the entries of a stem. @param {Scratch} scratch @param {Stem} stem @param {number} levels */
  function readEntries(scratch, { posting: { list }, weight }, levels) {
    const { best, gain, touched } = scratch;
    let level = levels;
    let i = 1;
    while (i < list.length) {
      level -= list[i++];
      const value = weight * (level / levels) ** LEVEL_POWER;
      let entry = 0;
      for (let left = list[i++]; left > 0; left--) {
        entry += list[i++];
        if (!gain[entry]) touched[scratch.touchedCount++] = entry;
        if (gain[entry] < weight) gain[entry] = weight;
        if (best[entry] < value) best[entry] = value;
      }
    }
  }

  /** Reads the titles with a stem. @param {Scratch} scratch @param {Stem} stem @param {Uint8Array} lengths */
  function readTitles({ title, position, inTitle }, { posting: { titles }, weight }, lengths) {
    let entry = 0;
    for (let i = 0; i < titles.length; i += 3) {
      entry += titles[i];
      if (!position[entry]) inTitle.push(entry);
      position[entry] = titles[i + 1];
      lengths[entry] = titles[i + 2];
      if (title[entry] < weight) title[entry] = weight;
    }
  }

  /** Adds the entries of a term. @param {Totals} totals @param {Scratch} scratch */
  function addEntries(totals, { best, gain, touched, touchedCount }) {
    const { scores, covered, matched, found } = totals;
    for (let i = 0; i < touchedCount; i++) {
      const entry = touched[i];
      if (!matched[entry]) found[totals.foundCount++] = entry;
      matched[entry]++;
      scores[entry] += best[entry];
      covered[entry] += gain[entry];
    }
  }

  /**
   * Adds the titles with a term. `before` has the positions of the word before in the titles; null if there is no such
   * word, or if either of the two is a stop word.
   * @param {Totals} totals @param {Scratch} scratch @param {Uint8Array | null} before
   */
  function addTitles(totals, { title, position, inTitle }, before) {
    const { titled, filled, pairs, titleWords } = totals;
    for (const entry of inTitle) {
      titled[entry] += title[entry];
      // Two words of a query may mean the same word of a title.
      const titleWord = entry * TITLE_POSITIONS + position[entry];
      if (!titleWords.has(titleWord)) {
        titleWords.add(titleWord);
        filled[entry]++;
      }
      if (!before?.[entry]) continue;
      const distance = position[entry] - before[entry];
      if (distance === 1 || distance === 2) pairs[entry] += 1 / distance;
    }
  }

  /**
   * Combines the sums of each entry into its score.
   * @param {Totals} totals @param {number} words the number of words in the query that are no stop words
   */
  function combine(totals, words) {
    const { scores, covered, titled, filled, pairs, lengths, found, foundCount, weight } = totals;
    const power = LONG_QUERY_POWER + Math.min(SHORT_QUERY_POWER, SHORT_QUERY_WORDS / words);
    const neighbours = Math.max(totals.neighbours, 1);
    // Entries with the same words follow one another, so the power is rarely calculated.
    let lastCovered = 0;
    let coverage = 0;
    for (let i = 0; i < foundCount; i++) {
      const entry = found[i];
      if (covered[entry] !== lastCovered) {
        lastCovered = covered[entry];
        coverage = (lastCovered / weight) ** power;
      }
      if (coverage !== 1) scores[entry] *= coverage;
      if (!lengths[entry]) continue;
      const asked = titled[entry] / weight;
      const full = Math.min(1, filled[entry] / lengths[entry]);
      const ofTitle = 1 + asked ** 2 * TITLE_COVERAGE + TITLE_WITHOUT_REST * asked * full ** TITLE_WITHOUT_REST_POWER;
      const ofPairs = 1 + (ADJACENT_IN_TITLE * pairs[entry]) / neighbours;
      scores[entry] *= ofTitle * ofPairs;
    }
  }

  /**
   * Scores all entries. For each term, the best of its stems counts in each entry. A score is higher if the entry
   * covers more of the query, if its title does, if its title has little else, and if words that are adjacent in the
   * query are adjacent in the title.
   *
   * Returns the entries with any term in no order, the score of every entry, the number of terms in each, and the
   * inverse document frequency of each term.
   * @param {Language} language @param {Term[]} terms in the order of the query
   * @returns {Promise<{found: Uint32Array, scores: Float32Array, matched: Uint8Array, rare: Map<string, number>}>}
   */
  return async function weigh(language, terms) {
    const { entries, constants } = language;
    const lists = await postings(language, terms);
    const totals = emptyTotals(entries);
    const touched = new Uint32Array(entries);
    /** @type {Map<string, number>} */
    const rare = new Map();
    /** @type {Uint8Array | null} */
    let before = null;
    for (const term of terms) {
      const isStopWord = term.share < 1;
      const { limit, weight, stems } = weighTerm(term, entries, lists);
      const scratch = emptyScratch(entries, touched);
      for (const stem of stems) {
        await breathe();
        readEntries(scratch, stem, constants.levels);
        readTitles(scratch, stem, totals.lengths);
      }
      await breathe();
      totals.weight += weight;
      rare.set(term.word, limit * term.share);
      if (isStopWord) before = null;
      if (before) totals.neighbours++;
      addEntries(totals, scratch);
      addTitles(totals, scratch, before);
      before = isStopWord ? null : scratch.position;
    }
    await breathe();
    combine(totals, terms.filter(({ share }) => share === 1).length || 1);
    return {
      found: totals.found.subarray(0, totals.foundCount),
      scores: totals.scores,
      matched: totals.matched,
      rare,
    };
  };
})();
