/** Stores the last three pages that were read, for "continue where you were" on the home page. */
(function () {
  const page = document.documentElement.dataset.page || '';
  const kind = /of-([\w-]+)/.exec(document.body.className)?.[1] || 'page';
  const title = document.querySelector('h1')?.textContent?.trim() || '';
  const others = casebook.list('last').filter((entry) => entry.split('|')[1] !== page);
  casebook.write('last', JSON.stringify([[kind, page, title].join('|'), ...others].slice(0, 3)));
})();
