// What a reader's browser makes of an open page. A check takes the page and answers a list of problems in words; it leaves
// the page so that the next check can use it. Which checks a visit makes, and how the page is seen in each, is in visits.mjs.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  brokenWords,
  cutOffText,
  focusability,
  gapsInFacts,
  hiddenLinks,
  markNewColours,
  markNewFeatures,
  overflowing,
  paperOnPaper,
  smallTargets,
  unmark,
} from './in-page.mjs';
import { PATIENCE, within } from './patience.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const AXE_RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
/** The rules whose answer depends on colours, and so differs between light, dark and forced colours. */
const AXE_RULES_OF_COLOUR = ['color-contrast', 'link-in-text-block'];

/**
 * What axe has judged on other pages and found good, so that it need not be asked again.
 * @typedef {{kinds: Set<string>, features: Map<string, string[]>, colours: Map<string, string[]>}} Memory
 */

/** @returns {Memory} */
export const newMemory = () => ({ kinds: new Set(), features: new Map(), colours: new Map() });

/**
 * @typedef {import('playwright-core').Page} BrowserPage
 * @typedef {object} Given
 * @property {import('./harness.mjs').View} view how the page is seen now
 * @property {string | null} kind the page's kind
 * @property {Memory} memory
 * @property {Map<number, number>} sizes the size of the page's text by the width of the window, as long as the reader has set none
 * @property {Set<string>} hidden places of links that do not show
 * @property {boolean} kept whether the browser keeps what the page stores
 * @property {number} patience milliseconds for what the page should do
 */

/** What axe finds on a page as it is now, by all its rules or by those named, in the whole page or in parts of it. */
export async function violations(page, rules, parts) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const asked = {
    context: parts ? { include: [[parts]] } : undefined,
    runOnly: rules ? { type: 'rule', values: rules } : { type: 'tag', values: AXE_RULES },
  };
  const found = await page.evaluate(async ({ context, runOnly }) => {
    const all = (await window.axe.run(context ?? document, { runOnly, resultTypes: ['violations'] })).violations;
    // For axe a closed part hides what is in it, also where a style shows it: there the keyboard stops all the same.
    const stops = (node) =>
      [...document.querySelectorAll(`${node.target[0]} :is(a[href], button, input, select, textarea)`)].some(
        (one) => one.checkVisibility() && one.tabIndex >= 0,
      );
    return all.map((one) => ({
      ...one,
      nodes: one.nodes.filter((node) => one.id !== 'scrollable-region-focusable' || !stops(node)),
    }));
  }, asked);
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(
      (node) =>
        `${id}: ${help}: ${node.target.join(' ')} ${node.html.slice(0, 120)}` +
        ` ${node.any
          .map((one) => one.message)
          .join('; ')
          .slice(0, 200)}`,
    ),
  );
}

/** Adds to what axe found good in a view. */
const add = (known, view, more) => known.set(view, [...(known.get(view) ?? []), ...more]);

/**
 * axe finds nothing by any of its rules: in the whole page, or, when a page of its kind was judged before, in the components,
 * states and colours of text that no page has shown so far.
 */
async function axe(page, { view, kind, memory }) {
  const key = JSON.stringify(view);
  const { components, states } = await page.evaluate(markNewFeatures, memory.features.get(key) ?? []);
  const fresh = await page.evaluate(markNewColours, memory.colours.get(key) ?? []);
  const whole = !memory.kinds.has(`${key} ${kind}`);
  const isNew = components.length + states.length + fresh.length > 0;
  const found = whole ? await violations(page) : isNew ? await violations(page, undefined, '[data-cb-judge]') : [];
  await page.evaluate(unmark);
  if (found.length === 0) {
    memory.kinds.add(`${key} ${kind}`);
    add(memory.features, key, [...components, ...states]);
    add(memory.colours, key, fresh);
  }
  return found;
}

/**
 * axe finds nothing by the rules of colour; with forced colours no text has the colour of the paper. Text that looks as text
 * of the same component did on another page is not judged again.
 */
export async function colours(page, { view, memory }) {
  const key = JSON.stringify(view);
  const fresh = await page.evaluate(markNewColours, memory.colours.get(key) ?? []);
  const found = fresh.length > 0 ? await violations(page, AXE_RULES_OF_COLOUR, '[data-cb-judge]') : [];
  await page.evaluate(unmark);
  if (found.length === 0) add(memory.colours, key, fresh);
  return [...found, ...(view.forced ? await page.evaluate(paperOnPaper) : [])];
}

/** Nothing is wider than the screen. */
const narrow = (page) => page.evaluate(overflowing);

/** The size of the page's text in pixels. */
export const bodySize = (page) =>
  page.evaluate(() =>
    parseFloat(getComputedStyle(document.querySelector('main p, main li, main') ?? document.body).fontSize),
  );

/** A reader who has set text of twice the size gets it, and still neither scrolls sideways nor loses words. */
async function largeText(page, { view, sizes }) {
  const [usual, grown] = [sizes.get(view.width), await bodySize(page)];
  const size = grown < usual * 1.9 ? [`text of ${usual} px became ${grown} px when the reader set twice the size`] : [];
  return [...size, ...(await page.evaluate(overflowing)), ...(await page.evaluate(cutOffText))];
}

