/**
 * Text → words, by the rule that the index follows too (src/search/fold.rs): case and diacritics folded, parts of ids
 * and hyphenated words alone and joined, scripts without blanks in pairs of signs.
 */
const casebookWords = (function () {
  // Diacritics of European scripts, points of Hebrew and Arabic, and signs that are not seen.
  const dropped = /[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u0652\u0670\u00ad\u200b-\u200f\u202a-\u202e\u20e3\u2060-\u2069\ufe00-\ufe0f\ufeff]/g;
  /** @type {Record<string, string>} */
  const plain = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", ı: "i", ς: "σ", "’": "'", "‐": "-" };
  const letter = "[\\p{Alphabetic}\\p{N}\\p{M}]";
  const compound = new RegExp(letter + "+(?:['_-]+" + letter + "+)*", "gu");
  const plainCompound = /[a-z0-9]+(?:['_-]+[a-z0-9]+)*/g;
  const holds = /['_-]/;
  // The same in a text that is not folded: signs that are not seen may stand inside.
  const written = new RegExp(letter + "+(?:['’_\\u2010\\u2011\\u00ad\\u200b-\\u200d-]+" + letter + "+)*", "gu");
  const unspaced = /[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\u{20000}-\u{3ffff}]+/gu;

  // Most texts are plain, and all the signs above cost time.
  const ascii = /^[\0-\x7f]*$/;

  /** @param {string} text */
  function fold(text) {
    if (ascii.test(text)) return text.toLowerCase();
    return text.normalize("NFKD").toLowerCase().replace(dropped, "").normalize("NFC").replace(/[ßæœøđðłıς’‐]/g, (sign) => plain[sign]);
  }

  /** @param {string} run @param {string[]} words */
  function simple(run, words) {
    if (ascii.test(run)) {
      if (run && run.length <= 40) words.push(run);
      return;
    }
    const put = (/** @type {string} */ word) => word && [...word].length <= 40 && words.push(word);
    let at = 0;
    for (const part of run.matchAll(unspaced)) {
      put(run.slice(at, part.index));
      const signs = [...part[0]];
      if (signs.length === 1) words.push(signs[0]);
      for (let i = 1; i < signs.length; i++) words.push(signs[i - 1] + signs[i]);
      at = part.index + part[0].length;
    }
    put(run.slice(at));
  }

  /** The words of a text that is folded already. @param {string} text @returns {string[]} */
  function split(text) {
    /** @type {string[]} */
    const words = [];
    for (const whole of text.match(ascii.test(text) ? plainCompound : compound) || []) {
      if (!holds.test(whole)) {
        simple(whole, words);
        continue;
      }
      const parts = whole.split(/[_-]+/).filter(Boolean);
      let joined = "";
      for (const part of parts) {
        // "don't" is one word, "l'heure" two.
        const ends = part.replace(/^'+|'+$/g, "").split(/'(.*)/s);
        const pieces = ends.length > 1 && [...ends[0]].length > 1 && [...ends[1]].length < 3 ? [ends[0] + ends[1]] : part.split("'");
        for (const piece of pieces) simple(piece, words);
        joined += pieces.join("");
      }
      if (parts.length > 1 && parts.length < 5 && !joined.match(unspaced)) simple(joined, words);
    }
    return words;
  }

  /**
   * A text in pieces, of which those are marked whose word passes `test`.
   * @param {string} text @param {(word: string) => boolean} test @returns {[text: string, marked: boolean][]}
   */
  function mark(text, test) {
    /** @type {[string, boolean][]} */
    const pieces = [];
    let at = 0;
    const put = (/** @type {number} */ start, /** @type {number} */ end) => {
      const last = pieces[pieces.length - 1];
      if (start <= at && last?.[1]) last[0] += text.slice(at, end);
      else {
        if (start > at) pieces.push([text.slice(at, start), false]);
        pieces.push([text.slice(start, end), true]);
      }
      at = end;
    };
    const isPlain = ascii.test(text), lower = isPlain ? text.toLowerCase() : text;
    let start = 0;
    for (const found of lower.match(isPlain ? plainCompound : written) || []) {
      start = lower.indexOf(found, start);
      const signs = !isPlain && found.match(unspaced) ? [...found] : [];
      if (!signs.length && (isPlain && !holds.test(found) ? test(found) : split(fold(found)).some(test))) put(start, start + found.length);
      // Without blanks only the signs of a pair are marked.
      for (let i = 1, sign = start; i < signs.length; sign += signs[i++ - 1].length) {
        const pair = signs[i - 1] + signs[i];
        if (split(fold(pair)).some(test)) put(Math.max(at, sign), sign + pair.length);
      }
      start += found.length;
    }
    if (at < text.length) pieces.push([text.slice(at), false]);
    return pieces;
  }

  return { fold, split, mark };
})();
