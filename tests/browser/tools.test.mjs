// The tools that authors put on pages: what they work out, what is kept of them, what is printed, and that a page without
// scripts makes sense. Asked of the sites `full` and `shared`.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { blockStorage } from './checks-in-browser.mjs';
import { visit } from './harness.mjs';
import { listed } from './report.mjs';
import { sitesFromEnvironment } from './site.mjs';
import { surroundings } from './visits.mjs';

const around = await surroundings();
after(() => around.close());
const placesOf = {};
for (const name of ['full', 'shared', 'german']) {
  const site = sitesFromEnvironment().find((one) => one.name === name);
  if (!site) throw new Error(`SITE must name the site tests/sites/${name}, built`);
  placesOf[name] = await around.open(site);
}

const PAGE = 'about/tools.html';
/** @param {(page: import('playwright-core').Page) => Promise<void>} use */
const on = (use, { site = 'full', path = PAGE, look = {} } = {}) =>
  visit(around.browser, placesOf[site].http, path, look, async (page, problems) => {
    await use(page);
    assert.equal(listed(problems), '');
  });
const tool = (page, name) => page.locator(`[data-cb-tool="${name}"]`);
const field = (page, name) => page.locator(`.tool [name="${name}"]`);
const sums = async (page) => (await page.locator('.cost-sums').innerText()).replaceAll('\n\n', '\n');
const stored = (page) => page.evaluate(() => Object.keys(localStorage));
const forget = (page) => page.locator('[data-cb-fresh] button').click();

describe('cost to please, cost to lose', () => {
  test('the example that stands there without scripts is what the script works out', async () => {
    const said = [];
    for (const scripts of [false, true])
      await on(
        async (page) => {
          said.push(await sums(page));
        },
        { look: { scripts } },
      );
    assert.equal(
      said[0],
      'To please them: €60\nTo lose them: about €180 to €720\nPleasing them costs less than losing them, even by the low sum.',
    );
    assert.equal(said[1], said[0]);
  });

  test('a range with two digits, a verdict, and no sum of what is missing', () =>
    on(async (page) => {
      for (const [name, text] of [
        ['visit', '12.34'],
        ['visits', '7'],
        ['years', '4'],
        ['told', '3'],
      ])
        await field(page, name).fill(text);
      assert.match(await sums(page), /about €170 to €450\n/);
      for (const [please, verdict] of [
        ['170', /even by the low sum/],
        ['171', /between the two/],
        ['451', /more than they bring/],
      ]) {
        await field(page, 'please').fill(please);
        assert.match(await sums(page), verdict);
      }
      for (const wrong of ['', '-1']) {
        await field(page, 'years').fill(wrong);
        assert.equal(await sums(page), 'Fill in all five numbers, none of them below nothing.');
      }
      await field(page, 'years').fill('1000000');
      assert.match(await sums(page), /about €43,000,000 to €110,000,000\n/);
    }));

  test('it is kept on the device, cleared alone, and forgotten with the rest', () =>
    on(async (page) => {
      await field(page, 'please').fill('99');
      await page.reload();
      assert.match(await sums(page), /^To please them: €99\n/);
      assert.deepEqual(
        (await stored(page)).filter((key) => key.includes('tool')),
        ['workshop/tool/cost-to-please'],
      );
      await tool(page, 'cost-to-please').locator('[data-cb-clear]').click();
      assert.match(await sums(page), /^To please them: €60\n/);
      await field(page, 'please').fill('99');
      await forget(page);
      assert.match(await sums(page), /^To please them: €60\n/);
      assert.deepEqual(
        (await stored(page)).filter((key) => key.includes('tool')),
        [],
      );
    }));

  test('in German the sum stands before its sign', () =>
    on(
      async (page) => {
        assert.match(await sums(page), /Verlieren: etwa 180 € bis 720 €/);
      },
      { site: 'german', path: 'werkzeuge.html' },
    ));
});

describe('the picker', () => {
  const rows = (page) => page.locator('tbody tr:visible > td:first-child').allInnerTexts();
  const choose = (page, label, value) => tool(page, 'table-picker').getByLabel(label).selectOption(value);

  test('it narrows the one table down by its own columns', () =>
    on(async (page) => {
      assert.deepEqual(await tool(page, 'table-picker').locator('label > span').allInnerTexts(), [
        'Time',
        'Money',
        'Where',
      ]);
      assert.deepEqual(await tool(page, 'table-picker').getByLabel('Money').locator('option').allInnerTexts(), [
        'All',
        'free',
        'up to €2',
      ]);
      await choose(page, 'Time', '10 min');
      assert.deepEqual(await rows(page), ['A drop of oil', 'A bell', 'A card']);
      await choose(page, 'Money', '€2');
      await choose(page, 'Where', 'post');
      assert.deepEqual(await rows(page), ['A card']);
      assert.equal(await tool(page, 'table-picker').locator('[role=status]').innerText(), '1 of 4 fits.');
      await choose(page, 'Time', '');
      assert.deepEqual(await rows(page), ['A card', 'One thing made easier'], 'a row that fits anywhere is included');
      await choose(page, 'Time', '1 min');
      assert.equal(
        await tool(page, 'table-picker').locator('[role=status]').innerText(),
        'Nothing fits all of it. Allow a little more.',
      );
      await choose(page, 'Money', '');
      await choose(page, 'Where', '');
      await choose(page, 'Time', '');
      assert.equal((await rows(page)).length, 4);
      assert.equal(await tool(page, 'table-picker').locator('[role=status]').textContent(), '');
    }));
});

