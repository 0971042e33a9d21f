/** What readers are shown of an entry: the place that says most of the query, an excerpt with marks, the lines of a step. */
const casebookTexts = (function () {
  /**
   * @typedef {ReturnType<typeof casebookTerms.formsOf>} Forms
   * @typedef {[text: string, marked: boolean][]} Marked
   * @typedef {{kind: string, url: string, title: string, of: string, places: [anchor: string, heading: string, text: string][],
   *   act?: string}} Texts  act: what a step says to do; its lines to say and to avoid are places
   * @typedef {{url: string, kind: string, title: Marked, of: string, place: Marked, excerpt: Marked}} Shown
   * @typedef {{title: string, url: string, place: string, of: string, act: string, say: string[], avoid: string[]}} Answer  place: the address of the same among the results
   */
  const EXCERPT = 180;
  const { fold, split } = casebookWords;

  /** @param {string} text @param {Forms} forms @returns {Marked} */
  const mark = (text, forms) => casebookWords.mark(text, (word) => forms.has(word));

  /** What a text says of the query: each word of it once. @param {Marked} pieces @param {Forms} forms */
  function said(pieces, forms) {
    /** @type {Map<string, number>} */
    const seen = new Map();
    for (const [text, marked] of pieces)
      if (marked)
        for (const word of split(fold(text))) {
          const form = forms.get(word);
          if (form) seen.set(...form);
        }
    let sum = 0;
    for (const weight of seen.values()) sum += weight;
    return sum;
  }

  /** @param {Texts} texts @param {Forms} forms @returns {Shown} */
  function show({ kind, url, title, of, places, act }, forms) {
    const isStep = act !== undefined;
    let most = -1,
      best = url;
    /** @type {Marked[]} */
    let [place, text] = [[], []];
    for (const [anchor, heading, body] of places) {
      // The word above a line of a step says nothing of it; the title speaks for the step as a whole.
      const head = mark(isStep ? '' : heading, forms),
        rest = mark(body, forms),
        whole = mark(isStep && !anchor ? title : '', forms);
      const says = said(head, forms) + said([...whole, ...head, ...rest], forms);
      if (says > most + 1e-6)
        [most, best, place, text] = [
          says,
          anchor ? url.split('#')[0] + '#' + anchor : url,
          isStep && anchor ? [[heading, false]] : head,
          rest,
        ];
    }
    return { url: best, kind, of, title: mark(title, forms), place, excerpt: excerpt(text, forms) };
  }

  /** The stretch of a text that says most, in one line. @param {Marked} text @param {Forms} forms @returns {Marked} */
  function excerpt(text, forms) {
    const pieces = text.map(
      ([text, marked]) =>
        /** @type {Marked[0]} */ ([text.replace(/([.!?…:”])?\n/g, (_, end) => (end || ' ·') + ' '), marked]),
    );
    let best = 0,
      most = 0;
    pieces.forEach(([, marked], start) => {
      if (!marked) return;
      let end = start;
      for (let length = 0; end < pieces.length && length < EXCERPT;) length += pieces[end++][0].length;
      const says = said(pieces.slice(start, end), forms);
      if (says > most) [best, most] = [start, says];
    });
    /** @type {Marked} */
    const shown = [];
    let left = EXCERPT;
    if (best > 0) {
      const before = pieces[best - 1][0];
      const blank = before.indexOf(' ', before.length - 50) + 1;
      const cut = before.length > 60 ? (blank ? before.slice(blank) : [...before].slice(-50).join('')) : before;
      shown.push([(cut.length < before.length || best > 1 ? '… ' : '') + cut, false]);
      left -= cut.length;
    }
    for (let i = best; i < pieces.length && left > 0; i++) {
      const [text, marked] = pieces[i];
      const end = text.length > left ? text.lastIndexOf(' ', left) : -1;
      shown.push([text.length > left ? text.slice(0, end < 0 ? left : end) + ' …' : text, marked]);
      left -= text.length;
    }
    return shown;
  }

  /** The lines of a step, those first that say most of the query. @param {Texts} texts @param {Forms} forms @returns {Answer | null} */
  function answer(texts, forms) {
    const { title, url, of, act, places } = texts;
    if (act === undefined) return null;
    const says = (/** @type {Texts["places"][0]} */ [, , line]) => said(mark(line, forms), forms);
    const lines = (/** @type {string} */ kind) =>
      places
        .filter(([anchor]) => anchor.startsWith('cb-' + kind))
        .sort((a, b) => says(b) - says(a))
        .map(([, , line]) => line);
    return { title, url, place: show(texts, forms).url, of, act, say: lines('say'), avoid: lines('avoid') };
  }

  return { show, answer };
})();
