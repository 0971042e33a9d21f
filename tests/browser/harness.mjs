// One browser, and visits to pages in it that write down everything that goes wrong on the way.

import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { PATIENCE, within } from './patience.mjs';
import { serve } from './server.mjs';
import { homeOf } from './site.mjs';

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** How a page is seen when nothing else is said: on a desk, in light colours, with a mouse. @type {Required<View>} */
const USUAL = { width: 1280, height: 800, scheme: 'light', forced: false, thumb: false, text: 16 };
/** The size of monospaced text beside it. */
const USUAL_FIXED = 13;

/** Milliseconds that a whole visit may take, with many waits in it. */
const PATIENCE_WITH_A_VISIT = 5 * PATIENCE;

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A request to another host is a finding, and must not leave this machine to become one.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

export function launch() {
  if (!existsSync(EXECUTABLE)) throw new Error(`no Chromium at ${EXECUTABLE}: install it, or set CHROMIUM`);
  // Chromium's sandbox refuses to start as root, which is who runs in containers.
  const args = process.getuid?.() === 0 ? [...FLAGS, '--no-sandbox'] : FLAGS;
  return chromium.launch({ executablePath: EXECUTABLE, args, timeout: PATIENCE });
}

/** The places a site is read from. At `home` lies what names its own address, such as the page for wrong addresses. */
export async function open(site) {
  const server = await serve(site.dir, homeOf(site));
  return { http: server.base, home: server.home, file: `${pathToFileURL(site.dir)}/`, close: server.close };
}

/**
 * @typedef {object} View how a page is seen; it can change while the page is open
 * @property {number} [width] CSS pixels
 * @property {number} [height] CSS pixels
 * @property {'light' | 'dark'} [scheme]
 * @property {boolean} [forced] forced colours
 * @property {boolean} [thumb] the pointer is coarse and cannot hover
 * @property {number} [text] the reader's own text size in CSS pixels, as set in the browser's settings
 */

/**
 * @typedef {object} Opening how a page is opened
 * @property {boolean} [scripts]
 * @property {(() => void)} [before] runs in the page before its own scripts
 * @property {boolean} [alone] the visit changes its browser for good, such as the clock: nothing of it is used again
 * @property {((page: import('playwright-core').Page, address: string) => Promise<void>)} [arrive] opens the address in another way than at once
 */

/**
 * @typedef {object} Place a page of the browser with what is known of it
 * @property {import('playwright-core').Page} page
 * @property {import('playwright-core').CDPSession} protocol
 * @property {boolean} scripts whether its scripts run: without, neither frames nor timers come either
 * @property {View} view how it is seen now
 * @property {string} base
 * @property {string[]} problems
 * @property {number} document how many documents it has shown
 */

/** Free places by browser and opening: a new one takes five times as long as opening a page in one that is there. */
const resting = new WeakMap();

/**
 * Opens `base + path` and hands the page to `use`, together with the list in which the visit writes down what goes wrong.
 * Resolves to what `use` returned. Nothing that an earlier visit stored is there.
 * @param {import('playwright-core').Browser} browser
 * @param {string} base
 * @param {string} path
 * @param {View & Opening} look
 * @param {(page: import('playwright-core').Page, problems: string[]) => Promise<any>} use
 */
export async function visit(browser, base, path, look, use) {
  const leave = await turn(browser);
  const free = freePlaces(browser, look);
  const place =
    (look.alone ? undefined : free.pop()) ??
    (await newPlace(browser, look).catch((error) => {
      leave();
      throw error;
    }));
  let reusable = false;
  try {
    const result = await within(stay(place, base, path, look, use), `the visit to ${path}`, PATIENCE_WITH_A_VISIT);
    reusable = !look.alone;
    return result;
  } finally {
    await (reusable
      ? tidy(place, look).then(
          () => free.push(place),
          () => discard(place),
        )
      : discard(place));
    leave();
  }
}

async function stay(place, base, path, look, use) {
  place.problems = [];
  place.base = base;
  await show(place.page, look);
  if (look.arrive) await look.arrive(place.page, base + path);
  else await place.page.goto(base + path, { waitUntil: 'load' });
  const result = await use(place.page, place.problems);
  // Whatever the page still asks for ends here, so that it is no finding of this visit or the next.
  place.document += 1;
  return result;
}

/** Leaves a place as the next visit should find it: empty, with nothing stored. */
async function tidy(place, { before }) {
  const { page, protocol, base } = place;
  place.document += 1;
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  // A test may have gone past `show`, such as to paper.
  await page.emulateMedia({ media: null, reducedMotion: 'reduce', colorScheme: place.view.scheme });
  await within(page.goto('about:blank'), 'an empty page');
  if (before) return;
  const origin = base.startsWith('http') ? new URL(base).origin : 'file://';
  await within(
    protocol.send('Storage.clearDataForOrigin', { origin, storageTypes: 'local_storage' }),
    'an empty storage',
  );
}

const discard = (place) => within(place.page.context().close(), 'a page to close').catch(() => {});

/** Pages open at the same time in one browser. More than the cores can carry only makes each of them late. */
const AT_ONCE = 3;

const queues = new WeakMap();

/** Waits for a turn. Whoever has given up waiting gets none. @param {(() => void)[]} waiting */
async function queued(waiting) {
  let mine = () => {};
  const free = new Promise((go) => waiting.push((mine = () => go(undefined))));
  await within(free, 'the visits before to end', 2 * PATIENCE_WITH_A_VISIT).catch((error) => {
    waiting.splice(waiting.indexOf(mine), 1);
    throw error;
  });
}

