/**
 * The search: `casebookSearch.search(query, filters)`, usable on any page whose `<html>` names the site's root in
 * `data-root`. Ranks by what the index says of each word; texts are loaded only for the results that are shown.
 */
const casebookSearch = (function () {
  /**
   * @typedef {Awaited<ReturnType<typeof casebookFiles.languages>>[0]} Language
   * @typedef {Awaited<ReturnType<typeof casebookFiles.core>>} Core
   * @typedef {[stem: number, weight: number][]} Ways            the stems that a word may mean
   * @typedef {{word: string, ways: Ways, share: number, known: boolean, taken?: string}} Term  share: less for little words
   * @typedef {Map<string, [word: string, says: number]>} Forms  of which word of the query a form is, and what that says
   * @typedef {{language: Language, entry: number, score: number}} Hit
   * @typedef {[text: string, marked: boolean][]} Marked
   * @typedef {{url: string, kind: string, title: Marked, of: string, place: Marked, excerpt: Marked, score: number}} Result
   * @typedef {{title: string, url: string, of: string, act: string, say: string[], avoid: string[]}} Answer
   * @typedef {{total: number, answer: Answer | null, kinds: Record<string, number>, words: string[],
   *   corrected: [typed: string, taken: string][], unknown: string[],
   *   page: (from: number, to: number) => Promise<Result[]>}} Found
   * @typedef {{kind: string, url: string, title: string, of: string, places: [string, string, string][],
   *   lines?: [string, string[], string[]]}} Texts
   */
  const MOST_WORDS = 64;
  /** How many places are put in order, and how many of them are read through for a phrase. */
  const MOST_RANKED = 500, MOST_READ = 50;
  /** From how many entries on the work is done in parts. */
  const LARGE = 2000;
  const EXCERPT = 180;
  /** In how many steps the index tells the weight of a word (src/search/postings.rs). */
  const LEVELS = 24;
  /** Somebody may be waiting: what to do comes before what to practise. @type {Record<string, number>} */
  const PRIORITY = { playbook: 1.2, decision: 1.2, step: 1.2, scenario: 0.8 };
  const { fold, split, mark } = casebookWords;

  /** The first place in a sorted list that is not before `wanted`. @template T @param {T[]} list @param {T} wanted */
  function place(list, wanted) {
    let low = 0, high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // Three rows of a table of edits; folded words have 40 signs at most.
  const rows = [0, 1, 2].map(() => new Uint8Array(96));

  /**
   * How many edits lead from `word` to `form`, a swap of neighbours being one; above `most` it may tell any number above.
   * With `open` the form may go on.
   * @param {string} word @param {string} form @param {number} most @param {boolean} open
   */
  function distance(word, form, most, open) {
    const n = word.length, m = open ? Math.min(form.length, n + most) : form.length;
    let [two, one, now] = rows;
    for (let j = 0; j <= m; j++) one[j] = j;
    for (let i = 1; i <= n; i++) {
      let low = now[0] = i;
      for (let j = 1; j <= m; j++) {
        const same = word[i - 1] === form[j - 1];
        let edits = Math.min(one[j] + 1, now[j - 1] + 1, one[j - 1] + (same ? 0 : 1));
        if (!same && i > 1 && j > 1 && word[i - 1] === form[j - 2] && word[i - 2] === form[j - 1]) edits = Math.min(edits, two[j - 2] + 1);
        now[j] = edits;
        if (edits < low) low = edits;
      }
      if (low > most) return low;
      [two, one, now] = [one, now, two];
    }
    return open ? Math.min(...one.subarray(0, m + 1)) : one[m];
  }

  /**
   * The forms nearest to a word, the best first: fewest edits, then the most widespread. Few people mistake the first
   * letter; others are looked at only where none with the same is near.
   * @param {string} word @param {boolean} open @param {Pick<Core, "words" | "stems" | "spread">[]} parts
   * @returns {[form: string, stem: number, edits: number][]}
   */
  function nearest(word, open, parts) {
    const most = word.length > 7 ? 2 : word.length > 3 ? 1 : 0;
    /** @type {[string, number, number, number][]} */
    const near = [];
    const look = (/** @type {string} */ first) => {
      for (const { words, stems, spread } of parts) {
        const end = first ? place(words, first + "\uffff") : words.length;
        for (let i = place(words, first); i < end; i++) {
          const form = words[i], longer = form.length - word.length;
          if (longer < -most || (longer > most && !open)) continue;
          const edits = distance(word, form, most, open);
          if (edits <= most) near.push([form, stems[i], edits, edits * 40 - spread[i] + (open ? longer : 0)]);
        }
      }
    };
    if (most) look(word[0]);
    if (most && !near.length) look("");
    return near.sort((a, b) => a[3] - b[3]).slice(0, 4).map(([form, stem, edits]) => [form, stem, edits]);
  }

  /**
   * What a typed word may mean.
   * @param {Language} language @param {Core} core @param {string} word @param {boolean} open whether the word may go on
   * @returns {Promise<Term>}
   */
  async function term(language, core, word, open) {
    /** @type {Pick<Core, "words" | "stems" | "spread">[]} */
    const parts = [core];
    const little = core.little.includes(word);
    /** @type {Map<number, number>} */
    const ways = new Map();
    const way = (/** @type {number} */ stem, /** @type {number} */ weight) => ways.set(stem, Math.max(weight, ways.get(stem) || 0));
    const exact = (/** @type {{words: string[], stems: number[]}} */ part) => {
      const at = place(part.words, word);
      if (part.words[at] === word) way(part.stems[at], 1);
    };
    exact(core);
    if (!ways.size && !little && language.tails.length) {
      parts.push(await casebookFiles.tail(language, Math.max(place(language.tails, word + "\0") - 1, 0)));
      exact(parts[1]);
    }
    const known = ways.size > 0;
    if (open && word.length > 1) for (const { words, stems, spread } of parts) {
      /** @type {[stem: number, spread: number][]} */
      const longer = [];
      for (let i = place(words, word); i < words.length && words[i].startsWith(word); i++) longer.push([stems[i], spread[i]]);
      longer.sort((a, b) => b[1] - a[1]).slice(0, 10).forEach(([stem]) => way(stem, 0.8));
    }
    for (const [words, own, stems] of core.synonyms) if (words === word || (known && ways.has(own))) stems.forEach((stem) => way(stem, 0.8));
    const near = ways.size || little ? [] : nearest(word, open, parts);
    near.forEach(([, stem, edits]) => way(stem, edits > 1 ? 0.5 : 0.7));
    return { word, ways: [...ways], share: little ? 0.1 : 1, known, taken: near.length ? near[0][0] : undefined };
  }

  /** Synonyms of several words, as terms of their own. @param {Core} core @param {string[]} words @returns {Term[]} */
  function phrasesMeant(core, words) {
    const line = " " + words.join(" ") + " ";
    const meant = core.synonyms.filter(([phrase]) => phrase.includes(" ") && line.includes(" " + phrase + " "));
    return meant.map(([word, , stems]) => ({ word, ways: stems.map((stem) => [stem, 0.8]), share: 1, known: true }));
  }

  /**
   * Adds up what the index says of each term: for an entry the best way of each word, all words together; less where
   * words that say much are absent, more where the title has them, and more again where it has them side by side.
   * @param {Language} language @param {Term[]} terms in the order of the query
   * @returns {Promise<{scores: Float32Array, matched: Uint8Array, rare: Map<string, number>}>} rare: what a word says
   */
  async function weigh(language, terms) {
    const n = language.entries, starts = casebookFiles.rising(language.postings);
    const shard = (/** @type {number} */ stem) => Math.max(0, place(starts, stem + 1) - 1);
    const stems = new Set(terms.flatMap((term) => term.ways.map(([stem]) => stem)));
    const lists = new Map(await Promise.all([...stems].map(async (stem) => {
      const list = (await casebookFiles.postings(language, shard(stem)))[stem - starts[shard(stem)]];
      return /** @type {[number, number[][]]} */ ([stem, list.split("!").map(casebookFiles.numbers)]);
    })));
    const parts = (/** @type {number} */ stem) => /** @type {number[][]} */ (lists.get(stem));
    const floats = () => new Float32Array(n);
    const scores = floats(), covered = floats(), titled = floats(), pairs = floats(), matched = new Uint8Array(n), rare = new Map();
    const told = terms.filter((term) => term.share === 1).length || 1;
    let sum = 0, beside = 0, before = new Uint8Array(0);
    for (const { word, ways, share } of terms) {
      // A rare way to read a word must not outweigh the plain one.
      const top = Math.max(0, ...ways.map(([, weight]) => weight));
      const most = Math.log(1 + n / Math.max(1, ...ways.map(([stem, weight]) => (weight === top ? parts(stem)[0][0] : 0))));
      const best = floats(), gain = floats(), title = floats(), here = new Uint8Array(n);
      for (const [stem, weight] of ways) {
        const [list, titles = []] = parts(stem), idf = Math.min(most, Math.log(1 + n / list[0])) * weight * share;
        for (let i = 1, level = LEVELS; i < list.length; ) {
          level -= list[i++];
          const value = idf * (level / LEVELS) ** 2;
          for (let left = list[i++], entry = 0; left > 0; left--) {
            entry += list[i++];
            if (best[entry] < value) best[entry] = value;
            if (gain[entry] < idf) gain[entry] = idf;
          }
        }
        for (let i = 0, entry = 0; i < titles.length; ) {
          entry += titles[i++];
          here[entry] = titles[i++];
          if (title[entry] < idf) title[entry] = idf;
        }
      }
      sum += most * top * share;
      rare.set(word, most * share);
      const pair = share === 1 && before.length > 0;
      if (pair) beside++;
      for (let entry = 0; entry < n; entry++) if (best[entry]) {
        scores[entry] += best[entry];
        covered[entry] += gain[entry];
        titled[entry] += title[entry];
        matched[entry]++;
        const step = pair && before[entry] && here[entry] ? here[entry] - before[entry] : 0;
        if (step === 1 || step === 2) pairs[entry] += 1 / step;
      }
      before = share === 1 ? here : new Uint8Array(0);
      await breathe(language);
    }
    // Short queries look for one page, long ones for a theme.
    const power = 0.4 + Math.min(1, 4 / told);
    for (let entry = 0; entry < n; entry++) if (scores[entry]) {
      scores[entry] *= (covered[entry] / sum) ** power * (1 + (titled[entry] / sum) ** 2) * (1 + 0.6 * pairs[entry] / Math.max(beside, 1));
    }
    await breathe(language);
    return { scores, matched, rare };
  }

  /** @param {Language} language @param {Record<string, string[]>} filters @returns {Promise<(entry: number) => boolean>} */
  async function allowed(language, filters) {
    const wanted = Object.entries(filters).filter(([name, values]) => name !== "kind" && values.length);
    if (!wanted.length) return () => true;
    const facets = await casebookFiles.facets(language);
    const sets = wanted.map(([name, values]) => {
      const own = facets.find((/** @type {{name: string}} */ facet) => facet.name === name)?.values || [];
      const lists = own.filter((/** @type {string[]} */ [value]) => values.includes(value));
      return new Set(lists.flatMap((/** @type {string[]} */ [, , list]) => casebookFiles.rising(list)));
    });
    return (entry) => sets.every((set) => set.has(entry));
  }

  /** On a large site the work of one key is done in parts, so that the next key is heard in between. @param {Language} language */
  const breathe = ({ entries }) => (entries > LARGE ? new Promise((go) => setTimeout(go)) : undefined);

  /** The kind of each entry: looked up for all that match, at every key. @type {Map<string, string[]>} */
  const kindsOf = new Map();

  /** @param {Language} language @param {number} entry */
  function kindOf({ folder, entries, kinds }, entry) {
    let all = kindsOf.get(folder);
    if (!all) {
      all = new Array(entries);
      for (const [kind, first] of kinds) all.fill(kind, first);
      kindsOf.set(folder, all);
    }
    return all[entry];
  }

  /** @param {Hit} hit @returns {Promise<Texts>} */
  async function textsOf({ language, entry }) {
    const file = await casebookFiles.texts(language, Math.floor(entry / language.per_file));
    return file[entry % language.per_file];
  }

  /** The best of some entries, in order. @param {number[]} entries @param {Float32Array} scores @param {number} most */
  function best(entries, scores, most) {
    if (entries.length > most) {
      const last = Float32Array.from(entries, (entry) => scores[entry]).sort()[entries.length - most];
      entries = entries.filter((entry) => scores[entry] >= last);
    }
    return entries.sort((a, b) => scores[b] - scores[a] || a - b).slice(0, most);
  }

  /** Those entries whose texts have every phrase. @param {Language} language @param {number[]} entries @param {string[]} phrases */
  async function read(language, entries, phrases) {
    const kept = await Promise.all(entries.map(async (entry) => {
      const { title, places } = await textsOf({ language, entry, score: 0 });
      const line = " " + split(fold(title + "\n" + places.flat().join("\n"))).join(" ") + " ";
      return phrases.every((phrase) => line.includes(" " + phrase));
    }));
    return entries.filter((_, i) => kept[i]);
  }

  /**
   * One language of the site.
   * @param {Language} language @param {string} query @param {Record<string, string[]>} filters
   */
  async function searchIn(language, query, filters) {
    const core = await casebookFiles.core(language);
    const words = [...new Set(split(fold(query)))].slice(0, MOST_WORDS);
    const open = /[\p{Alphabetic}\p{N}\p{M}]$/u.test(query);
    const single = await Promise.all(words.map((word, i) => term(language, core, word, open && i === words.length - 1)));
    const terms = [...single, ...phrasesMeant(core, words)];
    const { scores, matched, rare } = await weigh(language, terms.filter((term) => term.ways.length));
    const phrases = [...query.matchAll(/["“„]([^"“”„]+)["“”]/g)].map((found) => split(fold(found[1])).join(" "));
    const least = phrases.length ? new Set(phrases.join(" ").split(" ")).size : 1;
    const passes = await allowed(language, filters);
    const wanted = (/** @type {number} */ entry) => !filters.kind?.length || filters.kind.includes(kindOf(language, entry));
    const all = [];
    for (let entry = 0; entry < scores.length; entry++) if (matched[entry] >= least && passes(entry)) {
      scores[entry] *= PRIORITY[kindOf(language, entry)] || 1;
      all.push(entry);
    }
    const found = phrases.length ? await read(language, best(all, scores, MOST_READ), phrases) : all;
    /** @type {Record<string, number>} */
    const kinds = {};
    for (const entry of found) kinds[kindOf(language, entry)] = (kinds[kindOf(language, entry)] || 0) + 1;
    await breathe(language);
    const entries = found.filter(wanted), total = entries.length;
    const hits = best(entries, scores, MOST_RANKED).map((entry) => ({ language, entry, score: scores[entry] }));
    await breathe(language);
    return { hits, total, kinds, terms: single, forms: formsOf(core, terms, rare) };
  }

  /**
   * What the forms of each term say, for marks and places. Little words say something only where there are no others.
   * @param {Core} core @param {Term[]} terms @param {Map<string, number>} rare @returns {Forms}
   */
  function formsOf(core, terms, rare) {
    const told = terms.some((term) => term.share === 1 && term.ways.length) ? terms.filter((term) => term.share === 1) : terms;
    /** @type {Map<number, Term>} */
    const means = new Map();
    /** @type {Forms} */
    const forms = new Map();
    for (const term of told) {
      for (const [stem] of term.ways) if (!means.has(stem)) means.set(stem, term);
      if (term.ways.length && !term.word.includes(" ")) forms.set(term.taken || term.word, [term.word, rare.get(term.word) || 0]);
    }
    core.words.forEach((form, i) => {
      const term = means.get(core.stems[i]);
      if (term) forms.set(form, [term.word, rare.get(term.word) || 0]);
    });
    return forms;
  }

  /** What a text says of the query: each word of it once. @param {Iterable<string>} words @param {Forms} forms */
  function said(words, forms) {
    /** @type {Map<string, number>} */
    const seen = new Map();
    for (const word of words) {
      const form = forms.get(word);
      if (form) seen.set(...form);
    }
    let sum = 0;
    for (const weight of seen.values()) sum += weight;
    return sum;
  }

  /** The best place of an entry and what it says. @param {Hit} hit @param {Forms} forms @returns {Promise<Result>} */
  async function result(hit, forms) {
    const { kind, url, title, of, places } = await textsOf(hit);
    const test = (/** @type {string} */ word) => forms.has(word);
    let best = places[0], most = -1;
    for (const place of places) {
      const says = said(split(fold(place[1])), forms) + said(split(fold(place[1] + " " + place[2])), forms);
      if (says > most + 1e-6) [best, most] = [place, says];
    }
    const [anchor, heading, text] = best;
    return {
      url: anchor ? url + "#" + anchor : url, kind, of, score: hit.score,
      title: mark(title, test), place: mark(heading, test), excerpt: excerpt(mark(text.replace(/([.!?…:”])?\n/g, (_, end) => (end || " ·") + " "), test), forms),
    };
  }

  /** The stretch of a text that says most. @param {Marked} pieces @param {Forms} forms @returns {Marked} */
  function excerpt(pieces, forms) {
    let best = 0, most = 0;
    pieces.forEach(([, marked], start) => {
      if (!marked) return;
      const words = [];
      for (let i = start, length = 0; i < pieces.length && length < EXCERPT; length += pieces[i++][0].length) {
        if (pieces[i][1]) words.push(...split(fold(pieces[i][0])));
      }
      const says = said(words, forms);
      if (says > most) [best, most] = [start, says];
    });
    /** @type {Marked} */
    const shown = [];
    let left = EXCERPT;
    if (best > 0) {
      const before = pieces[best - 1][0];
      const blank = before.indexOf(" ", before.length - 50) + 1;
      const cut = before.length > 60 ? (blank ? before.slice(blank) : [...before].slice(-50).join("")) : before;
      shown.push([(cut.length < before.length || best > 1 ? "… " : "") + cut, false]);
      left -= cut.length;
    }
    for (let i = best; i < pieces.length && left > 0; i++) {
      const [text, marked] = pieces[i];
      const end = text.length > left ? text.lastIndexOf(" ", left) : -1;
      shown.push([text.length > left ? text.slice(0, end < 0 ? left : end) + " …" : text, marked]);
      left -= text.length;
    }
    return shown;
  }

  /** The index of the page's own language first. */
  async function languages() {
    const own = document.documentElement.lang.split("-")[0];
    return [...(await casebookFiles.languages())].sort((a, b) => Number(b.name === own) - Number(a.name === own));
  }

  /** @param {string} query @param {Record<string, string[]>} filters @returns {Promise<Found>} */
  async function once(query, filters) {
    const [own, ...others] = await languages();
    /** @type {Awaited<ReturnType<typeof searchIn>>[]} */
    const all = own ? [await searchIn(own, query, filters)] : [];
    // Other languages help out where the page's own has little to say.
    if (own && all[0].total < 10) {
      for (const other of await Promise.allSettled(others.map((other) => searchIn(other, query, filters)))) if (other.status === "fulfilled") all.push(other.value);
    }
    const hits = all.flatMap((one) => one.hits), forms = new Map(all.flatMap((one) => [...one.forms]).reverse());
    /** @type {Record<string, number>} */
    const kinds = {};
    for (const one of all) for (const kind in one.kinds) kinds[kind] = (kinds[kind] || 0) + one.kinds[kind];
    // A word is strange only where no language knows it.
    const strange = (all[0]?.terms || []).filter((_, i) => !all.some(({ terms }) => terms[i].known));
    const taken = strange.map(({ word }) => /** @type {[string, string | undefined]} */ ([word, all.flatMap(({ terms }) => terms.find((term) => term.word === word)?.taken || [])[0]]));
    return {
      total: all.reduce((sum, one) => sum + one.total, 0), kinds, words: [...forms.keys()].slice(0, 60),
      corrected: taken.flatMap(([word, form]) => (form ? [/** @type {[string, string]} */ ([word, form])] : [])),
      unknown: taken.flatMap(([word, form]) => (form ? [] : [word])),
      answer: await answer(hits, forms),
      page: async (from, to) => {
        const results = [];
        await Promise.all(hits.slice(from, to).map(textsOf));
        for (const hit of hits.slice(from, to)) {
          results.push(await result(hit, forms));
          // Texts are read one by one, so that keys are heard in between.
          await new Promise((go) => setTimeout(go));
        }
        return results;
      },
    };
  }

  /** The lines of a step that is found first, those first that say most of the query. @param {Hit[]} hits @param {Forms} forms @returns {Promise<Answer | null>} */
  async function answer([first], forms) {
    if (!first || kindOf(first.language, first.entry) !== "step") return null;
    const { title, url, of, lines } = await textsOf(first);
    if (!lines) return null;
    const sorted = (/** @type {string[]} */ some) => {
      const says = new Map(some.map((line) => [line, said(split(fold(line)), forms)]));
      return [...some].sort((a, b) => (says.get(b) || 0) - (says.get(a) || 0));
    };
    return { title, url, of, act: lines[0], say: sorted(lines[1]), avoid: sorted(lines[2]) };
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
    return { ...found, page: (from, to) => found.page(from, to).catch(() => renewing(async () => (await ask()).page(from, to))) };
  }

  /** What can be filtered by. */
  const facets = () => renewing(async () => {
    const [own] = await languages();
    /** @type {{name: string, values: [string, string, string][]}[]} */
    const all = own ? await casebookFiles.facets(own) : [];
    return all.map(({ name, values }) => ({
      name, values: values.map(([value, title, list]) => ({ value, title, count: casebookFiles.numbers(list).length })),
    }));
  });

  /** Loads what every search needs. */
  const warm = () => renewing(async () => {
    const [own] = await languages();
    if (own) await casebookFiles.core(own);
  });

  return { search, facets, warm, fold, mark: (/** @type {string} */ text, /** @type {string[]} */ words) => mark(text, (word) => words.includes(word)) };
})();
