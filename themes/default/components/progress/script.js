/** Shows the progress on a learning path: what is done, the next item, the minutes left, and the certificate. */
(function () {
  const part = /** @type {HTMLElement | null} */ (document.querySelector('[data-cb-path]'));
  const bar = /** @type {HTMLElement | null} */ (document.querySelector('.progress'));
  if (!part || !bar) return;
  const items = /** @type {HTMLElement[]} */ ([...part.querySelectorAll('[data-cb-item]')]);
  const words = /** @type {HTMLElement} */ (bar.querySelector('[data-cb-words]'));
  const meter = /** @type {HTMLProgressElement} */ (bar.querySelector('progress'));
  const next = /** @type {HTMLAnchorElement} */ (bar.querySelector('[data-cb-next]'));
  const certificate = part.querySelector('[data-cb-certificate]');

  /** @param {HTMLElement} item */
  const key = (item) => 'done/' + item.dataset.cbItem;
  /** @param {HTMLElement} item */
  const box = (item) => /** @type {HTMLInputElement} */ (item.querySelector('input'));
  /** @param {HTMLElement} item */
  const link = (item) => /** @type {HTMLAnchorElement} */ (item.querySelector('a'));

  /** @param {HTMLElement | undefined} first the first item that is not done @param {number} done */
  function showNext(first, done) {
    next.hidden = !first;
    if (!first || !bar) return;
    next.href = link(first).href;
    next.textContent = casebook.fill(done ? bar.dataset.next : bar.dataset.start, {
      title: link(first).textContent || '',
    });
  }

  function show() {
    const open = items.filter((item) => !box(item).checked);
    const done = items.length - open.length;
    const minutes = open.reduce((sum, item) => sum + Number(item.dataset.minutes), 0);
    for (const item of items) {
      item.classList.toggle('is-done', box(item).checked);
      item.classList.toggle('is-next', item === open[0]);
    }
    for (const module of part?.querySelectorAll('.module') || []) {
      module.classList.toggle('is-done', !module.querySelector('[data-cb-item]:not(.is-done)'));
    }
    meter.max = items.length;
    meter.value = done;
    const text = open.length ? bar?.dataset.done + ' · ' + bar?.dataset.left : bar?.dataset.all;
    words.textContent = casebook.fill(text, { n: done, of: items.length, minutes });
    showNext(open[0], done);
    certificate?.classList.toggle('is-earned', items.length > 0 && !open.length);
  }

  function restore() {
    for (const { dataset } of items) if (dataset.cbWas) casebook.adopt(dataset.cbItem || '', dataset.cbWas.split('|'));
    for (const item of items) box(item).checked = casebook.read(key(item)) !== null;
    show();
  }

  part.addEventListener('change', (event) => {
    const item = /** @type {HTMLElement | null} */ (
      /** @type {HTMLElement} */ (event.target).closest('[data-cb-item]')
    );
    if (!item) return;
    casebook.write(key(item), box(item).checked ? '1' : null);
    show();
  });
  // Pages of several paths show the path first from which the reader came.
  part.addEventListener('click', (event) => {
    if (/** @type {Element} */ (event.target).closest('[data-cb-item] a, [data-cb-next]'))
      casebook.write('path', document.documentElement.dataset.page || null);
  });
  document.addEventListener('casebook:fresh', restore);
  restore();
})();
