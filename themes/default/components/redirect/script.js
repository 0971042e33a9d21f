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
  for (const what of ['ticks/', 'done/', 'plan/', 'played/']) {
    const kept = casebook.read(what + old);
    if (kept === null) continue;
    if (casebook.read(what + page) === null) casebook.write(what + page, kept);
    casebook.write(what + old, null);
  }
  const [path, hash] = to.split('#');
  location.replace(path + location.search + (location.hash || (hash ? '#' + hash : '')));
})();
