/**
 * Loads and decodes the files of the search index. `src/search.rs` says what each contains. They are scripts that call
 * `casebookIndex`, so that they also load from `file:` addresses. Nothing is decoded before it is needed.
 */
const casebookFiles = (function () {
  /**
   * @typedef {[word: string, stem: number, frequency: number]} Form  a word form; `frequency` is the base-2 logarithm,
   *   rounded down, of the number of entries that contain it
   *
   * @typedef {object} Part  a part of the vocabulary; each list has one item for each block of forms
   * @property {string[]} words
   * @property {string[]} stems
   * @property {string[]} spread
   * @property {string} ranges
   * @property {string[]} [firsts]  the first word of each block
   * @property {Form[][]} [unpacked]  the blocks that were decoded so far
   *
   * @typedef {[words: string, stem: number, synonyms: number[]]} Synonym
   * @typedef {Part & {synonyms: Synonym[], stop_words: string[]}} Core
   *
   * @typedef {object} Constants  numbers that the index states, see `Constants` in `src/search.rs`
   * @property {number} levels
   * @property {number} everywhere
   * @property {number} short
   *
   * @typedef {object} Language
   * @property {string} name
   * @property {string} folder
   * @property {number} entries
   * @property {[kind: string, first: number][]} kinds
   * @property {number} per_file
   * @property {string[]} tails
   * @property {string} postings
   * @property {Core} [core]
   * @property {Constants} constants
   * @property {Uint32Array} [starts]  the first stem of each postings file
   *
   * @typedef {object} Posting  see `pack_list` in `src/search/postings.rs`
   * @property {Uint32Array} list  the number of entries, then the entries by level
   * @property {Uint32Array} titles  three numbers for each title: entry, position of the stem, length
   */

  /** The version of the file format that this script reads (`FORM` in `src/search.rs`). */
  const FORMAT = 4;
  /** Milliseconds of work after which waiting key presses are handled. */
  const TIME_SLICE = 16;

  // The number encoding, see `src/search/pack.rs`: digits are the characters from `#`, without `<` and `\`.
  const FIRST_DIGIT = '#'.charCodeAt(0);
  const SKIPPED_BEFORE = '<'.charCodeAt(0);
  const SKIPPED_AFTER = '\\'.charCodeAt(0);
  const LAST_DIGITS = 60;
  const MORE_DIGITS = 30;
  const GAP = '!';

  const base = (document.documentElement.dataset.root || '') + 'search/';
  /** @type {Map<string, Promise<any>>} */
  let files = new Map();
  /**
   * The requests that wait for each file. After `renew`, several scripts may load the same name.
   * @type {Map<string, Set<(payload: any) => void>>}
   */
  const waiting = new Map();
  /** The query string that makes browsers request the root again. */
  let rootQuery = '';
  /** The time at which the current work should yield. */
  let sliceEnd = 0;

  /** @param {string} name @param {(payload: any) => any} [decode] @returns {Promise<any>} */
  function load(name, decode = (payload) => payload) {
    const known = files.get(name);
    if (known) return known;
    const file = new Promise((resolve, reject) => {
      const script = document.createElement('script');
      const requests = waiting.get(name) || new Set();
      waiting.set(name, requests.add(resolve));
      script.onload = script.onerror = () => {
        script.remove();
        requests.delete(resolve);
        // Has no effect if the file has called `casebookIndex`.
        reject(new Error(`could not load ${name} of the search index`));
      };
      script.src = base + name + '.js' + (name === 'root' ? rootQuery : '');
      document.head.append(script);
    }).then(decode);
    files.set(name, file);
    return file;
  }

  /** Receives the content of a file. @param {string} name @param {unknown} payload */
  function take(name, payload) {
    const requests = waiting.get(name);
    startTimeSlice();
    waiting.delete(name);
    requests?.forEach((resolve) => resolve(payload));
  }

  /** Discards all files, so that the current index is requested. */
  function renew() {
    files = new Map();
    rootQuery = '?' + Date.now();
  }

  function startTimeSlice() {
    sliceEnd = Date.now() + TIME_SLICE;
  }

  /** Yields to the browser if the current work has taken long enough that key presses may be waiting. */
  async function breathe() {
    if (Date.now() < sliceEnd) return;
    const { scheduler } = /** @type {{scheduler?: {yield?: () => Promise<void>}}} */ (globalThis);
    await (scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve)));
    startTimeSlice();
  }

  /** Decodes numbers. @param {string} text */
  function numbers(text) {
    const decoded = new Uint32Array(text.length);
    let value = 0;
    let length = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      let digit = code - FIRST_DIGIT;
      if (code > SKIPPED_BEFORE) digit--;
      if (code > SKIPPED_AFTER) digit--;
      if (digit < LAST_DIGITS) {
        decoded[length++] = value * LAST_DIGITS + digit;
        value = 0;
      } else {
        value = value * MORE_DIGITS + digit - LAST_DIGITS;
      }
    }
    return decoded.subarray(0, length);
  }

  /** Decodes an ascending list. @param {string} text */
  function rising(text) {
    let sum = 0;
    return numbers(text).map((step) => {
      sum += step;
      return sum;
    });
  }

  /** Returns the forms of the block `at`. @param {Part} part @param {number} at @returns {Form[]} */
  function unpack(part, at) {
    part.unpacked ||= [];
    part.unpacked[at] ||= decodeBlock(part, at);
    return part.unpacked[at];
  }

  /** @param {Part} part @param {number} at @returns {Form[]} */
  function decodeBlock(part, at) {
    const steps = numbers(part.stems[at]);
    const frequencies = numbers(part.spread[at]);
    let word = '';
    let stem = numbers(part.ranges)[2 * at];
    // A capital letter is the length of the prefix that a word shares with the word before: `A` is 0.
    const encoded = part.words[at].match(/[A-Z][^A-Z]*/g) || [];
    return encoded.map((text, i) => {
      word = word.slice(0, text.charCodeAt(0) - 'A'.charCodeAt(0)) + text.slice(1);
      // Zigzag: backward steps are odd, forward steps even.
      const step = steps[i];
      stem += step % 2 ? -(step + 1) / 2 : step / 2;
      return [word, stem, frequencies[i]];
    });
  }

  /**
   * Returns the index of the last of the ascending `starts` that is not above `wanted`; 0 if all are above.
   * @template T @param {{findLastIndex: (test: (start: T) => boolean) => number}} starts @param {T} wanted
   */
  const lastStart = (starts, wanted) =>
    Math.max(
      0,
      starts.findLastIndex((start) => start <= wanted),
    );

  /** Returns the forms from `first` to `last`. @param {Part} part @param {string} first @param {string} last */
  function forms(part, first, last) {
    part.firsts ||= part.words.map((block) => block.slice(1).split(/[A-Z]/, 1)[0]);
    /** @type {Form[]} */
    const found = [];
    for (let at = lastStart(part.firsts, first); part.firsts[at] <= last; at++) {
      for (const form of unpack(part, at)) {
        if (form[0] >= first && form[0] <= last) found.push(form);
      }
    }
    return found;
  }

  /** Returns the forms of the given stems. @param {Part} part @param {Map<number, unknown>} stems @returns {Form[]} */
  function formsOf(part, stems) {
    const ranges = numbers(part.ranges);
    const wanted = [...stems.keys()];
    return part.words.flatMap((_, at) => {
      const lowest = ranges[2 * at];
      const highest = lowest + ranges[2 * at + 1];
      const hasAny = wanted.some((stem) => lowest <= stem && stem <= highest);
      return hasAny ? unpack(part, at).filter(([, stem]) => stems.has(stem)) : [];
    });
  }

  /** Returns the languages of the index. @returns {Promise<Language[]>} */
  const languages = () =>
    load('root', (root) => {
      if (root.form !== FORMAT) throw new Error(`the search index has format ${root.form} instead of ${FORMAT}`);
      for (const language of root.languages) language.constants = root.constants;
      return root.languages;
    });

  /** @param {Language} language @returns {Promise<Core>} */
  const core = async (language) => language.core || load(`${language.folder}/core`);

  /** Returns the tail of the vocabulary that contains `word`. @param {Language} language @param {string} word */
  const tail = (language, word) => load(`${language.folder}/t${lastStart(language.tails, word)}`);

  /** @param {Language} language @param {number} stem @returns {Promise<Posting>} */
  async function posting(language, stem) {
    language.starts ||= rising(language.postings);
    const file = lastStart(language.starts, stem);
    const lists = await load(`${language.folder}/p${file}`, (text) => text.split(' '));
    const at = stem - language.starts[file];
    if (typeof lists[at] === 'string') {
      const [list, titles = ''] = lists[at].split(GAP);
      lists[at] = { list: numbers(list), titles: numbers(titles) };
    }
    return lists[at];
  }

  /** Returns the texts of an entry. @param {Language} language @param {number} entry */
  async function texts(language, entry) {
    const inFile = await load(`${language.folder}/f${Math.floor(entry / language.per_file)}`);
    return inFile[entry % language.per_file];
  }

  /** @param {Language} language */
  const facets = (language) => load(`${language.folder}/facets`);

  return { take, renew, breathe, numbers, rising, forms, formsOf, languages, core, tail, posting, texts, facets };
})();

/** Called by the files of the index. @param {string} name @param {unknown} payload */
function casebookIndex(name, payload) {
  casebookFiles.take(name, payload);
}
