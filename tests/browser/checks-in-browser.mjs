// What a reader's browser makes of one page. Each check takes the surroundings and a page's path, and answers a list of
// problems in words. `full: false` asks for the one look that finds most.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { launch, open, PATIENCE, settle, visit } from './harness.mjs';
import { cutOffText, focusability, overflowing, smallTargets } from './in-page.mjs';
import { serveInPieces } from './server.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const AXE_RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

const PHONE = 390;
const DESK = 1280;

/** The reader's text size in pixels, when set to 200 % of a browser's usual 16. */
const DOUBLE = 32;

/** Browsers and servers for the checks of one test file. `large` is a browser whose reader has set twice the text size. */
export async function surroundings() {
  const browsers = { usual: await launch(), large: null };
  const opened = [];
  return {
    browser: browsers.usual,
    large: () => (browsers.large ??= launch({ rootFontSize: DOUBLE })),
    /** The addresses of a site; `slow` is a host whose pages come piece by piece, and scripts and pictures last. */
    async open(site) {
      const places = await open(site);
      const slow = await serveInPieces(site.dir);
      opened.push(places, slow);
      return { http: places.http, file: places.file, slow };
    },
    async close() {
      await Promise.all(opened.map((one) => one.close()));
      await browsers.usual.close();
      await (await browsers.large)?.close();
    },
  };
}

function eachLook(full, axes, one) {
  const all = axes.reduce((looks, [name, values]) => looks.flatMap((look) => values.map((value) => ({ ...look, [name]: value }))), [{}]);
  return full ? all : [one];
}

const describe = (look) => Object.entries(look).map(([name, value]) => (name === 'where' ? value : `${name} ${value}`)).join(', ');

async function inEachLook(looks, check) {
  const found = await Promise.all(looks.map(async (look) => (await check(look)).map((problem) => `[${describe(look)}] ${problem}`)));
  return found.flat();
}

/** No error or warning in the console, no failed request, none outside the site, no picture missing. */
export function loads({ browser, places, path, full }) {
  const looks = eachLook(full, [['width', [PHONE, DESK]], ['scripts', [true, false]], ['where', ['http', 'file']]],
    { width: PHONE, scripts: true, where: 'file' });
  return inEachLook(looks, (look) => visit(browser, places[look.where], path, look, async (page, problems) => {
    await settle(page, problems);
    return problems;
  }));
}

/** What axe finds on a page as it is now, by all its rules or by those named. */
export async function violations(page, rules) {
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(AXE);
  const runOnly = rules ? { type: 'rule', values: rules } : { type: 'tag', values: AXE_RULES };
  const found = await page.evaluate(async (only) => (await window.axe.run(document, { runOnly: only, resultTypes: ['violations'] })).violations, runOnly);
  return found.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')} ${node.html.slice(0, 120)}`
    + ` ${node.any.map((one) => one.message).join('; ').slice(0, 200)}`));
}

/** axe finds nothing, in each colour scheme and width; once with everything opened that opens. */
export function axe({ browser, places, path, full }) {
  const looks = [
    ...eachLook(full, [['width', [DESK, PHONE]], ['scheme', ['light', 'dark']]], { width: DESK, scheme: 'light' }),
    ...(full ? [{ width: DESK, forced: true }, { width: PHONE, opened: true }] : []),
  ];
  return inEachLook(looks, (look) => visit(browser, places.http, path, look, async (page) => {
    if (look.opened) await page.evaluate(() => document.querySelectorAll('details').forEach((one) => { one.open = true; }));
    return violations(page);
  }));
}

/** Nothing is wider than a small phone's screen, with and without scripts. */
export function narrow({ browser, places, path, full }) {
  const looks = eachLook(full, [['width', [320]], ['scripts', [true, false]]], { width: 320, scripts: true });
  return inEachLook(looks, (look) => visit(browser, places.http, path, look, (page) => page.evaluate(overflowing)));
}

/** A reader who has set text of twice the size gets it, and still neither scrolls sideways nor loses words. */
export async function largeText({ browser, large, places, path, full }) {
  const looks = eachLook(full, [['width', [DESK, PHONE]]], { width: PHONE });
  const bodySize = () => parseFloat(getComputedStyle(document.querySelector('main p, main li, main') ?? document.body).fontSize);
  const usual = await visit(browser, places.http, path, looks[0], (page) => page.evaluate(bodySize));
  return inEachLook(looks, async (look) => visit(await large(), places.http, path, look, async (page) => {
    const grown = await page.evaluate(bodySize);
    const size = grown < usual * 1.9 ? [`text of ${usual} px became ${grown} px instead of ${usual * 2} px`] : [];
    return [...size, ...await page.evaluate(overflowing), ...await page.evaluate(cutOffText)];
  }));
}

