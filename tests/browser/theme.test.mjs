// What holds of the default theme wherever it is: asked of the main site and of the fixture `full`.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { surroundings } from './checks-in-browser.mjs';
import { visit } from './harness.mjs';
import { listed } from './report.mjs';
import { readable, sitesFromEnvironment } from './site.mjs';

const sites = sitesFromEnvironment();
const around = await surroundings();
after(() => around.close());

/** The selectors with `:hover` that a finger would leave behind: they stand outside `@media (hover: hover)`. */
function sticky(css) {
  const open = [];
  const found = [];
  for (const [, before, sign] of css.matchAll(/([^{};]*)([{};])/g)) {
    if (sign === '{') {
      if (before.includes(':hover') && !open.some((block) => block.includes('(hover: hover)'))) found.push(before.trim());
      open.push(before);
    } else if (sign === '}') open.pop();
  }
  return found;
}

test('what shows under a mouse does not stick under a finger', () => {
  assert.deepEqual(sticky('a:hover { b: c } @media (hover: hover) { d { &:hover { e: f } } g:hover { h: i } }'), ['a:hover']);
  const sheets = [...sites[0].files].filter((file) => file.startsWith('assets/') && file.endsWith('.css'));
  assert.deepEqual(sheets.flatMap((file) => sticky(readFileSync(join(sites[0].dir, file), 'utf8'))), []);
});

/** The words that are broken over two lines although a line would hold them, in cells and facts. */
function brokenWords() {
  const found = [];
  for (const cell of document.querySelectorAll(':is(th, td, dt, dd):not(:has(th, td, dd))')) {
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const { index, 0: word } of node.data.matchAll(/[\p{L}\p{N}]{2,15}/gu)) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) found.push(word);
      }
    }
  }
  return found;
}

/** The cells of the facts leave no room empty: in each row they reach to the end. */
function gapsInFacts() {
  const facts = document.querySelector('.facts');
  const rows = new Map();
  for (const cell of facts.children) {
    const { top, right } = cell.getBoundingClientRect();
    rows.set(Math.round(top), Math.max(rows.get(Math.round(top)) ?? 0, right));
  }
  const end = facts.getBoundingClientRect().right;
  return [...rows.values()].filter((right) => end - right > 3).length;
}

describe('cells and facts', () => {
  for (const site of sites.filter(({ name }, at) => at === 0 || name === 'full')) {
    test(`${site.name}: no word is broken that a line would hold, no cell stays empty`, async () => {
      const places = await around.open(site);
      const pages = readable(site).filter(({ kind, html }) => kind !== 'handbook' && (html.includes('<table') || kind === 'case'));
      const largest = [...new Map(pages.sort((a, b) => a.html.length - b.html.length).map((page) => [page.kind, page])).values()];
      const problems = [];
      for (const { path, kind } of largest) {
        for (const width of [390, 1280]) {
          await visit(around.browser, places.http, path, { width }, async (page) => {
            const words = await page.evaluate(brokenWords);
            if (words.length) problems.push(`${path} at ${width} px breaks ${words.join(', ')}`);
            if (kind === 'case' && await page.evaluate(gapsInFacts)) problems.push(`${path} at ${width} px has an empty cell`);
          });
        }
      }
      assert.equal(listed(problems), '');
    });
  }

  test('the mood of a case is drawn for any number of moments', () => {
    const cases = sites.flatMap((site) => readable(site).filter(({ kind, html }) => kind === 'case' && html.includes('timeline-mood')));
    const many = cases.filter(({ html }) => html.split('class="timeline-when"').length > 7);
    assert.ok(many.length > 0, 'some case has seven moments or more');
    assert.deepEqual(cases.filter(({ html }) => !html.includes('timeline-line')).map(({ path }) => path), []);
  });
});

test('the contents say which part is read', async () => {
  const places = await around.open(sites[0]);
  const current = (page) => page.locator('.toc a[aria-current]').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  await visit(around.browser, places.http, 'playbooks/unhappy-customer.html', { width: 1280 }, async (page) => {
    assert.deepEqual(await current(page), []);
    const links = await page.locator('.toc a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    for (const wanted of [links[3], links[links.length - 1], links[1]]) {
      await page.locator(`.toc a[href="${wanted}"]`).click();
      await page.waitForFunction((href) => document.querySelector('.toc a[aria-current]')?.getAttribute('href') === href, wanted);
    }
  });
});

