// Scenarios as their pages hold them: the graph in the page, the engine that plays it without a browser, and which scenarios
// together have everything that a player must be able to show.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { cover, known } from './cover.mjs';
import { scenariosOf } from './played.mjs';
import { attribute } from './site.mjs';

const ENGINE = fileURLToPath(new URL('../../themes/default/components/story/script.js', import.meta.url));

/** @typedef {import('./cover.mjs').Known & {scenario: import('./played.mjs').Scenario, island: any}} Story */

/** All scenarios of the sites, with their pages and graphs. @param {import('./site.mjs').Site[]} sites @returns {Story[]} */
export function storiesOf(sites) {
  const pages = known(sites);
  return sites.flatMap((site) =>
    scenariosOf(site).map((scenario) => {
      const one = pages.find((each) => each.site === site && each.page.path === scenario.page);
      if (!one) throw new Error(`${site.name} has no page ${scenario.page}`);
      return { ...one, scenario, island: islandOf(one.page) };
    }),
  );
}

/** The graph that a page holds. */
function islandOf(page) {
  const island = page.elements.find((element) => attribute(element, 'id') === 'cb-graph');
  return JSON.parse(island.childNodes[0].value);
}

/** The player's engine with a graph, as a page has it. @param {any} island */
export function engineWith(island) {
  const world = vm.createContext({
    document: { getElementById: (id) => (id === 'cb-graph' ? { textContent: JSON.stringify(island) } : null) },
  });
  vm.runInContext(readFileSync(ENGINE, 'utf8'), world, { filename: ENGINE });
  /** @param {(asked: any) => any} work a function that runs where the engine is @param {any} asked */
  return (work, asked) =>
    JSON.parse(
      vm.runInContext(`(asked) => JSON.stringify((${work})(JSON.parse(asked)))`, world)(JSON.stringify(asked)),
    );
}

/** What a graph has: which parts, how many of them, and each value. @returns {Generator<[path: string, fact: string]>} */
function* shapeOf(value, path = '') {
  if (Array.isArray(value)) {
    yield [path, `of ${['none', 'one'][value.length] ?? 'many'}`];
    for (const item of value) yield* shapeOf(item, `${path}[]`);
  } else if (value !== null && typeof value === 'object') {
    for (const [name, part] of Object.entries(value)) yield* shapeOf(part, `${path}.${name}`);
  } else yield [path, typeof value === 'number' ? 'is a number' : `is ${value}`];
}

/**
 * The fewest scenarios that have everything a player can be given: the hooks of their pages, and the parts of their graphs.
 * @param {Story[]} stories
 * @returns {Story[]}
 */
export function typical(stories) {
  const shapes = new Map(stories.map((story) => [story, [...shapeOf(story.island)]]));
  const facts = new Map();
  for (const [path, fact] of [...shapes.values()].flat()) facts.set(path, (facts.get(path) ?? new Set()).add(fact));
  // Where nearly each graph has words of its own, they are names, and say nothing of the player.
  const isName = (path) => facts.get(path).size > Math.max(2, stories.length / 2);
  const features = new Map(
    stories.map((story) => [
      story,
      new Set([
        ...story.features.scripts,
        ...shapes.get(story).map(([path, fact]) => (isName(path) ? path : `${path} ${fact}`)),
      ]),
    ]),
  );
  return cover(stories, (story) => features.get(story));
}

/** How the gamebook differs from the graph: the links of each scene lead where its choices and routes lead, and its texts are as many. @param {Story} story */
export function gamebookDifferences({ page, island }) {
  const inside = (element, scene) => {
    for (let above = element.parentNode; above; above = above.parentNode) if (above === scene) return true;
    return false;
  };
  return island.scenes.flatMap(({ id, choices, routes, texts }) => {
    const scene = page.elements.find((element) => attribute(element, 'id') === id);
    if (!scene) return [`no scene ${id}`];
    const parts = page.elements.filter((element) => inside(element, scene));
    const hrefs = (name) =>
      parts
        .filter((element) => attribute(element, `data-cb-${name}`) !== null)
        .map((element) =>
          attribute(
            element.tagName === 'a' ? element : parts.find((part) => part.tagName === 'a' && inside(part, element)),
            'href',
          ),
        );
    const wanted = (edges) => edges.map(({ to }) => `#${island.scenes[to].id}`);
    const shown = {
      choose: hrefs('choose'),
      route: hrefs('route'),
      texts: parts.filter((element) => attribute(element, 'data-cb-text') !== null).length,
    };
    const graph = { choose: wanted(choices), route: wanted(routes), texts: texts.length };
    return JSON.stringify(shown) === JSON.stringify(graph)
      ? []
      : [`${id}: ${JSON.stringify(shown)} instead of ${JSON.stringify(graph)}`];
  });
}
