// The visits that pages get: how a page is opened, how it is seen in turn, and what is checked in each view. Opening a page
// costs as much as most checks, so a visit makes as many of them as one page can show.

import { blockStorage, bodySize, CHECKS_IN_BROWSER, newMemory } from './checks-in-browser.mjs';
import { launch, open, settle, show, visit } from './harness.mjs';
import { PATIENCE, within } from './patience.mjs';
import { serveInPieces } from './server.mjs';
import { isNotFound } from './site.mjs';

/** The reader's text size in pixels, when set to 200 % of a browser's usual 16. */
const DOUBLE = 32;

/**
 * @typedef {'looks' | 'scripts' | 'keys' | 'frame'} Depends which features of pages something depends on; see features.mjs
 * @typedef {{of?: Depends, view?: import('./harness.mjs').View, opened?: boolean, checks: string[]}} Step
 *   `of`: when it depends on less than the visit; `opened`: with everything open that opens
 */

/**
 * @typedef {object} Visit
 * @property {Depends} of
 * @property {'http' | 'file' | 'slow'} where from where the page is read
 * @property {import('./harness.mjs').View & import('./harness.mjs').Opening} look
 * @property {string} [problems] the check that the visit's console, requests and pictures belong to
 * @property {Step[]} steps
 */

const DESK = { width: 1280 };
const PHONE = { width: 390, thumb: true };

/** @type {Record<string, Visit>} */
export const VISITS = {
  // By mouse and keyboard on a desk, then by thumb on a phone. Both are judged by all rules of axe, and in light and dark.
  looks: {
    of: 'looks',
    where: 'http',
    look: DESK,
    problems: 'loads',
    steps: [
      { view: DESK, checks: ['cells', 'axe'] },
      { view: DESK, of: 'keys', checks: ['focus'] },
      { view: { ...DESK, scheme: 'dark' }, checks: ['colours'] },
      { view: { ...DESK, forced: true }, checks: ['colours'] },
      { view: { ...DESK, text: DOUBLE }, checks: ['largeText'] },
      { view: { ...PHONE, scheme: 'dark' }, checks: ['cells'] },
      { view: { ...PHONE, scheme: 'dark' }, of: 'keys', checks: ['targets', 'focus'] },
      { view: { ...PHONE, text: DOUBLE }, checks: ['largeText'] },
      { view: { ...PHONE, width: 320 }, checks: ['narrow'] },
      { view: { ...PHONE, scheme: 'dark' }, opened: true, checks: ['axe'] },
      { view: PHONE, opened: true, checks: ['colours'] },
    ],
  },
  plain: {
    of: 'scripts',
    where: 'file',
    look: { width: 320, scripts: false },
    problems: 'loads',
    steps: [{ checks: ['narrow', 'linksShown'] }],
  },
  disk: { of: 'scripts', where: 'file', look: PHONE, problems: 'loads', steps: [] },
  noStorage: {
    of: 'scripts',
    where: 'http',
    look: { ...DESK, before: blockStorage },
    problems: 'noStorage',
    steps: [],
  },
  arrivalOnPhone: { of: 'scripts', where: 'slow', look: PHONE, steps: [{ checks: ['still'] }] },
  arrivalOnDesk: { of: 'scripts', where: 'slow', look: DESK, steps: [{ checks: ['still'] }] },
  skipping: { of: 'frame', where: 'http', look: DESK, steps: [{ checks: ['skipLink'] }] },
  switching: { of: 'frame', where: 'http', look: DESK, steps: [{ checks: ['themeSwitch'] }] },
  switchingUnstored: {
    of: 'frame',
    where: 'http',
    look: { ...DESK, before: blockStorage },
    problems: 'noStorage',
    steps: [{ checks: ['themeSwitch'] }],
  },
  switchingOnDisk: { of: 'frame', where: 'file', look: DESK, problems: 'loads', steps: [{ checks: ['themeSwitch'] }] },
};