describe('the register and the card', () => {
  const typed = async (page) => {
    await tool(page, 'promise-register').locator('[data-cb-more]').click();
    await page.keyboard.type('Nora');
    await field(page, 'kept-4').check();
  };

  test('lines that were added come back with what was typed', () =>
    on(async (page) => {
      await typed(page);
      assert.equal(await field(page, 'who-4').inputValue(), 'Nora', 'the new line has the focus');
      await page.reload();
      assert.equal(await field(page, 'who-4').inputValue(), 'Nora');
      assert.equal(await field(page, 'kept-4').isChecked(), true);
      await tool(page, 'promise-register').locator('[data-cb-clear]').click();
      assert.equal(await field(page, 'who-4').inputValue(), '');
    }));

  test('a shared device and one without storage keep nothing', async () => {
    const looks = [{ site: 'shared', path: 'promises.html' }, { look: { before: blockStorage } }];
    for (const where of looks) {
      await on(async (page) => {
        await typed(page);
        assert.equal(await field(page, 'who-4').inputValue(), 'Nora');
        if (!where.look) assert.deepEqual(await stored(page), []);
        await page.reload();
        assert.equal(await field(page, 'who-4').count(), 0);
      }, where);
    }
  });

  test('a filled card is printed alone, and the page is whole again afterwards', () =>
    on(async (page) => {
      const shown = () =>
        page.evaluate(() =>
          [...document.querySelectorAll('body *')]
            .filter((one) => one.checkVisibility() && !one.children.length && !one.closest('svg'))
            .map((one) => one.closest('[data-cb-tool]')?.getAttribute('data-cb-tool') ?? one.tagName),
        );
      await page.evaluate(() => {
        window.print = () => {};
      });
      await field(page, 'money').fill('€60 for one customer');
      await tool(page, 'authority-card').locator('[data-cb-print-tool]').click();
      await page.emulateMedia({ media: 'print' });
      assert.deepEqual([...new Set(await shown())], ['authority-card']);
      assert.equal(await tool(page, 'authority-card').locator('button:visible').count(), 0);
      await page.emulateMedia({ media: null });
      await page.evaluate(() => {
        window.dispatchEvent(new Event('afterprint'));
      });
      assert.ok((await shown()).length > 50);
    }));
});

test('a plan is kept for its page', () =>
  on(async (page) => {
    await page.locator('[data-cb-plan]').fill('When it squeaks, I will listen.');
    await page.reload();
    assert.equal(await page.locator('[data-cb-plan]').inputValue(), 'When it squeaks, I will listen.');
  }));

describe('the minute', () => {
  const now = (page) => tool(page, 'reset').locator('[role=status]').innerText();

  test('six breaths by the keyboard, said and counted, and it ends by itself', () =>
    on(
      async (page) => {
        await page.clock.install();
        await tool(page, 'reset').locator('button').focus();
        await page.keyboard.press('Enter');
        const said = [];
        for (const seconds of [0, 3.5, 1, 5, 1]) {
          await page.clock.runFor(seconds * 1000);
          said.push(`${await now(page)} ${await page.locator('[data-cb-count]').innerText()}`);
        }
        assert.deepEqual(said, [
          'Breathe in 4',
          'Breathe in 1',
          'Breathe out, slowly 6',
          'Breathe out, slowly 1',
          'Breathe in 4',
        ]);
        await page.clock.runFor(50_000);
        assert.equal(await now(page), 'That was a minute. Who is next?');
        await page.keyboard.press('Enter');
        assert.equal(await now(page), 'Breathe in');
        await page.keyboard.press('Enter');
        assert.equal(await now(page), 'Stopped. It helped all the same.');
      },
      { look: { alone: true } },
    ));

  test('nothing moves for those who asked for that', () =>
    on(async (page) => {
      const motion = () =>
        page.evaluate(() => {
          const part = document.querySelector('[data-cb-tool="reset"]');
          part.setAttribute('data-phase', 'in');
          return getComputedStyle(part.querySelector('.reset-circle'), '::before').transitionDuration;
        });
      await page.emulateMedia({ reducedMotion: 'no-preference' });
      assert.equal(await motion(), '4s');
      await page.emulateMedia({ reducedMotion: 'reduce' });
      assert.equal(await motion(), '0s');
    }));
});

test('without scripts nothing is offered that does not work, and paper has lines to write on', () =>
  on(
    async (page) => {
      assert.equal(await page.locator('.tool button:visible, .picker:visible').count(), 0);
      assert.equal(await page.locator('tbody tr:visible').count(), 4);
      await field(page, 'who-1').fill('Nora');
      await page.emulateMedia({ media: 'print' });
      assert.ok(await page.locator('.promise-blanks').isVisible());
      assert.ok(await page.locator('.plan-line').isVisible());
    },
    { look: { scripts: false } },
  ));
