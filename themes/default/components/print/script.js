/** Print buttons. What is printed besides the page itself (cards, a certificate) is named on the root element. */
(function () {
  const root = document.documentElement;
  document.addEventListener('click', (event) => {
    const button = /** @type {HTMLElement | null} */ (
      /** @type {HTMLElement} */ (event.target).closest('[data-cb-print]')
    );
    if (!button) return;
    root.dataset.print = button.dataset.cbPrint;
    window.print();
  });
  window.addEventListener('afterprint', () => delete root.dataset.print);
})();
