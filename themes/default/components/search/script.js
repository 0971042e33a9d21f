/**
 * What the engine answers.
 * @typedef {Awaited<ReturnType<typeof casebookSearch.search>>} Found
 * @typedef {Awaited<ReturnType<Found["page"]>>[0]} Result
 * @typedef {NonNullable<Found["answer"]>} Answer
 * @typedef {ReturnType<typeof casebookSearch.mark>} Marked
 */

/**
 * The box that one searches in: on the search page it stands in the page, everywhere else in a dialog. Made once; what it
 * shows is the work of the components after this one.
 */
const searchBox = (function () {
  const root = document.documentElement.dataset.root || '';
  const inPage = /** @type {HTMLElement | null} */ (document.querySelector('[data-cb-finder]'));
  const dialog = inPage ? null : document.createElement('dialog');
  const box = inPage ?? part('search');
  if (dialog) {
    // The template was rendered for the site's root.
    for (const link of box.querySelectorAll('a')) link.setAttribute('href', root + link.getAttribute('href'));
    dialog.className = 'search-dialog no-print';
    dialog.ariaLabel = box.dataset.label || '';
    dialog.append(box);
    document.body.append(dialog);
  }

  /** What comes with this script, as it stands in the theme. @param {string} name @returns {HTMLElement} */
  function part(name) {
    const made = new DOMParser().parseFromString(casebook.parts[name], 'text/html').body.firstElementChild;
    return /** @type {HTMLElement} */ (document.importNode(/** @type {Node} */ (made), true));
  }

  /** The part that its theme calls `data-cb-NAME`. @param {string} name */
  const find = (name) => /** @type {HTMLElement} */ (box.querySelector(`[data-cb-${name}]`));

  /** @param {string} tag @param {string} name its class @param {...(string | Node)} content */
  function make(tag, name, ...content) {
    const made = document.createElement(tag);
    made.className = name;
    made.append(...content);
    return made;
  }

  /** A text with its marks. @param {Marked} pieces */
  const nodes = (pieces) => pieces.map(([text, marked]) => (marked ? make('mark', '', text) : text));

  /** A word that a reader wrote, kept apart from the direction of what stands around it. @param {string} text */
  const apart = (text) => '\u2068' + text + '\u2069';

  const input = /** @type {HTMLInputElement} */ (find('input'));
  return { root, dialog, box, input, words: box.dataset, find, part, make, nodes, apart };
})();
