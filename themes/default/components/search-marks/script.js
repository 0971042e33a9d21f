/** Highlights the words of the search on the page that it found, and removes the highlights again. */
const searchMarks = (function () {
  /** No words are highlighted here: in navigation and controls, and in the parts of a scenario that spoil it. */
  const LEFT_OUT = [
    'nav, script, style, svg, button, input, textarea, select, mark, [aria-hidden]',
    '.page-foot, .facts dt, .scene-ending, .reason, .choices, .debrief',
  ].join();

  /** @param {Element} main */
  function texts(main) {
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    /** @type {Text[]} */
    const found = [];
    while (walker.nextNode()) found.push(/** @type {Text} */ (walker.currentNode));
    return found.filter((text) => text.data.trim() && !text.parentElement?.closest(LEFT_OUT));
  }

  /** @param {Element[]} marks */
  function clear(marks) {
    for (const mark of marks) {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent?.normalize();
    }
  }

  /** @param {string[]} words word forms of the index */
  function show(words) {
    const main = document.querySelector('main');
    if (!main) return;
    for (const text of texts(main)) {
      const pieces = casebookSearch.mark(text.data, words);
      if (pieces.some(([, marked]) => marked)) text.replaceWith(...searchBox.nodes(pieces));
    }
    const marks = [...main.querySelectorAll('mark')];
    // Parts that open hide nothing from the search: they are opened on the way to the mark.
    const seen = marks.filter((mark) => mark.checkVisibility() || mark.closest('.fold')?.checkVisibility());
    if (seen.length) bar(marks, seen);
  }

  /** @param {Element[]} marks @param {Element[]} seen those that are visible */
  function bar(marks, seen) {
    const bar = searchBox.part('search-marks');
    const [next, away] = bar.querySelectorAll('button');
    let at = -1;
    next.addEventListener('click', () => {
      marks[at]?.classList.remove('is-here');
      at = marks.indexOf(seen[(seen.indexOf(marks[at]) + 1) % seen.length]);
      marks[at].classList.add('is-here');
      for (const fold of folds(marks[at])) fold.open = true;
      marks[at].scrollIntoView({ block: 'center' });
    });
    away.addEventListener('click', () => {
      clear(marks);
      bar.remove();
      /** @type {HTMLElement} */ (document.querySelector('main')).focus({ preventScroll: true });
    });
    document.body.append(bar);
    const status = /** @type {HTMLElement} */ (bar.firstElementChild);
    status.textContent = casebook.fill(seen.length === 1 ? bar.dataset.one : bar.dataset.other, { n: seen.length });
  }

  /**
   * The parts around an element that open.
   * @param {Element} element
   * @returns {HTMLDetailsElement[]}
   */
  function folds(element) {
    const fold = /** @type {HTMLDetailsElement | null} */ (element.closest('.fold'));
    return fold?.parentElement ? [fold, ...folds(fold.parentElement)] : [];
  }

  return { show };
})();
