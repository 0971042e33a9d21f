/**
 * The files of the search index (src/search.rs says what each holds). They are scripts that call `casebookIndex`, so
 * that they load from anywhere, a shared drive included.
 */
const casebookFiles = (function () {
  /** @typedef {{words: string[], stems: number[], spread: number[]}} Words  forms in order, their stems, how widespread (log2) */
  /** @typedef {{name: string, folder: string, entries: number, kinds: [string, number][], per_file: number, tails: string[], postings: string}} Language */

  /** The form of the files that this script reads (src/search.rs). */
  const FORM = 1;
  const base = (document.documentElement.dataset.root || "") + "search/";
  /** @type {Map<string, Promise<any>>} */
  let files = new Map();
  /** Who waits for a file: after `renew` the same name may be asked for again, by another script. @type {Map<string, Set<(payload: any) => void>>} */
  const waiting = new Map();
  let again = "";

  /** @param {string} name @param {(payload: any) => any} read @returns {Promise<any>} */
  function load(name, read) {
    const known = files.get(name);
    if (known) return known;
    const file = new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const mine = (/** @type {unknown} */ payload) => {
        try {
          resolve(read(payload));
        } catch (error) {
          reject(error);
        }
      };
      const together = waiting.get(name) || new Set();
      waiting.set(name, together.add(mine));
      script.onload = script.onerror = () => {
        script.remove();
        together.delete(mine);
        reject(new Error("no " + name));
      };
      script.src = base + name + ".js" + (name === "root" ? again : "");
      document.head.append(script);
    });
    files.set(name, file);
    return file;
  }

  /** What a file of the index calls. @param {string} name @param {unknown} payload */
  function take(name, payload) {
    const together = waiting.get(name);
    waiting.delete(name);
    together?.forEach((wanted) => wanted(payload));
  }

  /** Forgets everything, so that the index that stands now is asked for anew. */
  function renew() {
    files = new Map();
    again = "?" + Date.now();
  }

  /** Numbers from their signs (src/search/pack.rs). @param {string} text @returns {number[]} */
  function numbers(text) {
    const all = [];
    let value = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      const digit = code - 35 - (code > 60 ? 1 : 0) - (code > 92 ? 1 : 0);
      if (digit < 60) {
        all.push(value * 60 + digit);
        value = 0;
      } else value = value * 30 + digit - 60;
    }
    return all;
  }

  /** @param {string} text @returns {number[]} */
  function rising(text) {
    let sum = 0;
    return numbers(text).map((step) => (sum += step));
  }

  /** @typedef {Words & {synonyms: [words: string, own: number, stems: number[]][], little: string[]}} Core */

  /** @param {{words: string, stems: string, spread: string}} part @returns {Words} */
  function words(part) {
    let word = "", stem = 0;
    // Shared signs are counted as readers see them, which is dearer to cut where a sign takes two places.
    const wide = /[\ud800-\udfff]/.test(part.words);
    return {
      words: (part.words.match(/[A-Z][^A-Z]*/g) || []).map((rest) => {
        const shared = rest.charCodeAt(0) - 65;
        return (word = (wide ? [...word].slice(0, shared).join("") : word.slice(0, shared)) + rest.slice(1));
      }),
      stems: numbers(part.stems).map((step) => (stem += step % 2 ? -(step + 1) / 2 : step / 2)),
      spread: numbers(part.spread),
    };
  }

  /** @returns {Promise<Language[]>} */
  const languages = () => load("root", (root) => {
    if (root.form !== FORM) throw new Error("an index of another form");
    return root.languages;
  });
  /** @param {Language} l @returns {Promise<Core>} */
  const core = (l) => load(l.folder + "/core", (part) => ({ ...part, ...words(part) }));
  /** @param {Language} l @param {number} n @returns {Promise<Words>} */
  const tail = (l, n) => load(l.folder + "/t" + n, words);
  /** @param {Language} l @param {number} n @returns {Promise<string[]>} */
  const postings = (l, n) => load(l.folder + "/p" + n, (text) => text.split(" "));
  /** @param {Language} l @param {number} n */
  const texts = (l, n) => load(l.folder + "/f" + n, (list) => list);
  /** @param {Language} l */
  const facets = (l) => load(l.folder + "/facets", (list) => list);

  return { take, renew, numbers, rising, languages, core, tail, postings, texts, facets };
})();

/** What the files of the index call. @param {string} name @param {unknown} payload */
function casebookIndex(name, payload) {
  casebookFiles.take(name, payload);
}
