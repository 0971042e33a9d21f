/**
 * Opens the search: with its links, Ctrl+K (⌘K) and `/`. Its files are loaded when a reader is about to use it. If that
 * fails, the link leads to the search page, as it does without scripts.
 */
(function () {
  const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll('[data-cb-search]')]);
  const { engine, script, style, marks, marksStyle } = links[0]?.dataset ?? {};
  if (!script) return;
  const address = new URL(location.href);
  const words = address.searchParams.get('marks');
  /** @type {Map<string, Promise<unknown>>} */
  const files = new Map();

  /** Scripts run in the order in which they are added. @param {string} file */
  function add(file) {
    return new Promise((onload, onerror) => {
      const part = file.endsWith('.css')
        ? Object.assign(document.createElement('link'), { rel: 'stylesheet', href: file })
        : Object.assign(document.createElement('script'), { src: file, async: false });
      document.head.append(Object.assign(part, { onload, onerror }));
    });
  }

  /** True if this page has loaded a file with its own `<script>`. @param {string} file */
  const isLoaded = (file) =>
    (file === engine && typeof casebookSearch !== 'undefined') || (file === script && typeof searchAsk !== 'undefined');

  /** Loads each file once; files that fail are requested again the next time. @param {(string | undefined)[]} wanted */
  const load = (...wanted) =>
    Promise.all(
      wanted.map((file) => {
        if (!file || isLoaded(file)) return null;
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
    const isControlK = ctrlKey !== metaKey && !altKey && key.toLowerCase() === 'k';
    const isSlash = key === '/' && !ctrlKey && !metaKey && !altKey;
    if (isControlK || (isSlash && !field && casebook.read('slash') !== 'off')) open(links[0], event);
  });
  if (!words) return;
  // Removes the words from the address, because readers copy it. The fragment stays.
  address.searchParams.delete('marks');
  history.replaceState(history.state, '', address.href);
  load(engine, script, marks, marksStyle)
    .then(() => searchMarks.show(words.split(' ')))
    .catch(() => {});
})();
