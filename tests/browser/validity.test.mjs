// Every page is valid HTML, every style sheet valid CSS. Warnings of the checker are printed, not failed.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { listed } from './report.mjs';
import { sitesFromEnvironment } from './site.mjs';
import { validate } from './validity.mjs';

const sites = sitesFromEnvironment();
const found = validate(sites);
const warnings = new Map();

for (const site of sites) {
  describe(site.name, () => {
    for (const path of [...site.files].filter((file) => /\.(html|css)$/.test(file))) {
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

test('the checker says nothing that belongs to no page', () => assert.equal(listed(found.get('no file')?.map(({ problem }) => problem) ?? []), ''));

for (const [words, { times, where }] of warnings) console.log(`HTML checker warns ${times} times, first in ${where}: ${words}`);
