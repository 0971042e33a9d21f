/**
 * Text → words, by the rule that the index follows too (src/search/fold.rs): case and diacritics folded, parts of ids
 * and hyphenated words alone and joined, scripts without blanks in pairs of signs.
 */
const casebookWords = (function () {
  // Diacritics of European scripts, points of Hebrew and Arabic, and signs that are not seen.
  const dropped =
    /[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u0652\u0670\u00ad\u200b-\u200f\u202a-\u202e\u20e3\u2060-\u2069\ufe00-\ufe0f\ufeff]/g;
  /** @type {Record<string, string>} */
  const plain = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', ı: 'i', ς: 'σ', '’': "'", '‐': '-' };
  const letter = '[\\p{Alphabetic}\\p{N}\\p{M}]';
  const compound = new RegExp(letter + "+(?:['_-]+" + letter + '+)*', 'gu');
  // Most words are plain, and all the signs above cost time.
  const isPlain = /^[a-z0-9]+$/;
  // The same in a text that is not folded: signs that are not seen may stand inside.
  const written = new RegExp(letter + "+(?:['’_\\u2010\\u2011\\u00ad\\u200b-\\u200d-]+" + letter + '+)*', 'gu');
  const unspaced =
    /([\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\u{20000}-\u{3ffff}]+)/gu;

  /** @param {string} text */
  function fold(text) {
    return text
      .normalize('NFKD')
      .toLowerCase()
      .replace(dropped, '')
      .normalize('NFC')
      .replace(/[ßæœøđðłıς’‐]/g, (sign) => plain[sign]);
  }

  /** @param {string} run @param {string[]} words */
  function simple(run, words) {
    run.split(unspaced).forEach((part, i) => {
      const signs = [...part];
      if (i % 2) words.push(...(signs.length > 1 ? signs.slice(1).map((sign, i) => signs[i] + sign) : signs));
      else if (part && signs.length <= 40) words.push(part);
    });
  }

  /** The words of a text that is folded already. @param {string} text @returns {string[]} */
  function split(text) {
    /** @type {string[]} */
    const words = [];
    for (const whole of text.match(compound) || []) {
      const parts = whole.split(/[_-]+/).filter(Boolean);
      let joined = '';
      for (const part of parts) {
        // "don't" is one word, "l'heure" two.
        const ends = part.replace(/^'+|'+$/g, '').split(/'(.*)/s);
        const pieces =
          ends.length > 1 && [...ends[0]].length > 1 && [...ends[1]].length < 3 ? [ends[0] + ends[1]] : part.split("'");
        for (const piece of pieces) simple(piece, words);
        joined += pieces.join('');
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
    let start = 0;
    for (const found of text.match(written) || []) {
      start = text.indexOf(found, start);
      const word = found.toLowerCase(),
        signs = isPlain.test(word) || !found.match(unspaced) ? [] : [...found];
      if (!signs.length && (isPlain.test(word) ? test(word) : split(fold(found)).some(test)))
        put(start, start + found.length);
      // Without blanks only the signs of a pair are marked.
      for (let i = 1, sign = start; i < signs.length; sign += signs[i++ - 1].length) {
        if (split(fold(signs[i - 1] + signs[i])).some(test))
          put(Math.max(at, sign), sign + signs[i - 1].length + signs[i].length);
      }
      start += found.length;
    }
    if (at < text.length) pieces.push([text.slice(at), false]);
    return pieces;
  }

  return { fold, split, mark };
})();
