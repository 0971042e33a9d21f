// What holds of the default theme wherever it is: asked of the main site. What is asked of each component is in visits.mjs.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { visit } from './harness.mjs';
import { listed } from './report.mjs';
import { readable, sitesFromEnvironment } from './site.mjs';
import { surroundings } from './visits.mjs';

const sites = sitesFromEnvironment();
const around = await surroundings();
after(() => around.close());

/** The selectors with `:hover` that a finger would leave behind: they stand outside `@media (hover: hover)`. */
function sticky(css) {
  const open = [];
  const found = [];
  for (const [, before, sign] of css.matchAll(/([^{};]*)([{};])/g)) {
    if (sign === '{') {
      if (before.includes(':hover') && !open.some((block) => block.includes('(hover: hover)')))
        found.push(before.trim());
      open.push(before);
    } else if (sign === '}') open.pop();
  }
  return found;
}

test('what shows under a mouse does not stick under a finger', () => {
  assert.deepEqual(sticky('a:hover { b: c } @media (hover: hover) { d { &:hover { e: f } } g:hover { h: i } }'), [
    'a:hover',
  ]);
  const sheets = [...sites[0].files].filter((file) => file.startsWith('assets/') && file.endsWith('.css'));
  assert.deepEqual(
    sheets.flatMap((file) => sticky(readFileSync(join(sites[0].dir, file), 'utf8'))),
    [],
  );
});

test('the mood of a case is drawn for any number of moments', () => {
  const cases = sites.flatMap((site) =>
    readable(site).filter(({ kind, html }) => kind === 'case' && html.includes('timeline-mood')),
  );
  const many = cases.filter(({ html }) => html.split('class="timeline-when"').length > 7);
  assert.ok(many.length > 0, 'at least one case has seven events');
  assert.deepEqual(
    cases.filter(({ html }) => !html.includes('timeline-line')).map(({ path }) => path),
    [],
  );
});

test('the contents say which part is read', async () => {
  const places = await around.open(sites[0]);
  const current = (page) =>
    page.locator('.toc a[aria-current]').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  await visit(around.browser, places.http, 'playbooks/unhappy-customer.html', { width: 1280 }, async (page) => {
    assert.deepEqual(await current(page), []);
    const links = await page.locator('.toc a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    for (const wanted of [links[3], links[links.length - 1], links[1]]) {
      await page.locator(`.toc a[href="${wanted}"]`).click();
      await page.waitForFunction(
        (href) => document.querySelector('.toc a[aria-current]')?.getAttribute('href') === href,
        wanted,
      );
    }
  });
});

test('playbooks, the phrase bank and the handbook can be printed by a button that one sees', async () => {
  const smallest = (kind) =>
    sites
      .flatMap((site) => readable(site).map((page) => ({ site, page })))
      .filter(({ page }) => page.kind === kind)
      .reduce((a, b) => (b.page.html.length < a.page.html.length ? b : a));
  for (const [kind, ways] of [
    ['playbook', ['sheet', 'cards']],
    ['phrases', ['page']],
    ['handbook', ['page']],
  ]) {
    const {
      site,
      page: { path },
    } = smallest(kind);
    const { http } = await around.open(site);
    await visit(around.browser, http, path, { width: 390, height: 844 }, async (page) => {
      await page.evaluate(() => {
        window.print = () => {
          window.printed = document.documentElement.dataset.print;
        };
      });
      for (const way of ways) {
        await page.locator(`[data-cb-print="${way}"]:visible`).first().click();
        assert.equal(await page.evaluate(() => window.printed), way, path);
      }
    });
  }
});

/** The shortest learning path of the main site that shares pages with others, and what stands on it. */
const paths = readable(sites[0]).filter(({ kind }) => kind === 'path');
const itemsOf = ({ html }) => [...html.matchAll(/data-cb-item="([^"]+)"/g)].map(([, url]) => url);
const shared = (path) =>
  itemsOf(path).filter((url) => paths.some((other) => other !== path && itemsOf(other).includes(url))).length;

test('who walks a path by its buttons finds it first on each page, and at the end all of it done but what is to be played', async () => {
  const [path] = paths.filter((one) => shared(one) > 1).sort((a, b) => itemsOf(a).length - itemsOf(b).length);
  assert.ok(path, 'a path shares pages with other paths');
  const { http } = await around.open(sites[0]);
  await visit(around.browser, http, path.path, { width: 390, height: 844 }, async (page, problems) => {
    const here = () => page.evaluate(() => document.documentElement.dataset.page);
    const follow = (link) => Promise.all([page.waitForEvent('load'), link.click()]);
    await follow(page.locator('[data-cb-next]'));
    for (const url of itemsOf(path)) {
      assert.equal(await here(), url);
      const first = page.locator('.on-path').first();
      assert.equal(await first.getAttribute('data-cb-on-path'), path.path);
      await follow(first.locator('.button'));
    }
    assert.equal(await here(), path.path);
    const open = await page.evaluate(() =>
      [...document.querySelectorAll('[data-cb-item]')]
        .filter((item) => !item.querySelector('input').checked)
        .map((item) => item.dataset.cbItem),
    );
    assert.deepEqual(
      open,
      itemsOf(path).filter((url) => url.startsWith('scenarios/')),
    );
    assert.equal(listed(problems), '');
  });
});

test('what a page of the main site weighs: the text of half of them at most 8 kB, none above 24 kB', () => {
  const sizes = readable(sites[0])
    .filter(({ kind }) => ['case', 'playbook', 'decision', 'path', 'page'].includes(kind))
    .map(({ path, html }) => ({ path, bytes: gzipSync(html, { level: 9 }).length }))
    .sort((a, b) => a.bytes - b.bytes);
  const median = sizes[Math.floor(sizes.length / 2)];
  assert.ok(median.bytes <= 8192, `${median.path}: ${median.bytes} bytes`);
  assert.deepEqual(
    sizes.filter(({ bytes }) => bytes > 24576),
    [],
  );
});

// A page with a tool loads the script of the tool, too.
test('a reading page with a tool loads at most 4.6 kB of scripts', () => {
  const heavy = [];
  for (const { path, references } of readable(sites[0]).filter((page) => page.html.includes('data-cb-tool'))) {
    const scripts = references.filter(({ element, value }) => element === 'script' && value.endsWith('.js'));
    const bytes = scripts.reduce(
      (sum, { value }) => sum + gzipSync(readFileSync(join(sites[0].dir, path, '..', value)), { level: 9 }).length,
      0,
    );
    if (bytes > 4710) heavy.push(`${path}: ${bytes} bytes`);
  }
  assert.deepEqual(heavy, []);
});
