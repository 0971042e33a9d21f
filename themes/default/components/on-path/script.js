/**
 * Shows the reader's learning path first on pages of several paths. A page is done when the reader goes on to the next;
 * a scenario is done when it was played (component `record`).
 */
(function () {
  const paths = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-cb-on-path]'));
  for (const path of paths) {
    const name = /** @type {string} */ (path.dataset.cbOnPath);
    if (casebook.read('path') === name) paths[0].before(path);
    path.lastElementChild?.addEventListener('click', () => {
      casebook.write('path', name);
      if (!document.querySelector('[data-cb-begin]'))
        casebook.write('done/' + document.documentElement.dataset.page, '1');
    });
  }
})();
