// Ways through a site: the links of the home page, and from where pages were to where they are. Whether each page is reached
// by clicks is tested in pages.test.mjs, where it is seen which links show.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { clickHome } from './crawl.mjs';
import { redirect } from './redirect.mjs';
import { listed } from './report.mjs';
import { isRedirect, sitesFromEnvironment } from './site.mjs';
import { surroundings } from './visits.mjs';

const everything = process.env.CASEBOOK_TESTS === 'all';
const sites = sitesFromEnvironment();
const around = await surroundings();
after(() => around.close());

for (const site of sites) {
  const places = await around.open(site);
  describe(site.name, () => {
    // All home pages have their links from one template; that each address is right is known from the files.
    if (everything || site === sites[0]) {
      test('a link of each part of the home page leads where it says', async () => {
        assert.equal(listed(await clickHome({ ...around, places })), '');
      });
    }
    for (const page of site.pages.filter(isRedirect).slice(0, 10)) {
      test(`redirect: ${page.path}`, async () => {
        const target = page.references.find(({ element }) => element === 'a')?.value;
        assert.ok(target, 'a redirect page links to its target');
        assert.equal(listed(await redirect({ ...around, places, path: page.path, target })), '');
      });
    }
  });
}
