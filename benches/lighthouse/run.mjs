// Runs Lighthouse, as a throttled phone, on one page of each important kind:
//     node benches/lighthouse/run.mjs SITE [RUNS]
// Serves the folder on this computer with gzip, as a plain host does. Exits with 1 if any score is below 100.

import { readFileSync, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';

const [folder, times = '1'] = process.argv.slice(2);
if (!folder || !existsSync(join(folder, 'index.html'))) {
  console.error('usage: node benches/lighthouse/run.mjs SITE [RUNS]   (SITE is the folder of a built site)');
  process.exit(2);
}

const PAGES = (process.env.PAGES ?? 'index.html cases/the-wallet-seam.html playbooks/unhappy-customer.html scenarios/the-wallet-seam.html paths/first-day.html search.html cost-to-please.html').split(' ');
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.txt': 'text/plain; charset=utf-8', '.xml': 'application/xml' };

const dir = resolve(folder);
const server = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
  const file = join(dir, normalize(path === '/' ? 'index.html' : path));
  if (!file.startsWith(dir) || !existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
  // Addresses below assets/ and search/ contain a hash of the content, except for the root of the index.
  const forever = /^\/(assets|search)\//.test(path) && !path.endsWith('/root.js');
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'content-encoding': 'gzip',
    'cache-control': forever ? 'max-age=31536000, immutable' : 'no-cache',
  });
  response.end(gzipSync(readFileSync(file)));
});
await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)));
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());

const flags = ['--headless=new', '--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
const browser = await launch({ chromePath: process.env.CHROMIUM ?? '/usr/bin/chromium', chromeFlags: flags });
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

let below = 0;
for (const page of PAGES) {
  const scores = Object.fromEntries(CATEGORIES.map((category) => [category, []]));
  const lacks = new Map();
  for (let run = 0; run < Number(times); run += 1) {
    const result = await lighthouse(`http://127.0.0.1:${port}/${page}`, { port: browser.port, onlyCategories: CATEGORIES, formFactor: 'mobile', logLevel: 'silent' });
    for (const category of CATEGORIES) {
      scores[category].push(Math.round((result?.lhr.categories[category].score ?? 0) * 100));
      for (const { id, weight } of result?.lhr.categories[category].auditRefs ?? []) {
        const audit = result?.lhr.audits[id];
        if (weight > 0 && audit?.score != null && audit.score < 1) lacks.set(id, `${audit.title}${audit.displayValue ? ` (${audit.displayValue})` : ''}`);
      }
    }
  }
  const all = CATEGORIES.map((category) => median(scores[category]));
  below += all.filter((score) => score < 100).length;
  console.log(`${page.padEnd(36)} ${all.map((score) => String(score).padStart(4)).join('')}`);
  for (const [id, words] of lacks) console.log(`    ${id}: ${words}`);
}
browser.kill();
server.close();
process.exit(below ? 1 : 0);
