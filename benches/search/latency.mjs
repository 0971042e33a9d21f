// How long a reader waits on a slow phone: from the first keystroke to the first results, on a page that is open.
//
//   node benches/search/latency.mjs DIR [--engines casebook,pagefind] [--sites corpus-10000]
//
// The processor is slowed four times. First: nothing of the index has been loaded. Keys: each further letter. Blocked: the
// longest task of the page, in which it answers no touch.

import { join } from 'node:path';
import { readdirSync } from 'node:fs';
import { asked, host, launch, visit } from './harness.mjs';
import { quantile } from './measure.mjs';
import { SHOWN, TYPED } from './queries.mjs';

const SLOWED = 4;
const READERS = 9;

const { dir, engines, sites } = asked((dir) => readdirSync(dir).filter((name) => name.startsWith('corpus-')).sort());
const browser = await launch();

/** Runs in the page: milliseconds for each letter of the phrase, and the tasks that blocked the page meanwhile. */
async function type(phrase) {
  const blocked = [];
  const observer = new PerformanceObserver((list) => blocked.push(...list.getEntries().map(({ duration }) => duration)));
  observer.observe({ type: 'longtask' });
  const waits = [];
  for (let letters = 1; letters <= phrase.length; letters++) {
    const began = performance.now();
    await window.search(phrase.slice(0, letters));
    waits.push(performance.now() - began);
    // The next letter comes after the page could draw.
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }
  observer.disconnect();
  return { waits, blocked: Math.max(0, ...blocked) };
}

console.log('| site | engine | first ms (median) | keys ms (median) | keys ms (95 %) | blocked ms (median) | blocked ms (most) |\n|---|---|--:|--:|--:|--:|--:|');
for (const site of sites) {
  const { base, close } = await host(join(dir, site, 'site'));
  for (const engine of engines) {
    const first = [], keys = [], blocked = [];
    for (let reader = 0; reader < READERS; reader++) {
      const { page, leave } = await visit(browser, base, engine, { most: SHOWN, before: async (page) => {
        const session = await page.context().newCDPSession(page);
        await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
      } });
      const seen = await page.evaluate(type, TYPED[reader % TYPED.length]);
      first.push(seen.waits[0]);
      keys.push(...seen.waits.slice(1));
      blocked.push(seen.blocked);
      await leave();
    }
    const figures = [quantile(first, 0.5), quantile(keys, 0.5), quantile(keys, 0.95), quantile(blocked, 0.5), Math.max(...blocked)];
    console.log(`| ${site} | ${engine} | ${figures.map((ms) => ms.toFixed(0)).join(' | ')} |`);
  }
  close();
}
await browser.close();
