/**
 * Follows the changes of the site while it is written. Only `casebook serve` puts this script on a page.
 *
 * The page is reloaded when it has changed, and only then: its scroll position is kept, and so is the run of a scenario,
 * which is part of the address. Where only styles have changed, they are exchanged. While there are errors, the page
 * stays as it last was without them, a little dimmed, and a panel at the bottom says what to fix. Warnings are counted in
 * a corner.
 */
(function () {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const source = script.src;
  /** Allows this page to ask for fixes; missing if the server does not make any. */
  const token = script.dataset.token;
  /** The state that this page was made from, what it is, and what it is but for its styles. */
  let [number, page, bare] = (source.split('?')[1] ?? '').split('-');
  const place = `casebook-scroll ${location.pathname}`;

  /** @typedef {{ text: string, lines: string[] }} Advice */
  /** @typedef {{ file: string, line: number, text: string }} Position */
  /**
   * @typedef {{
   *   severity: string, code: string, message: string, file: string, line: number, source: string[], because: string,
   *   others: Position[], help: Advice[], fix: string | null,
   * }} Finding
   */
  /** What can have the focus in a finding. */
  const CONTROLS = 'button, summary';

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

  /** Adds a sentence in which words between backticks are code. @param {string} text @param {Element} into */
  function addWords(text, into) {
    text.split('`').forEach((part, at) => {
      if (at % 2) add('code', part, into);
      else into.append(part);
    });
    return into;
  }

  /** Adds a paragraph that begins with a capital and ends with a full stop. @param {string} text @param {Element} into */
  function addSentence(text, into) {
    const end = /[.!?…:]$/.test(text) ? '' : '.';
    return addWords(text.charAt(0).toUpperCase() + text.slice(1) + end, add('p', '', into));
  }

  const host = document.createElement('casebook-live');
  const root = host.attachShadow({ mode: 'open' });
  const style = document.createElement('link');
  style.rel = 'stylesheet';
  style.href = '/.casebook/live.css';
  const veil = document.createElement('div');
  const panel = document.createElement('section');
  const status = document.createElement('output');
  const button = document.createElement('button');
  panel.setAttribute('aria-label', 'Problems in your files');
  veil.className = 'veil';
  veil.hidden = panel.hidden = button.hidden = true;
  button.type = 'button';
  root.append(style, veil, panel, status, button);
  document.body.append(host);
  button.addEventListener('click', () => {
    open(panel.hidden === true);
    if (!panel.hidden) /** @type {HTMLElement | null} */ (panel.querySelector('header button'))?.focus();
  });
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !panel.hidden) close();
  });

  /** @param {boolean} isOpen */
  function open(isOpen) {
    panel.hidden = !isOpen;
    veil.hidden = !isOpen || panel.dataset.errors !== 'yes';
    button.setAttribute('aria-expanded', String(isOpen));
    makeRoom();
  }

  function close() {
    const hadFocus = panel.contains(root.activeElement);
    open(false);
    if (hadFocus) button.focus();
  }

  /** Leaves as much room below the page as the panel takes, so that the end of the page can be read. */
  function makeRoom() {
    host.style.display = 'block';
    host.style.blockSize = panel.hidden || panel.dataset.errors !== 'yes' ? '0' : `${panel.offsetHeight}px`;
  }
  new ResizeObserver(makeRoom).observe(panel);

  /** @param {number} count @param {string} word */
  const counted = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`;

  /** Shows what was found in the panel, or counts it in the corner. @param {Told} told */
  function show(told) {
    const parts = [told.errors && counted(told.errors, 'error'), told.warnings && counted(told.warnings, 'warning')];
    const text = parts.filter(Boolean).join(', ');
    const had = panel.dataset.errors === 'yes';
    const focus = whereFocusIs();
    panel.replaceChildren();
    panel.dataset.errors = button.dataset.errors = told.errors ? 'yes' : 'no';
    button.hidden = text === '';
    button.textContent = text;
    if (status.textContent !== text) status.textContent = text;
    if (text === '') return open(false);
    fill(told);
    // Errors come up by themselves, once: anyone who has closed the panel goes on writing. Warnings wait until somebody asks.
    if (told.errors) open(!panel.hidden || !had);
    else open(!panel.hidden && !had);
    if (focus) putFocus(focus);
  }

  /** @param {Told} told */
  function fill(told) {
    const head = add('header', '', panel);
    add('h2', told.errors ? `${counted(told.errors, 'error')} to fix` : counted(told.warnings, 'warning'), head);
    const isPage = !document.body.classList.contains('casebook-waiting');
    if (told.errors && isPage)
      add('p', 'The page is shown as it was before. It is updated when the errors are fixed.', head);
    const closing = add('button', 'Close', head);
    closing.setAttribute('type', 'button');
    closing.addEventListener('click', close);
    const list = add('div', '', panel);
    let file = '';
    for (const finding of told.findings) {
      if (finding.file !== file && finding.file) add('h3', finding.file, list);
      file = finding.file;
      list.append(article(finding));
    }
    if (told.more) add('p', `${told.more} more are listed in the terminal.`, list);
  }

  /** @param {Finding} finding */
  function article(finding) {
    const element = document.createElement('article');
    element.dataset.severity = finding.severity;
    element.dataset.key = [finding.file, finding.code, finding.message].join(' ');
    const [first, ...rest] = finding.message.split('\n');
    const title = add('h4', '', element);
    if (finding.line) add('span', `Line ${finding.line}: `, title);
    if (finding.severity !== 'error') add('span', `${finding.severity}: `, title);
    addWords(first, title);
    rest.forEach((line) => addSentence(line, element));
    if (finding.source.join('').trim()) {
      const lines = add('pre', finding.source[0], element);
      if (finding.source[1].trim()) add('mark', finding.source[1], lines);
      else lines.append(finding.source[1]);
      lines.append(finding.source[2]);
    }
    if (finding.because) addSentence(finding.because, element);
    for (const other of finding.others) addSentence(`${other.file}, line ${other.line}: ${other.text}`, element);
    finding.help.forEach((advice) => addAdvice(advice, element));
    if (finding.fix && token) addFix(finding.fix, element);
    if (finding.code) addExplanation(finding.code, element);
    return element;
  }

  /** Adds advice, with the lines as they will be unless its sentence has them. @param {Advice} advice @param {Element} into */
  function addAdvice(advice, into) {
    const sentence = addSentence(advice.text, into);
    sentence.className = 'advice';
    if (advice.lines.length === 0) return;
    sentence.textContent = '';
    addWords(`${advice.text.charAt(0).toUpperCase()}${advice.text.slice(1)}. The line is then:`, sentence);
    add('pre', advice.lines.join('\n'), into);
  }

  /** @param {string} id @param {Element} into */
  function addFix(id, into) {
    const line = add('p', '', into);
    const fix = /** @type {HTMLButtonElement} */ (add('button', 'Fix it', line));
    fix.type = 'button';
    fix.className = 'fix';
    const answer = add('output', '', line);
    fix.addEventListener('click', async () => {
      // Not `disabled`, which would drop the focus.
      if (fix.getAttribute('aria-disabled') === 'true') return;
      fix.setAttribute('aria-disabled', 'true');
      answer.textContent = '';
      try {
        const asked = { method: 'POST', headers: { 'Casebook-Token': token ?? '' } };
        const response = await fetch(`/.casebook/fix/${id}`, asked);
        answer.textContent = await response.text();
        if (!response.ok) fix.removeAttribute('aria-disabled');
      } catch {
        answer.textContent = 'The server does not answer. Is `casebook serve` still running?';
        fix.removeAttribute('aria-disabled');
      }
    });
  }

  /** @param {string} code @param {Element} into */
  function addExplanation(code, into) {
    const details = /** @type {HTMLDetailsElement} */ (add('details', '', into));
    add('summary', `What ${code} means`, details);
    details.addEventListener('toggle', async () => {
      if (!details.open || details.childElementCount > 1) return;
      const text = await (await fetch(`/.casebook/explain/${code}.md`)).text();
      if (details.childElementCount === 1) explain(text, details);
    });
  }

  /** Sets an explanation: headings, paragraphs, and examples between fences. @param {string} text @param {Element} into */
  function explain(text, into) {
    const [, ...blocks] = `\n${text.replace(/^ /gm, '')}`.split(/\n# /);
    for (const block of blocks) {
      const [title, ...lines] = block.split('\n');
      if (title !== 'What it means') add('h5', title === 'Fix' ? 'What to do' : title, into);
      lines
        .join('\n')
        .split(/^```.*$/m)
        .forEach((part, at) => {
          if (!part.trim()) return;
          if (at % 2) add('pre', part.replace(/^\n|\n$/g, ''), into);
          else part.split(/\n\s*\n/).forEach((words) => words.trim() && addWords(words.trim(), add('p', '', into)));
        });
    }
  }

  /** The finding in which the focus is, and which of its controls has it. @returns {[string, number, number] | undefined} */
  function whereFocusIs() {
    const own = root.activeElement;
    if (!own || !panel.contains(own)) return undefined;
    const articles = [...panel.querySelectorAll('article')];
    const at = articles.findIndex((one) => one.contains(own));
    if (at < 0) return ['', -1, 0];
    return [articles[at].dataset.key ?? '', at, [...articles[at].querySelectorAll(CONTROLS)].indexOf(own)];
  }

  /** Puts the focus on the same control, or on the finding that took its place. @param {[string, number, number]} focus */
  function putFocus([key, at, control]) {
    if (panel.hidden) return button.focus();
    const articles = [...panel.querySelectorAll('article')];
    const same = articles.find((one) => one.dataset.key === key);
    const next = same ?? articles[Math.min(at, articles.length - 1)];
    const controls = next ? [...next.querySelectorAll(CONTROLS)] : [];
    const target = (same && controls[control]) || controls[0] || panel.querySelector('header button');
    /** @type {HTMLElement | null} */ (at < 0 ? panel.querySelector('header button') : target)?.focus();
  }

  const events = new EventSource('/.casebook/events');
  events.addEventListener('message', (event) => {
    /** @type {Told} */
    const told = JSON.parse(event.data);
    show(told);
    if (String(told.number) !== number) follow(told).catch(() => undefined);
  });
})();
