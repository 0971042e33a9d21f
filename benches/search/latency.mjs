// Waiting times on a slow phone: from the first keystroke to the first results, on an open page.
//
//   node benches/search/latency.mjs DIR [--engines casebook,pagefind] [--sites corpus-10000]
//
// The processor is slowed down four times. First letter: no part of the index was loaded. Best result and first results: the
// field had been focused, and the letter is the first that finds anything; until the best result could be drawn, and until a
// screenful. Keys: each further letter, until a screenful. Blocked: the longest task, during which the page cannot respond to
// input. Dialog: Casebook's own, opened with its key on the home page; from the browser's timestamp of the letter to the first
// result in the document.

import { join } from 'node:path';
import { readdirSync } from 'node:fs';
import { asked, host, launch, visit } from './harness.mjs';
import { quantile } from './measure.mjs';
import { SHOWN, TYPED } from './queries.mjs';

const SLOWED = 4;
const READERS = 12;

const { dir, engines, sites } = asked((dir) => readdirSync(dir).filter((name) => name.startsWith('corpus-')).sort());
const browser = await launch();

/** Runs in the page. Returns the milliseconds for each letter, for the first letter with results, and of the longest task. */
async function type(phrase) {
  const blocked = [];
  const observer = new PerformanceObserver((list) => blocked.push(...list.getEntries().map(({ duration }) => duration)));
  observer.observe({ type: 'longtask' });
  const waits = [];
  let best = 0, found = 0;
  for (let letters = 1; letters <= phrase.length; letters++) {
    const began = performance.now();
    const results = await window.search(phrase.slice(0, letters), () => { best ||= performance.now() - began; });
    waits.push(performance.now() - began);
    found ||= results.length ? waits[letters - 1] : 0;
    // Let the page draw before the next letter.
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }
  observer.disconnect();
  return { waits, best, found, blocked: Math.max(0, ...blocked) };
}

/** A new reader types a phrase. */
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

/** Runs in the page. Records each letter with events of the field and the list, because polling the page would take time. */
function watch() {
  const box = document.querySelector('dialog .search');
  const field = document.querySelector('[data-cb-input]'), list = document.querySelector('[data-cb-list]');
  window.letters = [];
  window.blocked = [];
  new PerformanceObserver((entries) => window.blocked.push(...entries.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
  field.addEventListener('input', ({ timeStamp }) => {
    window.letters.push({ began: timeStamp });
    // Let the page draw before the next letter.
    window.answered = new Promise((done) => {
      new MutationObserver(() => box.ariaBusy === 'false' && requestAnimationFrame(() => setTimeout(done))).observe(box, { attributeFilter: ['aria-busy'] });
    });
  }, true);
  new MutationObserver(() => {
    const letter = window.letters.at(-1);
    if (letter && !list.hidden && list.children.length) letter.wait ??= performance.now() - letter.began;
  }).observe(list, { childList: true });
}

/** A new reader opens the dialog and types a phrase. */
async function readInDialog(base, phrase) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
  await page.goto(`${base}/index.html`);
  await page.keyboard.press('Control+k');
  await page.waitForFunction(() => document.activeElement?.matches('dialog[open] [data-cb-input]'));
  // Readers see the field before they type.
  await page.evaluate(() => casebookSearch.warm().then(() => new Promise((done) => setTimeout(done, 300))));
  await page.evaluate(watch);
  for (const letter of phrase) {
    await page.keyboard.press(letter === ' ' ? 'Space' : letter);
    await page.evaluate(() => window.answered);
  }
  const { waits, blocked } = await page.evaluate(() => ({ waits: window.letters.flatMap(({ wait }) => wait ?? []), blocked: Math.max(0, ...window.blocked) }));
  await context.close();
  return { waits, blocked };
}

const row = (site, engine, figures) => console.log(`| ${site} | ${engine} | ${figures.map((ms) => (ms === null ? '' : ms.toFixed(0))).join(' | ')} |`);
const phrases = Array.from({ length: READERS }, (_, reader) => TYPED[reader % TYPED.length]);
const median = (all) => quantile(all, 0.5);

console.log('| site | engine | first letter | best result | first results | keys | keys, 95 % | blocked | blocked, most |\n|---|---|--:|--:|--:|--:|--:|--:|--:|');
for (const site of sites) {
  const { base, close } = await host(join(dir, site, 'site'));
  for (const engine of engines) {
    const letter = [], best = [], result = [], keys = [], blocked = [];
    for (const phrase of phrases) {
      const seen = await read(base, engine, phrase, false);
      letter.push(seen.waits[0]);
      keys.push(...seen.waits.slice(1));
      blocked.push(seen.blocked);
      const entered = await read(base, engine, phrase, true);
      best.push(entered.best);
      result.push(entered.found);
    }
    row(site, engine, [median(letter), median(best), median(result), median(keys), quantile(keys, 0.95), median(blocked), Math.max(...blocked)]);
  }
  if (engines.includes('casebook')) {
    const first = [], keys = [], blocked = [];
    for (const phrase of phrases) {
      const seen = await readInDialog(base, phrase);
      first.push(seen.waits[0]);
      keys.push(...seen.waits.slice(1));
      blocked.push(seen.blocked);
    }
    row(site, 'casebook, dialog', [null, median(first), null, median(keys), quantile(keys, 0.95), median(blocked), Math.max(...blocked)]);
  }
  close();
}
await browser.close();
