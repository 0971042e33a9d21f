// The engine of the player without a browser: how the choices of a run stand in an address. What a page shows of a run is
// tested in player.test.mjs.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import vm from 'node:vm';
import { table } from './engine.mjs';

const script = readFileSync(new URL('../../themes/default/components/story/script.js', import.meta.url), 'utf8');
const CHOICES = 120;

/** The engine on a page with this graph. */
function storyOf(scenes) {
  const graph = { version: 'test', meters: [], memories: [], outcomes: [], goal: [], stakes: [], scenes };
  const world = vm.createContext({ document: { getElementById: () => ({ textContent: JSON.stringify(graph) }) } });
  vm.runInContext(script, world);
  return vm.runInContext('story', world);
}

const edge = (to) => ({ to, tests: [], effects: [], sets: [], mark: null });
const scene = (id, choices, ending = null) => ({ id, ending, choices, routes: [], texts: [] });
/** Each choice of the first scene leads to another scene, which leads back by each of its choices. */
const story = storyOf([
  scene(
    'start',
    Array.from({ length: CHOICES }, (_, at) => edge(at + 1)),
  ),
  ...Array.from({ length: CHOICES }, (_, at) =>
    scene(
      `scene-${at}`,
      Array.from({ length: CHOICES }, () => edge(0)),
    ),
  ),
]);

describe('runs in an address', () => {
  for (const [choice, code] of table(new URL('../player/run-codes.tsv', import.meta.url))) {
    test(`choice ${choice} is ${code}`, () => assert.equal(story.code(Number(choice)), code));
  }

  test('every choice can be made, and its code leads to where it leads', () => {
    for (let choice = 0; choice < CHOICES; choice += 1) {
      const run = story.play(story.code(choice));
      assert.deepEqual([run.whole, run.state[0], run.steps.length], [true, choice + 1, 1]);
    }
  });

  test('codes of several choices are read one by one', () => {
    for (const choices of [
      [0, 34, 35],
      [35, 34, 0],
      [69, 70, 71],
      [119, 0, 119, 36, 8],
      [70, 35, 0, 35, 70],
    ]) {
      const codes = choices.map(story.code).join('');
      const run = story.play(codes);
      assert.deepEqual([run.whole, [...run.steps.map(({ choice }) => choice)]], [true, choices]);
      assert.equal(run.signs, codes);
      assert.equal(story.signs(run.steps), codes);
      assert.equal(story.codes(codes).length, choices.length);
    }
  });

  test('a run is played up to what names no choice of its scene', () => {
    for (const [signs, played] of [
      ['', ''],
      ['0', ''],
      ['00', ''],
      ['1!2', '1'],
      ['1A', '1'],
      ['10', '1'],
      ['1🎁', '1'],
      ['00001z', ''],
      ['z0000z', 'z'],
      ['1 2', '1'],
      [`1${'0'.repeat(5000)}1`, '1'],
    ]) {
      const run = story.play(signs);
      assert.deepEqual([run.signs, run.whole], [played, played === signs], signs.slice(0, 20));
    }
  });
});
