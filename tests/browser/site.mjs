// A built site as it lies on disk: its files, its pages parsed, the addresses that each page names.
// No browser here; what a browser sees is harness.mjs.

import { readFileSync, readdirSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { parse } from 'parse5';

/**
 * @typedef {{element: string, attribute: string, value: string, rel: string}} Reference
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
  const pages = files.filter((file) => file.endsWith('.html')).map((path) => new Page(dir, path));
  if (pages.length === 0) throw new Error(`no page in ${dir}`);
  return { name: basename(dir), dir, files: new Set(files), pages };
}

/** A page of a site. It is parsed when its elements are first asked for: most tests read its text only. */
export class Page {
  /** @type {any[] | undefined} */
  #elements;
  /** @type {Reference[] | undefined} */
  #references;
  /** @type {Set<string> | undefined} */
  #ids;

  /** @param {string} dir @param {string} path */
  constructor(dir, path) {
    this.path = path;
    this.html = readFileSync(join(dir, path), 'utf8');
    /** The page's `data-kind`, or null. @type {string | null} */
    this.kind = /<html\b[^>]*\sdata-kind="([^"]*)"/.exec(this.html)?.[1] ?? null;
  }

  /** Elements in the order of the text, with those of templates. Without scripting `<noscript>` holds elements too. */
  get elements() {
    return (this.#elements ??= elementsOf(parse(this.html, { scriptingEnabled: false })));
  }

  get ids() {
    return (this.#ids ??= new Set(
      this.elements.map((element) => attribute(element, 'id')).filter((id) => id !== null),
    ));
  }

  get references() {
    return (this.#references ??= this.elements.flatMap(referencesOf));
  }
}

function elementsOf(node, found = []) {
  if (node.tagName) found.push(node);
  for (const child of node.childNodes ?? []) elementsOf(child, found);
  if (node.content) {
    // The way up from what a template holds, which the parser does not give.
    node.content.host = node;
    for (const child of node.content.childNodes) elementsOf(child, found);
  }
  return found;
}

/** The attribute's value, or null. `xlink:href` and the like are asked for by their local name. */
export function attribute(element, name) {
  return element?.attrs?.find((one) => one.name === name)?.value ?? null;
}

const ADDRESS_ATTRIBUTES = ['href', 'src', 'poster', 'data', 'action', 'formaction'];

function referencesOf(element) {
  const rel = attribute(element, 'rel') ?? '';
  const found = ADDRESS_ATTRIBUTES.filter(
    (name) => attribute(element, name) !== null && !(name === 'data' && element.tagName !== 'object'),
  ).map((name) => ({ element: element.tagName, attribute: name, value: attribute(element, name), rel }));
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

/** The site's public address, as the home page's canonical link has it, or null. */
export function addressOf(site) {
  const home = site.pages.find((page) => page.path === 'index.html');
  const canonical = home?.references.find(({ rel }) => rel === 'canonical')?.value;
  return canonical ? new URL('.', canonical).href : null;
}

/** The path of the site's public address, or undefined. */
export function homeOf(site) {
  const address = addressOf(site);
  return address ? new URL(address).pathname : undefined;
}
