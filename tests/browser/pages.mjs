// One test per page and check. The first page of each kind is looked at in every way, the others in the one that finds
// most, and only by the checks that differ from page to page.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { CHECKS_IN_BROWSER, surroundings } from './checks-in-browser.mjs';
import { listed } from './report.mjs';
import { isNotFound, plan, sitesFromEnvironment } from './site.mjs';

/** What hangs on a page's own words, and so is asked of every page of the main site. The rest hangs on its kind's
 * template. Pages of the other sites are there for what their kinds look like with other words. */
const OF_EVERY_PAGE = ['loads', 'axe', 'narrow'];
const OF_OTHER_SITES = ['loads'];

/** What hangs on the frame that all pages share is asked of a few kinds, at different depths of the site. */
const OF_THE_FRAME = ['themeSwitch', 'skipLink'];
const KINDS_FOR_THE_FRAME = ['home', 'case', 'scenario', 'handbook', 'search'];

/** @param {string[]} names the checks of this file */
export async function testPages(names) {
  const sites = sitesFromEnvironment();
  const around = await surroundings();
  after(() => around.close());
  for (const site of sites) {
    const places = await around.open(site);
    const chosen = plan(sites).filter((one) => one.site === site);
    describe(`${site.name}: ${chosen.length} of ${site.pages.length} pages`, { concurrency: 2 }, () => {
      for (const { page, full } of chosen) {
        for (const name of names.filter((one) => isAsked(one, page, { full, main: site === sites[0] }))) {
          test(`${name}: ${page.path}${full ? ` (${page.kind}, in full)` : ''}`, { skip: notAsked(name, page) }, async () => {
            const problems = await CHECKS_IN_BROWSER[name]({ ...around, places, path: page.path, full });
            assert.equal(listed(problems), '');
          });
        }
      }
    });
  }
}

function isAsked(name, page, { full, main }) {
  if (!full) return (main ? OF_EVERY_PAGE : OF_OTHER_SITES).includes(name);
  return !OF_THE_FRAME.includes(name) || KINDS_FOR_THE_FRAME.includes(page.kind);
}

/** Why a check is not asked of a page, or false. */
function notAsked(name, page) {
  if (!isNotFound(page)) return false;
  const absolute = page.references.some(({ value }) => value.startsWith('/'));
  if (absolute) return 'its links hold at the site\'s public address only; they are checked on disk';
  const plain = !page.references.some(({ rel }) => rel === 'stylesheet');
  return plain && ['themeSwitch', 'targets'].includes(name) ? 'it is plain HTML' : false;
}
