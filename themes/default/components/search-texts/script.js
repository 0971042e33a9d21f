/** Prepares the texts of a result: the best heading or scene, an excerpt with highlights, the lines of a step. */
const casebookTexts = (function () {
  /**
   * @typedef {ReturnType<typeof casebookTerms.formsOf>} Forms
   * @typedef {[text: string, marked: boolean][]} Marked
   *
   * @typedef {object} Texts  the texts of an entry, as the index contains them
   * @property {string} kind
   * @property {string} url
   * @property {string} title
   * @property {string} of  the page of a step
   * @property {[anchor: string, heading: string, text: string][]} places  the sections, scenes, or lines of a step
   * @property {string} [act]  the instruction of a step
   *
   * @typedef {{url: string, kind: string, title: Marked, of: string, place: Marked, excerpt: Marked}} Shown
   *
   * @typedef {object} Answer  a step of a playbook
   * @property {string} title
   * @property {string} url
   * @property {string} place  the address of the step's result in the list
   * @property {string} of
   * @property {string} act
   * @property {string[]} say
   * @property {string[]} avoid
   */

  /** The length of an excerpt, in units of UTF-16. */
  const EXCERPT = 180;
  /** What stands before the first highlight of an excerpt is cut to `CONTEXT` if it is longer than `MOST_CONTEXT`. */
  const CONTEXT = 50;
  const MOST_CONTEXT = 60;
  /** Sums of weights that differ by less count as equal. */
  const TOLERANCE = 1e-6;
  const { fold, split } = casebookWords;

  /** @param {string} text @param {Forms} forms @returns {Marked} */
  const mark = (text, forms) => casebookWords.mark(text, (word) => forms.has(word));

  /** Sums the weights of the words of the query that a text contains. @param {Marked} pieces @param {Forms} forms */
  function weightOf(pieces, forms) {
    /** @type {Map<string, number>} */
    const weights = new Map();
    const highlighted = pieces.filter(([, marked]) => marked);
    for (const word of highlighted.flatMap(([text]) => split(fold(text)))) {
      const match = forms.get(word);
      if (match) weights.set(match[0], match[1]);
    }
    let sum = 0;
    for (const weight of weights.values()) sum += weight;
    return sum;
  }

  /** Selects the best place of an entry. @param {Texts} texts @param {Forms} forms @returns {Shown} */
  function show({ kind, url, title, of, places, act }, forms) {
    const isStep = act !== undefined;
    let highest = -1;
    let best = { url, place: /** @type {Marked} */ ([]), text: /** @type {Marked} */ ([]) };
    for (const [anchor, heading, body] of places) {
      // The label above a line of a step comes from the theme, so it does not count. The title counts for the whole
      // step.
      const head = mark(isStep ? '' : heading, forms);
      const text = mark(body, forms);
      const whole = mark(isStep && !anchor ? title : '', forms);
      // A word in a heading counts twice.
      const weight = weightOf(head, forms) + weightOf([...whole, ...head, ...text], forms);
      if (weight <= highest + TOLERANCE) continue;
      highest = weight;
      best = {
        url: anchor ? `${url.split('#')[0]}#${anchor}` : url,
        place: isStep && anchor ? [[heading, false]] : head,
        text,
      };
    }
    return {
      url: best.url,
      kind,
      of,
      title: mark(title, forms),
      place: best.place,
      excerpt: excerpt(best.text, forms),
    };
  }

  /** Replaces line ends, by a dot if no punctuation is before them. @param {string} text */
  const inOneLine = (text) => text.replace(/([.!?…:”])?\n/g, (_, end) => (end || ' ·') + ' ');

  /**
   * Returns the index of the highlight with which the best excerpt begins.
   * @param {Marked} pieces @param {Forms} forms
   */
  function excerptStart(pieces, forms) {
    let best = 0;
    let highest = 0;
    for (const [start, [, marked]] of pieces.entries()) {
      if (!marked) continue;
      let end = start;
      for (let length = 0; end < pieces.length && length < EXCERPT; end++) length += pieces[end][0].length;
      const weight = weightOf(pieces.slice(start, end), forms);
      if (weight <= highest) continue;
      best = start;
      highest = weight;
    }
    return best;
  }

  /** Returns the last words of a text. @param {string} text */
  function context(text) {
    if (text.length <= MOST_CONTEXT) return text;
    const blank = text.indexOf(' ', text.length - CONTEXT);
    // Text without blanks is cut between characters, not between units of UTF-16.
    return blank < 0 ? [...text].slice(-CONTEXT).join('') : text.slice(blank + 1);
  }

  /** Returns the part of a text that contains most of the query. @param {Marked} text @param {Forms} forms */
  function excerpt(text, forms) {
    const pieces = text.map(([part, marked]) => /** @type {Marked[0]} */ ([inOneLine(part), marked]));
    const start = excerptStart(pieces, forms);
    /** @type {Marked} */
    const shown = [];
    let left = EXCERPT;
    if (start > 0) {
      const before = pieces[start - 1][0];
      const kept = context(before);
      const isCut = kept.length < before.length || start > 1;
      shown.push([(isCut ? '… ' : '') + kept, false]);
      left -= kept.length;
    }
    for (const [part, marked] of pieces.slice(start)) {
      if (left <= 0) break;
      const blank = part.lastIndexOf(' ', left);
      const fitting = part.length <= left ? part : part.slice(0, blank < 0 ? left : blank) + ' …';
      shown.push([fitting, marked]);
      left -= part.length;
    }
    return shown;
  }

  /**
   * Returns a step with its lines, those first that contain most of the query.
   * @param {Texts} texts @param {Forms} forms
   */
  function answer(texts, forms) {
    const { title, url, of, act, places } = texts;
    if (act === undefined) return null;
    const weight = (/** @type {Texts["places"][0]} */ [, , line]) => weightOf(mark(line, forms), forms);
    const lines = (/** @type {"say" | "avoid"} */ kind) =>
      places
        .filter(([anchor]) => anchor.startsWith('cb-' + kind))
        .sort((a, b) => weight(b) - weight(a))
        .map(([, , line]) => line);
    const { url: place } = show(texts, forms);
    return /** @type {Answer} */ ({ title, url, place, of, act, say: lines('say'), avoid: lines('avoid') });
  }

  return { show, answer };
})();
