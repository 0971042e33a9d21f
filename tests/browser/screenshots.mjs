// Pictures of a built site for people to look at, one page of each kind:
//     node tests/browser/screenshots.mjs SITE OUT [KIND…]

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch, open, settle, visit } from './harness.mjs';
import { loadSite, readable } from './site.mjs';

const [dir, out, ...kinds] = process.argv.slice(2);
if (!dir || !out) {
  console.error('usage: node tests/browser/screenshots.mjs SITE OUT [KIND…]');
  process.exit(2);
}

const site = loadSite(dir);
const largestFirst = readable(site).sort((a, b) => b.html.length - a.html.length);
const shown = new Map();
for (const page of largestFirst) if (!shown.has(page.kind)) shown.set(page.kind, page);

const browser = await launch();
const places = await open(site);
mkdirSync(out, { recursive: true });
for (const [kind, { path }] of [...shown].filter(([kind]) => kinds.length === 0 || kinds.includes(kind))) {
  for (const width of [390, 820, 1280]) {
    for (const scheme of /** @type {const} */ (['light', 'dark'])) {
      await visit(browser, places.http, path, { width, scheme }, async (page, problems) => {
        await settle(page, problems);
        // A handbook is as long as the site; what is beyond some screens shows nothing new.
        const height = Math.min(await page.evaluate(() => document.documentElement.scrollHeight), 6000);
        await page.screenshot({
          path: join(out, `${kind}-${width}-${scheme}.png`),
          fullPage: true,
          clip: { x: 0, y: 0, width, height },
        });
      });
    }
  }
  await visit(browser, places.http, path, {}, (page) => page.pdf({ path: join(out, `${kind}.pdf`), format: 'A4' }));
  console.log(`${kind}: ${path}`);
}
await places.close();
await browser.close();
