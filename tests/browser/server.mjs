// Serves a folder on a random loopback port under a sub-path, as a plain static host would.

import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg', '.webp': 'image/webp',
  '.avif': 'image/avif', '.gif': 'image/gif', '.ico': 'image/x-icon', '.xml': 'application/xml', '.txt': 'text/plain; charset=utf-8',
  '.mp4': 'video/mp4', '.mp3': 'audio/mpeg', '.pdf': 'application/pdf', '.webmanifest': 'application/manifest+json',
};

export const SUB_PATH = '/a/b/';

/** Where a page may break off while it arrives: inside its header, after it, in the midst of its words. */
const PIECES = /(?<=<\/(?:details|li|header|section)>)/;

/** Milliseconds between two pieces: long enough that a browser paints what it has. */
const PAUSE = 40;

/** A longer page comes in larger pieces, so that it still ends. */
const MOST_PIECES = 8;

/**
 * @param {string} dir
 * @param {{slow?: Record<string, number>, inPieces?: boolean}} [options] `slow`: milliseconds to wait before answering,
 *   by file ending; `inPieces`: pages arrive piece by piece
 */
export async function serve(dir, { slow = {}, inPieces = false } = {}) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = path === SUB_PATH ? join(dir, 'index.html') : join(dir, normalize(path.slice(SUB_PATH.length)));
    await sleep(slow[extname(file)] ?? 0);
    // A folder's name is no address: every link of the site names a file.
    const found = path.startsWith(SUB_PATH) && file.startsWith(dir) && existsSync(file) && statSync(file).isFile();
    response.writeHead(found ? 200 : 404, { 'content-type': found ? (TYPES[extname(file)] ?? 'application/octet-stream') : 'text/plain' });
    if (found && inPieces && extname(file) === '.html') await trickle(response, readFileSync(file, 'utf8'));
    else if (found) createReadStream(file).pipe(response);
    else response.end('not found');
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const close = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
  return { base: `http://127.0.0.1:${port}${SUB_PATH}`, close };
}

/** @param {import('node:http').ServerResponse} response @param {string} html */
async function trickle(response, html) {
  const parts = html.split(PIECES);
  for (const part of parts.splice(0, MOST_PIECES)) {
    response.write(part);
    await sleep(PAUSE);
  }
  response.end(parts.join(''));
}
