/**
 * Opens the search: by the links to it, Ctrl+K (⌘K) and `/`. What it needs is loaded when a reader is about to use it;
 * where that fails, the link leads to the search page, as it does without scripts.
 */
(function () {
  const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll("[data-cb-search]")]);
  const { script, style } = links[0]?.dataset ?? {};
  if (!script) return;
  const address = new URL(location.href);
  const marks = address.searchParams.get("marks");
  /** @type {Promise<unknown> | null} */
  let loading = null;

  /** @param {"script" | "link"} tag @param {object} values */
  function add(tag, values) {
    return new Promise((onload, onerror) => {
      document.head.append(Object.assign(document.createElement(tag), values, { onload, onerror }));
    });
  }

  /** Loads the search once; after a failure, once more. */
  function load() {
    if (typeof searchAsk !== "undefined") return Promise.resolve();
    loading ??= Promise.all([add("script", { src: script }), style && add("link", { rel: "stylesheet", href: style })]);
    loading.catch(() => { loading = null; });
    return loading;
  }

  const warm = () => load().then(() => searchAsk.warm()).catch(() => {});

  /** @param {HTMLAnchorElement} link @param {Event} event */
  function open(link, event) {
    event.preventDefault();
    load().then(() => searchAsk.open(link)).catch(() => { location.href = link.href; });
  }

  for (const link of links) {
    for (const type of ["focus", "pointerenter", "pointerdown"]) link.addEventListener(type, warm);
    link.addEventListener("click", (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) open(link, event);
    });
  }
  document.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey } = event;
    const field = /** @type {Element} */ (event.target).closest("input, textarea, select, [contenteditable]");
    if ((ctrlKey !== metaKey && !altKey && key.toLowerCase() === "k")
      || (key === "/" && !ctrlKey && !metaKey && !altKey && !field && casebook.read("slash") !== "off")) open(links[0], event);
  });
  if (!marks) return;
  // The address is clean again before anyone copies it; the place on the page stays in it.
  address.searchParams.delete("marks");
  history.replaceState(history.state, "", address.href);
  load().then(() => searchMarks.show(marks.split(" "))).catch(() => {});
})();
