/**
 * Follows the changes of the site while it is written. Only `casebook serve` puts this script on a page.
 *
 * The page is reloaded when it has changed, and only then: its scroll position is kept, and so is the run of a scenario,
 * which is part of the address. Where only styles have changed, they are exchanged. Errors lie over the page, which stays
 * as it last was without them; warnings are counted in a corner.
 */
(function () {
  const source = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  /** The state that this page was made from, what it is, and what it is but for its styles. */
  let [number, page, bare] = (source.split('?')[1] ?? '').split('-');
  const place = `casebook-scroll ${location.pathname}`;

  /** @typedef {{ severity: string, message: string, place: string, text: string }} Finding */
  /** @typedef {{ number: number, errors: number, warnings: number, findings: Finding[], more: number }} Told */

  // The scroll place, once.
  try {
    const kept = sessionStorage.getItem(place);
    sessionStorage.removeItem(place);
    if (kept !== null && !location.hash) addEventListener('load', () => scrollTo(0, Number(kept)));
  } catch {
    // Without storage the browser's own memory of the place must do.
  }

  function reload() {
    try {
      sessionStorage.setItem(place, String(scrollY));
    } catch {
      // As above.
    }
    location.reload();
  }

  /** Puts the styles of the page as it now is into the places of those that it has. @param {string} html */
  function exchangeStyles(html) {
    const next = new DOMParser().parseFromString(html, 'text/html').querySelectorAll('head link[rel=stylesheet]');
    const own = document.querySelectorAll('head link[rel=stylesheet]');
    const hrefs = new Set([...own].map((link) => link.getAttribute('href')));
    const kept = new Set([...next].map((link) => link.getAttribute('href')));
    for (const link of next) {
      if (hrefs.has(link.getAttribute('href'))) continue;
      const fresh = /** @type {HTMLLinkElement} */ (document.importNode(link, true));
      // The old ones go when the new ones are there, so that the page is never without.
      fresh.addEventListener('load', () =>
        [...own].forEach((old) => kept.has(old.getAttribute('href')) || old.remove()),
      );
      document.head.append(fresh);
    }
    if ([...kept].every((href) => hrefs.has(href)))
      own.forEach((old) => kept.has(old.getAttribute('href')) || old.remove());
  }

  /** Asks what this page now is, and follows. @param {Told} told */
  async function follow(told) {
    const answer = await fetch(location.pathname + location.search, { cache: 'no-store' });
    const [nowPage, nowBare] = (answer.headers.get('casebook-page') ?? '').split('-');
    number = String(told.number);
    if (!nowPage || nowPage === page) return;
    if (nowBare !== bare) return reload();
    exchangeStyles(await answer.text());
    page = nowPage;
  }

  /** @param {string} name @param {string} text @param {Element} into */
  function add(name, text, into) {
    const element = document.createElement(name);
    element.textContent = text;
    into.append(element);
    return element;
  }

  const host = document.createElement('casebook-live');
  const root = host.attachShadow({ mode: 'open' });
  const style = document.createElement('link');
  style.rel = 'stylesheet';
  style.href = '/.casebook/live.css';
  const panel = document.createElement('section');
  const button = document.createElement('button');
  panel.setAttribute('aria-live', 'polite');
  panel.setAttribute('aria-label', 'What Casebook has found');
  panel.hidden = button.hidden = true;
  button.type = 'button';
  root.append(style, panel, button);
  document.body.append(host);
  button.addEventListener('click', () => open(panel.hidden === true));
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !panel.hidden) open(false);
  });

  /** @param {boolean} isOpen */
  function open(isOpen) {
    panel.hidden = !isOpen;
    button.setAttribute('aria-expanded', String(isOpen));
  }

  /** @param {number} count @param {string} word */
  const counted = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`;

  /** Lays what was found over the page, or counts it in the corner. @param {Told} told */
  function show(told) {
    const parts = [told.errors && counted(told.errors, 'error'), told.warnings && counted(told.warnings, 'warning')];
    const text = parts.filter(Boolean).join(', ');
    const had = panel.dataset.errors === 'yes';
    panel.replaceChildren();
    panel.dataset.errors = button.dataset.errors = told.errors ? 'yes' : 'no';
    button.hidden = text === '';
    button.textContent = text;
    if (text === '') return open(false);
    const head = add('header', '', panel);
    add('h2', told.errors ? `${counted(told.errors, 'error')} to mend` : counted(told.warnings, 'warning'), head);
    if (told.errors)
      add('p', 'Behind this stands the page as it was before. It follows as soon as the errors are mended.', head);
    const close = add('button', 'Close', head);
    close.setAttribute('type', 'button');
    close.addEventListener('click', () => {
      open(false);
      button.focus();
    });
    for (const finding of told.findings) {
      const pre = add('pre', '', panel);
      for (const line of finding.text.split('\n')) {
        add('span', line.trimEnd() || ' ', pre).className = /^ *[0-9]* \|/.test(line) ? 'line' : '';
      }
      pre.tabIndex = 0;
      pre.dataset.severity = finding.severity;
      pre.setAttribute('aria-label', `${finding.severity}: ${finding.message}, ${finding.place}`);
      pre.setAttribute('role', 'group');
    }
    if (told.more) add('p', `and ${told.more} more, which the terminal shows`, panel);
    // Errors come up by themselves; warnings wait until somebody asks.
    if (told.errors) open(true);
    else if (had) open(false);
  }

  const events = new EventSource('/.casebook/events');
  events.addEventListener('message', (event) => {
    /** @type {Told} */
    const told = JSON.parse(event.data);
    show(told);
    if (String(told.number) !== number) follow(told).catch(() => undefined);
  });
})();
