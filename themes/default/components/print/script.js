/** Print buttons. An attribute of the root element says what is printed: the page, cards or a certificate. */
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
