// Scenarios as they are played. The player and the graph agree on every state; what is said, shown and kept on the way is
// what the contract says; nothing of it is needed to read the story.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { blockStorage, surroundings, violations } from './checks-in-browser.mjs';
import { visit } from './harness.mjs';
import { overflowing } from './in-page.mjs';
import { chosen, differences, engineDifferences, playRuns, readRuns, scenariosOf, shortestRuns } from './played.mjs';
import { listed } from './report.mjs';
import { sitesFromEnvironment } from './site.mjs';

const around = await surroundings();
after(() => around.close());
const { browser } = around;
const sites = [];
for (const site of sitesFromEnvironment()) {
  const scenarios = scenariosOf(site);
  if (scenarios.length > 0) sites.push({ site, scenarios, places: await around.open(site) });
}

/** A story with more states is shown in part: the engine is compared over all of them, and the rest is how it is shown. */
const ALL_SHOWN_UP_TO = 1000;
const SHOWN_OF_MORE = 400;

const SIGNS = '123456789abcdefghijklmnopqrstuvwxyz';

const heading = (page) => page.evaluate(() => document.activeElement?.matches('h2') && document.activeElement.textContent);
const said = (page) => page.locator('[role=status][data-cb-change]').textContent();
const shownScene = (page) => page.evaluate(() => [...document.querySelectorAll('.scene')].filter((one) => one.checkVisibility()).map(({ id }) => id).join());
const hash = (page) => page.evaluate(() => location.hash);
const turned = (page) => page.waitForFunction(() => document.querySelector('[data-cb-turn]')?.textContent !== '');

/** What the status line must say between two states, from the page's own words for the meters. */
function change(island, from, to) {
  const parts = island.meters.map(({ name, most, before, after: unit }, at) => {
    const by = to[at] - from[at];
    const amount = (value) => (most === null ? before + value + unit : `${value} of ${most}`);
    const own = unit.trim() === name ? '' : unit;
    const step = most === null ? before + Math.abs(by) + own : Math.abs(by);
    return by && `${name} ${by > 0 ? 'up' : 'down'} ${step}, now ${amount(to[at])}`;
  });
  return parts.filter(Boolean).join('; ');
}

const islandOf = (page) => page.evaluate(() => JSON.parse(document.getElementById('cb-graph').textContent));