/** The parts of a visit that pages are chosen for: its opening, and each step. @returns {{of: Depends, checks: string[]}[]} */
export const partsOf = (name) => [
  { of: VISITS[name].of, checks: VISITS[name].problems ? [VISITS[name].problems] : [] },
  ...VISITS[name].steps.map(({ of = VISITS[name].of, checks }) => ({ of, checks })),
];

const checksOf = (name) => partsOf(name).flatMap(({ checks }) => checks);

/** The checks that visits make. */
export const VISITED_CHECKS = [...new Set(Object.keys(VISITS).flatMap(checksOf))];

/** The visits that make a check. */
export const visitsWith = (check) => Object.keys(VISITS).filter((name) => checksOf(name).includes(check));

/** A browser and servers for the tests of one file. */
export async function surroundings() {
  const browser = await launch();
  const opened = [];
  return {
    browser,
    /** The addresses of a site; `slow` is a host whose pages come piece by piece, and scripts and pictures last. */
    async open(site) {
      const places = await open(site);
      const slow = await serveInPieces(site.dir);
      opened.push(places, slow);
      return { http: places.http, home: places.home, file: places.file, slow };
    },
    async close() {
      await Promise.all(opened.map((one) => one.close()));
      await within(browser.close(), 'the browser to close');
    },
  };
}

const words = (view) =>
  Object.entries(view)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ') || 'as opened';

/**
 * Makes one visit to one page.
 * @param {string} name one of VISITS
 * @param {object} asked
 * @param {any} asked.browser
 * @param {any} asked.places
 * @param {import('./site.mjs').Page} asked.page
 * @param {(of: Depends) => boolean} [asked.asks] which of the steps are made on this page
 * @param {import('./checks-in-browser.mjs').Memory} [asked.memory] of the pages visited before
 * @param {Set<string>} [asked.hidden] places of links that do not show; added to
 * @param {number} [asked.patience]
 * @returns {Promise<{check: string, problem: string}[]>}
 */
export function pay(
  name,
  { browser, places, page, asks = () => true, memory = newMemory(), hidden = new Set(), patience = PATIENCE },
) {
  const { of: ofVisit, where, look, problems: check, steps } = VISITS[name];
  const opening = where === 'slow' ? { ...look, arrive: places.slow.arrive } : look;
  const given = { kind: page.kind, memory, hidden, patience, sizes: new Map(), kept: look.before !== blockStorage };
  return visit(browser, baseOf(where, places, page), page.path, opening, async (shown, problems) => {
    const found = [];
    const note = (by, view, list) =>
      found.push(...list.map((problem) => ({ check: by, problem: `[${words(view)}] ${problem}` })));
    await settle(shown, problems);
    for (const { view = look, opened, checks } of steps.filter((step) => asks(step.of ?? ofVisit))) {
      await show(shown, view);
      await shown.evaluate(startAgain, opened);
      if (!view.text) given.sizes.set(view.width, await bodySize(shown));
      for (const one of checks)
        note(one, opened ? { ...view, opened } : view, await CHECKS_IN_BROWSER[one](shown, { ...given, view }));
    }
    if (check) note(check, look, problems);
    return found;
  });
}

/** Puts a page back to where it began for the next step. Runs inside the page. */
function startAgain(opened) {
  if (opened) for (const part of document.querySelectorAll('details')) part.open = true;
  scrollTo(0, 0);
}

/** The page for wrong addresses is shown at any depth: its links may start at the root of the server, where the site's home is. */
const baseOf = (where, places, page) =>
  where === 'slow' ? places.slow.base : where === 'http' && isNotFound(page) ? places.home : places[where];

/** Why a page does not get a visit, or false. */
export function notPaid(name, page) {
  if (!isNotFound(page)) return false;
  const absolute = page.references.some(({ value }) => value.startsWith('/'));
  if (absolute && VISITS[name].where !== 'http') return 'its links hold at the address of the site only';
  const plain = !page.references.some(({ rel }) => rel === 'stylesheet');
  return plain && checksOf(name).includes('themeSwitch') ? 'it is plain HTML' : false;
}
