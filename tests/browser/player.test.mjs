// Scenarios as they are played in a browser. What is said, shown and kept on the way is what the contract says; nothing of
// it is needed to read the story. The scenarios that together have everything are played in full, the others to their
// endings. That the engine is right in every state of every scenario is tested in stories.test.mjs.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { colours, newMemory, violations } from './checks-in-browser.mjs';
import { show, visit } from './harness.mjs';
import { markNewFeatures, overflowing, unmark } from './in-page.mjs';
import { chosen, differences, readRuns, shortestRuns } from './played.mjs';
import { listed } from './report.mjs';
import { sitesFromEnvironment } from './site.mjs';
import { storiesOf, typical } from './stories.mjs';
import { surroundings } from './visits.mjs';

const everything = process.env.CASEBOOK_TESTS === 'all';
const around = await surroundings();
after(() => around.close());
const { browser } = around;
const stories = storiesOf(sitesFromEnvironment());
const inFull = everything ? stories : typical(stories);
const placesOf = new Map();
for (const { site } of stories) if (!placesOf.has(site)) placesOf.set(site, await around.open(site));

/** A story with more states is shown in part: the engine is compared over all of them, and the rest is how it is shown. */
const ALL_SHOWN_UP_TO = everything ? 1000 : 50;
const SHOWN_OF_MORE = everything ? 400 : 0;

const PHONE = { width: 390, height: 844 };
const SIGNS = '123456789abcdefghijklmnopqrstuvwxyz';

const heading = (page) =>
  page.evaluate(() => document.activeElement?.matches('h2') && document.activeElement.textContent);
const said = (page) => page.locator('[role=status][data-cb-change]').textContent();
const shownScene = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.scene')]
      .filter((one) => one.checkVisibility())
      .map(({ id }) => id)
      .join(),
  );
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

const memory = newMemory();

/** Components and their states that axe has judged in a player, of whichever story. @type {Set<string>} */
const judged = new Set();

/**
 * What is wrong with a state of the player as it is shown. A component that is new is judged with the whole page, in light
 * and in dark; a new state of a component by itself; of what was judged before only the width is asked.
 */
async function looksRight(page) {
  const { components, states } = await page.evaluate(markNewFeatures, [...judged]);
  const found = await page.evaluate(overflowing);
  if (components.length > 0) found.push(...(await violations(page)));
  else if (states.length > 0) found.push(...(await violations(page, undefined, '[data-cb-judge]')));
  await page.evaluate(unmark);
  if (components.length + states.length === 0) return found;
  await show(page, { ...PHONE, scheme: 'dark' });
  found.push(...(await colours(page, { view: { scheme: 'dark' }, memory })).map((one) => `[dark] ${one}`));
  await show(page, PHONE);
  if (found.length === 0) for (const feature of [...components, ...states]) judged.add(feature);
  return found;
}

/** Opens runs by their addresses, compares what is shown with the graph, and answers it. */
async function compare(page, problems, { version, states, asked }) {
  const ended = asked.filter(({ ending }) => ending !== null);
  const prefixes = ended.flatMap(({ signs }) => [...signs].map((_, step) => signs.slice(0, step)));
  const wanted = [...new Set([...asked.map(({ signs }) => signs), ...prefixes])];
  const shown = await page.evaluate(readRuns, { version, runs: wanted });
  assert.equal(listed([...asked.flatMap((state) => differences(state, shown[state.signs])), ...problems]), '');
  assert.ok(asked.length > 1, 'there are states to compare');
  const marks = new Map(states.map((state) => [state.scene, state.marks]));
  for (const { signs } of ended) {
    const along = [...signs].map((sign, step) => marks.get(shown[signs.slice(0, step)].scene)[SIGNS.indexOf(sign)]);
    assert.deepEqual(shown[signs].way, along.filter(Boolean), `the marks in the debrief of ${signs}`);
  }
}

// Two stories at a time: each waits for its browser most of the time.
describe('the other stories', { concurrency: 2 }, () => {
  for (const {
    site,
    page: { path },
    scenario: { states, version },
  } of stories.filter((story) => !inFull.includes(story))) {
    const endings = shortestRuns(states);
    test(`player and graph agree on the way to ${endings.size} endings of ${path}`, () =>
      visit(browser, placesOf.get(site).http, path, {}, (page, problems) => {
        const ways = [...endings.values()].flatMap((signs) => [...signs, ''].map((_, step) => signs.slice(0, step)));
        const asked = states.filter(({ signs, routes }) => !routes && ways.includes(signs));
        return compare(page, problems, { version, states, asked });
      }));
  }
});

