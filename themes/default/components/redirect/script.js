/**
 * A page that moved: goes to its new place with everything after the address, which the refresh in the page would drop,
 * and takes along what this device remembers about it.
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
