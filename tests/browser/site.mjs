// A built site as it lies on disk: its files, its pages parsed, the addresses that each page names.
// No browser here; what a browser sees is harness.mjs.

import { readFileSync, readdirSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { parse } from 'parse5';

/**
 * @typedef {{element: string, attribute: string, value: string, rel: string}} Reference
 * @typedef {{path: string, html: string, kind: string | null, elements: any[], ids: Set<string>, references: Reference[]}} Page
 * @typedef {{name: string, dir: string, files: Set<string>, pages: Page[]}} Site
 */

/** The sites to test: folders in the environment's SITE, separated by colons. */
export function sitesFromEnvironment() {
  const dirs = (process.env.SITE ?? '').split(':').filter(Boolean);
  if (dirs.length === 0) throw new Error('SITE must name the folder of a built site, or several separated by colons');
  return dirs.map(loadSite);
}

/** @returns {Site} */
export function loadSite(folder) {
  const dir = resolve(folder);
  const files = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.path, entry.name)).split(sep).join('/'))
    .sort();
  const pages = files.filter((file) => file.endsWith('.html')).map((path) => loadPage(dir, path));
  if (pages.length === 0) throw new Error(`no page in ${dir}`);
  return { name: basename(dir), dir, files: new Set(files), pages };
}

/** @returns {Page} */
function loadPage(dir, path) {
  const html = readFileSync(join(dir, path), 'utf8');
  // Without scripting the content of <noscript> is elements, and its links count.
  const elements = allElements(parse(html, { scriptingEnabled: false }));
  const ids = new Set(elements.map((element) => attribute(element, 'id')).filter((id) => id !== null));
  const root = elements.find((element) => element.tagName === 'html');
  return { path, html, kind: attribute(root, 'data-kind'), elements, ids, references: elements.flatMap(referencesOf) };
}

function allElements(node) {
  const inner = [...(node.childNodes ?? []), ...(node.content?.childNodes ?? [])].flatMap(allElements);
  return node.tagName ? [node, ...inner] : inner;
}

/** The attribute's value, or null. `xlink:href` and the like are asked for by their local name. */
export function attribute(element, name) {
  return element?.attrs?.find((one) => one.name === name)?.value ?? null;
}

const ADDRESS_ATTRIBUTES = ['href', 'src', 'poster', 'data', 'action', 'formaction'];

function referencesOf(element) {
  const rel = attribute(element, 'rel') ?? '';
  const found = ADDRESS_ATTRIBUTES.filter((name) => attribute(element, name) !== null && !(name === 'data' && element.tagName !== 'object'))
    .map((name) => ({ element: element.tagName, attribute: name, value: attribute(element, name), rel }));
  for (const candidate of (attribute(element, 'srcset') ?? '').split(/,\s+/).filter(Boolean)) {
    found.push({ element: element.tagName, attribute: 'srcset', value: candidate.trim().split(/\s+/)[0], rel });
  }
  const refresh = element.tagName === 'meta' && attribute(element, 'http-equiv')?.toLowerCase() === 'refresh';
  const target = refresh ? /url\s*=\s*['"]?([^'"]+)/i.exec(attribute(element, 'content') ?? '')?.[1] : null;
  if (target) found.push({ element: 'meta', attribute: 'content', value: target, rel });
  return found;
}

export const isRedirect = (page) => page.kind === 'redirect';
export const isNotFound = (page) => page.path === '404.html';

/** Pages that are reached by reading: all but redirects and the page for wrong addresses. */
export const readable = (site) => site.pages.filter((page) => !isRedirect(page) && !isNotFound(page));

/** Up to this many pages of one site are all looked at; of a larger one, the largest page of each kind. */
const ALL_PAGES_UP_TO = 150;

/**
 * Which pages are looked at, and how hard. The first page to show a kind (the largest of its site) is looked at in every
 * way; the others only in the ways that find most.
 * @param {Site[]} sites
 * @returns {{site: Site, page: Page, full: boolean}[]}
 */
export function plan(sites) {
  const seen = new Set();
  return sites.flatMap((site) => {
    const largestFirst = site.pages.filter((page) => !isRedirect(page)).sort((a, b) => b.html.length - a.html.length);
    const chosen = largestFirst.map((page) => {
      const full = !seen.has(page.kind);
      seen.add(page.kind);
      return { site, page, full, first: largestFirst.find((other) => other.kind === page.kind) === page };
    });
    const small = site.pages.length <= ALL_PAGES_UP_TO;
    return chosen.filter((choice) => small || choice.first);
  });
}
