// The search in Firefox, from a folder on disk: there each file is an origin of its own, and more is forbidden than in
// Chromium.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { launchFirefox } from './firefox.mjs';
import { sitesFromEnvironment } from './site.mjs';

const [site] = sitesFromEnvironment();
const base = `${pathToFileURL(site.dir)}/`;
const aCase = base + site.pages.find(({ kind }) => kind === 'case').path;
const answered =
  'await until(() => document.querySelector(".search").ariaBusy === "false" && document.querySelector("[role=option]"));';

for (const [name, settings] of [
  ['as it comes', {}],
  ['that keeps nothing', { 'dom.storage.enabled': false }],
]) {
  describe(`Firefox ${name}`, async () => {
    const firefox = await launchFirefox(settings);
    after(() => firefox.close());

    test('a word typed into the dialog leads to its place, which is marked', async () => {
      await firefox.open(aCase);
      const { total, href } = await firefox.run(`
        document.querySelector('.site-search').click();
        const input = await until(() => document.querySelector('dialog[open] [role=combobox]'));
        input.value = 'customer';
        input.dispatchEvent(new Event('input'));
        ${answered}
        const link = [...document.querySelectorAll('[role=option]')].find(({ hash }) => hash);
        return { total: Number.parseInt(document.querySelector('[data-cb-status]').textContent, 10), href: link.href };`);
      assert.equal(total > 2, true);
      await firefox.open(href);
      const there = await firefox.run(`
        await until(() => document.querySelector('.marks'));
        return { address: location.href, marks: document.querySelectorAll('main mark').length, place: document.querySelector(':target')?.id };`);
      assert.equal(there.address, href.replace(/\?marks=[^#]*/, ''));
      assert.equal(there.marks > 0, true);
      assert.equal(there.place, decodeURIComponent(new URL(href).hash.slice(1)));
    });

    test('the search page keeps the question in its address, and answers the one it is opened with', async () => {
      await firefox.open(`${base}search.html?q=wallet&kind=case`);
      const there = await firefox.run(`
        ${answered}
        const kinds = [...document.querySelectorAll('.found-kind')].map(({ textContent }) => textContent);
        const input = document.querySelector('[role=combobox]');
        input.value = 'customer';
        input.dispatchEvent(new Event('input'));
        await until(() => location.search.includes('customer'));
        ${answered}
        return { kinds: [...new Set(kinds)], search: location.search };`);
      assert.deepEqual(there, { kinds: ['Case'], search: '?q=customer&kind=case' });
    });
  });
}