/** The first stop of the keyboard is a link that shows itself and leads into the main part. */
export function skipLink({ browser, places, path }) {
  return visit(browser, places.http, path, {}, async (page) => {
    const needed = await page.evaluate(() => {
      const first = document.querySelector('a[href], button, input, select, textarea, summary');
      return first !== null && !first.closest('main');
    });
    if (!needed) return [];
    await page.keyboard.press('Tab');
    const first = await page.evaluate(() => {
      const element = document.activeElement;
      const box = element.getBoundingClientRect();
      const shown = box.width > 1 && box.height > 1 && box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.right <= innerWidth;
      const target = document.getElementById(element.getAttribute('href')?.slice(1) ?? '');
      return { what: element.outerHTML.slice(0, 80), shown, leadsToMain: target?.closest('main') !== null && target !== null };
    });
    if (!first.leadsToMain) return [`the first stop of the keyboard is no link into main, but ${first.what}`];
    if (!first.shown) return [`the skip link does not show itself when focused: ${first.what}`];
    await page.keyboard.press('Enter');
    await page.waitForURL(/#/, { timeout: PATIENCE }).catch(() => {});
    await page.keyboard.press('Tab');
    const skipped = await page.evaluate(() => {
      const main = document.querySelector('main');
      const here = document.activeElement;
      const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')];
      const reachable = stops.some((one) => main.contains(one) || main.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
      return !reachable || here === document.body || main.contains(here) || Boolean(main.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING);
    });
    return skipped ? [] : ['after the skip link the keyboard is still before main'];
  });
}

/** How far the keyboard is followed through one page. */
const STOPS = 60;

/** Whatever can have the focus shows it; the keyboard comes past all of it, and none of it is hidden when it does. */
export function focus({ browser, places, path, full }) {
  const looks = full ? [{ width: DESK, scheme: 'light' }, { width: PHONE, scheme: 'dark' }] : [{ width: DESK, scheme: 'light' }];
  return inEachLook(looks, (look) => visit(browser, places.http, path, look, async (page) => {
    const problems = [];
    // One press is needed in any case: before the keyboard was used, browsers do not show the focus.
    for (let stop = 0; stop < (full ? STOPS : 1); stop += 1) {
      await page.keyboard.press('Tab');
      const { problem, done } = await page.evaluate(focusability.step);
      if (problem) problems.push(problem);
      if (done) break;
    }
    return [...problems, ...await page.evaluate(focusability.unseen)];
  }));
}

/** What is pressed with a thumb is large enough for one. */
export function targets({ browser, places, path }) {
  return visit(browser, places.http, path, { width: PHONE, touch: true }, (page) => page.evaluate(smallTargets));
}

/** Nothing moves while the page loads, wherever it breaks off, and however late its scripts and pictures come. */
export function still({ browser, places, path, full }) {
  const looks = eachLook(full, [['width', [PHONE, DESK]]], { width: PHONE });
  return inEachLook(looks, (look) => visit(browser, places.slow.base, path, { ...look, arrive: places.slow.arrive }, async (page, problems) => {
    await settle(page, problems);
    const shifts = await page.evaluate(() => new Promise((done) => {
      const seen = [];
      new PerformanceObserver((list) => seen.push(...list.getEntries())).observe({ type: 'layout-shift', buffered: true });
      const told = () => done(seen.map(({ value, sources }) => ({
        value, what: sources.map(({ node }) => (node?.outerHTML ?? node?.textContent ?? '').slice(0, 80)).join(' | '),
      })));
      setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(told, 0))), 150);
    }));
    return shifts.filter(({ value }) => value > 0).map(({ value, what }) => `moved by ${value.toFixed(4)} while loading: ${what}`);
  }));
}

export const blockStorage = () => {
  for (const name of ['localStorage', 'sessionStorage']) {
    Object.defineProperty(window, name, { get() { throw new DOMException('blocked', 'SecurityError'); } });
  }
};

