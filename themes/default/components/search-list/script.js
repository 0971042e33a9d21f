/**
 * The list of what was found, with the best answer on top. It is worked from the field: the focus stays there, and
 * `aria-activedescendant` says which place is chosen.
 */
const searchList = (function () {
  const { root, input, words, find, make, nodes, apart } = searchBox;
  const list = find('list');
  const MOST_MARKS = 10;
  let at = -1;
  /** How many places are drawn. Below them stand those of the answer before, until the new ones are all there. */
  let drawn = 0;

  /** The icon and the word of a kind, as its chip has them. @param {string} kind */
  function label(kind) {
    const chip = find(`kind="${kind}"`);
    return make(
      'span',
      'found-kind',
      ...(chip ? [/** @type {Node} */ (chip.firstElementChild).cloneNode(true), chip.dataset.one || ''] : []),
    );
  }

  /** One place to go to. @param {string} url @param {string[]} marks @param {...(string | Node)} content */
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

  /** Begins with an answer: what is appended takes the places of what stood there. @param {Found | null} found */
  function begin(found) {
    drawn = 0;
    list.hidden = !found?.total;
    input.ariaExpanded = String(!list.hidden);
    if (found?.answer) appendAnswer(found.answer, found.words);
    choose(-1);
  }

  /** Nothing more comes for now. */
  function end() {
    while (list.children.length > drawn) list.lastChild?.remove();
  }

  const size = () => list.children.length;

  /** @param {number} to a place in the list; -1 for none */
  function choose(to) {
    const options = [...list.children];
    at = Math.min(to, options.length - 1);
    for (const [n, one] of options.entries()) one.ariaSelected = String(n === at);
    if (at < 0) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', options[at].id);
    options[at]?.scrollIntoView({ block: 'nearest' });
  }

  /** Where a key leads from here: past the last and before the first to the field. @param {string} key */
  function next(key) {
    if (key === 'Home' || key === 'End') return at < 0 ? null : key === 'Home' ? 0 : size() - 1;
    const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
    return step ? ((at + 1 + step + size() + 1) % (size() + 1)) - 1 : null;
  }

  /** Goes to what is chosen, else to the first. */
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
