/**
 * Searches while a reader types, shows the results, and handles keys. The search page keeps the query in its address.
 */
const searchAsk = (function () {
  const { root, dialog, box, input, words, find, apart } = searchBox;
  /** The number of results that are loaded while the reader types: about one screen. */
  const FIRST = 5;
  /** The number of results on a page of results. */
  const PAGE = 10;
  /** Milliseconds after which the rest of the first page is loaded. */
  const PAUSE = 300;
  /** The maximum length of a query. */
  const LONGEST = 200;
  const more = find('more');
  /** @type {Found | null} the results that are shown */
  let found = null;
  /** The number of results that are shown. */
  let shown = 0;
  /** The number of the latest search. Results of earlier ones are discarded. */
  let turn = 0;
  let pending = false;
  /** True if the first result is opened as soon as it is known. */
  let opens = false;

  const query = () => input.value.slice(0, LONGEST).trim();

  /** Returns the query and the filters as the query string of the search page. */
  function address() {
    const params = new URLSearchParams([...(query() ? [['q', query()]] : []), ...searchFilters.pairs()]).toString();
    return params && '?' + params;
  }

  function keepAddress() {
    if (dialog) return;
    try {
      history.replaceState(history.state, '', location.pathname + address());
    } catch {
      // Some browsers refuse after many changes in a short time.
    }
  }

  /** Returns a notice about words that were corrected, and words without results. */
  function note() {
    const corrected = (found?.corrected ?? []).map(([typed, taken]) =>
      casebook.fill(words.corrected, { typed: apart(typed), taken: apart(taken) }),
    );
    return [
      ...corrected,
      ...(found?.total ? found.unknown : []).map((word) => casebook.fill(words.unknown, { word: apart(word) })),
    ].join(' ');
  }

  /** Shows everything but the results themselves. @param {Found | null} next @param {string} [broken] */
  function show(next, broken) {
    const total = next?.total ?? 0;
    found = next;
    shown = 0;
    pending = false;
    searchList.begin(found);
    searchFilters.show(found?.kinds ?? {});
    searchRecent.show();
    find('status').textContent =
      broken ??
      (found
        ? casebook.fill(total === 1 ? words.one : total ? words.other : words.none, { n: total, query: apart(query()) })
        : '');
    find('notice').textContent = note();
    box.classList.toggle('is-asked', total > 0 || searchFilters.pairs().length > 0);
    box.classList.toggle('has-found', total > 0);
    find('unfilter').hidden = !found || total > 0 || !searchFilters.pairs().length;
    // In the next frame: the list is not complete yet, so scrolling now would calculate the layout twice.
    requestAnimationFrame(() => {
      find('body').scrollTop = 0;
    });
    /** @type {HTMLAnchorElement} */ (find('page')).href = root + 'search.html' + address();
  }

  /** Ends a search. @param {number} count the number of results that are shown */
  function finish(count) {
    shown = count;
    box.ariaBusy = 'false';
    more.hidden = shown >= (found?.total ?? 0);
    searchList.end();
  }

  /** @param {Found} next @param {Result} result @param {number} at */
  function draw(next, result, at) {
    if (!at) show(next);
    searchList.append(next, [result]);
    if (!at && opens) enter();
  }

  /** Searches for the text in the field and draws the results one by one, unless another search has begun. */
  async function answer() {
    const mine = ++turn;
    keepAddress();
    try {
      const next = query() ? await casebookSearch.search(input.value.slice(0, LONGEST), searchFilters.values()) : null;
      if (mine !== turn) return;
      const results = (await next?.page(0, FIRST, (result, at) => mine === turn && draw(next, result, at))) ?? [];
      if (mine !== turn) return;
      if (!results.length) show(next);
      finish(results.length);
      if (opens) enter();
      setTimeout(() => mine === turn && shown === FIRST && showMore().catch(() => {}), PAUSE);
    } catch {
      if (mine !== turn) return;
      show(null, words.broken);
      finish(0);
    }
  }

  function ask() {
    opens = false;
    pending = true;
    box.ariaBusy = 'true';
    answer();
  }

  /** Opens a result. On a touch screen, the key hides the keyboard instead, so that the results are visible. */
  function enter() {
    opens = pending;
    if (pending) return;
    if (!searchList.isChosen() && matchMedia('(pointer: coarse)').matches) input.blur();
    else searchList.open();
  }

  async function showMore() {
    const [mine, from] = [turn, shown];
    const to = from - (from % PAGE) + PAGE;
    const results = (await found?.page(from, to)) ?? [];
    if (!found || mine !== turn || from !== shown) return;
    shown = to;
    more.hidden = shown >= found.total || !results.length;
    searchList.append(found, results);
  }

  /** @param {string} text */
  function set(text) {
    input.value = text;
    input.focus();
    ask();
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    const { key, target, isComposing } = event;
    if (isComposing) return;
    if (key === 'Escape' && (input.value || dialog)) {
      event.preventDefault();
      if (input.value) set('');
      else dialog?.close();
      return;
    }
    if (target !== input) return;
    if (key === 'Enter') enter();
    const go = () => {
      const to = found?.total ? searchList.next(key) : null;
      if (to !== null) searchList.choose(to);
      return to !== null;
    };
    if (key === 'ArrowDown' && searchList.isLast() && !more.hidden)
      showMore()
        .catch(() => {})
        .then(go);
    else if (go()) event.preventDefault();
  }

  /** @param {MouseEvent} event */
  function click(event) {
    const on = (/** @type {string} */ selector) => /** @type {Element} */ (event.target).closest(selector);
    if (on('[role=option], [data-cb-page]')) searchRecent.add(query());
    else if (on('[data-cb-more]')) showMore().catch(() => {});
    else if (on('[data-cb-close]') || event.target === dialog) dialog?.close();
    else if (on('[data-cb-unfilter]')) {
      searchFilters.set(() => []);
      set(input.value);
    }
  }

  /** Searches for the query in the address of the search page. */
  function arrive() {
    const params = new URLSearchParams(location.search);
    input.value = (params.get('q') ?? input.value).slice(0, LONGEST);
    searchFilters.set((name) => params.getAll(name));
    if (query()) ask();
  }

  /** Loads the files that every search needs, before the first key. */
  const warm = () => casebookSearch.warm().catch(() => {});

  /** @param {HTMLElement} opener receives the focus after closing, if no element had it before */
  function open(opener) {
    warm();
    if (dialog && !dialog.open) {
      const before = /** @type {HTMLElement} */ (document.activeElement);
      dialog.showModal();
      dialog.addEventListener('close', () => (before === document.body ? opener : before).focus(), { once: true });
      searchRecent.show();
    }
    input.focus();
    input.select();
  }

  const slash = /** @type {HTMLInputElement} */ (find('slash'));
  const showSlash = () => {
    slash.checked = casebook.read('slash') !== 'off';
  };
  slash.addEventListener('change', () => casebook.write('slash', slash.checked ? null : 'off'));
  document.addEventListener('casebook:fresh', showSlash);
  box.addEventListener('keydown', press);
  (dialog ?? box).addEventListener('click', (event) => click(/** @type {MouseEvent} */ (event)));
  input.addEventListener('input', ask);
  searchFilters.onChange(ask);
  searchRecent.show();
  showSlash();
  if (!dialog) {
    warm();
    arrive();
  }
  return { open, warm };
})();
