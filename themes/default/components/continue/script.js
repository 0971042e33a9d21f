/** Lists the last pages that were read on this device, newest first. The component `visit` stores them. */
(function () {
  const part = /** @type {HTMLElement | null} */ (document.querySelector('[data-cb-continue]'));
  const list = part?.querySelector('ul');
  if (!part || !list) return;
  const kinds = new Map(
    (part.dataset.kinds || '').split(';').map((pair) => /** @type {[string, string]} */ (pair.split('='))),
  );
  const root = document.documentElement.dataset.root || '';

  /** @param {string} entry one visit as `kind|url|title` */
  function line(entry) {
    const [kind, url, ...title] = entry.split('|');
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.href = root + url;
    link.textContent = title.join('|');
    const word = document.createElement('span');
    word.className = 'line-kind';
    word.textContent = kinds.get(kind) || '';
    item.append(link, word);
    return item;
  }

  function show() {
    const entries = casebook.list('last').filter((entry) => /^\w+\|[\w\/.-]+\.html\|./.test(entry));
    list?.replaceChildren(...entries.map(line));
    part?.classList.toggle('is-known', entries.length > 0);
  }

  document.addEventListener('casebook:fresh', show);
  show();
})();
