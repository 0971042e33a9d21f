// The search as readers use it: opened from anywhere, typed into, worked by keys, kept, narrowed, followed to the place.
// What is found for which question is tested where the engine is; here one word is enough that some pages have.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { blockStorage, colours, newMemory, violations } from './checks-in-browser.mjs';
import { show, visit } from './harness.mjs';
import { overflowing, smallTargets } from './in-page.mjs';
import { listed } from './report.mjs';
import { within } from './patience.mjs';
import { attribute, sitesFromEnvironment } from './site.mjs';
import { surroundings } from './visits.mjs';

const sites = sitesFromEnvironment();
const site = sites[0];
const named = (name) => sites.find((one) => one.name === name);
const around = await surroundings();
after(() => around.close());
const { browser } = around;
const memory = newMemory();
const places = await around.open(site);

const WORD = 'customer';
const NOWHERE = 'zzzqqxx';
const A_CASE = site.pages.find(({ kind }) => kind === 'case').path;

const on = (path, use, { base = places.http, look = {}, problems: expected = '' } = {}) =>
  visit(browser, base, path, look, async (page, problems) => {
    const result = await use(page, problems);
    assert.equal(listed(problems), expected);
    return result;
  });
const field = (page) => page.locator('[role=combobox]');
const options = (page) => page.locator('[role=option]');
const status = (page) => page.locator('[data-cb-status]').textContent();
const isOpen = (page) => page.evaluate(() => document.querySelector('.search-dialog')?.open ?? false);
const chosen = (page) =>
  page.evaluate(
    () =>
      document.getElementById(document.querySelector('[role=combobox]').getAttribute('aria-activedescendant'))
        ?.textContent ?? null,
  );
/** Opens the dialog and waits until the field has the focus. */
async function opened(page, how = () => page.locator('.site-search').click()) {
  await how();
  await page.waitForFunction(() => document.activeElement?.matches('[role=combobox]'));
}
/** Writes and waits for the answer to just this. */
async function ask(page, text) {
  await field(page).fill(text);
  await answered(page);
}
const answered = (page) => page.waitForFunction(() => document.querySelector('.search').ariaBusy === 'false');
async function searching(page, text) {
  await opened(page);
  await ask(page, text);
}
const query = (page) => page.evaluate(() => new URLSearchParams(location.search).get('q'));

