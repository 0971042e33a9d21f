/**
 * The search: `casebookSearch.search(query, filters)`. Works on any page whose `<html>` names the site's root in
 * `data-root`. Results are ranked by the index alone; texts are loaded only for the results that are shown.
 */
const casebookSearch = (function () {
  /**
   * @typedef {Awaited<ReturnType<typeof casebookFiles.languages>>[0]} Language
   * @typedef {Awaited<ReturnType<typeof casebookTerms.read>>[0][0]} Term
   * @typedef {Awaited<ReturnType<typeof casebookWeigh>>} Weighed
   * @typedef {Record<string, string[]>} Filters  the chosen values of each facet; pages need one value of each
   * @typedef {{language: Language, entry: number, kind: string, score: number}} Hit
   * @typedef {ReturnType<typeof casebookTexts.show> & {score: number}} Result
   *
   * @typedef {object} Query
   * @property {string[]} words
   * @property {boolean} isOpen  true if the last word may be unfinished
   * @property {string[]} phrases  the phrases in quotation marks, as words with blanks between them
   *
   * @typedef {object} Found
   * @property {number} total
   * @property {ReturnType<typeof casebookTexts.answer>} answer  the best result, if it is a step of a playbook
   * @property {Record<string, number>} kinds  the number of results of each kind, whatever kinds the filters choose
   * @property {string[]} words  the word forms to highlight
   * @property {[typed: string, taken: string][]} corrected  misspelt words with the words that were searched instead
   * @property {string[]} unknown  words without any result
   * @property {(from: number, to: number, each?: (result: Result, at: number) => void) => Promise<Result[]>} page
   * loads results and passes each to `each` as soon as it is loaded
   */
  /** Words of a query after these are ignored. */
  const MOST_WORDS = 64;
  /** The number of results that can be shown. */
  const MOST_RANKED = 500;
  /** The number of results that are ranked at once; more are ranked on demand. */
  const SCREEN = 10;
  /** The number of results whose texts are searched for a phrase. */
  const MOST_READ = 50;
  /** Other languages of the site are searched if there are fewer results than this. */
  const FEW_RESULTS = 10;
  /** The number of words that are highlighted. */
  const MOST_HIGHLIGHTED = 60;
  /**
   * A customer may be waiting, so instructions count more than exercises.
   * @type {Record<string, number>}
   */
  const PRIORITY = { playbook: 1.2, decision: 1.2, step: 1.2, scenario: 0.8 };
  const { fold, split, mark } = casebookWords;
  const { breathe, texts } = casebookFiles;

  /** @param {string} text @returns {Query} */
  function parse(text) {
    const quoted = [...text.matchAll(/["“„]([^"“”„]+)["“”]/g)];
    return {
      words: [...new Set(split(fold(text)))].slice(0, MOST_WORDS),
      isOpen: /[\p{Alphabetic}\p{N}\p{M}]$/u.test(text),
      phrases: quoted.map(([, phrase]) => split(fold(phrase)).join(' ')),
    };
  }

  /**
   * Returns a test for entries that the filters accept, except the filter by kind; null if they accept all.
   * @param {Language} language @param {Filters} filters
   */
  async function filter(language, filters) {
    const chosen = Object.entries(filters).filter(([name, values]) => name !== 'kind' && values.length);
    if (!chosen.length) return null;
    /** @type {{name: string, values: [value: string, title: string, entries: string][]}[]} */
    const facets = await casebookFiles.facets(language);
    const accepted = chosen.map(([name, values]) => {
      const facet = facets.find((facet) => facet.name === name);
      const lists = (facet?.values || []).filter(([value]) => values.includes(value));
      return new Set(lists.flatMap(([, , entries]) => [...casebookFiles.rising(entries)]));
    });
    return (/** @type {number} */ entry) => accepted.every((entries) => entries.has(entry));
  }

  /**
   * Returns the entries with the highest scores, in order; of equal ones those with lower numbers come first.
   * @param {ArrayLike<number>} entries @param {Float32Array} scores @param {number} limit
   */
  function best(entries, scores, limit) {
    /** @type {number[]} */
    const top = [];
    let least = -1;
    // One pass with a short sorted list is faster than sorting all.
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i];
      const score = scores[entry];
      if (score < least) continue;
      let low = 0;
      let high = top.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        const other = top[middle];
        if (scores[other] > score || (scores[other] === score && other < entry)) low = middle + 1;
        else high = middle;
      }
      if (low < limit) top.splice(low, 0, entry);
      if (top.length > limit) top.pop();
      if (top.length === limit) least = scores[top[limit - 1]];
    }
    return top;
  }

  /**
   * Returns the entries whose texts contain every phrase.
   * @param {Language} language @param {number[]} entries @param {string[]} phrases
   */
  async function withPhrases(language, entries, phrases) {
    const contained = await Promise.all(
      entries.map(async (entry) => {
        const { title, places } = await texts(language, entry);
        const all = [title, ...places.flatMap((/** @type {string[]} */ [, heading, text]) => [heading, text])];
        // The comma between two texts keeps a phrase from matching across them.
        const words = all.map((text) => ` ${split(fold(text)).join(' ')} `).join(',');
        return phrases.every((phrase) => words.includes(' ' + phrase));
      }),
    );
    return entries.filter((_, i) => contained[i]);
  }

  /** Returns the number of each entry's kind. The entries of a kind are consecutive. @param {Language} language */
  function kindsOf({ entries, kinds }) {
    const kindOf = new Uint8Array(entries);
    kinds.forEach(([, first], kind) => kindOf.fill(kind, first));
    return kindOf;
  }

  /**
   * Returns the terms to look up. A stop word that is in very many entries is left out if the query has other words:
   * the index stores only a sample of its entries, which would add noise.
   * @param {Language} language @param {Term[]} terms @param {Query} query
   */
  function lookedUp({ constants }, terms, { phrases }) {
    const known = terms.filter(({ stems }) => stems.length);
    const onlyStopWords = known.every(({ share }) => share < 1);
    if (phrases.length || onlyStopWords) return known;
    return known.filter(({ share, frequency }) => share === 1 || frequency < constants.everywhere);
  }

  /**
   * Returns the entries of a ranking that have every phrase and pass the filters.
   * @param {Language} language @param {Weighed} weighed @param {Query} query @param {Filters} filters
   */
  async function select(language, { found, scores, matched }, { phrases }, filters) {
    const accepts = await filter(language, filters);
    await breathe();
    if (!phrases.length && !accepts) return found;
    const words = phrases.length ? new Set(phrases.join(' ').split(' ')).size : 1;
    const selected = found.filter((entry) => matched[entry] >= words && (!accepts || accepts(entry)));
    if (!phrases.length) return selected;
    return Uint32Array.from(await withPhrases(language, best(selected, scores, MOST_READ), phrases));
  }

  /** Searches one language of the site. @param {Language} language @param {string} text @param {Filters} filters */
  async function searchIn(language, text, filters) {
    const core = await casebookFiles.core(language);
    const query = parse(text);
    const [single, several] = await casebookTerms.read(language, core, query.words, query.isOpen);
    const terms = lookedUp(language, [...single, ...several], query);
    const weighed = await casebookWeigh(language, terms);
    const { found, scores } = weighed;
    const kinds = language.kinds.map(([kind]) => ({ kind, count: 0, priority: PRIORITY[kind] || 1 }));
    const kindOf = kindsOf(language);
    for (let i = 0; i < found.length; i++) {
      const { priority } = kinds[kindOf[found[i]]];
      if (priority !== 1) scores[found[i]] *= priority;
    }
    const selected = await select(language, weighed, query, filters);
    for (let i = 0; i < selected.length; i++) kinds[kindOf[selected[i]]].count++;
    const { kind: chosen = [] } = filters;
    const wanted = chosen.length ? selected.filter((entry) => chosen.includes(kinds[kindOf[entry]].kind)) : selected;
    await breathe();
    const screen = best(wanted, scores, SCREEN);
    // Starts to load the texts of the best result while the rest is done.
    if (screen.length) texts(language, screen[0]).catch(() => {});

    /** Returns the first hits. @param {number} limit @returns {Hit[]} */
    function first(limit) {
      const entries = limit > SCREEN ? best(wanted, scores, limit) : screen.slice(0, limit);
      return entries.map((entry) => ({ language, entry, kind: kinds[kindOf[entry]].kind, score: scores[entry] }));
    }
    const forms = casebookTerms.formsOf(core, terms, weighed.rare);
    return { total: wanted.length, kinds, terms: single, forms, first };
  }

  /** @typedef {Awaited<ReturnType<typeof searchIn>>} Searched */

  /** Returns the languages of the site, that of the page first. */
  async function languages() {
    const own = document.documentElement.lang.split('-')[0];
    return [...(await casebookFiles.languages())].sort((a, b) => Number(b.name === own) - Number(a.name === own));
  }

  /**
   * Searches the page's language, and the others if it has few results.
   * @param {string} text @param {Filters} filters
   */
  async function searchLanguages(text, filters) {
    const [own, ...others] = await languages();
    if (!own) return [];
    const searched = [await searchIn(own, text, filters)];
    if (searched[0].total >= FEW_RESULTS) return searched;
    const attempts = await Promise.allSettled(others.map((other) => searchIn(other, text, filters)));
    for (const attempt of attempts) if (attempt.status === 'fulfilled') searched.push(attempt.value);
    return searched;
  }

  /** Adds up the results of each kind. @param {Searched[]} searched */
  function countKinds(searched) {
    /** @type {Record<string, number>} */
    const counts = {};
    for (const { kind, count } of searched.flatMap(({ kinds }) => kinds)) {
      if (count) counts[kind] = (counts[kind] || 0) + count;
    }
    return counts;
  }

  /** Returns the words of the query that no language knows, corrected or not. @param {Searched[]} searched */
  function misspelt(searched) {
    const strange = (searched[0]?.terms || []).filter((_, i) => !searched.some(({ terms }) => terms[i].known));
    /** @type {Found["corrected"]} */
    const corrected = [];
    /** @type {string[]} */
    const unknown = [];
    for (const { word } of strange) {
      const corrections = searched.map(({ terms }) => terms.find((term) => term.word === word)?.correction);
      const correction = corrections.find(Boolean);
      if (correction) corrected.push([word, correction]);
      else unknown.push(word);
    }
    return { corrected, unknown };
  }

  /**
   * Loads the texts of some hits and passes each result to `each`, in order.
   * @param {Hit[]} hits @param {Searched["forms"]} forms @param {(result: Result, at: number) => void} [each]
   */
  async function load(hits, forms, each) {
    const loading = hits.map(({ language, entry }) => texts(language, entry));
    // A failure is reported where the text is awaited.
    for (const one of loading) one.catch(() => {});
    /** @type {Result[]} */
    const results = [];
    for (const [i, { score }] of hits.entries()) {
      results.push({ ...casebookTexts.show(await loading[i], forms), score });
      each?.(results[i], i);
      await breathe();
    }
    return results;
  }

  /** @param {string} text @param {Filters} filters @returns {Promise<Found>} */
  async function once(text, filters) {
    const searched = await searchLanguages(text, filters);
    const first = (/** @type {number} */ limit) => searched.flatMap((one) => one.first(limit));
    // If two languages have a form, the first counts, because later entries of a map replace earlier ones.
    const forms = new Map(searched.flatMap((one) => [...one.forms]).reverse());
    const [top] = first(1);
    return {
      total: searched.reduce((sum, { total }) => sum + total, 0),
      kinds: countKinds(searched),
      words: [...forms.keys()].slice(0, MOST_HIGHLIGHTED),
      ...misspelt(searched),
      answer: top?.kind === 'step' ? casebookTexts.answer(await texts(top.language, top.entry), forms) : null,
      page: (from, to, each) => load(first(Math.min(to, MOST_RANKED)).slice(from, to), forms, each),
    };
  }

  /**
   * Repeats `work` once if it fails. A missing file means that the site was published again, so the current index is
   * requested.
   * @template T @param {() => Promise<T>} work @returns {Promise<T>}
   */
  async function withRenewal(work) {
    try {
      return await work();
    } catch {
      casebookFiles.renew();
      return work();
    }
  }

  /** @param {string} query @param {Filters} [filters] @returns {Promise<Found>} */
  async function search(query, filters = {}) {
    const found = await withRenewal(() => once(query, filters));
    return {
      ...found,
      page: (from, to, each) =>
        found.page(from, to, each).catch(() =>
          withRenewal(async () => {
            const again = await once(query, filters);
            return again.page(from, to, each);
          }),
        ),
    };
  }

  /** Returns the filters that the site offers, with the number of results of each value. */
  const facets = () =>
    withRenewal(async () => {
      const [own] = await languages();
      /** @type {{name: string, values: [string, string, string][]}[]} */
      const offered = own ? await casebookFiles.facets(own) : [];
      return offered.map(({ name, values }) => ({
        name,
        values: values.map(([value, title, list]) => ({ value, title, count: casebookFiles.numbers(list).length })),
      }));
    });

  /**
   * Loads what every search needs, and uses each regular expression twice: browsers compile them at the first use, and
   * again at the second, into faster code. The first key press should not wait for that.
   */
  const warm = () =>
    withRenewal(async () => {
      const [own] = await languages();
      if (!own) return;
      for (const text of ['', document.title]) {
        await searchIn(own, '', {});
        mark(text, (word) => split(fold(word)).length > 0);
      }
    });

  /** Marks words in a text. @param {string} text @param {string[]} words */
  const markWords = (text, words) => mark(text, (word) => words.includes(word));

  return { search, facets, warm, mark: markWords };
})();
