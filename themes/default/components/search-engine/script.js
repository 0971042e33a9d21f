/**
 * The search: `casebookSearch.search(query, filters)`, usable on any page whose `<html>` names the site's root in
 * `data-root`. Ranks by what the index says of each word; texts are loaded only for the results that are shown.
 */
const casebookSearch = (function () {
  /**
   * @typedef {Awaited<ReturnType<typeof casebookFiles.languages>>[0]} Language
   * @typedef {{language: Language, entry: number, kind: string, score: number}} Hit
   * @typedef {ReturnType<typeof casebookTexts.show> & {score: number}} Result
   * @typedef {{total: number, answer: ReturnType<typeof casebookTexts.answer>, kinds: Record<string, number>, words: string[],
   *   corrected: [typed: string, taken: string][], unknown: string[],
   *   page: (from: number, to: number, each?: (result: Result, at: number) => void) => Promise<Result[]>}} Found
   */
  const MOST_WORDS = 64;
  /** How many places are put in order, and how many of them at once; how many are read through for a phrase. */
  const MOST_RANKED = 500,
    SCREEN = 10,
    MOST_READ = 50;
  /** A little word that stands in more entries than this (log2) says nothing beside others: of so many the index tells few (src/search/postings.rs). */
  const EVERYWHERE = 11;
  /** Somebody may be waiting: what to do comes before what to practise. @type {Record<string, number>} */
  const PRIORITY = { playbook: 1.2, decision: 1.2, step: 1.2, scenario: 0.8 };
  const { fold, split, mark } = casebookWords;
  const { breathe, texts } = casebookFiles;

  /** @param {Language} language @param {Record<string, string[]>} filters @returns {Promise<((entry: number) => boolean) | null>} */
  async function allowed(language, filters) {
    const wanted = Object.entries(filters).filter(([name, values]) => name !== 'kind' && values.length);
    if (!wanted.length) return null;
    const facets = await casebookFiles.facets(language);
    const sets = wanted.map(([name, values]) => {
      const own = facets.find((/** @type {{name: string}} */ facet) => facet.name === name)?.values || [];
      const lists = own.filter((/** @type {string[]} */ [value]) => values.includes(value));
      return new Set(lists.flatMap((/** @type {string[]} */ [, , list]) => [...casebookFiles.rising(list)]));
    });
    return (entry) => sets.every((set) => set.has(entry));
  }

  /** The best of some entries, in order; of equal ones the first. @param {ArrayLike<number>} entries @param {Float32Array} scores @param {number} most */
  function best(entries, scores, most) {
    /** @type {number[]} */
    const top = [];
    let least = -1;
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i],
        score = scores[entry];
      if (score < least) continue;
      let low = 0,
        high = top.length;
      while (low < high) {
        const middle = (low + high) >> 1,
          other = top[middle];
        if (scores[other] > score || (scores[other] === score && other < entry)) low = middle + 1;
        else high = middle;
      }
      if (low < most) top.splice(low, 0, entry);
      if (top.length > most) top.pop();
      if (top.length === most) least = scores[top[most - 1]];
    }
    return top;
  }

  /** Those entries whose texts have every phrase. @param {Language} language @param {number[]} entries @param {string[]} phrases */
  async function read(language, entries, phrases) {
    const kept = await Promise.all(
      entries.map(async (entry) => {
        const { title, places } = await texts(language, entry);
        // No phrase goes over from one text into the next.
        const all = [title, ...places.flatMap((/** @type {string[]} */ [, ...both]) => both)];
        const line = all.map((text) => ' ' + split(fold(text)).join(' ') + ' ').join();
        return phrases.every((phrase) => line.includes(' ' + phrase));
      }),
    );
    return entries.filter((_, i) => kept[i]);
  }

  /** Which of its kinds each entry has: those of one kind stand together. @param {Language} language */
  function kindsOf({ entries, kinds }) {
    const of = new Uint8Array(entries);
    kinds.forEach(([, first], kind) => of.fill(kind, first));
    return of;
  }

  /**
   * One language of the site.
   * @param {Language} language @param {string} query @param {Record<string, string[]>} filters
   */
  async function searchIn(language, query, filters) {
    const core = await casebookFiles.core(language);
    const words = [...new Set(split(fold(query)))].slice(0, MOST_WORDS);
    const [single, several] = await casebookTerms.read(
      language,
      core,
      words,
      /[\p{Alphabetic}\p{N}\p{M}]$/u.test(query),
    );
    const phrases = [...query.matchAll(/["“„]([^"“”„]+)["“”]/g)].map((found) => split(fold(found[1])).join(' '));
    const least = phrases.length ? new Set(phrases.join(' ').split(' ')).size : 1;
    const all = [...single, ...several].filter(({ ways }) => ways.length);
    const terms =
      phrases.length || all.every(({ share }) => share < 1)
        ? all
        : all.filter(({ share, spread }) => share === 1 || spread <= EVERYWHERE);
    const { found: any, scores, matched, rare } = await casebookWeigh(language, terms);
    const passes = await allowed(language, filters);
    await breathe();
    const kinds = language.kinds.map(([kind]) => ({ kind, count: 0, weight: PRIORITY[kind] || 1 }));
    const of = kindsOf(language);
    for (let i = 0; i < any.length; i++) {
      const { weight } = kinds[of[any[i]]];
      if (weight !== 1) scores[any[i]] *= weight;
    }
    let found =
      phrases.length || passes ? any.filter((entry) => matched[entry] >= least && (!passes || passes(entry))) : any;
    if (phrases.length) found = Uint32Array.from(await read(language, best(found, scores, MOST_READ), phrases));
    for (let i = 0; i < found.length; i++) kinds[of[found[i]]].count++;
    const wanted = filters.kind?.length ? found.filter((entry) => filters.kind.includes(kinds[of[entry]].kind)) : found;
    await breathe();
    const screen = best(wanted, scores, SCREEN);
    // On its way while the rest is done.
    if (screen.length) texts(language, screen[0]).catch(() => {});
    return {
      total: wanted.length,
      kinds,
      terms: single,
      forms: casebookTerms.formsOf(core, terms, rare),
      /** The first so many places. @param {number} most @returns {Hit[]} */
      first: (most) =>
        (most > SCREEN ? best(wanted, scores, most) : screen.slice(0, most)).map((entry) => ({
          language,
          entry,
          kind: kinds[of[entry]].kind,
          score: scores[entry],
        })),
    };
  }

  /** The index of the page's own language first. */
  async function languages() {
    const own = document.documentElement.lang.split('-')[0];
    return [...(await casebookFiles.languages())].sort((a, b) => Number(b.name === own) - Number(a.name === own));
  }

  /** @param {string} query @param {Record<string, string[]>} filters @returns {Promise<Found>} */
  async function once(query, filters) {
    const [own, ...others] = await languages();
    /** @type {Awaited<ReturnType<typeof searchIn>>[]} */
    const all = own ? [await searchIn(own, query, filters)] : [];
    // Other languages help out where the page's own has little to say.
    if (own && all[0].total < 10) {
      for (const other of await Promise.allSettled(others.map((other) => searchIn(other, query, filters))))
        if (other.status === 'fulfilled') all.push(other.value);
    }
    const first = (/** @type {number} */ most) => all.flatMap((one) => one.first(most));
    const forms = new Map(all.flatMap((one) => [...one.forms]).reverse());
    /** @type {Record<string, number>} */
    const kinds = {};
    for (const { kind, count } of all.flatMap((one) => one.kinds)) if (count) kinds[kind] = (kinds[kind] || 0) + count;
    // A word is strange only where no language knows it.
    const strange = (all[0]?.terms || []).filter((_, i) => !all.some(({ terms }) => terms[i].known));
    const taken = strange.map(
      ({ word }) => all.flatMap(({ terms }) => terms.find((term) => term.word === word)?.taken || [])[0],
    );
    const [top] = first(1);
    return {
      total: all.reduce((sum, one) => sum + one.total, 0),
      kinds,
      words: [...forms.keys()].slice(0, 60),
      corrected: strange.flatMap(({ word }, i) =>
        taken[i] ? [/** @type {[string, string]} */ ([word, taken[i]])] : [],
      ),
      unknown: strange.flatMap(({ word }, i) => (taken[i] ? [] : [word])),
      answer: top?.kind === 'step' ? casebookTexts.answer(await texts(top.language, top.entry), forms) : null,
      page: async (from, to, each) => {
        const hits = first(Math.min(to, MOST_RANKED)).slice(from, to),
          coming = hits.map(({ language, entry }) => texts(language, entry)),
          results = [];
        // What is there is made ready while the rest is on its way.
        for (const one of coming) one.catch(() => {});
        for (const [i, { score }] of hits.entries()) {
          results.push({ ...casebookTexts.show(await coming[i], forms), score });
          each?.(results[i], i);
          await breathe();
        }
        return results;
      },
    };
  }

  /**
   * A part that is missing was replaced since: the index that stands now is asked, once.
   * @template T @param {() => Promise<T>} work @returns {Promise<T>}
   */
  const renewing = (work) => work().catch(() => (casebookFiles.renew(), work()));

  /** @param {string} query @param {Record<string, string[]>} [filters] @returns {Promise<Found>} */
  async function search(query, filters = {}) {
    const ask = () => once(query, filters);
    const found = await renewing(ask);
    return {
      ...found,
      page: (from, to, each) =>
        found.page(from, to, each).catch(() => renewing(async () => (await ask()).page(from, to, each))),
    };
  }

  /** What can be filtered by. */
  const facets = () =>
    renewing(async () => {
      const [own] = await languages();
      /** @type {{name: string, values: [string, string, string][]}[]} */
      const all = own ? await casebookFiles.facets(own) : [];
      return all.map(({ name, values }) => ({
        name,
        values: values.map(([value, title, list]) => ({ value, title, count: casebookFiles.numbers(list).length })),
      }));
    });

  /**
   * Loads what every search needs, and uses the expressions that know all letters: browsers compile them at the first use,
   * and at the second again, to be fast; no key shall wait for that.
   */
  const warm = () =>
    renewing(async () => {
      const [own] = await languages();
      for (const text of own ? ['', document.title] : []) {
        await searchIn(own, '', {});
        mark(text, (word) => split(fold(word)).length > 0);
      }
    });

  return {
    search,
    facets,
    warm,
    mark: (/** @type {string} */ text, /** @type {string[]} */ words) => mark(text, (word) => words.includes(word)),
  };
})();
