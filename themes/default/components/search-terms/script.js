/** What typed words may mean: words of the index as they stand, as they may go on, as they are meant, as they are misspelt. */
const casebookTerms = (function () {
  /**
   * @typedef {Awaited<ReturnType<typeof casebookFiles.languages>>[0]} Language
   * @typedef {Awaited<ReturnType<typeof casebookFiles.core>>} Core
   * @typedef {Awaited<ReturnType<typeof casebookFiles.tail>>} Part
   * @typedef {Map<string, [word: string, says: number]>} Forms  of which word of the query a form is, and what that says
   * @typedef {[stem: number, weight: number][]} Ways  the stems that a word may mean
   * @typedef {{word: string, ways: Ways, share: number, spread: number, known: boolean, taken?: string}} Term
   *   share: less for little words; spread: in how many entries it stands as it is (log2)
   */
  const { forms, breathe } = casebookFiles;
  /** Up to how many letters the core has all words (src/search/vocabulary.rs). */
  const SHORT = /^[\0-\x7f]{1,3}$/;
  /** How many ways to go on are looked up; few where a word stands for itself. Of so few letters that all is open, as many as they are. */
  const MOST_LONGER = 6,
    FEW_LONGER = 3;
  /** How many stems are looked up for a misspelt word. */
  const MOST_NEAR = 2;
  const LAST = '\uffff';
  /** After so many words a key may be waiting. */
  const MANY = 256;

  // Three rows of a table of edits; folded words have 40 signs at most.
  const rows = [0, 1, 2].map(() => new Uint8Array(96));

  /**
   * How many edits lead from `word` to `form`, a swap of neighbours being one; above `most` it may tell any number above.
   * With `open` the form may go on.
   * @param {string} word @param {string} form @param {number} most @param {boolean} open
   */
  function distance(word, form, most, open) {
    const n = word.length,
      m = open ? Math.min(form.length, n + most) : form.length;
    let [two, one, now] = rows;
    for (let j = 0; j <= m; j++) one[j] = j;
    for (let i = 1; i <= n; i++) {
      let low = (now[0] = i);
      for (let j = 1; j <= m; j++) {
        const same = word[i - 1] === form[j - 1];
        let edits = Math.min(one[j] + 1, now[j - 1] + 1, one[j - 1] + (same ? 0 : 1));
        if (!same && i > 1 && j > 1 && word[i - 1] === form[j - 2] && word[i - 2] === form[j - 1])
          edits = Math.min(edits, two[j - 2] + 1);
        now[j] = edits;
        if (edits < low) low = edits;
      }
      if (low > most) return low;
      [two, one, now] = [one, now, two];
    }
    return open ? Math.min(...one.subarray(0, m + 1)) : one[m];
  }

  /** The first stems of some forms: each may be a file. @param {[string, number, ...number[]][]} forms @param {number} most */
  const stemsOf = (forms, most) => [...new Set(forms.map(([, stem]) => stem))].slice(0, most);

  /**
   * The forms nearest to a word, the best first: fewest edits, then the most widespread. Few people mistake the first
   * letter; others are looked at only where none with the same is near.
   * @param {string} word @param {boolean} open @param {Part[]} parts
   * @returns {Promise<[form: string, stem: number, edits: number, rank: number][]>}
   */
  async function nearest(word, open, parts) {
    const most = word.length > 7 ? 2 : word.length > 3 ? 1 : 0;
    /** @type {[string, number, number, number][]} */
    const near = [];
    for (const first of most ? [word[0], ''] : [])
      for (const part of near.length ? [] : parts) {
        for (const [i, [form, stem, spread]] of forms(part, first, first + LAST).entries()) {
          if (!(i % MANY)) await breathe();
          const longer = form.length - word.length;
          if (longer < -most || (longer > most && !open)) continue;
          const edits = distance(word, form, most, open);
          if (edits <= most) near.push([form, stem, edits, edits * 40 - spread + (open ? longer : 0)]);
        }
      }
    return near.sort((a, b) => a[3] - b[3]);
  }

  /** @param {Language} language @param {Core} core @param {string} word @param {boolean} open @returns {Promise<Term>} */
  async function term(language, core, word, open) {
    /** @type {Part[]} */
    const parts = [core];
    const little = core.little.includes(word),
      isShort = SHORT.test(word);
    /** @type {Map<number, number>} */
    const ways = new Map();
    const way = (/** @type {number} */ stem, /** @type {number} */ weight) =>
      ways.set(stem, Math.max(weight, ways.get(stem) || 0));
    let spread = 0;
    const exact = (/** @type {Part} */ part) =>
      forms(part, word, word).forEach(([, stem, entries]) => {
        way(stem, 1);
        spread = entries;
      });
    const longer = (/** @type {Part} */ part) => (open ? forms(part, word, word + LAST) : []);
    exact(core);
    if (!little && language.tails.length && (isShort ? open && !longer(core).length : !ways.size)) {
      parts.push(await casebookFiles.tail(language, word));
      exact(parts[1]);
    }
    const known = ways.size > 0;
    for (const part of parts) {
      const widest = longer(part).sort((a, b) => b[2] - a[2]);
      for (const stem of stemsOf(widest, isShort ? word.length : known ? FEW_LONGER : MOST_LONGER)) way(stem, 0.8);
    }
    for (const [words, own, stems] of core.synonyms)
      if (words === word || (known && ways.has(own))) stems.forEach((stem) => way(stem, 0.8));
    const near = ways.size || little ? [] : await nearest(word, open, parts);
    const meant = stemsOf(near, MOST_NEAR);
    for (const [, stem, edits] of near) if (meant.includes(stem)) way(stem, edits > 1 ? 0.5 : 0.7);
    return {
      word,
      ways: [...ways],
      share: little ? 0.1 : 1,
      spread,
      known,
      taken: near.length ? near[0][0] : undefined,
    };
  }

  /**
   * What each word of a query may mean, in their order; then synonyms of several words, as terms of their own.
   * @param {Language} language @param {Core} core @param {string[]} words @param {boolean} open whether the last word may go on
   * @returns {Promise<[single: Term[], several: Term[]]>}
   */
  async function read(language, core, words, open) {
    const single = await Promise.all(
      words.map((word, i) => term(language, core, word, open && word.length > 1 && i === words.length - 1)),
    );
    const line = ' ' + words.join(' ') + ' ';
    const meant = core.synonyms.filter(([phrase]) => phrase.includes(' ') && line.includes(' ' + phrase + ' '));
    return [
      single,
      meant.map(([word, , stems]) => ({
        word,
        ways: stems.map((stem) => [stem, 0.8]),
        share: 1,
        spread: 0,
        known: true,
      })),
    ];
  }

  /**
   * What the forms of each term say, for marks and places. Little words say something only where there are no others.
   * @param {Core} core @param {Term[]} terms @param {Map<string, number>} rare @returns {Forms}
   */
  function formsOf(core, terms, rare) {
    const told = terms.filter(({ share }) => share === 1);
    /** @type {Map<number, [word: string, says: number]>} */
    const means = new Map();
    /** @type {Forms} */
    const forms = new Map();
    for (const { word, taken, ways } of told.length ? told : terms) {
      const says = /** @type {[string, number]} */ ([word, rare.get(word) || 0]);
      for (const [stem] of ways) if (!means.has(stem)) means.set(stem, says);
      if (!word.includes(' ')) forms.set(taken || word, says);
    }
    for (const [form, stem] of casebookFiles.formsOf(core, means)) forms.set(form, means.get(stem) || ['', 0]);
    return forms;
  }

  return { read, formsOf };
})();
