// Reads a site as a person would: from the home page, by what can be clicked, without scripts. Which links show is seen in
// the browser on the pages that are visited; the other pages have the same links in the same places.

import { dirname, join, normalize } from 'node:path/posix';
import { visit } from './harness.mjs';
import { PATIENCE } from './patience.mjs';
import { attribute, readable } from './site.mjs';

/** Where a link stands in the markup: the class or tag of each element from the root to it. Null in a template. */
function placeOf(element) {
  const above = [];
  for (let one = element; one?.tagName; one = one.parentNode ?? one.host) {
    if (one.tagName === 'template') return null;
    above.push((attribute(one, 'class') ?? '').trim().split(/\s+/)[0] || one.tagName);
  }
  return above.at(-1) === 'html' ? above.reverse().join(' > ') : null;
}

/** The files that a page's links lead to, but for links in places where none shows. */
function* clicks(page, hidden) {
  for (const element of page.elements.filter(({ tagName }) => tagName === 'a')) {
    const address = attribute(element, 'href')?.split(/[?#]/)[0];
    const place = placeOf(element);
    if (address && place && !hidden.has(place)) yield normalize(join(dirname(page.path), decodeURI(address)));
  }
}

/** Pages to read that no chain of clicks from the home page reaches. @param {import('./site.mjs').Site} site @param {Set<string>} hidden places of links that do not show without scripts */
export function crawl(site, hidden) {
  const pages = new Map(site.pages.map((page) => [page.path, page]));
  const reached = new Set(['index.html']);
  // A set hands out what is added to it on the way. A link to a page that is not there is what the check of links finds.
  for (const path of reached) for (const to of clicks(pages.get(path), hidden)) if (pages.has(to)) reached.add(to);
  return readable(site)
    .filter(({ path }) => !reached.has(path))
    .map(({ path }) => ({ page: path, problem: 'no chain of clicks from the home page leads here' }));
}

/**
 * Real clicks on the home page, read from disk without scripts: a link leads to the page that it names.
 * @param {{browser: any, places: any, patience?: number}} asked
 */
export async function clickHome({ browser, places, patience = PATIENCE }) {
  return visit(browser, places.file, 'index.html', { scripts: false }, async (page, problems) => {
    const links = page.locator('a[href]:visible');
    for (const at of await links.evaluateAll(oneOfEachPlace)) {
      const link = links.nth(at);
      const wanted = await link.evaluate((one) => one.href);
      if (!wanted.startsWith(places.file)) continue;
      // By keyboard, as the skip link is out of sight until it has the focus.
      await link.focus();
      await page.keyboard.press('Enter');
      await page
        .waitForURL(wanted, { timeout: patience })
        .catch(() => problems.push(`the link to ${wanted} led to ${page.url()}`));
      if (page.url() !== places.file + 'index.html') await page.goto(places.file + 'index.html');
    }
    return problems;
  });
}

/** The numbers of the links to follow: of those in one place, such as a list, the first. Runs inside the page. */
function oneOfEachPlace(links) {
  const place = (element) =>
    element === null ? '' : `${place(element.parentElement)} > ${element.getAttribute('class') ?? element.localName}`;
  const numbers = new Map([...links.entries()].reverse().map(([at, link]) => [place(link), at]));
  return [...numbers.values()].sort((a, b) => a - b);
}
