/**
 * The files of the search index (src/search.rs says what each holds). They are scripts that call `casebookIndex`, so
 * that they load from anywhere, a shared drive included. Nothing is unpacked before somebody looks into it.
 */
const casebookFiles = (function () {
  /**
   * @typedef {[word: string, stem: number, spread: number]} Form  spread: in how many entries it stands (log2)
   * @typedef {{words: string[], stems: string[], spread: string[], ranges: string,
   *   firsts?: string[], unpacked?: Form[][]}} Part  an item for each block
   * @typedef {Part & {synonyms: [words: string, own: number, stems: number[]][], little: string[]}} Core
   * @typedef {{name: string, folder: string, entries: number, kinds: [string, number][], per_file: number, tails: string[],
   *   postings: string, starts?: Uint32Array, core?: Core}} Language
   * @typedef {{list: Uint32Array, titles: Uint32Array}} Posting  where a stem stands, and which word of how long a title it is there
   */

  /** The form of the files that this script reads (src/search.rs). */
  const FORM = 3;
  /** After how many milliseconds of work a key is listened to. */
  const SLICE = 16;
  const base = (document.documentElement.dataset.root || '') + 'search/';
  /** @type {Map<string, Promise<any>>} */
  let files = new Map();
  /** Who waits for a file: after `renew` the same name may be asked for again, by another script. @type {Map<string, Set<(payload: any) => void>>} */
  const waiting = new Map();
  let again = '',
    until = 0;

  /** @param {string} name @param {(payload: any) => any} [read] @returns {Promise<any>} */
  function load(name, read = (payload) => payload) {
    const known = files.get(name);
    if (known) return known;
    const file = new Promise((resolve, reject) => {
      const script = document.createElement('script');
      const together = waiting.get(name) || new Set();
      waiting.set(name, together.add(resolve));
      script.onload = script.onerror = () => {
        script.remove();
        together.delete(resolve);
        reject(new Error('no ' + name));
      };
      script.src = base + name + '.js' + (name === 'root' ? again : '');
      document.head.append(script);
    }).then(read);
    files.set(name, file);
    return file;
  }

  /** What a file of the index calls. @param {string} name @param {unknown} payload */
  function take(name, payload) {
    const together = waiting.get(name);
    begin();
    waiting.delete(name);
    together?.forEach((wanted) => wanted(payload));
  }

  /** Forgets everything, so that the index that stands now is asked for anew. */
  function renew() {
    files = new Map();
    again = '?' + Date.now();
  }

  /** A stretch of work begins. */
  const begin = () => {
    until = Date.now() + SLICE;
  };

  /** Long work is done in parts, so that keys are heard in between: waits where the part at hand was long enough. */
  async function breathe() {
    if (Date.now() < until) return;
    const { scheduler } = /** @type {{scheduler?: {yield?: () => Promise<void>}}} */ (globalThis);
    await (scheduler?.yield?.() ?? new Promise((go) => setTimeout(go)));
    begin();
  }

  /** Numbers from their signs (src/search/pack.rs). @param {string} text */
  function numbers(text) {
    const all = new Uint32Array(text.length);
    let value = 0,
      length = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      const digit = code - 35 - (code > 60 ? 1 : 0) - (code > 92 ? 1 : 0);
      if (digit < 60) {
        all[length++] = value * 60 + digit;
        value = 0;
      } else value = value * 30 + digit - 60;
    }
    return all.subarray(0, length);
  }

  /** @param {string} text */
  function rising(text) {
    let sum = 0;
    return numbers(text).map((step) => (sum += step));
  }

  /** The forms of a block. @param {Part} part @param {number} at @returns {Form[]} */
  function unpack(part, at) {
    const all = (part.unpacked ||= []),
      text = part.words[at];
    if (all[at]) return all[at];
    const steps = numbers(part.stems[at]),
      spread = numbers(part.spread[at]);
    let word = '',
      stem = numbers(part.ranges)[2 * at];
    return (all[at] = (text.match(/[A-Z][^A-Z]*/g) || []).map((rest, i) => {
      const step = steps[i];
      word = word.slice(0, rest.charCodeAt(0) - 65) + rest.slice(1);
      return [word, (stem += step % 2 ? -(step + 1) / 2 : step / 2), spread[i]];
    }));
  }

  /** The forms from `first` to `last`. @param {Part} part @param {string} first @param {string} last @returns {Form[]} */
  function forms(part, first, last) {
    const firsts = (part.firsts ||= part.words.map((block) => block.slice(1).split(/[A-Z]/, 1)[0]));
    /** @type {Form[]} */
    const found = [];
    for (
      let at = Math.max(
        0,
        firsts.findLastIndex((start) => start <= first),
      );
      firsts[at] <= last;
      at++
    ) {
      for (const form of unpack(part, at)) if (form[0] >= first && form[0] <= last) found.push(form);
    }
    return found;
  }

  /** The forms of some stems. @param {Part} part @param {Map<number, unknown>} stems @returns {Form[]} */
  function formsOf(part, stems) {
    const ranges = numbers(part.ranges),
      wanted = [...stems.keys()];
    return part.words.flatMap((_, at) => {
      const low = ranges[2 * at],
        high = low + ranges[2 * at + 1];
      return wanted.some((stem) => low <= stem && stem <= high)
        ? unpack(part, at).filter(([, stem]) => stems.has(stem))
        : [];
    });
  }

  /** @returns {Promise<Language[]>} */
  const languages = () =>
    load('root', (root) => {
      if (root.form !== FORM) throw new Error('another form');
      return root.languages;
    });
  /** @param {Language} l @returns {Promise<Core>} */
  const core = async (l) => l.core || load(l.folder + '/core');
  /** @param {Language} l @param {string} word @returns {Promise<Part>} */
  const tail = (l, word) =>
    load(
      l.folder +
        '/t' +
        Math.max(
          0,
          l.tails.findLastIndex((first) => first <= word),
        ),
    );
  /** @param {Language} l @param {number} stem @returns {Promise<Posting>} */
  async function posting(l, stem) {
    const starts = (l.starts ||= rising(l.postings)),
      shard = starts.findLastIndex((first) => first <= stem);
    const lists = await load(l.folder + '/p' + shard, (text) => text.split(' '));
    const at = stem - starts[shard];
    if (typeof lists[at] === 'string') {
      const [list, titles = ''] = lists[at].split('!');
      lists[at] = { list: numbers(list), titles: numbers(titles) };
    }
    return lists[at];
  }
  /** @param {Language} l @param {number} entry */
  const texts = async (l, entry) => (await load(l.folder + '/f' + Math.floor(entry / l.per_file)))[entry % l.per_file];
  /** @param {Language} l */
  const facets = (l) => load(l.folder + '/facets');

  return { take, renew, breathe, numbers, rising, forms, formsOf, languages, core, tail, posting, texts, facets };
})();

/** What the files of the index call. @param {string} name @param {unknown} payload */
function casebookIndex(name, payload) {
  casebookFiles.take(name, payload);
}
