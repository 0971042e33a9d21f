// Reads a site from disk as a person would: from the home page, by what can be clicked, without scripts.

import { readable } from './site.mjs';
import { PATIENCE, visit } from './harness.mjs';

/** What a reader can click: links that show, in closed parts (`<details>`) too, for these open by a click. */
function clickable() {
  for (const part of document.querySelectorAll('details')) part.open = true;
  return [...document.querySelectorAll('a[href]')].filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .map((one) => one.href.split(/[?#]/)[0]);
}

/** Pages to read that no chain of clicks from the home page reaches. */
export async function crawl({ browser, places, site }) {
  const reached = await visit(browser, places.file, 'index.html', { scripts: false }, async (page) => {
    const seen = new Set(['index.html']);
    for (const path of seen) {
      if (path !== 'index.html') await page.goto(places.file + path, { waitUntil: 'domcontentloaded' });
      for (const address of await page.evaluate(clickable)) {
        if (address.startsWith(places.file) && address.endsWith('.html')) addIfThere(site, seen, decodeURIComponent(address.slice(places.file.length)));
      }
    }
    return seen;
  });
  return readable(site).filter(({ path }) => !reached.has(path)).map(({ path }) => ({ page: path, problem: 'no chain of clicks from the home page leads here' }));
}

// A link to a page that is not there is what the check of links finds.
function addIfThere(site, seen, path) {
  if (site.files.has(path)) seen.add(path);
}

/** Real clicks on the home page: each of its links leads from disk to the page that it names. */
export async function clickHome({ browser, places, most = 25, patience = PATIENCE }) {
  return visit(browser, places.file, 'index.html', { scripts: false }, async (page, problems) => {
    const links = page.locator('a[href]:visible');
    const count = Math.min(await links.count(), most);
    for (let at = 0; at < count; at += 1) {
      const link = links.nth(at);
      const wanted = await link.evaluate((one) => one.href);
      if (!wanted.startsWith(places.file)) continue;
      // By keyboard, as the skip link is out of sight until it has the focus.
      await link.focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(wanted, { timeout: patience }).catch(() => problems.push(`the link to ${wanted} led to ${page.url()}`));
      if (page.url() !== places.file + 'index.html') await page.goto(places.file + 'index.html');
    }
    return problems;
  });
}
