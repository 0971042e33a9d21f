/**
 * Filters the table after it by its columns: a column of numbers ("5 min", "£2", "free") by a maximum, a column with
 * few different texts by one of them.
 */
(function () {
  const part = /** @type {HTMLElement} */ (document.querySelector('[data-cb-tool="table-picker"]'));
  const { all, most, any, one, other, none } = part.dataset;
  const table = part.nextElementSibling?.querySelector('table');
  const [head, ...rows] = table ? [...table.rows] : [];

  /** @param {HTMLTableRowElement} row @param {number} column */
  const cell = (row, column) => row.cells[column].innerText.trim();
  /** Returns the number in a cell; 0 if there is none, as in "free". @param {string} text */
  const amount = (text) => parseFloat(text.replace(/^\D+/, '').replace(',', '.')) || 0;

  /** Three fields fit on the screen of a phone. */
  const MOST_FIELDS = 3;
  /** A list of more values is too long to choose from. */
  const MOST_VALUES = 12;

  /** The fields and their columns. */
  const choices = [...(head?.cells ?? [])].flatMap(({ innerText }, column) => {
    const texts = rows.map((row) => cell(row, column));
    const values = [...new Set(texts)].filter((text) => text && text !== any);
    if (!column || column > MOST_FIELDS || values.length < 2 || values.length > MOST_VALUES) return [];
    // A quarter is enough: the other cells may say "free".
    const numbers = texts.filter(amount).length * 4 >= texts.length;
    if (numbers) values.sort((a, b) => amount(a) - amount(b)).pop();
    const [label, name, select] = ['label', 'span', 'select'].map((tag) => document.createElement(tag));
    label.className = 'field';
    name.textContent = innerText;
    select.append(
      ...['', ...values].map(
        (value) => new Option(value ? (numbers && amount(value) ? casebook.fill(most, { value }) : value) : all, value),
      ),
    );
    label.append(name, select);
    part.firstElementChild?.append(label);
    return [{ column, numbers, select: /** @type {HTMLSelectElement} */ (select) }];
  });

  function show() {
    for (const row of rows) {
      row.hidden = !choices.every(({ column, numbers, select: { value } }) => {
        const text = cell(row, column);
        return !value || text === any || (numbers ? amount(text) <= amount(value) : text === value);
      });
    }
    const n = rows.filter((row) => !row.hidden).length;
    const words = n < rows.length ? (n ? (n > 1 ? other : one) : none) : '';
    /** @type {Element} */ (part.lastElementChild).textContent = casebook.fill(words, { n, of: rows.length });
  }

  part.addEventListener('change', show);
})();
