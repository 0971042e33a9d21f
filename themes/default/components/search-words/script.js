/**
 * Splits text into words by the rules of `src/search/fold.rs`: case and diacritics are folded, identifiers and
 * hyphenated words are indexed in parts and joined, and scripts without blanks are split into pairs of characters.
 */
const casebookWords = (function () {
  // Diacritics of European scripts, points of Hebrew and Arabic, and invisible characters.
  const dropped =
    /[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u0652\u0670\u00ad\u200b-\u200f\u202a-\u202e\u20e3\u2060-\u2069\ufe00-\ufe0f\ufeff]/g;
  /** @type {Record<string, string>} */
  const plain = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', ı: 'i', ς: 'σ', '’': "'", '‐': '-' };
  const letter = '[\\p{Alphabetic}\\p{N}\\p{M}]';
  const compound = new RegExp(`${letter}+(?:['_-]+${letter}+)*`, 'gu');
  // The same in text that is not folded: it may contain invisible characters.
  const written = new RegExp(`${letter}+(?:['’_\\u2010\\u2011\\u00ad\\u200b-\\u200d-]+${letter}+)*`, 'gu');
  // Most words are plain, and the expressions for all characters are slow.
  const isPlain = /^[a-z0-9]+$/;
  // Thai, Lao, Burmese, Hangul, Khmer, Hiragana, Katakana, and Chinese characters.
  const unspaced =
    /([\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\u{20000}-\u{3ffff}]+)/gu;
  /** Longer words are not indexed. In characters. */
  const LONGEST_WORD = 40;
  /** Identifiers of more parts are not indexed as a whole. */
  const MOST_PARTS = 4;

  /** @param {string} text */
  function fold(text) {
    return text
      .normalize('NFKD')
      .toLowerCase()
      .replace(dropped, '')
      .normalize('NFC')
      .replace(/[ßæœøđðłıς’‐]/g, (character) => plain[character]);
  }

  /** Appends the words of a text without punctuation. @param {string} text @param {string[]} words */
  function pushWords(text, words) {
    // `split` also returns what the group matches, at odd positions.
    for (const [i, part] of text.split(unspaced).entries()) {
      const characters = [...part];
      if (i % 2 === 0) {
        if (part && characters.length <= LONGEST_WORD) words.push(part);
      } else if (characters.length === 1) {
        words.push(part);
      } else {
        for (let end = 1; end < characters.length; end++) words.push(characters[end - 1] + characters[end]);
      }
    }
  }

  /** Splits a word at its apostrophes: "don't" is one word, "l'heure" two. @param {string} word */
  function splitApostrophes(word) {
    const [before, after] = word.replace(/^'+|'+$/g, '').split(/'(.*)/s);
    const isSuffix = after !== undefined && [...before].length > 1 && [...after].length < 3;
    return isSuffix ? [before + after] : word.split("'");
  }

  /** Returns the words of a folded text. @param {string} text */
  function split(text) {
    /** @type {string[]} */
    const words = [];
    for (const whole of text.match(compound) || []) {
      const parts = whole.split(/[_-]+/).filter(Boolean);
      let joined = '';
      for (const part of parts) {
        const pieces = splitApostrophes(part);
        for (const piece of pieces) pushWords(piece, words);
        joined += pieces.join('');
      }
      if (parts.length > 1 && parts.length <= MOST_PARTS && !joined.match(unspaced)) pushWords(joined, words);
    }
    return words;
  }

  /**
   * Cuts a text into pieces, those marked whose words pass `test`.
   * @param {string} text @param {(word: string) => boolean} test
   */
  function mark(text, test) {
    /** @type {[text: string, marked: boolean][]} */
    const pieces = [];
    let pieceEnd = 0;
    /** Marks a range; adjacent ranges become one piece. @param {number} start @param {number} end */
    function markRange(start, end) {
      const last = pieces[pieces.length - 1];
      if (start <= pieceEnd && last?.[1]) {
        last[0] += text.slice(pieceEnd, end);
      } else {
        if (start > pieceEnd) pieces.push([text.slice(pieceEnd, start), false]);
        pieces.push([text.slice(start, end), true]);
      }
      pieceEnd = end;
    }

    /**
     * Marks the characters of each pair that passes, in a script without blanks.
     * @param {string} run @param {number} start
     */
    function markPairs(run, start) {
      const characters = [...run];
      let at = start;
      for (let i = 1; i < characters.length; i++) {
        const pair = characters[i - 1] + characters[i];
        if (split(fold(pair)).some(test)) markRange(Math.max(pieceEnd, at), at + pair.length);
        at += characters[i - 1].length;
      }
    }

    let start = 0;
    for (const found of text.match(written) || []) {
      start = text.indexOf(found, start);
      const word = found.toLowerCase();
      if (isPlain.test(word)) {
        if (test(word)) markRange(start, start + found.length);
      } else if (found.match(unspaced)) {
        markPairs(found, start);
      } else if (split(fold(found)).some(test)) {
        markRange(start, start + found.length);
      }
      start += found.length;
    }
    if (pieceEnd < text.length) pieces.push([text.slice(pieceEnd), false]);
    return pieces;
  }

  return { fold, split, mark };
})();
