/**
 * What tools have in common: their fields are kept on this device under one key for the whole site, and each tool can be
 * cleared and printed alone. A tool calls `casebookTool(name, show)`; `show` runs whenever its fields have changed.
 */
const casebookTool = (function () {
  const root = document.documentElement;
  const FIELDS = "input[name], textarea[name], select[name]";

  /** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

  /** @param {ParentNode} part @returns {Field[]} */
  const fieldsOf = (part) => [...part.querySelectorAll(FIELDS)].map((field) => /** @type {Field} */ (field));

  /** A field's value as text; a tick is "1". @param {Field} field */
  function value(field) {
    return field instanceof HTMLInputElement && field.type === "checkbox" ? (field.checked ? "1" : "") : field.value;
  }

  /** What a field holds before anything is typed. @param {Field} field */
  const first = (field) => (field instanceof HTMLSelectElement || field.type === "checkbox" ? "" : field.defaultValue);

  /** @param {Field} field @param {string} text */
  function put(field, text) {
    if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = text === "1";
    else field.value = text;
  }

  /** @param {string} key @returns {Record<string, string>} */
  function kept(key) {
    try {
      const all = JSON.parse(casebook.read(key) || "{}");
      return Object.fromEntries(Object.entries(all && typeof all === "object" ? all : {}).map(([name, text]) => [name, String(text)]));
    } catch {
      return {};
    }
  }

  /** @param {HTMLElement} part */
  function print(part) {
    part.classList.add("is-printed");
    root.dataset.print = "tool";
    window.print();
  }

  window.addEventListener("afterprint", () => {
    delete root.dataset.print;
    document.querySelector(".is-printed")?.classList.remove("is-printed");
  });

  /**
   * @param {string} name
   * @param {(part: HTMLElement) => void} [show]
   * @param {(part: HTMLElement, names: string[]) => void} [make] makes the fields that were kept and are not there yet
   */
  return function (name, show, make) {
    const found = /** @type {HTMLElement | null} */ (document.querySelector(`[data-cb-tool="${name}"]`));
    if (!found) return;
    const part = found;
    const key = "tool/" + name;

    function keep() {
      const changed = fieldsOf(part).filter((field) => value(field) !== first(field));
      casebook.write(key, changed.length ? JSON.stringify(Object.fromEntries(changed.map((field) => [field.name, value(field)]))) : null);
      show?.(part);
    }

    function restore() {
      const texts = kept(key);
      make?.(part, Object.keys(texts));
      for (const field of fieldsOf(part)) {
        put(field, texts[field.name] ?? first(field));
        if (!(field instanceof HTMLSelectElement)) field.readOnly = false;
      }
      show?.(part);
    }

    part.addEventListener("input", keep);
    part.querySelector("[data-cb-clear]")?.addEventListener("click", () => {
      casebook.write(key, null);
      restore();
      fieldsOf(part)[0]?.focus();
    });
    part.querySelector("[data-cb-print-tool]")?.addEventListener("click", () => print(part));
    document.addEventListener("casebook:fresh", restore);
    restore();
  };
})();
