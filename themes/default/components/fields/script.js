/**
 * Stores the fields of a tool on this device, under one key for the whole site. The tool can be cleared and printed
 * alone. A tool calls `casebookFields(name, show, make)`: `show` runs after each change, and `make` receives the names
 * of the stored fields before they are filled in. Each tool with fields contains this script; the first one on a page
 * is used.
 *
 * @typedef {(part: HTMLElement) => void} Show
 * @typedef {(part: HTMLElement, names: string[]) => void} Make
 *
 * @type {(name: string, show?: Show, make?: Make) => void}
 */
var casebookFields =
  /** @type {any} */ (window).casebookFields ||
  (function () {
    /** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */

    const root = document.documentElement;

    /** Returns the value of a field. @param {Field} field */
    const valueOf = (field) =>
      field.type === 'checkbox' ? /** @type {HTMLInputElement} */ (field).checked : field.value;

    /** @param {string} key @returns {Record<string, any>} */
    function kept(key) {
      try {
        return Object(JSON.parse(casebook.read(key) || '{}'));
      } catch {
        return {};
      }
    }

    addEventListener('afterprint', () => {
      delete root.dataset.print;
      document.querySelector('.is-printed')?.classList.remove('is-printed');
    });

    return function (name, show, make) {
      const part = /** @type {HTMLElement} */ (document.querySelector(`[data-cb-tool="${name}"]`));
      const key = 'tool/' + name;

      const fields = () => /** @type {Field[]} */ ([...part.querySelectorAll('[name]')]);
      /** @param {string} button @param {() => void} press */
      const on = (button, press) => part.querySelector(`[data-cb-${button}]`)?.addEventListener('click', press);

      function keep() {
        const all = fields();
        const typed = all.some((field) => valueOf(field) !== (field.type === 'checkbox' ? false : field.defaultValue));
        casebook.write(
          key,
          typed ? JSON.stringify(Object.fromEntries(all.map((field) => [field.name, valueOf(field)]))) : null,
        );
        show?.(part);
      }

      function restore() {
        const texts = kept(key);
        make?.(part, Object.keys(texts));
        for (const field of fields()) {
          if (field.type === 'checkbox') /** @type {HTMLInputElement} */ (field).checked = texts[field.name] === true;
          else field.value = texts[field.name] ?? field.defaultValue;
          field.readOnly = false;
        }
        show?.(part);
      }

      part.addEventListener('input', keep);
      on('clear', () => {
        casebook.write(key, null);
        restore();
        fields()[0].focus();
      });
      on('print-tool', () => {
        part.classList.add('is-printed');
        root.dataset.print = 'tool';
        print();
      });
      document.addEventListener('casebook:fresh', () => {
        // What is being typed is newer than what another tab has stored.
        if (!part.contains(document.activeElement)) restore();
      });
      restore();
    };
  })();
