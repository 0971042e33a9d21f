// Pages in a browser: the visits of visits.mjs, paid to the pages that show what the checks depend on. Which pages these are
// follows from the features of all pages (features.mjs, cover.mjs); the last tests prove that none was left out.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { newMemory } from './checks-in-browser.mjs';
import { cover, known, widely } from './cover.mjs';
import { crawl } from './crawl.mjs';
import { listed } from './report.mjs';
import { sitesFromEnvironment } from './site.mjs';
import { notPaid, partsOf, pay, surroundings, VISITS } from './visits.mjs';

const sites = sitesFromEnvironment();
const all = known(sites);
const around = await surroundings();
after(() => around.close());

const always = process.env.CASEBOOK_TESTS === 'all' ? widely(all) : [];

/**
 * The pages chosen for a visit by what its parts depend on. What takes the focus and the frame are parts of what looks
 * different: they are sought among the pages that are chosen for that.
 */
function choose(name) {
  const able = all.filter(({ page }) => !notPaid(name, page));
  const chosen = (of, among = able) =>
    cover(among, ({ features }) => features[of], of === 'frame' ? [] : always.filter((one) => among.includes(one)));
  const looks = chosen('looks');
  return { looks, scripts: chosen('scripts'), keys: chosen('keys', looks), frame: chosen('frame', looks) };
}
const chosen = new Map(Object.keys(VISITS).map((name) => [name, choose(name)]));

/** What each part of each visit has seen. */
const seen = new Map(Object.keys(VISITS).map((name) => [name, partsOf(name).map(() => new Set())]));

/** Places of links that do not show without scripts. @type {Set<string>} */
const hidden = new Set();
const memory = newMemory();

for (const site of sites) {
  const places = await around.open(site);
  describe(site.name, { concurrency: 3 }, () => {
    for (const name of Object.keys(VISITS)) {
      const asks = (one) => (of) => chosen.get(name)[of].includes(one);
      const parts = partsOf(name);
      for (const one of all.filter((each) => each.site === site && parts.some(({ of }) => asks(each)(of)))) {
        test(`${name}: ${one.page.path}`, async () => {
          const found = await pay(name, { ...around, places, page: one.page, asks: asks(one), memory, hidden });
          for (const [at, { of }] of parts.entries())
            if (asks(one)(of)) for (const feature of one.features[of]) seen.get(name)[at].add(feature);
          assert.equal(listed(found.map(({ check, problem }) => `${check}: ${problem}`)), '');
        });
      }
    }
  });
}

describe('every feature of every page was seen', () => {
  for (const name of Object.keys(VISITS)) {
    test(name, () => {
      const missed = all
        .filter(({ page }) => !notPaid(name, page))
        .flatMap(({ site, page, features }) =>
          partsOf(name).flatMap(({ of, checks }, at) =>
            [...features[of]]
              .filter((one) => !seen.get(name)[at].has(one))
              .map((one) => `${checks}: “${one}” on ${site.name}/${page.path}`),
          ),
        );
      assert.equal(listed(missed), '');
    });
  }
});

describe('every page is reached from the home page by clicks, without scripts', () => {
  for (const site of sites) test(site.name, () => assert.equal(listed(crawl(site, hidden)), ''));
});

for (const [name, { looks, scripts, keys, frame }] of chosen) {
  if (name === 'looks')
    console.log(
      `of ${all.length} pages ${looks.length} show all that looks different, ${keys.length} of them all that takes the focus, ${frame.length} all frames; ${scripts.length} have all that scripts find`,
    );
}
