// Pages in a browser: the visits of visits.mjs, paid to the pages that show what the checks depend on. Which pages these are
// follows from the features of all pages (features.mjs, cover.mjs); the last tests prove that none was left out.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { cover, known, widely } from './cover.mjs';
import { crawl } from './crawl.mjs';
import { listed } from './report.mjs';
import { sitesFromEnvironment } from './site.mjs';
import { checksOf, DEPENDS_ON, notPaid, pay, surroundings, VISITS } from './visits.mjs';

const sites = sitesFromEnvironment();
const all = known(sites);
const around = await surroundings();
after(() => around.close());

/** The pages chosen for each kind of feature. What keyboards stop at, and the frame, are parts of what looks different. */
const always = process.env.CASEBOOK_TESTS === 'all' ? widely(all) : [];
const looks = cover(all, ({ features }) => features.looks, always);
const chosen = {
  looks,
  scripts: cover(all, ({ features }) => features.scripts, always),
  keys: cover(looks, ({ features }) => features.keys, always),
  frame: cover(looks, ({ features }) => features.frame, []),
};
const asks = (one) => (check) => chosen[DEPENDS_ON[check]].includes(one);

/** The features that each check of each visit has seen. */
const seen = new Map(Object.keys(VISITS).flatMap((name) => checksOf(name).map((check) => [`${name}: ${check}`, new Set()])));

/** Places of links that do not show without scripts. @type {Set<string>} */
const hidden = new Set();

for (const site of sites) {
  const places = await around.open(site);
  describe(site.name, { concurrency: 3 }, () => {
    for (const name of Object.keys(VISITS)) {
      const checks = (one) => checksOf(name).filter(asks(one));
      for (const one of all.filter((each) => each.site === site && checks(each).length > 0)) {
        test(`${name}: ${one.page.path}`, { skip: notPaid(name, one.page) }, async () => {
          const found = await pay(name, { ...around, places, page: one.page, asks: asks(one), hidden });
          for (const check of checks(one)) for (const feature of one.features[DEPENDS_ON[check]]) seen.get(`${name}: ${check}`).add(feature);
          assert.equal(listed(found.map(({ check, problem }) => `${check}: ${problem}`)), '');
        });
      }
    }
  });
}

describe('every feature of every page was seen', () => {
  for (const [made, features] of seen) {
    const [name, check] = made.split(': ');
    test(made, () => {
      const visitable = all.filter(({ page }) => !notPaid(name, page));
      const missed = visitable.flatMap(({ site, page, features: own }) => [...own[DEPENDS_ON[check]]].filter((one) => !features.has(one)).map((one) => `“${one}” on ${site.name}/${page.path}`));
      assert.equal(listed(missed), '');
    });
  }
});

describe('every page is reached from the home page by clicks, without scripts', () => {
  for (const site of sites) test(site.name, () => assert.equal(listed(crawl(site, hidden)), ''));
});

console.log(`pages visited of ${all.length}: ${Object.entries(chosen).map(([of, pages]) => `${pages.length} for ${of}`).join(', ')}`);
