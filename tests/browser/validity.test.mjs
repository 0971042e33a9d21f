// Pages are valid HTML, style sheets valid CSS: each sheet, and the pages that together have every component in every state.
// Warnings of the checker are printed, not failed.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { cover, known } from './cover.mjs';
import { listed } from './report.mjs';
import { isRedirect, sitesFromEnvironment } from './site.mjs';
import { validate } from './validity.mjs';

const everything = process.env.CASEBOOK_TESTS === 'all';
const sites = sitesFromEnvironment();
const all = everything ? [] : known(sites);
const chosen = new Set(cover(all, ({ features }) => features.looks).map(({ page }) => page));
/** The sites share most style sheets. */
const sheets = new Set();
const isNew = (text) => !sheets.has(text) && sheets.add(text);
const asked = sites.map((site) => {
  const pages = site.pages.filter((page) => everything || isRedirect(page) || chosen.has(page)).map(({ path }) => path);
  const styles = [...site.files].filter(
    (file) => file.endsWith('.css') && isNew(readFileSync(join(site.dir, file), 'utf8')),
  );
  return { site, files: [...pages, ...styles] };
});
const found = validate(asked.flatMap(({ site, files }) => files.map((file) => join(site.dir, file))));
const warnings = new Map();

for (const { site, files } of asked) {
  describe(`${site.name}: ${files.length} files`, () => {
    for (const path of files) {
      const messages = found.get(join(site.dir, path)) ?? [];
      for (const { problem } of messages.filter(({ error }) => !error)) countWarning(problem, `${site.name}/${path}`);
      test(`valid: ${path}`, () => {
        assert.equal(listed(messages.filter(({ error }) => error).map(({ problem }) => problem)), '');
      });
    }
  });
}

function countWarning(problem, where) {
  const words = problem.replace(/^[\d:]+ /, '').replace(/ \([^(]*\)$/, '');
  const seen = warnings.get(words) ?? { times: 0, where };
  warnings.set(words, { ...seen, times: seen.times + 1 });
}

test('the checker says nothing that belongs to no page', () =>
  assert.equal(listed(found.get('no file')?.map(({ problem }) => problem) ?? []), ''));

for (const [words, { times, where }] of warnings)
  console.log(`HTML checker warns ${times} times, first in ${where}: ${words}`);
