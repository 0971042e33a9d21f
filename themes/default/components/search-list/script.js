/**
 * The list of results, with the answer card at the top. Keys in the field control it: the focus stays there, and
 * `aria-activedescendant` names the selected result.
 */
const searchList = (function () {
  const { root, input, words, find, make, nodes, apart } = searchBox;
  const list = find('list');
  /** The number of words that a link asks the page to highlight. */
  const MOST_MARKS = 10;
  /** The index of the selected result; -1 for none. */
  let at = -1;
  /** The number of results drawn. Below them are results of the previous search, until all new ones are drawn. */
  let drawn = 0;

  /** Returns the icon and the name of a kind, copied from its filter. @param {string} kind */
  function label(kind) {
    const chip = find(`kind="${kind}"`);
    return make(
      'span',
      'found-kind',
      ...(chip ? [/** @type {Node} */ (chip.firstElementChild).cloneNode(true), chip.dataset.one || ''] : []),
    );
  }

  /** Adds a result. @param {string} url @param {string[]} marks @param {...(string | Node)} content */
  function add(url, marks, ...content) {
    const made = /** @type {HTMLAnchorElement} */ (make('a', 'found', ...content));
    const [page, place] = url.split('#');
    const asked = marks.slice(0, MOST_MARKS).join(' ');
    made.href = root + page + (asked && '?marks=' + encodeURIComponent(asked)) + (place ? '#' + place : '');
    made.role = 'option';
    made.ariaSelected = 'false';
    made.tabIndex = -1;
    made.id = 'cb-found-' + drawn;
    if (list.children[drawn]) list.children[drawn].replaceWith(made);
    else list.append(made);
    drawn++;
    return made;
  }

  /** @param {string} of */
  const ofPage = (of) => make('span', 'found-place', casebook.fill(words.of, { title: apart(of) }));

  /** @param {Found} found @param {Result[]} results */
  function append({ words: marks, answer }, results) {
    for (const { url, kind, title, of, place, excerpt } of results) {
      if (url === answer?.place) continue;
      const head = make('span', 'found-head', label(kind), ...(of ? [ofPage(of)] : []));
      if (place.length) head.append(make('span', 'found-place', ...nodes(place)));
      add(url, marks, make('b', 'found-title', ...nodes(title)), head, make('span', 'found-words', ...nodes(excerpt)));
    }
  }

  /** @param {Answer} answer @param {string[]} marks */
  function appendAnswer({ title, url, of, act, say, avoid }, marks) {
    /** @param {"say" | "avoid"} what @param {string[]} lines */
    const said = (what, lines) =>
      lines.length
        ? [
            make(
              'span',
              'answer-line answer-' + what,
              make('b', '', words[what] || ''),
              ...lines.map((line) => make('q', '', line)),
            ),
          ]
        : [];
    add(
      url,
      marks,
      make('span', 'found-head', make('span', 'answer-label', words.answer || ''), ofPage(of)),
      make('b', 'found-title', title),
      make('span', 'answer-act', act),
      ...said('say', say.slice(0, 2)),
      ...said('avoid', avoid.slice(0, 1)),
    ).classList.add('answer');
  }

  /** Begins a new list. New results replace the old ones one by one. @param {Found | null} found */
  function begin(found) {
    drawn = 0;
    list.hidden = !found?.total;
    input.ariaExpanded = String(!list.hidden);
    if (found?.answer) appendAnswer(found.answer, found.words);
    choose(-1);
  }

  /** Removes the results of the previous search that were not replaced. */
  function end() {
    while (list.children.length > drawn) list.lastChild?.remove();
  }

  const size = () => list.children.length;

  /** @param {number} to the index of a result; -1 for none */
  function choose(to) {
    const options = [...list.children];
    at = Math.min(to, options.length - 1);
    for (const [n, one] of options.entries()) one.ariaSelected = String(n === at);
    if (at < 0) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', options[at].id);
    options[at]?.scrollIntoView({ block: 'nearest' });
  }

  /**
   * Returns the index that a key selects; -1, the field, is after the last and before the first result. Returns null
   * for other keys.
   * @param {string} key
   */
  function next(key) {
    if (key === 'Home' || key === 'End') return at < 0 ? null : key === 'Home' ? 0 : size() - 1;
    const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
    if (!step) return null;
    // The field counts as the first of `positions`.
    const positions = size() + 1;
    const position = (at + 1 + step + positions) % positions;
    return position - 1;
  }

  /** Opens the selected result, or the first. */
  function open() {
    /** @type {HTMLElement | undefined} */ (list.children[Math.max(at, 0)])?.click();
  }

  return {
    begin,
    append,
    end,
    choose,
    next,
    open,
    isChosen: () => at >= 0,
    isLast: () => at >= 0 && at === size() - 1,
  };
})();
