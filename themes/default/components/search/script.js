/**
 * The search box: part of the search page, a dialog on all other pages. It is created once; the components after this
 * one fill it.
 *
 * @typedef {Awaited<ReturnType<typeof casebookSearch.search>>} Found
 * @typedef {Awaited<ReturnType<Found["page"]>>[0]} Result
 * @typedef {NonNullable<Found["answer"]>} Answer
 * @typedef {ReturnType<typeof casebookSearch.mark>} Marked
 */
const searchBox = (function () {
  const root = document.documentElement.dataset.root || '';
  const inPage = /** @type {HTMLElement | null} */ (document.querySelector('[data-cb-finder]'));
  const dialog = inPage ? null : document.createElement('dialog');
  const box = inPage ?? part('search');
  if (dialog) {
    // The links of the template are relative to the site's root.
    for (const link of box.querySelectorAll('a')) link.setAttribute('href', root + link.getAttribute('href'));
    dialog.className = 'search-dialog no-print';
    dialog.ariaLabel = box.dataset.label || '';
    dialog.append(box);
    document.body.append(dialog);
  }

  /** Creates the elements of a template of the theme. @param {string} name @returns {HTMLElement} */
  function part(name) {
    const made = new DOMParser().parseFromString(casebook.parts[name], 'text/html').body.firstElementChild;
    return /** @type {HTMLElement} */ (document.importNode(/** @type {Node} */ (made), true));
  }

  /** Returns the element with the attribute `data-cb-NAME`. @param {string} name */
  const find = (name) => /** @type {HTMLElement} */ (box.querySelector(`[data-cb-${name}]`));

  /** @param {string} tag @param {string} name the class @param {...(string | Node)} content */
  function make(tag, name, ...content) {
    const made = document.createElement(tag);
    made.className = name;
    made.append(...content);
    return made;
  }

  /** Returns a text with its highlights. @param {Marked} pieces */
  const nodes = (pieces) => pieces.map(([text, marked]) => (marked ? make('mark', '', text) : text));

  /** Isolates a text from the writing direction of the text around it. @param {string} text */
  const apart = (text) => '\u2068' + text + '\u2069';

  const input = /** @type {HTMLInputElement} */ (find('input'));
  return { root, dialog, box, input, words: box.dataset, find, part, make, nodes, apart };
})();