describe('stories in full', { concurrency: 2 }, () => {
  for (const {
    site,
    page: { path, html },
    scenario: { states, runs, version },
    island,
  } of inFull) {
    const places = placesOf.get(site);
    const english = html.includes('<html lang="en"');
    const resting = new Map(states.filter(({ routes }) => !routes).map((state) => [state.signs, state]));
    const at = (signs) => resting.get(signs);
    const endings = shortestRuns(states);

    describe(`${site.name}: ${path}`, { concurrency: 1 }, () => {
      const some = [
        ...chosen(states, states.length <= ALL_SHOWN_UP_TO ? ALL_SHOWN_UP_TO : SHOWN_OF_MORE),
        ...(runs ?? []),
      ];
      test(`player and graph agree: ${some.length} of ${states.length} states and ${runs?.length ?? 0} runs of ${path}`, () =>
        visit(browser, places.http, path, {}, (page, problems) =>
          compare(page, problems, { version, states, asked: some }),
        ));

      test(`a whole run to each ending by its choices: focus, status line, axe where something new is met in ${path}`, async () => {
        const looked = new Set();
        for (const [ending, signs] of endings) {
          await visit(browser, places.http, path, PHONE, async (page, problems) => {
            await page.locator('.scenario-start [data-cb-begin]').click();
            for (let step = 0; step <= signs.length; step += 1) {
              const [run, state, before] = [
                signs.slice(0, step),
                at(signs.slice(0, step)),
                at(signs.slice(0, step - 1)),
              ];
              assert.equal(await shownScene(page), state.scene);
              assert.equal(
                await heading(page),
                await page.locator('.scene.is-here h2').textContent(),
                'the heading has the focus',
              );
              if (english && step) assert.equal(await said(page), change(island, before.meters, state.meters));
              assert.equal(await hash(page), `#run=${version}.${run}`);
              if (state.ending !== null) await turned(page);
              // The same scene with the same texts and choices differs by its numbers only.
              const look = JSON.stringify([state.scene, state.texts, state.offered]);
              if (!looked.has(look))
                assert.equal(listed(await looksRight(page)), '', `after "${run}", on the way to ${ending}`);
              looked.add(look);
              if (step < signs.length)
                await page.locator('.scene.is-here .choice-link').nth(SIGNS.indexOf(signs[step])).click();
            }
            assert.equal(listed(problems), '');
          });
        }
      });

      // Where each link leads is known from the page; that one comes to an end by them is seen on the longest way.
      const longestFirst = [...endings].sort(([, a], [, b]) => b.length - a.length);
      const followed = everything ? longestFirst : longestFirst.slice(0, 1);
      test(`to ${followed.length} of ${endings.size} endings without scripts, by links, in ${path}`, async () => {
        for (const [ending, signs] of followed) {
          await visit(browser, places.http, path, { scripts: false }, async (page) => {
            await page.locator('.scenario-start a').first().click();
            for (let step = 0; step < signs.length; step += 1) {
              await page
                .locator(`#${at(signs.slice(0, step)).scene} .choice-link`)
                .nth(SIGNS.indexOf(signs[step]))
                .click();
              await followRoutes(
                page,
                states.filter((state) => state.signs === signs.slice(0, step + 1)).map(({ scene }) => scene),
              );
            }
            assert.equal(await hash(page), `#${ending}`);
            assert.ok(await page.locator(`#${ending}`).isVisible());
          });
        }
      });

      test(`printed in the midst of a run: all scenes of ${path}, numbered`, () =>
        visit(browser, places.http, path, {}, async (page) => {
          const signs = [...resting.keys()].find((one) => one.length > 0) ?? '';
          const choices = await page.locator('.choice-link').count();
          await page.evaluate(readRuns, { version, runs: [signs] });
          await page.emulateMedia({ media: 'print' });
          const paper = await page.evaluate(() => {
            const seen = (name) => [...document.querySelectorAll(name)].filter((one) => one.checkVisibility());
            return {
              scenes: seen('.scene').map((scene) =>
                seen('.scene-at')
                  .find((one) => scene.contains(one))
                  ?.textContent.replace(/\D/g, ''),
              ),
              choices: seen('.choice-link').length,
              numbers: seen('.choice-to').length,
              player: seen('.stage, .debrief, .invite, .modes, .record').length,
              briefed: seen('.setup').length,
            };
          });
          const count = await page.locator('.scene').count();
          assert.deepEqual(paper, {
            scenes: Array.from({ length: count }, (_, number) => String(number + 1)),
            choices,
            numbers: paper.numbers,
            player: 0,
            briefed: 1,
          });
          assert.ok(paper.numbers >= choices);
          const pdf = (await page.pdf()).toString('latin1');
          assert.ok(
            (pdf.match(/\/Type\s*\/Page\b/g) ?? []).length >= Math.ceil(count / 8),
            'the print-out contains more than the scene on the screen',
          );
        }));
    });
  }
});

/** Without scripts the reader looks which line holds, and follows its link. @param {string[]} scenes those that the graph comes by */
async function followRoutes(page, scenes) {
  for (
    let id = (await hash(page)).slice(1);
    (await page.locator(`#${id} .routes a`).count()) > 0;
    id = (await hash(page)).slice(1)
  ) {
    const links = page.locator(`#${id} .routes a`);
    const ids = await links.evaluateAll((all) => all.map((one) => one.hash.slice(1)));
    await links.nth(ids.findIndex((one) => scenes.includes(one))).click();
  }
}
