/** A register of promises. Readers can add lines; all are stored on this device. */
(function () {
  /** The maximum number of lines. */
  const MOST = 60;

  /** @param {HTMLElement} part */
  const lines = (part) => /** @type {HTMLElement[]} */ ([...part.querySelectorAll('.promise')]);

  /** Adds a line. @param {HTMLElement} part */
  function add(part) {
    const all = lines(part);
    if (all.length >= MOST) return;
    const number = all.length + 1;
    const line = /** @type {HTMLElement} */ (all[0].cloneNode(true));
    for (const field of line.querySelectorAll('[name]')) {
      field.setAttribute('name', (field.getAttribute('name') || '').replace(/\d+$/, String(number)));
      if (field instanceof HTMLInputElement) field.checked = false;
      else if (field instanceof HTMLTextAreaElement) field.value = '';
    }
    for (const words of line.querySelectorAll('.visually-hidden'))
      words.textContent = ' ' + casebook.fill(part.dataset.line, { n: number });
    all[all.length - 1].after(line);
    line.classList.remove('is-kept');
    return line;
  }

  /** @param {HTMLElement} part */
  function show(part) {
    for (const line of lines(part)) {
      const box = /** @type {HTMLInputElement | null} */ (line.querySelector('input[type=checkbox]'));
      line.classList.toggle('is-kept', !!box?.checked);
    }
  }

  casebookFields('promise-register', show, (part, names) => {
    const last = Math.max(0, ...names.map((name) => Number(/\d+$/.exec(name)?.[0] ?? 0)));
    while (lines(part).length < Math.min(last, MOST)) add(part);
  });
  const part = /** @type {HTMLElement | null} */ (document.querySelector('[data-cb-tool="promise-register"]'));
  part?.querySelector('[data-cb-more]')?.addEventListener('click', () => {
    /** @type {HTMLElement | null | undefined} */ (add(part)?.querySelector('textarea'))?.focus();
  });
})();