/** A browser that keeps nothing breaks nothing. */
export function noStorage({ browser, places, path }) {
  return visit(browser, places.http, path, { before: blockStorage }, async (page, problems) => {
    await settle(page, problems);
    return problems;
  });
}

/** Where the theme's switch is; a button, or a group of buttons, radio buttons or options. */
const THEME_SWITCH = '[data-cb-theme]';

/** Whether the page's background is dark, and the colour scheme it claims. */
const paper = () => {
  const canvas = document.createElement('canvas').getContext('2d');
  const scheme = getComputedStyle(document.documentElement).colorScheme;
  // The browser's own paper, under pages that have none.
  canvas.fillStyle = scheme === 'dark' ? '#000' : '#fff';
  canvas.fillRect(0, 0, 1, 1);
  for (const part of [document.documentElement, document.body]) {
    canvas.fillStyle = getComputedStyle(part).backgroundColor;
    canvas.fillRect(0, 0, 1, 1);
  }
  const [r, g, b] = canvas.getImageData(0, 0, 1, 1).data;
  return { dark: r + g + b < 3 * 128, scheme };
};

/** Works the switch until the page is dark. Answers whether it came to that. */
async function switchToDark(page) {
  const control = page.locator(THEME_SWITCH).first();
  await control.waitFor({ state: 'visible', timeout: PATIENCE });
  const options = await control.locator('option').evaluateAll((all) => all.map((one) => one.value));
  const parts = control.locator('button:visible, label:visible, input[type=radio]:visible');
  const ways = options.length > 0
    ? options.map((value) => () => control.locator('select').or(control).first().selectOption(value))
    : (await parts.all()).length > 0 ? (await parts.all()).map((part) => () => part.click()) : [1, 2, 3].map(() => () => control.click());
  for (const way of ways) {
    await way();
    if ((await page.evaluate(paper)).dark) return true;
  }
  return false;
}

/** The switch turns a light page dark, over a reload too; without storage at least for this page, without an error. */
export function themeSwitch({ browser, places, path }) {
  return inEachLook([{ storage: 'kept', where: 'http' }, { storage: 'blocked', where: 'http' }, { storage: 'kept', where: 'file' }], ({ storage, where }) => {
    const before = storage === 'blocked' ? blockStorage : undefined;
    return visit(browser, places[where], path, { before, fresh: true }, async (page, problems) => {
      if ((await page.evaluate(paper)).dark) return ['the page is dark for a reader who prefers light'];
      if (await page.locator(THEME_SWITCH).count() === 0) return [`no theme switch (${THEME_SWITCH})`];
      if (!await switchToDark(page)) return ['the theme switch never makes the page dark'];
      if (!/dark/.test((await page.evaluate(paper)).scheme)) problems.push('the page looks dark, but its color-scheme is not');
      if (storage === 'kept') {
        await page.reload();
        if (!(await page.evaluate(paper)).dark) problems.push('after a reload the page is light again');
      }
      return problems;
    });
  });
}

/** A page that has moved takes what stands behind `?` and `#` along. Without scripts it shows a link. */
export async function redirect({ browser, places, path, target, patience = PATIENCE }) {
  return inEachLook([{ where: 'http' }, { where: 'file' }], async ({ where }) => {
    const wanted = new URL(target, places[where] + path);
    wanted.search = '?asked=1';
    wanted.hash = '#kept';
    const arrived = await visit(browser, places[where], `${path}?asked=1#kept`, { fresh: true }, async (page, problems) => {
      await page.waitForURL(wanted.href, { timeout: patience }).catch(() => problems.push(`led to ${page.url()} instead of ${wanted.href}`));
      return problems.filter((problem) => !problem.includes('ERR_ABORTED'));
    });
    const linked = await visit(browser, places[where], path, { scripts: false, fresh: true }, async (page) => {
      // Without scripts either the page itself moves on at once, or it stays and has the link.
      const there = new URL(target, places[where] + path).href;
      const [moved, shown] = [page.waitForURL(there, { timeout: patience }), page.locator('a[href]').first().waitFor({ timeout: patience })];
      return Promise.any([moved, shown]).then(() => [], () => ['without scripts it shows no link']);
    });
    return [...arrived, ...linked];
  });
}

export const CHECKS_IN_BROWSER = { loads, axe, narrow, largeText, skipLink, focus, targets, still, noStorage, themeSwitch };
