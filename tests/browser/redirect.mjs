// A page that has moved, in a browser.

import { visit } from './harness.mjs';
import { PATIENCE } from './patience.mjs';

/**
 * A page that has moved takes what stands behind `?` and `#` along. Without scripts it shows a link.
 * @param {{browser: any, places: any, path: string, target: string, patience?: number}} asked `target`: the address of its link
 * @returns {Promise<string[]>}
 */
export async function redirect({ browser, places, path, target, patience = PATIENCE }) {
  const found = await Promise.all(
    ['http', 'file'].map(async (where) => {
      const there = new URL(target, places[where] + path);
      const wanted = new URL(there);
      wanted.search = '?asked=1';
      wanted.hash = '#kept';
      const arrived = await visit(browser, places[where], `${path}?asked=1#kept`, {}, async (page, problems) => {
        await page
          .waitForURL(wanted.href, { timeout: patience })
          .catch(() => problems.push(`led to ${page.url()} instead of ${wanted.href}`));
        return problems.filter((problem) => !problem.includes('ERR_ABORTED'));
      });
      const linked = await visit(browser, places[where], path, { scripts: false }, async (page) => {
        // Without scripts either the page itself moves on at once, or it stays and has the link.
        const [moved, shown] = [
          page.waitForURL(there.href, { timeout: patience }),
          page.locator('a[href]').first().waitFor({ timeout: patience }),
        ];
        return Promise.any([moved, shown]).then(
          () => [],
          () => ['without scripts it shows no link'],
        );
      });
      return [...arrived, ...linked].map((problem) => `[${where}] ${problem}`);
    }),
  );
  return found.flat();
}
