/**
 * The box that one searches in: on the search page it stands in the page, everywhere else in a dialog. Made once; what it
 * shows is the work of the components after this one.
 */
const searchBox = (function () {
  const root = document.documentElement.dataset.root || "";
  const inPage = /** @type {HTMLElement | null} */ (document.querySelector("[data-cb-finder]"));
  const dialog = inPage ? null : document.createElement("dialog");
  const box = inPage ?? searchMarks.part("search");
  if (dialog) {
    // The template was rendered for the site's root.
    for (const link of box.querySelectorAll("a")) link.setAttribute("href", root + link.getAttribute("href"));
    dialog.className = "search-dialog no-print";
    dialog.ariaLabel = box.dataset.label || "";
    dialog.append(box);
    document.body.append(dialog);
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

  /** A word that a reader wrote, kept apart from the direction of what stands around it. @param {string} text */
  const apart = (text) => "\u2068" + text + "\u2069";

  const input = /** @type {HTMLInputElement} */ (find("input"));
  return { root, dialog, box, input, words: box.dataset, find, make, apart };
})();
