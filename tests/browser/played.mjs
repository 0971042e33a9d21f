// What a page's player shows, read from the page, and what the graph says that it must show.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {{signs: string, scene: string, routes: boolean, meters: number[], memories: string[], texts: boolean[], offered: string, marks: (string | null)[], ending: string | null}} State
 * @typedef {{page: string, version: string, states: State[], runs: State[] | null}} Scenario
 */

/** The scenarios of a site, walked by `examples/states.rs`. @returns {Scenario[]} */
export function scenariosOf(site) {
  const folder = process.env.STATES;
  if (!folder)
    throw new Error(
      'STATES must be the folder with the output of `cargo run --example states`: one file SITE.json for each site',
    );
  return JSON.parse(readFileSync(join(folder, `${site.name}.json`), 'utf8'));
}

/** What the player's engine makes of each run, its states as the graph has them. Runs where `story` is known. */
export function playRuns(runs) {
  const { graph } = story;
  const told = (state) => {
    const scene = graph.scenes[state[0]];
    const ways = scene.routes.length ? [] : scene.choices.map(({ tests }) => story.holds(tests, state));
    return {
      scene: scene.id,
      meters: state.slice(1, 1 + graph.meters.length),
      memories: graph.memories.filter((_, at) => state[1 + graph.meters.length + at] === 1),
      texts: scene.texts.map((tests) => story.holds(tests, state)),
      offered: ways.map((open, at) => (open ? story.code(at) : '')).join(''),
      marks: scene.choices.map(({ mark }) => mark),
      ending: scene.ending === null ? null : graph.outcomes[scene.ending].key,
    };
  };
  return Object.fromEntries(
    runs.map((signs) => {
      const { state, steps, passed, whole } = story.play(signs);
      return [signs, { whole, states: [...(steps.at(-1)?.passed ?? passed).map(({ from }) => from), state].map(told) }];
    }),
  );
}

/** How the engine differs from the graph in one state. @param {State} state @param {{whole: boolean, states: any[]}} played */
export function engineDifferences(state, played) {
  const { signs, routes, ...wanted } = state;
  const found = played.states.find(({ scene }) => scene === wanted.scene);
  const same =
    played.whole &&
    found &&
    Object.keys(wanted).every((part) => JSON.stringify(found[part]) === JSON.stringify(wanted[part]));
  return same && (routes || found === played.states.at(-1))
    ? []
    : [`run "${signs}": ${JSON.stringify(found ?? played)} instead of ${JSON.stringify(wanted)}`];
}

/**
 * Some states of a large story: each kind of state in each scene, each meter at its lowest and highest, and as many more as
 * `most` allows, spread evenly.
 * @param {State[]} states
 * @param {number} most
 */
export function chosen(states, most) {
  if (states.length <= most) return states;
  const kinds = new Map(states.map((state) => [JSON.stringify([state.scene, state.texts, state.offered]), state]));
  const ends = states[0].meters.flatMap((_, meter) => {
    const rising = states.filter(({ routes }) => !routes).sort((a, b) => a.meters[meter] - b.meters[meter]);
    return [rising[0], rising.at(-1)];
  });
  const step = Math.ceil(states.length / most);
  return [...new Set([...kinds.values(), ...ends, ...states.filter((_, at) => at % step === 0)])];
}

/** Opens each run by its address and reads the page. Runs inside the page. @param {{version: string, runs: string[]}} asked */
export function readRuns({ version, runs }) {
  const seen = (element) => element.checkVisibility();
  const markOf = (element) => /mark-(\w+)/.exec(element?.querySelector('.reason .mark')?.className ?? '')?.[1] ?? null;
  const read = () => {
    const scenes = [...document.querySelectorAll('.scene')].filter(seen);
    const [scene] = scenes;
    const choices = [...scene.querySelectorAll('.choice')];
    const links = choices.map((choice) => choice.querySelector('.choice-link'));
    const outcome = /outcome-(\S+)/.exec(scene.querySelector('.scene-number .mark')?.className ?? '')?.[1] ?? null;
    return {
      scene: scenes.map(({ id }) => id).join(),
      meters: [...document.querySelectorAll('.gauge-now')]
        .filter(seen)
        .map((one) => Number(/\d+/.exec(one.textContent)[0])),
      texts: [...scene.querySelectorAll('.state-text')].map(seen),
      offered: links
        .map((link, at) =>
          seen(link) && link.tabIndex === 0 && link.href ? '123456789abcdefghijklmnopqrstuvwxyz'[at] : '',
        )
        .join(''),
      shown: choices.filter(seen).length,
      marks: choices.map(markOf),
      ending: outcome,
      passed: [...document.querySelectorAll('[data-cb-from]')].map((one) => one.dataset.cbFrom),
      way: [...document.querySelectorAll('.way .mark')].filter(seen).map((one) => /mark-(\w+)/.exec(one.className)[1]),
      notice: document.getElementById('cb-notice').textContent,
    };
  };
  const readings = {};
  for (const signs of runs) {
    const hash = `#run=${version}.${signs}`;
    // As a followed link would, without waiting for the browser to tell of it.
    history.replaceState(null, '', hash);
    dispatchEvent(new HashChangeEvent('hashchange'));
    readings[signs] = read();
  }
  return readings;
}

/** How what is shown differs from what should be. @param {State} state @param {any} shown */
export function differences(state, shown) {
  const where = `run "${state.signs}" in ${state.scene}`;
  if (state.routes)
    return shown.passed.includes(state.scene)
      ? []
      : [`${where}: the player did not come past it, but by ${shown.passed}`];
  const wanted = { ...state, shown: state.marks.length, notice: '' };
  const parts = ['scene', 'meters', 'texts', 'offered', 'shown', 'marks', 'ending', 'notice'];
  return parts
    .filter((part) => JSON.stringify(shown[part]) !== JSON.stringify(wanted[part]))
    .map((part) => `${where}: ${part} are ${JSON.stringify(shown[part])} instead of ${JSON.stringify(wanted[part])}`);
}

/** The shortest run to each ending. @param {State[]} states */
export function shortestRuns(states) {
  const runs = new Map();
  for (const { scene, ending, signs } of states) if (ending !== null && !runs.has(scene)) runs.set(scene, signs);
  return runs;
}