describe('opening', () => {
  test('the link, the field of the home page, Ctrl+K and / open it; the focus goes back to where it was', () =>
    on('index.html', async (page) => {
      for (const way of [
        () => page.locator('.site-search').click(),
        () => page.locator('.find').click(),
        () => page.keyboard.press('Control+k'),
        () => page.keyboard.press('Meta+k'),
        () => page.keyboard.press('/'),
      ]) {
        await opened(page, way);
        assert.equal(await field(page).inputValue(), '', 'the key that opens the dialog is not typed into the field');
        await page.keyboard.press('Escape');
        assert.equal(await isOpen(page), false);
        assert.equal(await page.evaluate(() => document.activeElement.matches('[data-cb-search]')), true);
      }
      const find = page.locator('.find');
      await find.focus();
      await opened(page, () => page.keyboard.press('Enter'));
      await page.keyboard.press('Escape');
      assert.equal(
        await find.evaluate((link) => link === document.activeElement),
        true,
        'the focus returns to the link',
      );
    }));

  test('/ is a letter in a field, and nothing when it is switched off', () =>
    on('a-z.html', async (page) => {
      await page.locator('#cb-az').focus();
      await page.keyboard.press('/');
      assert.equal(await page.locator('#cb-az').inputValue(), '/');
      assert.equal(await isOpen(page), false);
      await opened(page);
      await page.locator('[data-cb-slash]').uncheck();
      await page.locator('[data-cb-close]').click();
      await page.keyboard.press('/');
      await page.reload();
      await page.keyboard.press('/');
      await opened(page, () => page.keyboard.press('Control+k'));
      assert.equal(await page.locator('[data-cb-slash]').isChecked(), false, 'the setting is kept');
    }));

  test('no page loads what it needs before a reader is about to use it', () =>
    on(A_CASE, async (page) => {
      const loaded = () =>
        page.evaluate(
          () =>
            performance
              .getEntriesByType('resource')
              .map(({ name }) => name)
              .filter((name) => /\/assets\/(engine|search|marks)-/.test(name)).length,
        );
      assert.equal(await loaded(), 0);
      await page.locator('.site-search').hover();
      await page.waitForFunction(
        () =>
          performance.getEntriesByType('resource').filter(({ name }) => /\/assets\/(engine|search)-/.test(name))
            .length === 3,
      );
      assert.equal(await isOpen(page), false);
    }));

  test('what every search needs is asked for when the field opens, by a key too, and on the search page', async () => {
    const root = (page) =>
      page.waitForFunction(() =>
        performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/search/root.js')),
      );
    await on(A_CASE, async (page) => {
      await opened(page, () => page.keyboard.press('Control+k'));
      await root(page);
    });
    await on('search.html', root);
  });

  test('without scripts the link leads to a page that says where to look', () =>
    on(
      A_CASE,
      async (page) => {
        await page.locator('.site-search').click();
        await page.waitForURL(/search\.html$/);
        assert.equal(await page.locator('[role=combobox]').isVisible(), false);
        assert.match(await page.locator('main').innerText(), /A to Z/);
        for (const link of ['a-z.html', 'playbooks/index.html', 'cases/index.html'])
          assert.equal(await page.locator(`main .places a[href="${link}"]`).isVisible(), true, link);
      },
      { look: { scripts: false } },
    ));

  test('where its script cannot be loaded the link leads on, and the page still helps', () =>
    visit(browser, places.http, A_CASE, {}, async (page) => {
      await page.route(/\/assets\/search-[^/]*\.js$/, (route) => route.abort());
      await page.locator('.site-search').click();
      await page.waitForURL(/search\.html$/);
      assert.equal(await page.locator('main .places a[href="a-z.html"]').isVisible(), true);
    }));

  test('where the index is missing it says so, and shows the ways that still work', () =>
    visit(browser, places.http, A_CASE, {}, async (page) => {
      await page.route(/\/search\//, (route) => route.abort());
      await searching(page, WORD);
      assert.match(await status(page), /could not be loaded/);
      assert.equal(await page.locator('.search-az a').getAttribute('href'), '../a-z.html');
      assert.equal(await page.locator('.search-now a').first().isVisible(), true);
    }));
});

describe('asking', () => {
  test('the best place is there while others are on their way; what stood below goes when they come', () =>
    on(A_CASE, async (page) => {
      await searching(page, WORD);
      await page.waitForFunction(() => document.querySelectorAll('[role=option]').length > 5);
      const before = await options(page).allTextContents();
      const held = [];
      let asked = 0,
        holds = true;
      await page.route(/\/search\/[^/]+\/f\d+\.js$/, (route) =>
        asked++ && holds ? held.push(route) : route.continue(),
      );
      await field(page).fill('parcel');
      await page.waitForFunction((first) => document.querySelector('[role=option]').textContent !== first, before[0]);
      const between = await options(page).allTextContents();
      assert.equal(between.length, before.length, 'the number of results does not change');
      assert.deepEqual(between.slice(1), before.slice(1));
      assert.equal(await page.evaluate(() => document.querySelector('.search').ariaBusy), 'true');
      assert.equal(held.length > 1, true, 'the other texts are still loading');
      holds = false;
      for (const route of held) await route.continue();
      await answered(page);
      const after = await options(page).allTextContents();
      assert.equal(after[0], between[0]);
      assert.deepEqual(
        after.filter((text) => before.includes(text)),
        [],
      );
    }));

  for (const [name, base, look] of [
    ['http', places.http, {}],
    ['file', places.file, {}],
    ['no storage', places.file, { before: blockStorage }],
  ]) {
    test(`from a key to the place, by the keyboard alone (${name})`, () =>
      on(
        A_CASE,
        async (page) => {
          await opened(page, () => page.keyboard.press('Control+k'));
          await page.keyboard.type(WORD);
          await answered(page);
          const total = await options(page).count();
          assert.equal(total > 2, true);
          assert.match(await status(page), /^\d+ places$/);
          assert.equal(await field(page).getAttribute('aria-expanded'), 'true');
          assert.equal(await chosen(page), null);
          await page.keyboard.press('ArrowDown');
          const first = await chosen(page);
          await page.keyboard.press('ArrowDown');
          const second = await chosen(page);
          assert.notEqual(first, second);
          await page.keyboard.press('Home');
          assert.equal(await chosen(page), first);
          await page.keyboard.press('ArrowUp');
          assert.equal(await chosen(page), null, 'the field precedes the first result');
          await page.keyboard.press('ArrowDown');
          await page.keyboard.press('End');
          assert.equal(await options(page).last().getAttribute('aria-selected'), 'true');
          await page.keyboard.press('Home');
          await page.keyboard.press('ArrowDown');
          const href = await options(page)
            .nth(1)
            .evaluate((link) => link.href);
          await page.keyboard.press('Enter');
          await page.locator('.marks').waitFor();
          assert.equal(
            page.url(),
            href.replace(/\?marks=[^#]*/, ''),
            'the address keeps its anchor, without the marks',
          );
          assert.equal((await page.locator('main mark').count()) > 0, true);
        },
        { base, look },
      ));
  }

  test('Escape clears first, then closes', () =>
    on(A_CASE, async (page) => {
      await searching(page, WORD);
      await page.keyboard.press('Escape');
      assert.equal(await field(page).inputValue(), '');
      assert.equal(await isOpen(page), true);
      await page.keyboard.press('Escape');
      assert.equal(await isOpen(page), false);
      assert.equal(await page.locator('.site-search').evaluate((link) => link === document.activeElement), true);
    }));

  test('Enter opens the first place, and waits for it when it is quicker than the answer', () =>
    on(A_CASE, async (page) => {
      await opened(page);
      await ask(page, WORD);
      const first = await options(page)
        .first()
        .evaluate((link) => link.href.replace(/\?marks=[^#]*/, ''));
      await ask(page, '');
      await field(page).pressSequentially(WORD);
      await page.keyboard.press('Enter');
      await page.waitForURL(first);
    }));

  test('an answer that comes after the next question is left', () =>
    on(A_CASE, async (page) => {
      await searching(page, WORD);
      const shown = await within(
        page.evaluate(async (word) => {
          const real = casebookSearch.search;
          const held = [];
          const input = document.querySelector('[role=combobox]');
          casebookSearch.search = (...asked) =>
            new Promise((done) => held.push([asked[0], () => done(real(...asked))]));
          const write = async (text) => {
            const before = held.length;
            input.value = text;
            input.dispatchEvent(new Event('input'));
            while (held.length === before) await new Promise(requestAnimationFrame);
          };
          await write('wallet');
          await write(word);
          held[1][1]();
          while (document.querySelector('.search').ariaBusy !== 'false') await new Promise(requestAnimationFrame);
          const late = document.querySelector('[role=listbox]').textContent;
          held[0][1]();
          for (let frame = 0; frame < 5; frame += 1) await new Promise(requestAnimationFrame);
          return {
            asked: held.map(([text]) => text),
            kept: document.querySelector('[role=listbox]').textContent === late,
          };
        }, WORD),
        'both responses',
      );
      assert.deepEqual(shown, { asked: ['wallet', WORD], kept: true });
    }));

  test('more is shown when asked, and when the arrows come to the end', () =>
    on('search.html', async (page) => {
      await ask(page, WORD);
      const before = await options(page).count();
      await page.locator('[data-cb-more]').click();
      await page.waitForFunction((count) => document.querySelectorAll('[role=option]').length > count, before);
      const after = await options(page).count();
      await field(page).focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('End');
      await page.keyboard.press('ArrowDown');
      await page.waitForFunction((count) => document.querySelectorAll('[role=option]').length > count, after);
      await page.waitForFunction(
        (id) => document.querySelector('[role=combobox]').getAttribute('aria-activedescendant') === id,
        `cb-found-${after}`,
      );
    }));

  test('a slip of the pen is said to be one', () =>
    on(A_CASE, async (page) => {
      await searching(page, 'custmer');
      assert.equal(
        (await page.locator('[data-cb-notice]').textContent()).replace(/[\u2068\u2069]/g, ''),
        'Nothing for “custmer”: showing “customer”.',
      );
      assert.equal((await options(page).count()) > 0, true);
    }));

  test('where nothing is found there are situations and the A to Z', () =>
    on(A_CASE, async (page) => {
      await searching(page, NOWHERE);
      assert.match(await status(page), /^Nothing was found for “.*zzzqqxx.*”\.$/);
      assert.equal(await field(page).getAttribute('aria-expanded'), 'false');
      assert.equal(await page.locator('[role=listbox]').isVisible(), false);
      assert.equal(await page.locator('.search-az a').isVisible(), true);
      await page.locator('.search-now a').first().click();
      await page.waitForURL(/playbooks\//);
    }));

  test('what a reader or an attacker may write neither breaks nor injects', () =>
    on('search.html', async (page) => {
      const queries = [
        '<img src=x onerror="window.broken=1">',
        '"><script>window.broken=1</script>',
        '__proto__',
        'constructor',
        'toString hasOwnProperty',
        'x'.repeat(10_000),
        `${WORD} `.repeat(1_200),
        '😀 🧨',
        'the a of and',
        '\u202Ereversed \u200Fmarks\u2066',
        '\\',
        '%',
        '${1}',
        '{n} {query}',
        '"',
        '" "',
        '-',
        '\0',
        'né à l’été',
        '苦情',
        '?q=a&kind=b#c',
      ];
      for (const text of queries) {
        await ask(page, text);
        assert.equal(
          await page.evaluate(() => window.broken ?? document.querySelectorAll('.search img, .search script').length),
          0,
          text.slice(0, 40),
        );
        assert.notEqual(
          await page.locator('[data-cb-status]').textContent(),
          await page.locator('.search').getAttribute('data-broken'),
          text.slice(0, 40),
        );
      }
      for (const text of queries) {
        await page.goto(
          `${places.http}search.html?q=${encodeURIComponent(text)}&kind=${encodeURIComponent(text.slice(0, 40))}&__proto__=1&tag=constructor`,
        );
        await answered(page).catch(() => {});
        assert.equal(await page.evaluate(() => window.broken ?? 0), 0);
      }
      await ask(page, WORD);
      await page.evaluate(() =>
        casebook.write('searches', JSON.stringify(['<img src=x onerror="window.broken=1">', 3, null])),
      );
      await ask(page, '');
      assert.equal(await page.locator('.search-recent img').count(), 0);
    }));
});

describe('narrowing', () => {
  for (const where of ['http', 'file']) {
    test(`what is asked and how it is narrowed stands in the address, over Back too (${where})`, () =>
      on(
        'search.html',
        async (page) => {
          await ask(page, WORD);
          assert.equal(await query(page), WORD);
          const all = Number.parseInt(await status(page), 10);
          const chip = page.locator('[data-cb-kind=case]');
          const count = Number(await chip.locator('.search-count').textContent());
          await chip.click();
          await answered(page);
          assert.equal(Number.parseInt(await status(page), 10), count);
          assert.equal(count < all, true);
          assert.equal(await chip.getAttribute('aria-pressed'), 'true');
          assert.equal(
            await chip.evaluate((one) => one === document.activeElement),
            true,
            'the focus stays on the chip',
          );
          assert.deepEqual([...new Set(await page.locator('.found-kind').allTextContents())], ['Case']);
          assert.match(page.url(), new RegExp(`search\\.html\\?q=${WORD}&kind=case$`));
          await options(page).first().click();
          await page.waitForURL(/cases\//);
          await page.goBack();
          await page.locator('[role=option]').first().waitFor();
          assert.equal(await field(page).inputValue(), WORD);
          assert.equal(await page.locator('[data-cb-kind=case]').getAttribute('aria-pressed'), 'true');
          await page.locator('[data-cb-kind=case]').click();
          await answered(page);
          assert.equal(Number.parseInt(await status(page), 10), all);
          await ask(page, '');
          assert.match(page.url(), /search\.html$/);
        },
        { base: places[where] },
      ));
  }

  test('the other filters come when one asks for them, and go at once', () =>
    on('search.html', async (page) => {
      await ask(page, WORD);
      await page.locator('.search-facets > summary').click();
      const trade = page.locator('[data-cb-facet=trade] .chip').first();
      await trade.waitFor();
      await trade.click();
      await answered(page);
      assert.match(page.url(), /&trade=/);
      assert.equal(await page.locator('[data-cb-chosen]').textContent(), '1');
      await page.reload();
      await page.locator('[data-cb-facet=trade] .chip[aria-pressed=true]').waitFor();
      await ask(page, NOWHERE);
      await page.locator('[data-cb-unfilter]').click();
      await ask(page, WORD);
      assert.match(page.url(), new RegExp(`\\?q=${WORD}$`));
    }));

  test('the dialog leads to the same search on a page of its own', () =>
    on(A_CASE, async (page) => {
      await searching(page, WORD);
      await page.locator('[data-cb-kind=case]').click();
      await answered(page);
      await page.locator('[data-cb-page]').click();
      await page.waitForURL(/search\.html\?q=customer&kind=case$/);
      await page.locator('[role=option]').first().waitFor();
      await page.keyboard.press('Control+k');
      assert.equal(
        await field(page).evaluate((input) => input === document.activeElement),
        true,
        'the key moves the focus to the field',
      );
      assert.equal(await page.locator('dialog').count(), 0);
    }));
});

describe('what is kept', () => {
  const follow = async (page, text) => {
    await searching(page, text);
    await options(page).first().click();
    await page.waitForFunction(() => !location.search && !document.querySelector('dialog[open]'));
  };
  const recent = (page) =>
    page.locator('.search-recent li').evaluateAll((all) => all.map((one) => one.firstElementChild.textContent));

  test('what led somewhere is offered again, newest first, one by one forgotten, and gone with a fresh start', () =>
    on(A_CASE, async (page) => {
      for (const text of [WORD, 'wallet', WORD]) await follow(page, text);
      await opened(page);
      assert.deepEqual(await recent(page), [WORD, 'wallet']);
      await page.locator('.search-recent button').first().click();
      await answered(page);
      assert.equal(await field(page).inputValue(), WORD);
      assert.equal((await options(page).count()) > 0, true);
      assert.equal(await page.locator('.search-recent').isVisible(), false);
      await page.keyboard.press('Escape');
      await page.locator('.search-recent li').first().locator('button').last().click();
      assert.deepEqual(await recent(page), ['wallet']);
      await page.keyboard.press('Escape');
      await page.locator('[data-cb-fresh] button').click();
      await opened(page);
      assert.equal(await page.locator('.search-recent').isVisible(), false);
    }));

  test('a shared device keeps nothing', async () => {
    const shared = await around.open(named('shared'));
    await on(
      'index.html',
      async (page) => {
        await opened(page);
        await page.evaluate(() => searchRecent.add('secret'));
        assert.equal(await page.evaluate(() => casebook.list('searches').length + localStorage.length), 0);
      },
      { base: shared.http },
    );
  });
});

describe('marks on the page that opens', () => {
  test('they are counted, walked, and taken away', () =>
    on(`${A_CASE}?marks=${WORD}&other=1`, async (page) => {
      await page.locator('.marks').waitFor();
      const count = await page.locator('main mark').count();
      assert.match(await page.locator('.marks [role=status]').textContent(), new RegExp(`^${count} place`));
      assert.match(page.url(), /\?other=1$/);
      assert.equal(await page.locator('nav mark, header.site-header mark, .page-foot mark').count(), 0);
      const text = await page.locator('main').textContent();
      await page.locator('.marks button').first().click();
      assert.equal(await page.locator('mark.is-here').count(), 1);
      await page.locator('.marks button').last().click();
      assert.equal(await page.locator('mark, .marks').count(), 0);
      assert.equal(await page.locator('main').textContent(), text);
      assert.equal(await page.evaluate(() => document.activeElement.id), 'cb-main');
    }));

  test('a story gives nothing away', async () => {
    for (const { path } of site.pages.filter(({ kind }) => kind === 'scenario').slice(0, 1)) {
      await on(`${path}?marks=the`, async (page) => {
        await page.locator('mark').first().waitFor({ state: 'attached' });
        assert.equal(await page.locator('.scene-ending mark, .reason mark, .debrief mark').count(), 0);
      });
    }
  });

  test('they are not printed, and no more than words are asked for', () =>
    on(`${A_CASE}?marks=${encodeURIComponent('<img src=x onerror=alert(1)> ( [ * \\')}`, async (page) => {
      await page.waitForFunction(() => !location.search);
      assert.equal(await page.locator('main img[src=x]').count(), 0);
      await searching(page, WORD);
      await page.emulateMedia({ media: 'print' });
      assert.equal(await page.locator('.search-dialog').isVisible(), false);
    }));
});

describe('everyone can use it', () => {
  for (const width of [390, 1280]) {
    test(`axe finds nothing at ${width} px, in light, dark and forced colours`, () =>
      on(
        A_CASE,
        async (page) => {
          /** All rules in light; what differs by colour in dark and in forced colours. */
          async function judge(state) {
            const found = await violations(page);
            for (const view of [
              { width, scheme: 'dark' },
              { width, forced: true },
            ]) {
              await show(page, view);
              found.push(...(await colours(page, { view, memory })));
            }
            await show(page, { width });
            assert.equal(listed(found), '', state);
          }
          await page.evaluate(() => casebook.write('searches', '["wallet"]'));
          await opened(page);
          await judge('open');
          await ask(page, 'own it');
          await judge('an answer');
          await page.keyboard.press('ArrowDown');
          await page.locator('.search-facets > summary').click();
          await page.locator('[data-cb-facet=trade] .chip').first().click();
          await answered(page);
          await judge('filters');
          await ask(page, NOWHERE);
          await judge('nothing found');
          await page.goto(`${places.http}search.html?q=${WORD}`);
          await page.locator('[role=option]').first().waitFor();
          await judge('the page of the search');
          await page.goto(`${places.http}${A_CASE}?marks=${WORD}`);
          await page.locator('.marks').waitFor();
          await judge('marks');
        },
        { look: { width } },
      ));
  }

  test('nothing is wider than a small phone, from left to right or right to left', () =>
    on(
      A_CASE,
      async (page) => {
        await searching(page, WORD);
        await page.locator('.search-facets > summary').click();
        await page.locator('[data-cb-facet=trade] .chip').first().waitFor();
        for (const dir of ['ltr', 'rtl']) {
          await page.evaluate((way) => {
            document.documentElement.dir = way;
          }, dir);
          assert.equal(listed(await page.evaluate(overflowing)), '', dir);
        }
      },
      { look: { width: 320, height: 600 } },
    ));

  test('what is pressed with a thumb is large enough for one', () =>
    on(
      A_CASE,
      async (page) => {
        await page.evaluate(() => casebook.write('searches', '["wallet"]'));
        await opened(page);
        assert.equal(listed(await page.evaluate(smallTargets)), '');
        await ask(page, WORD);
        await page.locator('.search-facets > summary').click();
        await page.locator('[data-cb-facet=trade] .chip').first().waitFor();
        assert.equal(listed(await page.evaluate(smallTargets)), '');
        await page.goto(`${places.http}${A_CASE}?marks=${WORD}`);
        await page.locator('.marks').waitFor();
        assert.equal(listed(await page.evaluate(smallTargets)), '');
      },
      { look: { width: 390, thumb: true } },
    ));

  test('a site speaks its language', async () => {
    const german = await around.open(named('german'));
    await on(
      'index.html',
      async (page) => {
        await opened(page);
        assert.equal(await page.locator('.search-dialog').getAttribute('aria-label'), 'Finden');
        await ask(page, NOWHERE);
        assert.match(await status(page), /^Zu „.*“ fand sich nichts\.$/);
      },
      { base: german.http },
    );
  });
});

describe('what it weighs, in bytes of gzip', () => {
  const size = (file) => gzipSync(readFileSync(join(site.dir, file)), { level: 9 }).length;
  const READING = ['case', 'playbook', 'decision', 'page', 'path', 'home', 'index', 'search'];

  // These are loaded before a reader does anything. Now about 3.3 kB at most, so there is room for readable names.
  test('scripts of a reading page 4 kB, all styles of a page 12 kB', () => {
    for (const kind of READING) {
      const page = site.pages.find((one) => one.kind === kind);
      const files = page.references
        .filter(({ element }) => ['script', 'link'].includes(element))
        .map(({ value }) => value.replace(/^(\.\.\/)*/, ''));
      const sum = (end) =>
        files
          .filter((file) => file.endsWith(end))
          .filter((file) => !/\/(engine|search|marks)-/.test(file))
          .reduce((all, file) => all + size(file), 0);
      assert.equal(sum('.js') <= 4096, true, `${kind}: scripts of ${sum('.js')} bytes`);
      assert.equal(sum('.css') <= 12 * 1024, true, `${kind}: styles of ${sum('.css')} bytes`);
    }
  });

  // Loaded once, when a reader opens the search, and cached. Names stay in the written scripts, and cost the engine about
  // 2 kB compared with a minifier. The limits are a little above the sizes (9.0 and 6.1 kB): code that is needed may raise
  // them, and names must not be shortened for them.
  test('the engine 9.5 kB, the interface with its words and pictures 6.5 kB', () => {
    const of = (name) =>
      size([...site.files].find((file) => file.startsWith(`assets/${name}-`) && file.endsWith('.js')));
    assert.equal(of('engine') <= 9.5 * 1024, true, `engine: ${of('engine')} bytes`);
    assert.equal(of('search') <= 6.5 * 1024, true, `interface: ${of('search')} bytes`);
  });

  test('every page names the search, and no page but its own loads it', () => {
    for (const page of site.pages.filter(({ kind }) => !['redirect', 'not-found', 'search'].includes(kind))) {
      const link = page.elements.find((element) => attribute(element, 'data-script') !== null);
      assert.equal(site.files.has(attribute(link, 'data-script').replace(/^(\.\.\/)*/, '')), true, page.path);
      assert.equal(
        page.references.some(({ value }) => /assets\/(engine|search|marks)-/.test(value)),
        false,
        page.path,
      );
    }
  });
});
