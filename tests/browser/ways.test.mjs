// Ways through a site: from the home page to every page by clicks, and from where pages were to where they are.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { redirect, surroundings } from './checks-in-browser.mjs';
import { clickHome, crawl } from './crawl.mjs';
import { listed } from './report.mjs';
import { isRedirect, sitesFromEnvironment } from './site.mjs';

const sites = sitesFromEnvironment();
const around = await surroundings();
after(() => around.close());

for (const site of sites) {
  const places = await around.open(site);
  describe(site.name, () => {
    test('every page is reached from index.html by clicks', async () => {
      assert.equal(listed(await crawl({ ...around, places, site })), '');
    });
    test('each link of the home page leads where it says', async () => {
      assert.equal(listed(await clickHome({ ...around, places })), '');
    });
    for (const page of site.pages.filter(isRedirect).slice(0, 10)) {
      test(`redirect: ${page.path}`, async () => {
        const target = page.references.find(({ element }) => element === 'a')?.value;
        assert.ok(target, 'a redirect page has a link to where it leads');
        assert.equal(listed(await redirect({ ...around, places, path: page.path, target })), '');
      });
    }
  });
}
