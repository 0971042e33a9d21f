// Measures the ranking of each engine in a real browser: every query of every collection, plain, with a typo, and cut off.
//
//   node benches/search/relevance.mjs DIR [--engines casebook,pagefind] [--sites cran,cacm]

import { join } from 'node:path';
import { asked, host, launch, visit } from './harness.mjs';
import { collections, relevance, RELEVANCE_HEAD } from './measure.mjs';

const { dir, engines, sites } = asked(collections);
const browser = await launch();
console.log(RELEVANCE_HEAD);
for (const site of sites) {
  const { base, close } = await host(join(dir, site, 'site'));
  for (const engine of engines) {
    const { page, leave } = await visit(browser, base, engine);
    await relevance(engine, dir, site, (queries) =>
      page.evaluate(async (queries) => {
        const found = [];
        for (const query of queries) found.push((await window.search(query)).map(({ url }) => url));
        return found;
      }, queries));
    await leave();
  }
  close();
}
await browser.close();
