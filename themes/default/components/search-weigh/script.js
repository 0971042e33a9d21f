/** Adds up what the index says of each word: how well each entry answers. Knows no text. */
const casebookWeigh = (function () {
  /**
   * @typedef {Awaited<ReturnType<typeof casebookFiles.languages>>[0]} Language
   * @typedef {Awaited<ReturnType<typeof casebookTerms.read>>[0][0]} Term
   */
  const { breathe, posting } = casebookFiles;
  /** In how many steps the index tells the weight of a word (src/search/postings.rs). */
  const LEVELS = 24;

  /**
   * For an entry the best way of each word, all words together; less where words that say much are absent, more where the
   * title has them, more again where it has little else, and where it has them side by side.
   * @param {Language} language @param {Term[]} terms in the order of the query
   * @returns {Promise<{found: Uint32Array, scores: Float32Array, matched: Uint8Array, rare: Map<string, number>}>} found: the
   *   entries with any of the words, in no order; rare: what a word says
   */
  return async function weigh(language, terms) {
    const n = language.entries;
    const stems = [...new Set(terms.flatMap(({ ways }) => ways.map(([stem]) => stem)))];
    const lists = await Promise.all(stems.map((stem) => posting(language, stem)));
    const of = (/** @type {number} */ stem) => lists[stems.indexOf(stem)];
    const floats = () => new Float32Array(n);
    const scores = floats(),
      covered = floats(),
      titled = floats(),
      filled = floats(),
      pairs = floats(),
      matched = new Uint8Array(n),
      lengths = new Uint8Array(n),
      rare = new Map();
    const found = new Uint32Array(n),
      touched = new Uint32Array(n);
    /** @type {Set<number>} */
    const placed = new Set();
    const told = terms.filter(({ share }) => share === 1).length || 1;
    let size = 0,
      sum = 0,
      beside = 0,
      before = new Uint8Array(0);
    for (const { word, ways, share } of terms) {
      // A rare way to read a word must not outweigh the plain one.
      const top = Math.max(0, ...ways.map(([, weight]) => weight));
      const most = Math.log(
        1 + n / Math.max(1, ...ways.map(([stem, weight]) => (weight === top ? of(stem).list[0] : 0))),
      );
      const best = floats(),
        gain = floats(),
        title = floats(),
        here = new Uint8Array(n);
      /** @type {number[]} */
      const inTitle = [];
      let own = 0;
      for (const [stem, weight] of ways) {
        await breathe();
        const { list, titles: places } = of(stem),
          idf = Math.min(most, Math.log(1 + n / list[0])) * weight * share;
        for (let i = 1, level = LEVELS; i < list.length;) {
          level -= list[i++];
          const value = idf * (level / LEVELS) ** 2;
          for (let left = list[i++], entry = 0; left > 0; left--) {
            entry += list[i++];
            if (!gain[entry]) touched[own++] = entry;
            if (gain[entry] < idf) gain[entry] = idf;
            if (best[entry] < value) best[entry] = value;
          }
        }
        for (let i = 0, entry = 0; i < places.length;) {
          entry += places[i++];
          if (!here[entry]) inTitle.push(entry);
          here[entry] = places[i++];
          lengths[entry] = places[i++];
          if (title[entry] < idf) title[entry] = idf;
        }
      }
      await breathe();
      sum += most * top * share;
      rare.set(word, most * share);
      for (let i = 0; i < own; i++) {
        const entry = touched[i];
        if (!matched[entry]++) found[size++] = entry;
        scores[entry] += best[entry];
        covered[entry] += gain[entry];
      }
      const pair = share === 1 && before.length > 0;
      if (pair) beside++;
      for (const entry of inTitle) {
        const step = pair && before[entry] ? here[entry] - before[entry] : 0;
        titled[entry] += title[entry];
        // Two words of a query may mean the same word of a title.
        if (placed.size < placed.add(entry * 64 + here[entry]).size) filled[entry]++;
        if (step === 1 || step === 2) pairs[entry] += 1 / step;
      }
      before = share === 1 ? here : new Uint8Array(0);
    }
    await breathe();
    // Short queries look for one page, long ones for a theme.
    const power = 0.3 + Math.min(0.6, 5 / told);
    for (let i = 0, last = 0, part = 0; i < size; i++) {
      const entry = found[i];
      // Entries with the same words follow one another.
      if (covered[entry] !== last) part = ((last = covered[entry]) / sum) ** power;
      if (part !== 1) scores[entry] *= part;
      if (!lengths[entry]) continue;
      const asked = titled[entry] / sum,
        full = Math.min(1, filled[entry] / lengths[entry]);
      scores[entry] *= (1 + asked ** 2 / 2 + 3 * asked * full ** 3) * (1 + (0.6 * pairs[entry]) / Math.max(beside, 1));
    }
    return { found: found.subarray(0, size), scores, matched, rare };
  };
})();
