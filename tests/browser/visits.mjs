// The visits that pages get: how a page is opened, how it is seen in turn, and what is checked in each view. Opening a page
// costs as much as most checks, so a visit makes as many of them as one page can show.

import { blockStorage, CHECKS_IN_BROWSER } from './checks-in-browser.mjs';
import { launch, open, settle, show, visit } from './harness.mjs';
import { PATIENCE } from './patience.mjs';
import { serveInPieces } from './server.mjs';
import { isNotFound } from './site.mjs';

const PHONE = 390;
/** The reader's text size in pixels, when set to 200 % of a browser's usual 16. */
const DOUBLE = 32;

/** What each check depends on: which features of pages it must see. */
export const DEPENDS_ON = {
  loads: 'scripts', noStorage: 'scripts', still: 'scripts',
  axe: 'looks', colours: 'looks', cells: 'looks', largeText: 'looks', narrow: 'looks', linksShown: 'looks',
  focus: 'keys', targets: 'keys',
  skipLink: 'frame', themeSwitch: 'frame',
};

/**
 * @typedef {object} Visit
 * @property {'http' | 'file' | 'slow'} where from where the page is read
 * @property {import('./harness.mjs').View & import('./harness.mjs').Opening} look
 * @property {string} [problems] the check that the visit's console, requests and pictures belong to
 * @property {{view?: import('./harness.mjs').View, opened?: boolean, checks: string[]}[]} steps `opened`: with everything open that opens
 */

/** @type {Record<string, Visit>} */
export const VISITS = {
  // By mouse and keyboard on a desk, then by thumb on a phone. Both are judged by all rules of axe, and in light and dark.
  looks: {
    where: 'http', look: {}, problems: 'loads', steps: [
      { checks: ['cells', 'axe', 'focus'] },
      { view: { scheme: 'dark' }, checks: ['colours'] },
      { view: { forced: true }, checks: ['colours'] },
      { view: { text: DOUBLE }, checks: ['largeText'] },
      { view: { width: PHONE, thumb: true, text: DOUBLE }, checks: ['largeText'] },
      { view: { width: 320, thumb: true }, checks: ['narrow'] },
      { view: { width: PHONE, thumb: true, scheme: 'dark' }, checks: ['cells', 'targets', 'focus'] },
      { view: { width: PHONE, thumb: true, scheme: 'dark' }, opened: true, checks: ['axe'] },
      { view: { width: PHONE, thumb: true }, opened: true, checks: ['colours'] },
    ],
  },
  plain: { where: 'file', look: { width: 320, scripts: false }, problems: 'loads', steps: [{ checks: ['narrow', 'linksShown'] }] },
  disk: { where: 'file', look: { width: PHONE }, problems: 'loads', steps: [] },
  noStorage: { where: 'http', look: { before: blockStorage }, problems: 'noStorage', steps: [] },
  arrivalOnPhone: { where: 'slow', look: { width: PHONE }, steps: [{ checks: ['still'] }] },
  arrivalOnDesk: { where: 'slow', look: {}, steps: [{ checks: ['still'] }] },
  skipping: { where: 'http', look: {}, steps: [{ checks: ['skipLink'] }] },
  switching: { where: 'http', look: {}, steps: [{ checks: ['themeSwitch'] }] },
  switchingUnstored: { where: 'http', look: { before: blockStorage }, problems: 'noStorage', steps: [{ checks: ['themeSwitch'] }] },
  switchingOnDisk: { where: 'file', look: {}, problems: 'loads', steps: [{ checks: ['themeSwitch'] }] },
};

/** The checks of a visit, each as often as it is made. */
export const checksOf = (name) => [VISITS[name].problems, ...VISITS[name].steps.flatMap(({ checks }) => checks)].filter(Boolean);

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
      await browser.close();
    },
  };
}

const words = (view) => Object.entries(view).map(([name, value]) => `${name} ${value}`).join(', ') || 'as opened';

/**
 * Makes one visit to one page.
 * @param {string} name one of VISITS
 * @param {{browser: any, places: any, page: import('./site.mjs').Page, asks?: (check: string) => boolean, hidden?: Set<string>, patience?: number}} asked
 *   `asks`: which of the visit's checks this page gets; `hidden`: where links do not show, added to
 * @returns {Promise<{check: string, problem: string}[]>}
 */
export function pay(name, { browser, places, page, asks = () => true, hidden = new Set(), patience = PATIENCE }) {
  const { where, look, problems: check, steps } = VISITS[name];
  const opening = where === 'slow' ? { ...look, arrive: places.slow.arrive } : look;
  return visit(browser, baseOf(where, places, page), page.path, opening, async (shown, problems) => {
    const found = [];
    const note = (by, view, list) => found.push(...list.map((problem) => ({ check: by, problem: `[${words(view)}] ${problem}` })));
    await settle(shown, problems);
    for (const { view = look, opened, checks } of steps) {
      const asked = checks.filter(asks);
      if (asked.length === 0) continue;
      await show(shown, view);
      if (opened) await shown.evaluate(() => document.querySelectorAll('details').forEach((part) => { part.open = true; }));
      for (const one of asked) note(one, opened ? { ...view, opened } : view, await CHECKS_IN_BROWSER[one](shown, { problems, view, kept: look.before !== blockStorage, hidden, patience }));
    }
    if (check) note(check, look, problems);
    return found;
  });
}

/** The page for wrong addresses is shown at any depth: its links may start at the root of the server, where the site's home is. */
const baseOf = (where, places, page) => (where === 'slow' ? places.slow.base : where === 'http' && isNotFound(page) ? places.home : places[where]);

/** Why a page does not get a visit, or false. */
export function notPaid(name, page) {
  if (!isNotFound(page)) return false;
  const absolute = page.references.some(({ value }) => value.startsWith('/'));
  if (absolute && VISITS[name].where !== 'http') return 'its links hold at the address of the site only';
  const plain = !page.references.some(({ rel }) => rel === 'stylesheet');
  return plain && checksOf(name).includes('themeSwitch') ? 'it is plain HTML' : false;
}
