// What a player does besides playing: ways back, links of other versions, modes, the keyboard alone, what is kept and what is
// not. Asked of the site `played`, whose story has everything in it, and of no other.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, describe, test } from 'node:test';
import { blockStorage, colours, newMemory, violations } from './checks-in-browser.mjs';
import { show, visit } from './harness.mjs';
import { cutOffText, overflowing, smallTargets } from './in-page.mjs';
import { scenariosOf } from './played.mjs';
import { listed } from './report.mjs';
import { within } from './patience.mjs';
import { sitesFromEnvironment } from './site.mjs';
import { surroundings } from './visits.mjs';

const site = sitesFromEnvironment().find(({ name }) => name === 'played');
if (!site) throw new Error('SITE must name the site tests/sites/played, built');
const [{ page: path, version }] = scenariosOf(site);
const around = await surroundings();
after(() => around.close());
const { browser } = around;
const memory = newMemory();
const places = await around.open(site);

/** Asks, chooses, takes the best of each: the run that makes Omar a regular. */
const BEST = '111';
const address = (signs) => `#run=${version}.${signs}`;
const playing = (use, { look = {}, signs = '', base = places.http } = {}) =>
  visit(browser, base, path + address(signs), look, async (page, problems) => {
    await use(page, problems);
    assert.equal(listed(problems), '');
  });
const status = (page) => page.locator('[data-cb-change]').textContent();
const scene = (page) => page.locator('.scene.is-here').getAttribute('id');
const hash = (page) => page.evaluate(() => location.hash);
const choose = (page, number) =>
  page
    .locator('.scene.is-here .choice-link')
    .nth(number - 1)
    .click();
const focused = (page) => page.evaluate(() => document.activeElement.textContent);
/** Follows an address within the page. It is followed when the page has been told, and the player with it. */
const follow = (page, to) =>
  within(
    page.evaluate(async (there) => {
      const from = location.href;
      const told = new Promise((done) => {
        addEventListener('hashchange', done, { once: true });
      });
      location.hash = there;
      if (location.href !== from) await told;
    }, to),
    `the page to receive the change to ${to.slice(0, 40)}`,
  );
/** A step in the browser's history has come when the address has changed and the page, which is told afterwards, knows. */
async function historyStep(page, signs) {
  await page.waitForFunction((wanted) => location.hash === wanted, signs);
  await page.evaluate(
    () =>
      new Promise((done) => {
        requestAnimationFrame(() => setTimeout(done));
      }),
  );
}

