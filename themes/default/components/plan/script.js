/** Stores the reader's plan on this device, for each page. */
(function () {
  const plan = /** @type {HTMLTextAreaElement | null} */ (document.querySelector('[data-cb-plan]'));
  const key = 'plan/' + document.documentElement.dataset.page;
  const restore = () => {
    // What is being typed is newer than what another tab has stored.
    if (plan && plan !== document.activeElement) plan.value = casebook.read(key) || '';
  };
  plan?.addEventListener('input', () => casebook.write(key, plan.value || null));
  document.addEventListener('casebook:fresh', restore);
  restore();
})();
