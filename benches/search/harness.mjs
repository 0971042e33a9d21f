// A static host that counts the bytes it sends, a browser, and a page for each engine that defines `search` and `ready`.
//
// `window.search(query, first)` resolves to the first results as [{url}], best first, with addresses relative to the host's
// root; `first` is called as soon as the best of them could be drawn.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DEPTH, searchScript } from './measure.mjs';

// The browser tests bring the driver: one version of it in the repository.
const { chromium } = createRequire(new URL('../../tests/browser/package.json', import.meta.url))('playwright-core');

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.wasm': 'application/wasm', '.svg': 'image/svg+xml' };
const PRESSED = new Set(['.html', '.js', '.css', '.json', '.wasm', '.svg']);

/** The number of results that the page loads: `most` in the address, by default all that are ranked. */
const MOST = `const most = Number(new URLSearchParams(location.search).get('most')) || ${DEPTH};`;

const head = (root) => `<!doctype html>\n<html lang="en" data-root="${root}">\n<meta charset="utf-8">\n<title>Bench</title>\n`;

/** The page of each engine. @type {Record<string, (site: string) => string>} */
const PAGES = {
  casebook: (site) => `${head('')}<script src="${searchScript(site)}"></script>
<script>
${MOST}
window.ready = Promise.resolve();
// The interface calls this when its field receives the focus.
window.enter = () => casebookSearch.warm();
window.search = async (query, first) => (await (await casebookSearch.search(query)).page(0, most, (_, at) => at || first?.())).map(({ url }) => ({ url: '/' + url.split('#')[0] }));
</script>`,
  // As Pagefind recommends: the module is loaded with the page, and the index when the field receives the focus.
  pagefind: () => `${head('')}<script type="module">
${MOST}
const pagefind = await import('/pagefind/pagefind.js');
window.ready = pagefind.init();
window.search = async (query, first) => {
  const { results } = await pagefind.search(query);
  const coming = results.slice(0, most).map((result) => result.data());
  coming[0]?.then(() => first?.());
  return (await Promise.all(coming)).map(({ url }) => ({ url }));
};
</script>`,
};

export const ENGINES = Object.keys(PAGES);

/**
 * Serves a site and the pages of the engines, with gzip as ordinary hosts do.
 * @param {string} site
 * @returns {Promise<{base: string, sent: {path: string, bytes: number}[], close: () => void}>} `sent` grows with each response
 */
export async function host(site) {
  const sent = [];
  const kept = new Map();
  const read = (path) => {
    const engine = /^\/bench-(\w+)\.html$/.exec(path)?.[1];
    const body = engine ? Buffer.from(PAGES[engine](site)) : readFileSync(join(site, normalize(path)));
    return PRESSED.has(extname(path)) ? gzipSync(body) : body;
  };
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    try {
      if (!kept.has(path)) kept.set(path, read(path));
      const body = kept.get(path);
      const pressed = PRESSED.has(extname(path)) ? { 'content-encoding': 'gzip' } : {};
      sent.push({ path, bytes: body.length });
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream', 'content-length': body.length, ...pressed });
      response.end(body);
    } catch {
      sent.push({ path, bytes: 0 });
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { base: `http://127.0.0.1:${port}`, sent, close: () => { server.closeAllConnections(); server.close(); } };
}

/** The bytes and requests of the engine, without its page and the browser's request for an icon. */
export function cost(sent) {
  const counted = sent.filter(({ path }) => !path.startsWith('/bench-') && !path.includes('favicon'));
  return { bytes: counted.reduce((sum, { bytes }) => sum + bytes, 0), requests: counted.length };
}

export function launch() {
  const args = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  // Chromium's sandbox refuses to start as root, the usual user in containers.
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args });
}

/** A new reader with an empty cache, on the engine's page. @param {import('playwright-core').Browser} browser */
export async function visit(browser, base, engine, { before = async (_page) => {}, most = DEPTH } = {}) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(engine, String(error).slice(0, 300)));
  await before(page);
  await page.goto(`${base}/bench-${engine}.html?most=${most}`);
  await page.waitForFunction(() => typeof window.search === 'function');
  await page.evaluate(() => window.ready);
  return { page, leave: () => context.close() };
}

/** Reads the arguments `DIR [--engines a,b] [--sites a,b]`. Without `--sites`, takes all sites that `all` finds. */
export function asked(all) {
  const words = process.argv.slice(2);
  const option = (name) => (words.includes(`--${name}`) ? words[words.indexOf(`--${name}`) + 1].split(',') : undefined);
  const dir = words[0];
  if (!dir || dir.startsWith('--')) throw new Error('the first argument must be the folder that prepare.py wrote');
  return { dir, engines: option('engines') ?? ENGINES, sites: option('sites') ?? all(dir) };
}