// Two stories at a time: each waits for its browser most of the time.
describe('stories', { concurrency: 2 }, () => {
  for (const { site, scenarios, places } of sites) {
    const english = site.pages.some(({ html }) => html.includes('lang="en"'));
    for (const scenario of scenarios) {
      const { states, runs, version } = scenario;
      const path = scenario.page;
      const resting = new Map(states.filter(({ routes }) => !routes).map((state) => [state.signs, state]));
      const at = (signs) => resting.get(signs);
      const endings = shortestRuns(states);

      describe(`${site.name}: ${path}`, { concurrency: 1 }, () => {
        test(`engine and graph agree: ${states.length} states and ${runs?.length ?? 0} runs of ${path}`, () => visit(browser, places.http, path, {}, async (page) => {
          const all = [...states, ...(runs ?? [])];
          const played = await page.evaluate(playRuns, [...new Set(all.map(({ signs }) => signs))]);
          assert.equal(listed(all.flatMap((state) => engineDifferences(state, played[state.signs]))), '');
        }));

        const compared = chosen(states, states.length <= ALL_SHOWN_UP_TO ? ALL_SHOWN_UP_TO : SHOWN_OF_MORE);
        test(`player and graph agree: ${compared.length} of ${states.length} states and ${runs?.length ?? 0} runs of ${path}`, () => visit(browser, places.http, path, {}, async (page, problems) => {
          const prefixes = (runs ?? []).flatMap(({ signs }) => [...signs].map((_, step) => signs.slice(0, step)));
          const wanted = [...new Set([...[...compared, ...(runs ?? [])].map(({ signs }) => signs), ...prefixes])];
          const shown = await page.evaluate(readRuns, { version, runs: wanted });
          const found = [...compared, ...(runs ?? [])].flatMap((state) => differences(state, shown[state.signs]));
          assert.equal(listed([...found, ...problems]), '');
          assert.ok(compared.length > 1, 'there are states to compare');
          const marks = new Map(states.map((state) => [state.scene, state.marks]));
          for (const { signs } of runs ?? []) {
            const along = [...signs].map((sign, step) => marks.get(shown[signs.slice(0, step)].scene)[SIGNS.indexOf(sign)]);
            assert.deepEqual(shown[signs].way, along.filter(Boolean), `the marks in the debrief of ${signs}`);
          }
        }));

        test(`a whole run to each ending by its choices: focus, status line, axe in each scene as it is met in ${path}`, async () => {
          const looked = new Set();
          for (const [ending, signs] of endings) {
            await visit(browser, places.http, path, { width: 390, height: 844, fresh: true }, async (page, problems) => {
              const island = await islandOf(page);
              await page.locator('.scenario-start [data-cb-begin]').click();
              for (let step = 0; step <= signs.length; step += 1) {
                const [run, state, before] = [signs.slice(0, step), at(signs.slice(0, step)), at(signs.slice(0, step - 1))];
                assert.equal(await shownScene(page), state.scene);
                assert.equal(await heading(page), await page.locator('.scene.is-here h2').textContent(), 'the heading has the focus');
                if (english && step) assert.equal(await said(page), change(island, before.meters, state.meters));
                assert.equal(await hash(page), `#run=${version}.${run}`);
                if (state.ending !== null) await turned(page);
                // The same scene with the same texts and choices differs by its numbers only.
                const look = JSON.stringify([state.scene, state.texts, state.offered]);
                if (!looked.has(look)) assert.equal(listed(await looksRight(page)), '', `after "${run}", on the way to ${ending}`);
                looked.add(look);
                if (step < signs.length) await page.locator('.scene.is-here .choice-link').nth(SIGNS.indexOf(signs[step])).click();
              }
              assert.equal(listed(problems), '');
            });
          }
        });

        test(`to each ending without scripts, by links, in ${path}`, async () => {
          for (const [ending, signs] of endings) {
            await visit(browser, places.http, path, { scripts: false }, async (page) => {
              await page.locator('.scenario-start a').first().click();
              for (let step = 0; step < signs.length; step += 1) {
                await page.locator(`#${at(signs.slice(0, step)).scene} .choice-link`).nth(SIGNS.indexOf(signs[step])).click();
                await followRoutes(page, states.filter((state) => state.signs === signs.slice(0, step + 1)).map(({ scene }) => scene));
              }
              assert.equal(await hash(page), `#${ending}`);
              assert.ok(await page.locator(`#${ending}`).isVisible());
            });
          }
        });

        test(`printed in the midst of a run: all scenes of ${path}, numbered`, () => visit(browser, places.http, path, { fresh: true }, async (page) => {
          const signs = [...resting.keys()].find((one) => one.length > 0) ?? '';
          const choices = await page.locator('.choice-link').count();
          await page.evaluate(readRuns, { version, runs: [signs] });
          await page.emulateMedia({ media: 'print' });
          const paper = await page.evaluate(() => {
            const seen = (name) => [...document.querySelectorAll(name)].filter((one) => one.checkVisibility());
            return {
              scenes: seen('.scene').map((scene) => seen('.scene-at').find((one) => scene.contains(one))?.textContent.replace(/\D/g, '')),
              choices: seen('.choice-link').length,
              numbers: seen('.choice-to').length,
              player: seen('.stage, .debrief, .invite, .modes, .record').length,
              briefed: seen('.setup').length,
            };
          });
          const count = await page.locator('.scene').count();
          assert.deepEqual(paper, { scenes: Array.from({ length: count }, (_, number) => String(number + 1)), choices, numbers: paper.numbers, player: 0, briefed: 1 });
          assert.ok(paper.numbers >= choices);
          const pdf = (await page.pdf()).toString('latin1');
          assert.ok((pdf.match(/\/Type\s*\/Page\b/g) ?? []).length >= Math.ceil(count / 8), 'the paper holds more than the scene on the screen');
        }));

        test(`scripts of ${path} stay under 14 kB, styles under 12 kB + 4 kB of its own`, () => {
          const { references } = site.pages.find((one) => one.path === path);
          const size = (element, attribute, ending) => references.filter((one) => one.element === element && one.attribute === attribute && one.value.endsWith(ending))
            .reduce((sum, { value }) => sum + gzipSync(readFileSync(join(site.dir, path, '..', value)), { level: 9 }).length, 0);
          assert.ok(size('script', 'src', '.js') > 1000 && size('script', 'src', '.js') < 14_000, `scripts have ${size('script', 'src', '.js')} bytes`);
          assert.ok(size('link', 'href', '.css') < 16_000, `styles have ${size('link', 'href', '.css')} bytes`);
        });
      });
    }
  }
});

/** What is wrong with a state of the player as it is shown, in light and in dark. */
async function looksRight(page) {
  const found = [...await violations(page), ...await page.evaluate(overflowing)];
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await violations(page, ['color-contrast', 'link-in-text-block']);
  await page.emulateMedia({ colorScheme: 'light' });
  return [...found, ...dark.map((one) => `[dark] ${one}`)];
}

/** Without scripts the reader looks which line holds, and follows its link. @param {string[]} scenes those that the graph comes by */
async function followRoutes(page, scenes) {
  for (let id = (await hash(page)).slice(1); await page.locator(`#${id} .routes a`).count() > 0; id = (await hash(page)).slice(1)) {
    const links = page.locator(`#${id} .routes a`);
    const ids = await links.evaluateAll((all) => all.map((one) => one.hash.slice(1)));
    await links.nth(ids.findIndex((one) => scenes.includes(one))).click();
  }
}
