// Serves a folder on a random loopback port under a sub-path, as a plain static host would; or as a host so slow that a
// page is painted after each of its pieces.

import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { within } from './patience.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
  '.xml': 'application/xml',
  '.txt': 'text/plain; charset=utf-8',
  '.mp4': 'video/mp4',
  '.webmanifest': 'application/manifest+json',
};

export const SUB_PATH = '/a/b/';

/** @param {string} dir @param {string} [home] the path at which the site's own address has it */
export async function serve(dir, home = SUB_PATH) {
  const { base, close } = await listen((request, response) =>
    answer(response, fileAt(dir, request, SUB_PATH) ?? fileAt(dir, request, home)),
  );
  return { base, home: new URL(home, base).href, close };
}

/** The file that a request asks for below a path, or null. A folder's name is no address: every link of the site names a file. */
function fileAt(dir, request, below) {
  const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
  const file = path === below ? join(dir, 'index.html') : join(dir, normalize(path.slice(below.length)));
  return path.startsWith(below) && file.startsWith(dir) && existsSync(file) && statSync(file).isFile() ? file : null;
}

function head(response, file, headers = {}) {
  response.writeHead(file ? 200 : 404, {
    'content-type': file ? (TYPES[extname(file)] ?? 'application/octet-stream') : 'text/plain',
    ...headers,
  });
}

function answer(response, file, headers = {}) {
  head(response, file, headers);
  if (file) createReadStream(file).pipe(response);
  else response.end('not found');
}

async function listen(handler) {
  const server = createServer(handler);
  await within(new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined))), 'a free port');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const close = () => {
    server.closeAllConnections();
    return within(new Promise((done) => server.close(() => done(undefined))), 'the server to close');
  };
  return { base: `http://127.0.0.1:${port}${SUB_PATH}`, close };
}

/** Where a page may break off while it arrives. */
const PIECES = /(?<=<\/(?:a|button|details|h1|h2|header|li|nav|p|section|summary)>)/;

/** A longer page comes in larger pieces: what moves on a screen stands near its top. */
const MOST_PIECES = 32;

/** What comes last: a page must keep its places without these. */
const LATE = new Set(['.js', '.png', '.jpg', '.webp', '.svg']);

/** Of the next page too these come last, though the browser has had them. */
const AFRESH = { 'cache-control': 'no-store' };

/** Which of the page's scripts the browser stops at, so that nothing is painted before they are there. */
const STOPS_AT = /<script src="([^"]+)"><\/script>/g;

const ARRIVAL = 'arrival';

/** A page on its way, and what it still waits for. A step answers the number of the piece that it has sent, or null. */
class Arrival {
  /** @type {(() => number | null)[]} */
  steps = [];
  /** Files that the page cannot be painted without. @type {Set<string>} */
  atOnce = new Set();
  over = false;

  /** @param {() => null} step */
  later(step) {
    if (this.over) step();
    else this.steps.push(step);
  }
}

/**
 * A host whose pages come piece by piece, and scripts and pictures after the last. The next piece is sent when the one before
 * has been painted, so that no machine is too fast or too busy to show what moves.
 * @param {string} dir
 */
export async function serveInPieces(dir) {
  /** @type {Map<string, Arrival>} */
  const arrivals = new Map();
  const arrivalOf = (address) =>
    arrivals.get(new URL(address ?? '/', 'http://localhost').searchParams.get(ARRIVAL) ?? '');
  const server = await listen((request, response) => {
    const file = fileAt(dir, request, SUB_PATH);
    const own = arrivalOf(request.url);
    const page = arrivalOf(request.headers.referer);
    if (file && own) start(own, response, file);
    else if (file && page && LATE.has(extname(file)) && !page.atOnce.has(file))
      page.later(() => (answer(response, file, AFRESH), null));
    else answer(response, file);
  });

  /** @param {import('playwright-core').Page} page @param {string} address */
  async function arrive(page, address) {
    const arrival = new Arrival();
    const name = String(arrivals.size + 1);
    arrivals.set(name, arrival);
    await page.goto(`${address}?${ARRIVAL}=${name}`, { waitUntil: 'commit' });
    for (let step = arrival.steps.shift(); step; step = arrival.steps.shift()) await painted(page, step());
    // The page has been seen without what it asks for from now on.
    arrival.over = true;
    await page.waitForLoadState('load');
  }
  return { ...server, arrive };
}

/** Sends the first piece, without which no browser begins, and keeps the others. */
function start(arrival, response, file) {
  const html = readFileSync(file, 'utf8');
  for (const [, source] of html.matchAll(STOPS_AT)) arrival.atOnce.add(join(file, '..', source));
  const parts = html.split(PIECES);
  const pieces = parts.splice(0, MOST_PIECES);
  const send = (number) => response.write(`${pieces[number]}<!--${ARRIVAL} ${number}-->`);
  head(response, file);
  send(0);
  arrival.steps.push(
    ...pieces.map((_, number) => () => {
      if (number > 0) send(number);
      return number;
    }),
    () => (response.end(parts.join('')), null),
  );
}

/** Waits until the piece with this number is there and on the screen. @param {import('playwright-core').Page} page @param {number | null} number */
async function painted(page, number) {
  if (number !== null) {
    await page.waitForFunction((sought) => {
      const comments = document.createNodeIterator(document, NodeFilter.SHOW_COMMENT);
      for (let one = comments.nextNode(); one; one = comments.nextNode()) if (one.nodeValue === sought) return true;
      return false;
    }, `${ARRIVAL} ${number}`);
  }
  await page.evaluate(
    () =>
      new Promise((done) => {
        requestAnimationFrame(() => requestAnimationFrame(done));
      }),
  );
}
