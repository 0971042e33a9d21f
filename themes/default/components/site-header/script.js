/** Closes the menu on a phone with Escape, and with a tap outside it. */
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
