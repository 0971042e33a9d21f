// Scenarios without a browser: of every scenario the player's engine agrees with the graph in each state, and the gamebook
// leads where the graph does. How a player shows it is tested in player.test.mjs.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { engineDifferences, playRuns } from './played.mjs';
import { listed } from './report.mjs';
import { sitesFromEnvironment } from './site.mjs';
import { engineWith, gamebookDifferences, storiesOf } from './stories.mjs';

const stories = storiesOf(sitesFromEnvironment());

test('there are scenarios', () => assert.ok(stories.length > 0));

for (const story of stories) {
  const {
    site,
    page,
    scenario: { states, runs },
    island,
  } = story;
  describe(`${site.name}: ${page.path}`, () => {
    test(`engine and graph agree: ${states.length} states and ${runs?.length ?? 0} runs of ${page.path}`, () => {
      const all = [...states, ...(runs ?? [])];
      assert.ok(all.length > 1, 'there are states to compare');
      const played = engineWith(island)(playRuns, [...new Set(all.map(({ signs }) => signs))]);
      assert.equal(listed(all.flatMap((state) => engineDifferences(state, played[state.signs]))), '');
    });

    test(`the links of the gamebook lead where the graph does in ${page.path}`, () =>
      assert.equal(listed(gamebookDifferences(story)), ''));

    test(`scripts of ${page.path} stay under 14 kB, styles under 12 kB + 4 kB of its own`, () => {
      const size = (element, attribute, ending) =>
        page.references
          .filter((one) => one.element === element && one.attribute === attribute && one.value.endsWith(ending))
          .reduce(
            (sum, { value }) =>
              sum + gzipSync(readFileSync(join(site.dir, page.path, '..', value)), { level: 9 }).length,
            0,
          );
      assert.ok(
        size('script', 'src', '.js') > 1000 && size('script', 'src', '.js') < 14_000,
        `scripts have ${size('script', 'src', '.js')} bytes`,
      );
      assert.ok(size('link', 'href', '.css') < 16_000, `styles have ${size('link', 'href', '.css')} bytes`);
    });
  });
}
