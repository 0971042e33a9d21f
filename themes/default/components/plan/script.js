/** A plan in one's own words, kept on this device for its page. */
(function () {
  const plan = /** @type {HTMLTextAreaElement | null} */ (document.querySelector('[data-cb-plan]'));
  const key = 'plan/' + document.documentElement.dataset.page;
  const restore = () => plan && (plan.value = casebook.read(key) || '');
  plan?.addEventListener('input', () => casebook.write(key, plan.value || null));
  document.addEventListener('casebook:fresh', restore);
  restore();
})();
