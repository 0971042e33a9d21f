// Proof that the checks can fail: each page in fixtures/bad says in a comment which check finds what in it,
//     <!-- caught by CHECK: WORDS OF THE FINDING -->
// and no check may find anything in fixtures/good. A new fault is a new file. The pages get the visits that all pages get.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CHECKS_ON_DISK } from './checks-on-disk.mjs';
import { clickHome, crawl } from './crawl.mjs';
import { redirect } from './redirect.mjs';
import { listed } from './report.mjs';
import { isRedirect, loadSite } from './site.mjs';
import { validate } from './validity.mjs';
import { notPaid, pay, surroundings, VISITED_CHECKS, VISITS, visitsWith } from './visits.mjs';

const fixtures = fileURLToPath(new URL('fixtures/', import.meta.url));
const good = loadSite(join(fixtures, 'good'));
const bad = loadSite(join(fixtures, 'bad'));
const around = await surroundings();
after(() => around.close());
const places = new Map();
for (const site of [good, bad]) places.set(site, await around.open(site));

/** What never comes is not waited for long; what works may take its time. */
const patienceWith = (site) => (site === bad ? 500 : undefined);

const memoised = (work) => {
  const known = new Map();
  return (...asked) => {
    const key = asked.map((one) => one.path ?? one.name ?? one).join(' ');
    if (!known.has(key)) known.set(key, work(...asked));
    return known.get(key);
  };
};

const visited = memoised((site, page, name) =>
  pay(name, { ...around, places: places.get(site), page, patience: patienceWith(site) }),
);
const home = (site) => site.pages.find(({ path }) => path === 'index.html');

/** Checks of a whole site. Which links show is seen on the home page, from which every page is one click away. */
const ofTheSite = memoised(async (site, name) => {
  if (name in CHECKS_ON_DISK) return CHECKS_ON_DISK[name](site);
  if (name === 'clickHome')
    return (await clickHome({ ...around, places: places.get(site), patience: patienceWith(site) })).map((problem) => ({
      page: 'index.html',
      problem,
    }));
  const hidden = new Set();
  await pay('plain', { ...around, places: places.get(site), page: home(site), hidden });
  return crawl(site, hidden);
});
const invalid = validate(
  [good, bad].flatMap((site) =>
    [...site.files].filter((file) => /\.(html|css)$/.test(file)).map((file) => join(site.dir, file)),
  ),
);

/** Of the page, and of the style sheet that has its name. */
function findingsOfTheChecker(site, page) {
  const files = [page.path, `assets/${page.path.replace(/html$/, 'css')}`];
  return files
    .flatMap((file) => invalid.get(join(site.dir, file)) ?? [])
    .filter(({ error }) => error)
    .map(({ problem }) => problem);
}

/** The words of a check's findings in one page, of one visit after the other. */
async function* findings(site, page, name) {
  if (name === 'validity') yield* findingsOfTheChecker(site, page);
  else if (name === 'redirect')
    yield* await redirect({
      ...around,
      places: places.get(site),
      path: page.path,
      target: page.references.find(({ element }) => element === 'a').value,
      patience: patienceWith(site),
    });
  else if (VISITED_CHECKS.includes(name)) {
    for (const visit of visitsWith(name))
      yield* (await visited(site, page, visit)).filter(({ check }) => check === name).map(({ problem }) => problem);
  } else {
    const ofPage = new RegExp(`(^|/)${page.path.replace(/\.html$/, '')}\\.(html|css)$`);
    yield* (await ofTheSite(site, name)).filter((one) => ofPage.test(one.page)).map(({ problem }) => problem);
  }
}

const caught = new Set();
describe('each faulty page is caught', { concurrency: 2 }, () => {
  for (const page of bad.pages) {
    for (const [, name, words] of page.html.matchAll(/caught by (\w+): (.*?) -->/g)) {
      caught.add(name);
      test(`${page.path} by ${name}`, async () => {
        const found = [];
        for await (const one of findings(bad, page, name)) {
          if (one.includes(words)) return;
          found.push(one);
        }
        assert.fail(`${name} should say “${words}”, and says:\n${listed(found) || 'nothing'}`);
      });
    }
  }
});

/** Notes for `crawl`, which has the faulty page. */
const NO_CHECK = ['linksShown'];
const everyCheck = [
  ...Object.keys(CHECKS_ON_DISK),
  ...VISITED_CHECKS.filter((name) => !NO_CHECK.includes(name)),
  'crawl',
  'clickHome',
  'redirect',
  'validity',
];

test('every check has a faulty page', () => {
  assert.equal(everyCheck.filter((name) => !caught.has(name)).join(' '), '');
});

describe('nothing is found in the good site', { concurrency: 2 }, () => {
  for (const name of ['crawl', 'clickHome', ...Object.keys(CHECKS_ON_DISK)])
    test(name, async () => assert.equal(listed(await ofTheSite(good, name)), ''));
  for (const page of good.pages.filter(isRedirect)) {
    test(`redirect: ${page.path}`, async () => {
      for await (const one of findings(good, page, 'redirect')) assert.fail(one);
    });
  }
  for (const page of good.pages) {
    test(`validity: ${page.path}`, () => assert.equal(listed(findingsOfTheChecker(good, page)), ''));
    // One page gets every visit, the others the one that looks for most.
    const visits = Object.keys(VISITS).filter((name) => page.path === 'cases/one.html' || name === 'looks');
    for (const name of isRedirect(page) ? [] : visits) {
      test(`${name}: ${page.path}`, { skip: notPaid(name, page) }, async () => {
        assert.equal(listed((await visited(good, page, name)).map(({ check, problem }) => `${check}: ${problem}`)), '');
      });
    }
  }
});