describe('the player', () => {
  test('the status line says what changed, to the letter, and stops at the ends', () =>
    playing(async (page) => {
      const lines = [];
      for (const choice of [1, 1, 1]) {
        await choose(page, choice);
        lines.push(await status(page));
      }
      assert.deepEqual(lines, ['trust up 3, now 8 of 10', 'trust up 2, now 10 of 10', 'cost up €8, now €8']);
      assert.equal(
        (await page.locator('[role=status]').filter({ visible: true }).count()) <= 1,
        true,
        'at most one status line is visible',
      );
      assert.equal(await page.locator('[data-cb-passed]').innerText(), 'He looks at the price of ten tickets');
      await follow(page, address('1211'));
      assert.equal(await status(page), 'trust up 2, now 10 of 10; cost up €8, now €8');
    }));

  test('a meter with two bad ends says its best, and a step of three from nine says one', () =>
    playing(async (page) => {
      assert.equal(await page.locator('.gauge-best').textContent(), 'best 4–6');
      assert.equal(await page.locator('.gauge-band.is-off').count(), 0);
      await choose(page, 2);
      assert.equal(await status(page), 'trust down 2, now 3 of 10; firmness up 2, now 7 of 10');
      assert.equal(await page.locator('.gauge-band.is-off').count(), 1);
      await follow(page, address('12'));
      assert.match(
        await page.locator('[data-cb-passed]').innerText(),
        /He holds the coat against the light\.\s+His name is in the collar/,
      );
      await choose(page, 1);
      assert.equal(await status(page), 'trust up 2, now 10 of 10; cost up €8, now €8');
    }));

  test('a blocked choice is text with its condition for the coach, and not there for the others', async () => {
    for (const [mode, shown, reasons, meters] of [
      ['coach', 4, true, 3],
      ['natural', 2, false, 1],
      ['exam', 2, false, 0],
    ]) {
      await visit(browser, places.http, path, {}, async (page) => {
        await page.locator(`[value=${mode}]`).check();
        await page.locator('.scenario-start [data-cb-begin]').click();
        await choose(page, 1);
        const choices = page.locator('.scene.is-here .choice').filter({ visible: true });
        assert.equal(await choices.count(), shown, mode);
        assert.equal(await page.locator('.gauge').filter({ visible: true }).count(), meters, mode);
        assert.equal(await page.locator('[data-cb-why]').isVisible(), reasons, mode);
        const stops = await page
          .locator('.scene.is-here')
          .evaluate(
            (here) =>
              [...here.querySelectorAll('a[href], button, summary, input, [tabindex="0"]')].filter((one) =>
                one.checkVisibility(),
              ).length,
          );
        assert.equal(stops, 2, `${mode}: the keyboard stops only at the available choices`);
        if (mode === 'coach')
          assert.match(await choices.nth(2).innerText(), /Go back and ask him what is in it\s+needs not asked/);
        assert.equal(await status(page), { coach: 'trust up 3, now 8 of 10', natural: '', exam: '' }[mode]);
        // The coach's page is judged where stories are played.
        if (mode !== 'coach') assert.equal(listed(await violations(page)), '', mode);
        await page.keyboard.press('2');
        await page.keyboard.press('1');
        assert.equal(await scene(page), 'ending-a-regular', mode);
        assert.equal(await page.locator('.debrief .way > li').count(), 3);
      });
    }
  });

  test('by the keyboard alone to an ending, by Tab and Enter, then by numbers', () =>
    visit(browser, places.http, path, {}, async (page, problems) => {
      const tabTo = async (selector) => {
        for (let stop = 0; stop < 40; stop += 1) {
          if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
          await page.keyboard.press('Tab');
        }
        assert.fail(`Tab does not reach ${selector}`);
      };
      await tabTo('.scenario-start [data-cb-begin]');
      await page.keyboard.press('Enter');
      assert.equal(await focused(page), 'At the desk');
      for (const title of ['The locker', 'The coin', 'A regular']) {
        await tabTo('.scene.is-here .choice-link');
        await page.keyboard.press('Enter');
        assert.equal(await focused(page), title);
      }
      await tabTo('.stage [data-cb-begin]');
      await page.keyboard.press('Enter');
      for (const key of ['2', '3', '9', '1', '2', '1', '3']) await page.keyboard.press(key);
      assert.equal(await hash(page), address('2323'), 'the number of no choice, or of a blocked one, does nothing');
      assert.equal(listed(problems), '');
    }));

  test("Back takes back a choice, the browser's own too, and both agree", () =>
    visit(browser, places.http, path, {}, async (page, problems) => {
      await page.locator('.scenario-start [data-cb-begin]').click();
      for (const choice of [2, 3, 2]) await choose(page, choice);
      await page.locator('[data-cb-back]').click();
      await historyStep(page, address('23'));
      assert.equal(await scene(page), 'the-locker');
      await page.goBack();
      await historyStep(page, address('2'));
      await page.goForward();
      await historyStep(page, address('23'));
      assert.equal(await status(page), 'trust up 1, now 4 of 10; firmness down 2, now 5 of 10');
      await page.goBack();
      await historyStep(page, address('2'));
      await page.goBack();
      await historyStep(page, address(''));
      assert.equal(await focused(page), 'At the desk');
      await page.locator('[data-cb-back]').click();
      await historyStep(page, '');
      assert.ok(
        (await page.locator('.scenario-start').isVisible()) && !(await page.locator('.scene').first().isVisible()),
        'the page as it opens',
      );
      assert.equal(listed(problems), '');
    }));

  test('the meters are not behind the header, wherever the page was scrolled to', () =>
    playing(
      async (page) => {
        // From fully visible to fully behind the header, in steps smaller than the meters are high.
        for (let offset = 0; offset <= 90; offset += 15) {
          await page.evaluate((by) => {
            document.querySelector('[data-cb-stage]').scrollIntoView();
            scrollBy(0, by);
          }, offset);
          await choose(page, 1);
          const covered = await page.evaluate(() => {
            const header = document.querySelector('.site-header').getBoundingClientRect();
            return header.bottom - document.querySelector('[data-cb-stage]').getBoundingClientRect().top;
          });
          assert.ok(covered <= 0.5, `scrolled by ${offset}: ${covered} pixels are covered`);
          await page.evaluate((to) => (location.hash = to), address(''));
          await page.waitForFunction(
            (to) => document.querySelectorAll('.scene.is-here').length === 1 && location.hash === to,
            address(''),
          );
        }
      },
      { look: { width: 1280 } },
    ));

  test('Back works in a run that a link has opened', () =>
    playing(
      async (page) => {
        await page.locator('[data-cb-back]').click();
        assert.equal(await hash(page), address('1'));
        assert.equal(await scene(page), 'the-locker');
      },
      { signs: '12' },
    ));

  test('a link of another version, or with an impossible sign, is played as far as it goes, and that is said', () =>
    playing(async (page) => {
      const asked = [
        [`#run=zzzzzz.${BEST}`, 'ending-a-regular', /another version of the scenario\. All of its choices/],
        ['#run=zzzzzz.119999', 'the-coin', /another version.*: 2 of 6 choices/],
        [address('13'), 'the-locker', /not on offer here.*: 1 of 2 choices/],
        [address('1Z'), 'the-locker', /: 1 of 2 choices/],
        [address('1111'), 'ending-a-regular', /: 3 of 4 choices/],
      ];
      for (const [to, where, words] of asked) {
        await follow(page, to);
        assert.equal(await scene(page), where, to);
        assert.match(await page.locator('#cb-notice').textContent(), words);
        assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-describedby')), 'cb-notice');
      }
      await page.locator('[data-cb-back]').click();
      assert.equal(await page.locator('#cb-notice').isVisible(), false);
    }));

  test('no address makes it throw', () =>
    visit(browser, places.http, path, {}, async (page, problems) => {
      const hostile = [
        '#run=',
        '#run=.',
        '#run=%',
        '#run=%E0%A4%A.1',
        `#run=${version}`,
        address('\u{1f600}'),
        address('<img src=x>'),
        address('1'.repeat(100000)),
        '#%',
        '#%00',
        '#run',
        '#__proto__',
        '#run=constructor.1',
        '#cb-graph',
        '#cb-run',
        '#cb-player',
        `${address('1')}#x`,
        '#run=\n.1',
        '#é',
      ];
      for (const one of hostile) {
        await follow(page, one);
        assert.equal(await page.evaluate(() => [...document.querySelectorAll('.scene.is-here')].length <= 1), true);
      }
      await page.reload();
      assert.equal(listed(problems), '');
    }));

  test('the address of a scene opens the gamebook there, and its button starts the play', () =>
    visit(browser, places.http, `${path}#the-coin`, {}, async (page, problems) => {
      assert.ok((await page.locator('#the-coin').isVisible()) && (await page.locator('#at-the-desk').isVisible()));
      const box = await page.locator('#the-coin h2').boundingBox();
      assert.ok(box && box.y >= 0 && box.y < 700, 'the scene is on the screen');
      await page.locator('#the-coin .choice-link').first().click();
      assert.equal(await hash(page), '#how-it-ends', 'links work as usual here');
      await page.locator('.invite a').click();
      assert.equal(await hash(page), address(''));
      assert.equal(await focused(page), 'At the desk');
      assert.equal(listed(problems), '');
    }));

  test('the skip link leaves the run alone', () =>
    playing(
      async (page) => {
        await follow(page, '#cb-main');
        assert.equal(await scene(page), 'the-locker');
      },
      { signs: '1' },
    ));

  test('the debrief: goal, ledger, turn, steps, endings', () =>
    playing(
      async (page) => {
        await page.waitForFunction(() => document.querySelector('[data-cb-turn]').textContent);
        const text = (name) => page.locator(`[data-cb-${name}]`).filter({ visible: true }).allInnerTexts();
        assert.deepEqual(await text('verdict'), ['Missed']);
        assert.deepEqual(
          (await text('test')).map((one) => one.replace(/\s+/g, ' ')),
          ['Missed trust 8 or more', 'Reached firmness 6 or less', 'Reached cost €10 or less'],
        );
        assert.deepEqual(
          [await text('please'), await text('lose'), await text('kept'), await text('names')],
          [['€0'], ['€75 to €300'], ['€150'], ["his ten tickets, his family's tickets"]],
        );
        assert.match(
          (await text('turn'))[0],
          /^In “The coin” you could still reach “Became a fan”\. After your choice there, the best left was “Stayed with us”\.$/,
        );
        assert.deepEqual(await text('others'), ['Give it back, with a free swim\nGive it back from the till']);
        assert.deepEqual((await text('steps'))[0].replace(/\s+/g, ' '), 'Ask first Follows Keep to it Follows Breaks');
        assert.match((await text('endings'))[0], /not reached yet\s+Stayed with us\s+A guest\s+not reached yet/);
        await page.locator('[data-cb-return]').click();
        await historyStep(page, address('11'));
        assert.equal(await focused(page), 'The coin');
        await choose(page, 1);
        await page.waitForFunction(() => /never turned/.test(document.querySelector('[data-cb-turn]').textContent));
        assert.equal(await page.locator('[data-cb-verdict]').innerText(), 'Reached');
        assert.equal(await page.locator('[data-cb-kept]').innerText(), '€150');
      },
      { signs: '113' },
    ));

  test('the record counts what was played, is saved as a file, reaches the path, and is erased', async () => {
    for (const base of [places.http, places.file]) {
      await visit(browser, base, path, {}, async (page, problems) => {
        await page.locator('.scenario-start [data-cb-begin]').click();
        for (const choice of [1, 1, 3]) await choose(page, choice);
        assert.ok(await page.locator('.debrief .record').isVisible());
        assert.match(
          await page.locator('.debrief [data-cb-words]').innerText(),
          /^One run so far, best: Stayed with us\. 1 of 3 endings reached\.$/,
        );
        await page.locator('[data-cb-back]').click();
        await historyStep(page, address('11'));
        await choose(page, 1);
        await page.reload();
        assert.match(
          await page.locator('.debrief [data-cb-words]').innerText(),
          /^2 runs so far, best: Became a fan\. 2 of 3 endings reached\.$/,
          'a run that is only opened does not count',
        );
        const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-cb-save]').click()]);
        assert.equal(download.suggestedFilename(), 'the-locker.json');
        assert.deepEqual(JSON.parse(readFileSync(await download.path(), 'utf8')), {
          scenario: path,
          version,
          runs: 2,
          endings: ['ending-a-regular', 'ending-a-guest'],
          best: 'Became a fan',
        });
        await page.goto(`${base}paths/first-day.html`);
        assert.equal(await page.locator('[data-cb-item] input').isChecked(), true, 'done on the path');
        await page.goto(base + path);
        await page.locator('[data-cb-erase]').click();
        assert.match(await focused(page), /^Erased\./);
        assert.deepEqual(
          await page.evaluate(() => Object.keys(localStorage).filter((key) => /played|done/.test(key))),
          [],
        );
        assert.equal(listed(problems), '');
      });
    }
  });

  test('without storage, and on a shared device, it plays, and keeps nothing', async () => {
    for (const look of [{ before: blockStorage }, { shared: true }]) {
      await visit(browser, places.http, 'index.html', look, async (page, problems) => {
        if (look.shared) {
          await page.route(/\.html$/, async (route) => {
            const answer = await route.fetch();
            await route.fulfill({
              response: answer,
              body: (await answer.text()).replace('data-device="own"', 'data-device="shared"'),
            });
          });
        }
        await page.goto(places.http + path);
        await page.locator('.scenario-start [data-cb-begin]').click();
        for (const choice of [1, 1, 1]) await choose(page, choice);
        assert.match(await page.locator('.debrief [data-cb-words]').innerText(), /^One run so far/);
        if (look.shared) assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), []);
        await page.goto(places.http + path);
        assert.equal(await page.locator('[data-cb-words]').isVisible(), false);
        assert.equal(listed(problems), '');
      });
    }
  });

  for (const signs of ['12', '2', BEST]) {
    const where = path + address(signs);
    /** The heading of the scene is on the screen when the page is opened so, and nothing is wider or cut off. */
    async function fits(page, view) {
      await show(page, view);
      // A reload would keep the place on the page, which is another one in this view.
      const address = page.url();
      await page.goto('about:blank');
      await page.goto(address);
      const found = [
        ...(await page.evaluate(overflowing)),
        ...(await page.evaluate(cutOffText)),
        ...(view.thumb ? await page.evaluate(smallTargets) : []),
      ];
      assert.equal(listed(found), '', JSON.stringify(view));
      const box = await page.locator('.scene.is-here h2').boundingBox();
      assert.ok(
        box && box.y >= 0 && box.y < 800,
        `the heading is on the screen: ${JSON.stringify({ ...view, y: box?.y })}`,
      );
    }

    test(`from disk, at 320 px by thumb, with text of twice the size: ${signs}`, () =>
      visit(browser, places.file, where, {}, async (page, problems) => {
        for (const view of [
          { width: 320, thumb: true },
          { width: 390, text: 32 },
          { width: 1280, text: 32 },
        ])
          await fits(page, view);
        assert.equal(listed(problems), '');
      }));

    test(`in forced colours: ${signs}`, () =>
      visit(browser, places.http, where, { width: 390, forced: true }, async (page, problems) => {
        await fits(page, { width: 390, forced: true });
        assert.equal(listed([...(await colours(page, { view: { forced: true }, memory })), ...problems]), '');
      }));
  }
});
