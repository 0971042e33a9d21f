// Proof that the checks can fail: each page in fixtures/bad says in a comment which check finds what in it,
//     <!-- caught by CHECK: WORDS OF THE FINDING -->
// and no check may find anything in fixtures/good. A new fault is a new file.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CHECKS_IN_BROWSER, redirect, surroundings } from './checks-in-browser.mjs';
import { CHECKS_ON_DISK } from './checks-on-disk.mjs';
import { clickHome, crawl } from './crawl.mjs';
import { listed } from './report.mjs';
import { isNotFound, isRedirect, loadSite } from './site.mjs';
import { validate } from './validity.mjs';

const fixtures = fileURLToPath(new URL('fixtures/', import.meta.url));
const good = loadSite(join(fixtures, 'good'));
const bad = loadSite(join(fixtures, 'bad'));
const around = await surroundings();
after(() => around.close());

/** What never comes is not waited for long; what works may take its time. */
const patienceWith = (site) => (site === bad ? 500 : undefined);

const placesOf = memoised((site) => around.open(site));
const wholeSite = memoised(async (site, name) => {
  if (name in CHECKS_ON_DISK) return CHECKS_ON_DISK[name](site);
  const places = await placesOf(site);
  if (name === 'crawl') return crawl({ ...around, places, site });
  return (await clickHome({ ...around, places, patience: patienceWith(site) })).map((problem) => ({ page: 'index.html', problem }));
});
const invalid = validate([good, bad]);

/** The words of a check's findings in one page. */
async function findings(site, page, name, full = true) {
  if (name === 'validity') return findingsOfTheChecker(site, page);
  const asked = { ...around, places: await placesOf(site), path: page.path, full, patience: patienceWith(site) };
  if (name === 'redirect') return redirect({ ...asked, target: page.references.find(({ element }) => element === 'a').value });
  if (name in CHECKS_IN_BROWSER) return CHECKS_IN_BROWSER[name](asked);
  const ofPage = new RegExp(`(^|/)${page.path.replace(/\.html$/, '')}\\.(html|css)$`);
  return (await wholeSite(site, name)).filter((one) => ofPage.test(one.page)).map(({ problem }) => problem);
}

/** Of the page, and of the style sheet that has its name. */
function findingsOfTheChecker(site, page) {
  const files = [page.path, `assets/${page.path.replace(/html$/, 'css')}`];
  return files.flatMap((file) => invalid.get(join(site.dir, file)) ?? []).filter(({ error }) => error).map(({ problem }) => problem);
}

function memoised(work) {
  const known = new Map();
  return (site, name) => {
    const key = `${site.name} ${name}`;
    if (!known.has(key)) known.set(key, work(site, name));
    return known.get(key);
  };
}

const caught = new Set();
describe('each faulty page is caught', { concurrency: 2 }, () => {
  for (const page of bad.pages) {
    for (const [, name, words] of page.html.matchAll(/caught by (\w+): (.*?) -->/g)) {
      caught.add(name);
      test(`${page.path} by ${name}`, async () => {
        const found = await findings(bad, page, name);
        assert.ok(found.some((one) => one.includes(words)), `${name} should say “${words}”, and says:\n${listed(found) || 'nothing'}`);
      });
    }
  }
});

const everyCheck = [...Object.keys(CHECKS_ON_DISK), ...Object.keys(CHECKS_IN_BROWSER), 'crawl', 'clickHome', 'redirect', 'validity'];

test('every check has a faulty page', () => {
  assert.equal(everyCheck.filter((name) => !caught.has(name)).join(' '), '');
});

describe('nothing is found in the good site', { concurrency: 2 }, () => {
  for (const name of everyCheck) {
    test(name, async () => {
      const asked = good.pages.filter((page) => isRedirect(page) === (name === 'redirect') || !(name in CHECKS_IN_BROWSER) && name !== 'redirect')
        .filter((page) => !(isNotFound(page) && ['themeSwitch', 'targets'].includes(name)));
      const found = await Promise.all(asked.map((page) => findings(good, page, name, page.path === 'cases/one.html')));
      assert.equal(listed(found.flat()), '');
    });
  }
});
