/** A button that deletes everything stored on this device, for the next reader. */
(function () {
  const part = /** @type {HTMLElement | null} */ (document.querySelector('[data-cb-fresh]'));
  const status = part?.querySelector('[role=status]');
  part?.querySelector('button')?.addEventListener('click', () => {
    casebook.clear();
    if (status) status.textContent = part.dataset.done || '';
  });
})();
