/**
 * Redirects from the old address of a page, with the query string and fragment, which the refresh in the HTML would
 * drop. Also moves what this device has stored under the old address.
 */
(function () {
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  const to = script?.dataset.to;
  const page = script?.dataset.new;
  if (!to || !page) return;
  const old = document.documentElement.dataset.page || '';
  casebook.adopt(page, [old]);
  const [path, hash] = to.split('#');
  location.replace(path + location.search + (location.hash || (hash ? '#' + hash : '')));
})();
