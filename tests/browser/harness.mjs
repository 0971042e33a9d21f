// One browser, and visits to pages in it that write down everything that goes wrong on the way.

import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { serve } from './server.mjs';

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Milliseconds until what should come is held to be missing. A busy machine takes its time; nothing that works waits for it. */
export const PATIENCE = 60_000;

const FLAGS = [
  '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  // A request to another host is a finding, and must not leave this machine to become one.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** @param {{rootFontSize?: number}} [options] `rootFontSize`: the reader's own text size in pixels, as set in the browser's settings */
export function launch({ rootFontSize } = {}) {
  if (!existsSync(EXECUTABLE)) throw new Error(`no Chromium at ${EXECUTABLE}: install it, or name it in CHROMIUM`);
  const args = [...FLAGS];
  // Chromium's sandbox refuses to start as root, which is who runs in containers.
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  if (rootFontSize) args.push(`--blink-settings=defaultFontSize=${rootFontSize}`);
  return chromium.launch({ executablePath: EXECUTABLE, args, timeout: PATIENCE });
}

/** The two places a site is read from. */
export async function open(site) {
  const server = await serve(site.dir);
  return { http: server.base, file: `${pathToFileURL(site.dir)}/`, close: server.close };
}

/**
 * @typedef {object} Look
 * @property {number} [width] CSS pixels
 * @property {number} [height] CSS pixels
 * @property {boolean} [scripts]
 * @property {'light' | 'dark'} [scheme]
 * @property {boolean} [forced] forced colours
 * @property {boolean} [touch]
 * @property {(() => void)} [before] runs in the page before its own scripts
 * @property {((page: import('playwright-core').Page, address: string) => Promise<void>)} [arrive] opens the address in another way than at once
 */

/** Free pages by browser and look: opening a fresh one takes five times as long as reading a page of the site. */
const resting = new WeakMap();

/**
 * Opens `base + path` and hands the page to `use`, together with the list in which the visit writes down what goes wrong.
 * Resolves to what `use` returned. Pages are used again with what they stored, unless `fresh`.
 * @param {import('playwright-core').Browser} browser
 * @param {string} base
 * @param {string} path
 * @param {Look & {fresh?: boolean}} look
 * @param {(page: import('playwright-core').Page, problems: string[]) => Promise<any>} use
 */
export async function visit(browser, base, path, look, use) {
  const leave = await turn(browser);
  const free = freePages(browser, look);
  let place = null;
  try {
    place = (look.fresh ? undefined : free.pop()) ?? await newPlace(browser, look);
    place.problems = [];
    place.base = base;
    if (look.arrive) await look.arrive(place.page, base + path);
    else await place.page.goto(base + path, { waitUntil: 'load' });
    const result = await use(place.page, place.problems);
    // Whatever the page still asks for ends here, so that it is no finding of this visit or the next.
    place.document += 1;
    if (!look.fresh) await place.page.goto('about:blank').then(() => free.push(place));
    return result;
  } finally {
    if (place && !free.includes(place)) await place.page.context().close();
    leave();
  }
}

/** Pages open at the same time in one browser. More than the cores can carry only makes each of them late. */
const AT_ONCE = 3;

const queues = new WeakMap();

/** Waits until a page may be opened. Resolves to what ends the turn. */
async function turn(browser) {
  if (!queues.has(browser)) queues.set(browser, { open: 0, waiting: [] });
  const queue = queues.get(browser);
  if (queue.open >= AT_ONCE) await new Promise((go) => queue.waiting.push(go));
  else queue.open += 1;
  return () => {
    const next = queue.waiting.shift();
    if (next) next();
    else queue.open -= 1;
  };
}

function freePages(browser, look) {
  if (!resting.has(browser)) resting.set(browser, new Map());
  const byLook = resting.get(browser);
  const { width, height, scripts, scheme, forced, touch, before } = look;
  const key = JSON.stringify([width, height, scripts, scheme, forced, touch, before?.name]);
  if (!byLook.has(key)) byLook.set(key, []);
  return byLook.get(key);
}

async function newPlace(browser, look) {
  const context = await browser.newContext({
    viewport: { width: look.width ?? 1280, height: look.height ?? 800 },
    javaScriptEnabled: look.scripts ?? true,
    colorScheme: look.scheme ?? 'light',
    forcedColors: look.forced ? 'active' : 'none',
    reducedMotion: 'reduce',
    hasTouch: look.touch ?? false,
    isMobile: look.touch ?? false,
  });
  context.setDefaultTimeout(PATIENCE);
  if (look.before) await context.addInitScript(look.before);
  const place = { page: await context.newPage(), base: '', problems: [], document: 0 };
  watch(place);
  return place;
}

function watch(place) {
  const { page } = place;
  const note = (problem) => place.problems.push(problem);
  // A browser looks for an icon at the server's root by itself, where the site is not.
  const ownWish = (address) => /^https?:\/\/[^/]+\/favicon\.ico$/.test(address ?? '');
  const ofTheSite = (address) => [place.base, 'blob:', 'about:blank'].some((start) => address.startsWith(start));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !ownWish(message.location().url)) note(`console ${message.type()}: ${message.text()}`);
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

/** Waits until what is still to come has come: lazy images, scripts that wait for a quiet moment. */
export async function settle(page, problems) {
  const broken = await page.evaluate(async () => {
    for (const image of document.images) image.loading = 'eager';
    const loaded = (image) => new Promise((done) => {
      if (image.complete) done(undefined);
      image.addEventListener('load', done);
      image.addEventListener('error', done);
    });
    await Promise.all([...document.images].map(loaded));
    return [...document.images].filter((image) => image.naturalWidth === 0).map((image) => image.getAttribute('src'));
  });
  for (const source of broken) problems.push(`image does not show: ${source}`);
  await page.waitForTimeout(40);
}
