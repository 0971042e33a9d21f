/**
 * Narrows the table below down by its own columns: one with numbers ("5 min", "$2", "free") asks for the most, one with a
 * few words for one of them. The rows stay in the one table that the author wrote.
 */
(function () {
  const part = /** @type {HTMLElement | null} */ (document.querySelector('[data-cb-tool="table-picker"]'));
  const box = part?.querySelector(".picker-fields");
  const frame = part?.nextElementSibling;
  const table = frame?.matches("table") ? frame : frame?.querySelector("table");
  if (!part || !box || !table) return;
  const rows = /** @type {HTMLTableRowElement[]} */ ([...table.querySelectorAll("tbody tr")]);
  const status = part.querySelector("[data-cb-status]");
  const MOST_COLUMNS = 3;
  /** A choice among more values than these is no help. */
  const MOST_VALUES = 12;

  /** @param {HTMLTableRowElement} row @param {number} column */
  const cell = (row, column) => row.cells[column]?.textContent?.trim() || "";
  /** The number in a cell; without one it is nothing: "free". @param {string} text */
  const amount = (text) => Number(/\d+([.,]\d+)?/.exec(text)?.[0].replace(",", ".") ?? 0);

  /** @typedef {{column: number, numbers: boolean, select: HTMLSelectElement}} Choice */

  /** What can be chosen in a column, if anything can. @param {HTMLTableCellElement} head @param {number} column @returns {Choice | null} */
  function choice(head, column) {
    const texts = rows.map((row) => cell(row, column));
    const values = [...new Set(texts)].filter((text) => text && text !== part?.dataset.any);
    const numbers = texts.filter((text) => /\d/.test(text)).length * 4 >= texts.length;
    if (column === 0 || values.length < 2 || values.length > MOST_VALUES) return null;
    if (numbers) values.sort((a, b) => amount(a) - amount(b));
    const [label, select] = [document.createElement("label"), document.createElement("select")];
    label.className = "field";
    label.append(Object.assign(document.createElement("span"), { textContent: head.textContent }), select);
    select.append(new Option(part?.dataset.all, ""));
    for (const value of numbers ? values.slice(0, -1) : values) {
      const words = numbers && amount(value) > 0 ? casebook.fill(part?.dataset.most, { value }) : value;
      select.append(new Option(words, value));
    }
    box?.append(label);
    return { column, numbers, select };
  }

  const heads = /** @type {HTMLTableCellElement[]} */ ([...table.querySelectorAll("thead th")]);
  const choices = heads.map(choice).filter((one) => one !== null).slice(0, MOST_COLUMNS);
  for (const label of [...box.children].slice(MOST_COLUMNS)) label.remove();

  /** @param {HTMLTableRowElement} row */
  function fits(row) {
    return choices.every(({ column, numbers, select }) => {
      const text = cell(row, column);
      if (!select.value || text === part?.dataset.any) return true;
      return numbers ? amount(text) <= amount(select.value) : text === select.value;
    });
  }

  function show() {
    let shown = 0;
    for (const row of rows) {
      row.hidden = !fits(row);
      if (!row.hidden) shown += 1;
    }
    const form = shown === 0 ? "none" : shown === 1 ? "one" : "other";
    if (status) status.textContent = choices.some(({ select }) => select.value) ? casebook.fill(part?.dataset[form], { n: shown, of: rows.length }) : "";
  }

  function clear() {
    for (const { select } of choices) select.value = "";
    show();
  }

  part.addEventListener("change", show);
  document.addEventListener("casebook:fresh", clear);
})();