/** Waits until a page may be opened. Resolves to the function that ends the turn. */
async function turn(browser) {
  if (!queues.has(browser)) queues.set(browser, { open: 0, waiting: [] });
  const queue = queues.get(browser);
  if (queue.open >= AT_ONCE) await queued(queue.waiting);
  else queue.open += 1;
  return () => {
    const next = queue.waiting.shift();
    if (next) next();
    else queue.open -= 1;
  };
}

function freePlaces(browser, { scripts, before }) {
  if (!resting.has(browser)) resting.set(browser, new Map());
  const byOpening = resting.get(browser);
  const key = JSON.stringify([scripts, before?.name]);
  if (!byOpening.has(key)) byOpening.set(key, []);
  return byOpening.get(key);
}

/** Each place by its page. @type {WeakMap<import('playwright-core').Page, Place>} */
const places = new WeakMap();

/** @param {View & Opening} look @returns {Promise<Place>} */
async function newPlace(browser, look) {
  const context = await browser.newContext({
    viewport: { width: USUAL.width, height: USUAL.height },
    javaScriptEnabled: look.scripts ?? true,
    colorScheme: USUAL.scheme,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(PATIENCE);
  if (look.before) await context.addInitScript(look.before);
  const page = await context.newPage();
  const place = {
    page,
    protocol: await context.newCDPSession(page),
    scripts: look.scripts ?? true,
    view: USUAL,
    base: '',
    problems: [],
    document: 0,
  };
  await place.protocol.send('Page.enable');
  places.set(page, place);
  watch(place);
  return place;
}

/**
 * Changes how an open page is seen. What `view` does not name is as usual.
 * @param {import('playwright-core').Page} page
 * @param {View} view
 */
export async function show(page, view) {
  const place = places.get(page);
  const { protocol, view: now } = place;
  const { width, height, scheme, forced, thumb, text } = { ...USUAL, ...view };
  if (scheme !== now.scheme || forced !== now.forced)
    await page.emulateMedia({ colorScheme: scheme, forcedColors: forced ? 'active' : 'none' });
  if (thumb !== now.thumb) await protocol.send('Emulation.setTouchEmulationEnabled', { enabled: thumb });
  if (text !== now.text) {
    const fixed = Math.round(USUAL_FIXED * (text / USUAL.text));
    await protocol.send('Page.setFontSizes', { fontSizes: { standard: text, fixed } });
  }
  if (width !== now.width || height !== now.height) await page.setViewportSize({ width, height });
  place.view = { width, height, scheme, forced, thumb, text };
}

/** @param {Place} place */
function watch(place) {
  const { page } = place;
  const note = (problem) => place.problems.push(problem);
  // A browser looks for an icon at the server's root by itself, where the site is not.
  const ownWish = (address) => /^https?:\/\/[^/]+\/favicon\.ico$/.test(address ?? '');
  const ofTheSite = (address) => [place.base, 'blob:', 'about:blank'].some((start) => address.startsWith(start));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !ownWish(message.location().url))
      note(`console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => note(`error in a script: ${error.message}`));
  // Leaving or closing a page ends what it still asks for. The browser asks for the icon whenever it likes, and the search for
  // further texts when one stops typing, so these may be ended by closing without a word; everything else that fails is a
  // finding.
  const askedBy = new WeakMap();
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText;
    const byItself = /\/(favicon-[0-9a-f]+\.svg|search\/[0-9a-f]+\/f\d+\.js)$/.test(request.url());
    const left = reason === 'net::ERR_ABORTED' && (byItself || askedBy.get(request) !== place.document);
    if (!left) note(`request failed: ${request.url()} (${reason})`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) note(`request answered with ${response.status()}: ${response.url()}`);
  });
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) place.document += 1;
    askedBy.set(request, place.document);
    if (!ofTheSite(request.url())) note(`request outside the site: ${request.url()}`);
  });
  page.on('websocket', (socket) => note(`request outside the site: ${socket.url()}`));
}

/** Waits until what a page still does after loading is done: lazy images, fonts, observers, scripts that wait for an idle moment. */
export async function settle(page, problems) {
  await page.evaluate(() => {
    for (const image of document.images) image.loading = 'eager';
  });
  const complete = () => page.evaluate(() => [...document.images].every((image) => image.complete));
  await until(complete, 'the images of the page');
  if (places.get(page).scripts) {
    await within(
      page.evaluate(async () => {
        await document.fonts.ready;
        await new Promise((done) => {
          requestAnimationFrame(() => requestAnimationFrame(done));
        });
        await new Promise((done) => {
          requestIdleCallback(done, { timeout: 1000 });
        });
      }),
      'an idle moment',
    );
  }
  const broken = await page.evaluate(() =>
    [...document.images].filter((image) => image.naturalWidth === 0).map((image) => image.getAttribute('src')),
  );
  for (const source of broken) problems.push(`image does not show: ${source}`);
}

/** Asks a page again and again, as one without scripts tells nothing by itself. @param {() => Promise<boolean>} is @param {string} what */
async function until(is, what) {
  const end = performance.now() + PATIENCE;
  while (!(await within(is(), what)))
    if (performance.now() > end) throw new Error(`waited ${PATIENCE / 1000} s for ${what}`);
}