/** Texts in the colour of the paper, with the paper put behind them as forced colours do. */
function paperOnPaper() {
  const canvas = Object.assign(document.createElement('i'), { style: 'color: Canvas' });
  document.body.append(canvas);
  const paper = getComputedStyle(canvas).color;
  canvas.remove();
  const written = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  return [...document.body.querySelectorAll('*')].filter((element) => {
    const { color, forcedColorAdjust } = getComputedStyle(element);
    return written(element) && color === paper && forcedColorAdjust !== 'none';
  }).map((element) => element.outerHTML.slice(0, 100));
}

test('with forced colours no text is paper on paper', async () => {
  const { http } = await around.open(sites[0]);
  const kinds = new Map(readable(sites[0]).map((page) => [page.kind, page.path]));
  assert.equal(kinds.has('path') && kinds.has('scenario'), true);
  for (const path of [...kinds.values(), 'search.html?q=customer&kind=case']) {
    await visit(around.browser, http, path, { forced: true, fresh: true }, async (page) => {
      if (path.includes('?')) await page.locator('[role=option]').first().waitFor();
      assert.deepEqual(await page.evaluate(paperOnPaper), [], path);
    });
  }
});

test('playbooks, the phrase bank and the handbook can be printed by a button that one sees', async () => {
  const { http } = await around.open(sites[0]);
  const playbook = readable(sites[0]).find(({ kind }) => kind === 'playbook').path;
  for (const [path, ways] of [[playbook, ['sheet', 'cards']], ['phrases.html', ['page']], ['handbook.html', ['page']]]) {
    await visit(around.browser, http, path, { width: 390, height: 844, fresh: true }, async (page) => {
      await page.evaluate(() => { window.print = () => { window.printed = document.documentElement.dataset.print; }; });
      for (const way of ways) {
        await page.locator(`[data-cb-print="${way}"]:visible`).first().click();
        assert.equal(await page.evaluate(() => window.printed), way, path);
      }
    });
  }
});

/** The learning path of the main site that shares most of its pages with others, and what stands on it. */
const paths = readable(sites[0]).filter(({ kind }) => kind === 'path');
const itemsOf = ({ html }) => [...html.matchAll(/data-cb-item="([^"]+)"/g)].map(([, url]) => url);
const shared = (path) => itemsOf(path).filter((url) => paths.some((other) => other !== path && itemsOf(other).includes(url))).length;

test('who walks a path by its buttons finds it first on each page, and at the end all of it done but what is to be played', async () => {
  const [path] = paths.sort((a, b) => shared(b) - shared(a));
  assert.equal(shared(path) > 1, true, 'it has pages of other paths');
  const { http } = await around.open(sites[0]);
  await visit(around.browser, http, path.path, { width: 390, height: 844, fresh: true }, async (page, problems) => {
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
    const open = await page.evaluate(() => [...document.querySelectorAll('[data-cb-item]')].filter((item) => !item.querySelector('input').checked).map((item) => item.dataset.cbItem));
    assert.deepEqual(open, itemsOf(path).filter((url) => url.startsWith('scenarios/')));
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
  assert.deepEqual(sizes.filter(({ bytes }) => bytes > 24576), []);
});

test('no page of the site `full`, which has words longer than any line, is wider than a small phone', async () => {
  const full = sites.find(({ name }) => name === 'full');
  assert.ok(full, 'SITE must name the site tests/sites/full, built');
  const places = await around.open(full);
  const wide = [];
  for (const { path } of readable(full)) {
    await visit(around.browser, places.http, path, { width: 320 }, async (page) => {
      if (await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)) wide.push(path);
    });
  }
  assert.deepEqual(wide, []);
});

test('a reading page with a tool loads 4 kB of scripts like any other', () => {
  const heavy = [];
  for (const { path, references } of readable(sites[0]).filter((page) => page.html.includes('data-cb-tool'))) {
    const scripts = references.filter(({ element, value }) => element === 'script' && value.endsWith('.js'));
    const bytes = scripts.reduce((sum, { value }) => sum + gzipSync(readFileSync(join(sites[0].dir, path, '..', value)), { level: 9 }).length, 0);
    if (bytes > 4096) heavy.push(`${path}: ${bytes} bytes`);
  }
  assert.deepEqual(heavy, []);
});