/** The first stop of the keyboard is a link that shows itself and leads into the main part. */
async function skipLink(page, { patience }) {
  const needed = await page.evaluate(() => {
    const first = document.querySelector('a[href], button, input, select, textarea, summary');
    return first !== null && !first.closest('main');
  });
  if (!needed) return [];
  await page.keyboard.press('Tab');
  const first = await page.evaluate(() => {
    const element = document.activeElement;
    const box = element.getBoundingClientRect();
    const shown =
      box.width > 1 &&
      box.height > 1 &&
      box.top >= 0 &&
      box.left >= 0 &&
      box.bottom <= innerHeight &&
      box.right <= innerWidth;
    const target = document.getElementById(element.getAttribute('href')?.slice(1) ?? '');
    return {
      what: element.outerHTML.slice(0, 80),
      shown,
      leadsToMain: target?.closest('main') !== null && target !== null,
    };
  });
  if (!first.leadsToMain) return [`the first stop of the keyboard is no link into main, but ${first.what}`];
  if (!first.shown) return [`the skip link does not show itself when focused: ${first.what}`];
  await page.keyboard.press('Enter');
  const followed = await page.waitForURL(/#/, { timeout: patience }).then(
    () => true,
    () => false,
  );
  if (!followed) return ['the skip link leads nowhere when Enter is pressed'];
  await page.keyboard.press('Tab');
  const skipped = await page.evaluate(() => {
    const main = document.querySelector('main');
    const here = document.activeElement;
    const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')];
    const reachable = stops.some(
      (one) => main.contains(one) || main.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    return (
      !reachable ||
      here === document.body ||
      main.contains(here) ||
      Boolean(main.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING)
    );
  });
  return skipped ? [] : ['after the skip link the keyboard is still before main'];
}

/** How far the keyboard is followed through one page. */
const STOPS = 60;

/** Whatever can have the focus shows it; the keyboard comes past all of it, and none of it is hidden when it does. */
async function focus(page) {
  await page.evaluate(focusability.follow);
  const presses = Array.from({ length: STOPS }, () => page.keyboard.press('Tab'));
  await within(Promise.all(presses), `${STOPS} presses of Tab`);
  return [...(await page.evaluate(focusability.finish)), ...(await page.evaluate(focusability.unseen))];
}

/** No word of a cell is broken that a line would hold, and no cell of the facts stays empty. */
const cells = async (page) => [...(await page.evaluate(brokenWords)), ...(await page.evaluate(gapsInFacts))];

/** What is pressed with a thumb is large enough for one. */
const targets = (page) => page.evaluate(smallTargets);

/**
 * The score of a layout shift that counts as none: the last line received so far grows by a word. The limit up to which Web
 * Vitals calls a page good is twenty times as large.
 */
const UNSEEN = 0.005;

/** Nothing has moved while the page loaded, wherever it broke off, and however late its scripts and pictures came. */
async function still(page) {
  const shifts = await within(
    page.evaluate(
      () =>
        new Promise((done) => {
          const seen = [];
          const observe = (type, use) => new PerformanceObserver(use).observe({ type, buffered: true });
          observe('layout-shift', (list) => seen.push(...list.getEntries()));
          const told = () =>
            done(
              seen.map(({ value, sources }) => ({
                value,
                what: sources.map(({ node }) => (node?.outerHTML ?? node?.textContent ?? '').slice(0, 80)).join(' | '),
              })),
            );
          // What a script does when the page is painted moves it in the frame after; its shift is told in the task after that.
          observe('paint', () =>
            requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(told)))),
          );
        }),
    ),
    'the page to be painted',
  );
  return shifts
    .filter(({ value }) => value > UNSEEN)
    .map(({ value, what }) => `moved by ${value.toFixed(4)} while loading: ${what}`);
}

export const blockStorage = () => {
  for (const name of ['localStorage', 'sessionStorage']) {
    Object.defineProperty(window, name, {
      get() {
        throw new DOMException('blocked', 'SecurityError');
      },
    });
  }
};

/** Notes where links do not show; whether a page is reached all the same is known when all pages were visited. */
async function linksShown(page, { hidden }) {
  for (const place of await page.evaluate(hiddenLinks)) hidden.add(place);
  return [];
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
async function switchToDark(page, patience) {
  const control = page.locator(THEME_SWITCH).first();
  await control.waitFor({ state: 'visible', timeout: patience });
  const options = await control.locator('option').evaluateAll((all) => all.map((one) => one.value));
  const parts = control.locator('button:visible, label:visible, input[type=radio]:visible');
  const ways =
    options.length > 0
      ? options.map((value) => () => control.locator('select').or(control).first().selectOption(value))
      : (await parts.all()).length > 0
        ? (await parts.all()).map((part) => () => part.click())
        : [1, 2, 3].map(() => () => control.click());
  for (const way of ways) {
    await way();
    if ((await page.evaluate(paper)).dark) return true;
  }
  return false;
}

/** The switch turns a light page dark, over a reload too; without storage at least for this page, without an error. */
async function themeSwitch(page, { kept, patience }) {
  if ((await page.evaluate(paper)).dark) return ['the page is dark for a reader who prefers light'];
  if ((await page.locator(THEME_SWITCH).count()) === 0) return [`no theme switch (${THEME_SWITCH})`];
  if (!(await switchToDark(page, patience))) return ['the theme switch never makes the page dark'];
  const found = /dark/.test((await page.evaluate(paper)).scheme)
    ? []
    : ['the page looks dark, but its color-scheme is not'];
  if (!kept) return found;
  await page.reload();
  return (await page.evaluate(paper)).dark ? found : [...found, 'after a reload the page is light again'];
}

/** @type {Record<string, (page: BrowserPage, given: Given) => Promise<string[]>>} */
export const CHECKS_IN_BROWSER = {
  axe,
  colours,
  cells,
  narrow,
  largeText,
  skipLink,
  focus,
  targets,
  still,
  linksShown,
  themeSwitch,
};
