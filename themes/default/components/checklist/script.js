/** Readers can tick the steps of a playbook. The ticks are stored on this device. */
(function () {
  const part = /** @type {HTMLElement | null} */ (document.querySelector('[data-cb-checklist]'));
  if (!part) return;
  const page = document.documentElement.dataset.page || '';
  const steps = /** @type {HTMLElement[]} */ ([...part.querySelectorAll('[data-cb-step]')]);
  const status = /** @type {HTMLElement | null} */ (part.querySelector('[data-cb-status]'));

  /** @param {HTMLElement} step */
  const box = (step) => /** @type {HTMLInputElement} */ (step.querySelector('input[type=checkbox]'));

  function show() {
    const done = steps.filter((step) => step.classList.toggle('is-done', box(step).checked)).length;
    part?.classList.toggle('has-ticks', done > 0);
    if (status) status.textContent = done ? casebook.fill(status.dataset.text, { n: done, of: steps.length }) : '';
  }

  function keep() {
    const ticked = steps.filter((step) => box(step).checked).map((step) => step.dataset.cbStep);
    casebook.write('ticks/' + page, ticked.length ? JSON.stringify(ticked) : null);
    show();
  }

  function restore() {
    const ticked = casebook.list('ticks/' + page);
    for (const step of steps) box(step).checked = ticked.includes(step.dataset.cbStep || '');
    show();
  }

  part.addEventListener('change', (event) => {
    if (/** @type {HTMLElement} */ (event.target).matches('.step-tick input')) keep();
  });
  part.querySelector('[data-cb-clear]')?.addEventListener('click', () => {
    for (const step of steps) box(step).checked = false;
    keep();
  });
  document.addEventListener('casebook:fresh', restore);
  restore();
})();
