/**
 * Marks overdue reviews. The date comes from the reader's clock, because a page does not depend on the day of its
 * build.
 */
(function () {
  const line = /** @type {HTMLElement | null} */ (document.querySelector('[data-cb-overdue]'));
  const rows = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('tr[data-by]'));
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
  let late = 0;
  for (const row of rows) {
    const overdue = (row.dataset.by || '') < today;
    row.classList.toggle('is-overdue', overdue);
    if (overdue) late += 1;
  }
  if (!line) return;
  const text = late === 0 ? line.dataset.none : late === 1 ? line.dataset.one : line.dataset.some;
  line.textContent = casebook.fill(text, { n: late });
  line.classList.toggle('is-some', late > 0);
})();
