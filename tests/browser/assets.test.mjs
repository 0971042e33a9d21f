// The scripts and styles of the main site, which uses the default theme. They are written without comments and
// unnecessary white space. Here, two parsers that know nothing of Casebook read them and the theme's own files, and must
// find the same statements and rules.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'acorn';
import { launch } from './harness.mjs';
import { PATIENCE, within } from './patience.mjs';
import { sitesFromEnvironment } from './site.mjs';

const [site] = sitesFromEnvironment();
const theme = fileURLToPath(new URL('../../themes/default/', import.meta.url));
const sources = (ending) =>
  readdirSync(theme, { recursive: true })
    .filter((path) => path.endsWith(ending) && !path.startsWith('assets/'))
    .map((path) => [path, readFileSync(join(theme, path), 'utf8')]);
const written = (ending) =>
  [...site.files]
    .filter((path) => path.startsWith('assets/') && path.endsWith(ending))
    .map((path) => [path, readFileSync(join(site.dir, path), 'utf8')]);

/** A syntax tree without positions. */
const tree = (node) =>
  JSON.stringify(node, (key, value) => {
    if (key === 'start' || key === 'end') return undefined;
    return typeof value === 'bigint' || value instanceof RegExp ? String(value) : value;
  });

/** The statements of a script, except the templates that the build puts before it. */
const statements = (text) =>
  parse(text, { ecmaVersion: 'latest', sourceType: 'script' })
    .body.map(tree)
    .filter((statement) => !/"object":\{[^{}]*"name":"casebook"\},"property":\{[^{}]*"name":"parts"/.test(statement));

/**
 * Returns the names of the files that a joined file consists of. Fails if any part of it is not a whole file.
 * @param {string[]} joined @param {Map<string, string[]>} files
 */
function filesIn(joined, files) {
  const found = [];
  let at = 0;
  while (at < joined.length) {
    const matches = [...files].filter(([, parts]) => parts.length && parts.every((part, i) => part === joined[at + i]));
    const [longest] = matches.sort(([, a], [, b]) => b.length - a.length);
    assert.ok(longest, `no file of the theme begins with ${joined[at].slice(0, 500)}`);
    found.push(longest[0]);
    at += longest[1].length;
  }
  return found;
}

/**
 * Compares the written files with those of the theme.
 * @param {string} ending @param {(text: string) => string[] | Promise<string[]>} partsOf
 */
async function compare(ending, partsOf) {
  const files = new Map();
  for (const [path, text] of sources(ending)) files.set(path, await partsOf(text));
  const seen = new Set();
  for (const [path, text] of written(ending)) {
    assert.doesNotMatch(text, /\n[ \t]/, `${path} is indented`);
    for (const name of filesIn(await partsOf(text), files)) seen.add(name);
  }
  const missing = [...files.keys()].filter((name) => files.get(name).length && !seen.has(name));
  assert.deepEqual(missing, [], 'files of the theme that no page loads');
}

test('scripts have the same syntax trees as the files of the theme', () => compare('.js', statements));

describe('in the browser', () => {
  let browser, page;
  before(async () => {
    browser = await launch();
    page = await within(browser.newPage(), 'a page', PATIENCE);
  });
  after(() => browser?.close());

  test('styles have the same rules as the files of the theme', () =>
    compare('.css', (text) =>
      within(
        page.evaluate((text) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(text);
          // Chromium shows values with `var()` as they were written.
          return Array.from(sheet.cssRules, (rule) => rule.cssText.replace(/\s+/g, ' '));
        }, text),
        'the rules of a style sheet',
      ),
    ));
});
