/** The menu on a phone closes with Escape, and when something else is touched. */
(function () {
  const menu = /** @type {HTMLDetailsElement | null} */ (document.querySelector('[data-cb-menu]'));
  if (!menu) return;

  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary')?.focus();
  });
  document.addEventListener('click', (event) => {
    if (menu.open && !menu.contains(/** @type {Node} */ (event.target))) menu.open = false;
  });
})();
