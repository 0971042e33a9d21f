// Measures bytes and requests for the results of a first query, of further queries, and of a search at each keystroke.
//
//   node benches/search/wire.mjs DIR [--engines casebook,pagefind] [--sites corpus-1000,corpus-10000]
//
// First: a new reader, from the engine's script to the first five results, with everything that the list shows about them.
// Next: the same reader runs the other queries. Typed: a new reader, with a search at each letter from the third on.

import { join } from 'node:path';
import { readdirSync } from 'node:fs';
import { asked, cost, host, launch, visit } from './harness.mjs';
import { mean } from './measure.mjs';
import { FIRST_LETTERS, QUERIES, SHOWN, TYPED } from './queries.mjs';

/** The number of first queries that are averaged. Each needs a new reader. */
const READERS = 5;

/** The time in milliseconds for loads that an engine does not wait for. */
const SETTLE = 200;

const { dir, engines, sites } = asked((dir) => readdirSync(dir).filter((name) => name.startsWith('corpus-')).sort());
const browser = await launch();

/** Runs the queries one after the other. Returns the bytes and requests of all of them. */
async function ask(page, sent, queries) {
  for (const query of queries) await page.evaluate((query) => window.search(query).then(() => 0), query);
  await page.waitForTimeout(SETTLE);
  return cost(sent.splice(0));
}

async function whole(at, engine) {
  const first = [], next = [];
  for (const query of QUERIES.slice(0, READERS)) {
    at.sent.length = 0;
    const { page, leave } = await visit(browser, at.base, engine, { most: SHOWN });
    first.push(await ask(page, at.sent, [query]));
    for (const other of QUERIES.filter((other) => other !== query)) next.push(await ask(page, at.sent, [other]));
    await leave();
  }
  return { first, next };
}

async function typed(at, engine) {
  const costs = [];
  for (const phrase of TYPED) {
    at.sent.length = 0;
    const { page, leave } = await visit(browser, at.base, engine, { most: SHOWN });
    costs.push(await ask(page, at.sent, Array.from({ length: phrase.length - FIRST_LETTERS + 1 }, (_, more) => phrase.slice(0, FIRST_LETTERS + more))));
    await leave();
  }
  return costs;
}

const both = (costs) => `${(mean(costs.map(({ bytes }) => bytes)) / 1000).toFixed(0)} | ${mean(costs.map(({ requests }) => requests)).toFixed(1)}`;

console.log('| site | engine | first query kB | requests | next query kB | requests | typed kB | requests |\n|---|---|--:|--:|--:|--:|--:|--:|');
for (const site of sites) {
  const at = await host(join(dir, site, 'site'));
  for (const engine of engines) {
    const { first, next } = await whole(at, engine);
    console.log(`| ${site} | ${engine} | ${both(first)} | ${both(next)} | ${both(await typed(at, engine))} |`);
  }
  at.close();
}
await browser.close();
