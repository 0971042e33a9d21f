/**
 * Opens the search: by the links to it, Ctrl+K (⌘K) and `/`. What it needs is loaded when a reader is about to use it;
 * where that fails, the link leads to the search page, as it does without scripts.
 */
(function () {
  const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll('[data-cb-search]')]);
  const { engine, script, style, marks, marksStyle } = links[0]?.dataset ?? {};
  if (!script) return;
  const address = new URL(location.href);
  const words = address.searchParams.get('marks');
  /** @type {Map<string, Promise<unknown>>} */
  const files = new Map();

  /** Scripts run in the order in which they are asked for. @param {string} file */
  function add(file) {
    return new Promise((onload, onerror) => {
      const part = file.endsWith('.css')
        ? Object.assign(document.createElement('link'), { rel: 'stylesheet', href: file })
        : Object.assign(document.createElement('script'), { src: file, async: false });
      document.head.append(Object.assign(part, { onload, onerror }));
    });
  }

  /** Loads each file once; what could not be loaded is asked for again the next time. @param {(string | undefined)[]} wanted */
  const load = (...wanted) =>
    Promise.all(
      wanted.map((file) => {
        if (
          !file ||
          (file === engine && typeof casebookSearch !== 'undefined') ||
          (file === script && typeof searchAsk !== 'undefined')
        )
          return null;
        const coming = files.get(file) ?? add(file);
        files.set(file, coming);
        coming.catch(() => files.delete(file));
        return coming;
      }),
    );

  const warm = () =>
    load(engine, script, style).then(
      () => searchAsk.warm(),
      () => {},
    );

  /** @param {HTMLAnchorElement} link @param {Event} event */
  function open(link, event) {
    event.preventDefault();
    load(engine, script, style)
      .then(() => searchAsk.open(link))
      .catch(() => {
        location.href = link.href;
      });
  }

  for (const link of links) {
    for (const type of ['focus', 'pointerenter', 'pointerdown']) link.addEventListener(type, warm);
    link.addEventListener('click', (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) open(link, event);
    });
  }
  document.addEventListener('keydown', (event) => {
    const { key, ctrlKey, metaKey, altKey } = event;
    const field = /** @type {Element} */ (event.target).closest('input, textarea, select, [contenteditable]');
    if (
      (ctrlKey !== metaKey && !altKey && key.toLowerCase() === 'k') ||
      (key === '/' && !ctrlKey && !metaKey && !altKey && !field && casebook.read('slash') !== 'off')
    )
      open(links[0], event);
  });
  if (!words) return;
  // The address is clean again before anyone copies it; the place on the page stays in it.
  address.searchParams.delete('marks');
  history.replaceState(history.state, '', address.href);
  load(engine, script, marks, marksStyle)
    .then(() => searchMarks.show(words.split(' ')))
    .catch(() => {});
})();
