/** The switch in the header, which cycles through automatic, light and dark. */
(function () {
  const root = document.documentElement;
  const order = ['auto', 'light', 'dark'];
  const buttons = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-cb-theme]'));

  function show() {
    for (const button of buttons) button.ariaLabel = button.title = button.dataset[root.dataset.theme || 'auto'] || '';
  }

  /** @param {string} theme */
  function set(theme) {
    if (theme === 'auto') delete root.dataset.theme;
    else root.dataset.theme = theme;
    casebook.write('theme', root.dataset.theme ?? null);
    show();
  }

  function setNext() {
    const at = order.indexOf(root.dataset.theme || 'auto');
    set(order[(at + 1) % order.length]);
  }

  for (const button of buttons) button.addEventListener('click', setNext);
  // Something was erased, or another tab has stored something: what is stored now counts.
  document.addEventListener('casebook:fresh', () => {
    const kept = casebook.read('theme');
    if (kept === 'light' || kept === 'dark') root.dataset.theme = kept;
    else delete root.dataset.theme;
    show();
  });
  show();
})();
