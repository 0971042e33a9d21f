// Chooses the pages to visit: together they show every feature that any page of any site shows.

import { featuresOf, vocabularyOf } from './features.mjs';
import { isRedirect } from './site.mjs';

/** Characters of HTML that cost about as much as opening a page at all: between two small pages and a large one, the small. */
const COST_OF_A_VISIT = 10_000;

/**
 * @typedef {{site: import('./site.mjs').Site, page: import('./site.mjs').Page}} Choice
 * @typedef {Choice & {features: import('./features.mjs').Features}} Known
 */

/** Every page to read, with its features. @param {import('./site.mjs').Site[]} sites @returns {Known[]} */
export function known(sites) {
  const vocabulary = vocabularyOf(sites);
  return sites.flatMap((site) =>
    site.pages
      .filter((page) => !isRedirect(page))
      .map((page) => ({ site, page, features: featuresOf(page, vocabulary) })),
  );
}

/** Up to this many pages of one site are all visited when everything is tested; of a larger one, the largest page of each kind. */
const ALL_PAGES_UP_TO = 150;

/** The pages that are visited when everything is tested, beside those of the cover. @param {Known[]} pages @returns {Known[]} */
export function widely(pages) {
  return pages.filter(({ site, page }) => {
    const ofItsKind = pages.filter((other) => other.site === site && other.page.kind === page.kind);
    return (
      site.pages.length <= ALL_PAGES_UP_TO || ofItsKind.every((other) => other.page.html.length <= page.html.length)
    );
  });
}

/**
 * The smallest set of pages that shows everything, or close to it: the page that shows most for its size comes first, and
 * a page whose features others show as well is left out in the end.
 * @template {Choice} T
 * @param {T[]} pages
 * @param {(one: T) => Set<string>} featuresOf
 * @param {T[]} [given] pages that are chosen in any case
 * @returns {T[]} in the order of `pages`
 */
export function cover(pages, featuresOf, given = []) {
  const open = new Set(pages.flatMap((one) => [...featuresOf(one)]));
  const show = (one) => featuresOf(one).forEach((feature) => open.delete(feature));
  given.forEach(show);
  const added = [];
  while (open.size > 0) {
    const gain = (one) =>
      [...featuresOf(one)].filter((feature) => open.has(feature)).length / (COST_OF_A_VISIT + one.page.html.length);
    const best = pages.map((one) => ({ one, gain: gain(one) })).reduce((a, b) => (b.gain > a.gain ? b : a)).one;
    added.push(best);
    show(best);
  }
  const needed = without(added, given, featuresOf);
  return pages.filter((one) => given.includes(one) || needed.includes(one));
}

/** Leaves out pages whose features are all shown by others. */
function without(added, given, featuresOf) {
  const shown = new Map();
  for (const feature of [...added, ...given].flatMap((one) => [...featuresOf(one)]))
    shown.set(feature, (shown.get(feature) ?? 0) + 1);
  return added.filter((one) => {
    if ([...featuresOf(one)].some((feature) => shown.get(feature) === 1)) return true;
    for (const feature of featuresOf(one)) shown.set(feature, shown.get(feature) - 1);
    return false;
  });
}
