/** Readers can tick the steps of a playbook. The ticks are stored on this device. */
(function () {
  const part = /** @type {HTMLElement | null} */ (document.querySelector('[data-cb-checklist]'));
  if (!part) return;
  const page = document.documentElement.dataset.page || '';
  const steps = /** @type {HTMLElement[]} */ ([...part.querySelectorAll('[data-cb-step]')]);
  const status = /** @type {HTMLElement | null} */ (part.querySelector('[data-cb-status]'));

  /** The anchors of a step: the first one under which its tick is stored, and those that it had later. @param {HTMLElement} step */
  const names = (step) => (step.dataset.cbStep || '').split(' ');
  /** @param {HTMLElement} step */
  const box = (step) => /** @type {HTMLInputElement} */ (step.querySelector('input[type=checkbox]'));

  function show() {
    const done = steps.filter((step) => step.classList.toggle('is-done', box(step).checked)).length;
    part?.classList.toggle('has-ticks', done > 0);
    if (status) status.textContent = done ? casebook.fill(status.dataset.text, { n: done, of: steps.length }) : '';
  }

  /** Stores the ticks of some steps. Another tab may have stored those of others. @param {HTMLElement[]} changed */
  function keep(changed) {
    const ticked = new Set(casebook.list('ticks/' + page));
    for (const step of changed) {
      for (const name of names(step)) ticked.delete(name);
      if (box(step).checked) ticked.add(names(step)[0]);
    }
    casebook.write('ticks/' + page, ticked.size ? JSON.stringify([...ticked]) : null);
    restore();
  }

  function restore() {
    const ticked = casebook.list('ticks/' + page);
    for (const step of steps) box(step).checked = names(step).some((name) => ticked.includes(name));
    show();
  }

  part.addEventListener('change', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.matches('.step-tick input')) keep(steps.filter((step) => step.contains(target)));
  });
  part.querySelector('[data-cb-clear]')?.addEventListener('click', () => {
    for (const step of steps) box(step).checked = false;
    keep(steps);
  });
  document.addEventListener('casebook:fresh', restore);
  restore();
})();
