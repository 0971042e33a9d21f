// How long a reader waits on a slow phone: from the first keystroke to the first results, on a page that is open.
//
//   node benches/search/latency.mjs DIR [--engines casebook,pagefind] [--sites corpus-10000]
//
// The processor is slowed four times. First letter: nothing of the index has been loaded. First result: the field has been
// entered, and the letter is the first that finds anything. Keys: each further letter. Blocked: the longest task of the page,
// in which it answers no touch.

import { join } from 'node:path';
import { readdirSync } from 'node:fs';
import { asked, host, launch, visit } from './harness.mjs';
import { quantile } from './measure.mjs';
import { SHOWN, TYPED } from './queries.mjs';

const SLOWED = 4;
const READERS = 9;

const { dir, engines, sites } = asked((dir) => readdirSync(dir).filter((name) => name.startsWith('corpus-')).sort());
const browser = await launch();

/** Runs in the page: milliseconds for each letter of the phrase, the first that found anything, and what blocked the page. */
async function type(phrase) {
  const blocked = [];
  const observer = new PerformanceObserver((list) => blocked.push(...list.getEntries().map(({ duration }) => duration)));
  observer.observe({ type: 'longtask' });
  const waits = [];
  let found = 0;
  for (let letters = 1; letters <= phrase.length; letters++) {
    const began = performance.now();
    const results = await window.search(phrase.slice(0, letters));
    waits.push(performance.now() - began);
    found ||= results.length ? waits[letters - 1] : 0;
    // The next letter comes after the page could draw.
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }
  observer.disconnect();
  return { waits, found, blocked: Math.max(0, ...blocked) };
}

/** A fresh reader types a phrase. */
async function read(base, engine, phrase, entered) {
  const slow = async (page) => {
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
  };
  const { page, leave } = await visit(browser, base, engine, { most: SHOWN, before: slow });
  if (entered) await page.evaluate(() => window.enter?.());
  const seen = await page.evaluate(type, phrase);
  await leave();
  return seen;
}

console.log('| site | engine | first letter ms (median) | first result ms (median) | keys ms (median) | keys ms (95 %) | blocked ms (median) | blocked ms (most) |\n|---|---|--:|--:|--:|--:|--:|--:|');
for (const site of sites) {
  const { base, close } = await host(join(dir, site, 'site'));
  for (const engine of engines) {
    const letter = [], result = [], keys = [], blocked = [];
    for (let reader = 0; reader < READERS; reader++) {
      const phrase = TYPED[reader % TYPED.length];
      const seen = await read(base, engine, phrase, false);
      letter.push(seen.waits[0]);
      keys.push(...seen.waits.slice(1));
      blocked.push(seen.blocked);
      result.push((await read(base, engine, phrase, true)).found);
    }
    const figures = [quantile(letter, 0.5), quantile(result, 0.5), quantile(keys, 0.5), quantile(keys, 0.95), quantile(blocked, 0.5), Math.max(...blocked)];
    console.log(`| ${site} | ${engine} | ${figures.map((ms) => ms.toFixed(0)).join(' | ')} |`);
  }
  close();
}
await browser.close();
