// The engine of the search without a browser: its scripts in a world of their own, which loads the files of the index from
// a folder instead of a page.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

const theme = fileURLToPath(new URL('../../themes/default/', import.meta.url));
const components = /^ *engine: \[(.*)\]$/m.exec(readFileSync(join(theme, 'theme.yaml'), 'utf8'))?.[1].split(', ') ?? [];
const scripts = components.map((name) => join(theme, 'components', name, 'script.js'));

/**
 * @param {string} site folder of a built site
 * @param {{lang?: string, missing?: (path: string) => boolean}} [options] the language of the page; which files are gone
 * @returns {{search: any, words: any, loaded: string[]}} the two globals, and the files that were asked for
 */
export function engine(site, { lang = 'en', missing = () => false } = {}) {
  const loaded = [];
  const world = vm.createContext({ console, setTimeout });
  const append = (script) => {
    const path = script.src.split('?')[0];
    loaded.push(script.src);
    queueMicrotask(() => {
      try {
        if (missing(path)) throw new Error(`${path} is missing`);
        vm.runInContext(readFileSync(join(site, path), 'utf8'), world);
      } catch {
        return script.onerror();
      }
      script.onload();
    });
  };
  const createElement = () => ({ remove() {} });
  world.document = { documentElement: { dataset: { root: '' }, lang }, createElement, head: { append } };
  for (const script of scripts) vm.runInContext(readFileSync(script, 'utf8'), world, { filename: script });
  return { search: vm.runInContext('casebookSearch', world), words: vm.runInContext('casebookWords', world), loaded };
}

/** The addresses of the first results. */
export async function places(search, query, filters = {}, most = 10) {
  const found = await search.search(query, filters);
  const results = await found.page(0, most);
  return Array.from(results, (result) => result.url);
}

/** The lines of a table below its head. */
export const table = (url) =>
  readFileSync(url, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'));
