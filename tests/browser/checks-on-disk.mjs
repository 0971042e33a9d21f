// What can be said of a site by reading its files. Each check takes a site and answers `{page, problem}` for every finding.

import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { addressOf, attribute, homeOf, isNotFound, isRedirect, readable } from './site.mjs';

/** @typedef {{page: string, problem: string}} Finding */

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const leavesTheSite = (address) => SCHEME.test(address) || address.startsWith('//');

/** Every link and every other reference leads to a file of the site, and every `#` to an id there. */
export function links(site) {
  const pageAt = new Map(site.pages.map((page) => [page.path, page]));
  const home = homeOf(site) ?? '/';
  // The page for wrong addresses is shown at any depth: its links start at the server's root.
  const fromRoot = (page, value) =>
    isNotFound(page) && value.startsWith(home) ? value.slice(home.length) || 'index.html' : value;
  return site.pages.flatMap((page) =>
    page.references
      .filter(({ value }) => !leavesTheSite(value))
      .map(({ value }) => brokenReference(site, pageAt, page, fromRoot(page, value)))
      .filter((problem) => problem !== null)
      .map((problem) => ({ page: page.path, problem })),
  );
}

function brokenReference(site, pageAt, page, address) {
  if (address.trim() === '' || address === '#') return `\`${address}\` leads nowhere`;
  const [beforeHash, fragment] = split(address, '#');
  const path = decode(split(beforeHash, '?')[0]);
  const target = path === '' ? page.path : posix.normalize(posix.join(posix.dirname(page.path), path));
  if (path.startsWith('/') || !site.files.has(target)) return `\`${address}\` leads to no file of the site`;
  const there = pageAt.get(target);
  if (!there || !fragment || fragment.startsWith(':~:')) return null;
  // A run is no place on the page: it names the version of the story that the page must hold.
  const run = /^run=(\w+)\./.exec(fragment);
  if (run) return there.html.includes(`"version":"${run[1]}"`) ? null : `\`${address}\`: ${target} holds another story`;
  return there.ids.has(fragment) || there.ids.has(decode(fragment))
    ? null
    : `\`${address}\`: no such anchor in ${target}`;
}

function split(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const LINKS_A_READER_FOLLOWS = ['a', 'area'];
const SCHEMES_TO_FOLLOW = ['http:', 'https:', 'mailto:', 'tel:', 'sms:'];
// Nothing is loaded for these: they tell a machine the page's public address.
const ADDRESSES_FOR_MACHINES = ['canonical', 'alternate'];

/** All addresses are relative, so that the folder works wherever it lies. */
export function relative(site) {
  const own = addressOf(site);
  const problemOf = ({ element, value, rel }) => {
    if (ADDRESSES_FOR_MACHINES.some((one) => rel.split(/\s+/).includes(one))) return null;
    if (/^[\\/](?![\\/])/.test(value)) return `\`${value}\` starts at the server's root`;
    if (!leavesTheSite(value) || !LINKS_A_READER_FOLLOWS.includes(element)) return null;
    if (own && value.startsWith(own)) return `\`${value}\` names the site's own host`;
    return SCHEMES_TO_FOLLOW.some((scheme) => value.toLowerCase().startsWith(scheme))
      ? null
      : `\`${value}\` is no address to follow`;
  };
  return site.pages
    .filter((page) => !isNotFound(page))
    .flatMap((page) =>
      page.references
        .map(problemOf)
        .filter(Boolean)
        .map((problem) => ({ page: page.path, problem })),
    );
}

/** Nothing is fetched from another host: neither by a page nor by a style sheet. */
export function foreign(site) {
  const inPages = site.pages.flatMap((page) =>
    page.references
      .filter(
        ({ element, value, rel }) =>
          !LINKS_A_READER_FOLLOWS.includes(element) &&
          leavesTheSite(value) &&
          !ADDRESSES_FOR_MACHINES.some((one) => rel.split(/\s+/).includes(one)),
      )
      .map(({ element, value }) => ({ page: page.path, problem: `<${element}> asks another host: \`${value}\`` })),
  );
  return [
    ...inPages,
    ...[...site.files].filter((file) => file.endsWith('.css')).flatMap((file) => inStyleSheet(site, file)),
  ];
}

function inStyleSheet(site, file) {
  const css = readFileSync(join(site.dir, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  const addresses = [...css.matchAll(/url\(\s*['"]?([^'")]+)['"]?\s*\)|@import\s+['"]([^'"]+)/g)].map(
    (match) => match[1] ?? match[2],
  );
  return addresses
    .filter((address) => !address.startsWith('#'))
    .flatMap((address) => {
      if (leavesTheSite(address)) return [{ page: file, problem: `asks another host: \`${address}\`` }];
      const target = posix.normalize(posix.join(posix.dirname(file), split(address, '?')[0]));
      return site.files.has(target) ? [] : [{ page: file, problem: `\`${address}\` leads to no file of the site` }];
    });
}

const NOT_A_SCRIPT = ['application/json', 'application/ld+json', 'text/plain'];

/** No inline script or style, and a policy in each page that would block them. */
export function policy(site) {
  return site.pages.flatMap((page) => {
    const problems = page.elements.flatMap((element) => inlineParts(element));
    const said = page.elements.find(
      (element) => attribute(element, 'http-equiv')?.toLowerCase() === 'content-security-policy',
    );
    const words = attribute(said, 'content') ?? '';
    if (!/default-src\s+'self'|default-src\s+'none'/.test(words))
      problems.push("no Content-Security-Policy with default-src 'self'");
    if (/unsafe-/.test(words)) problems.push(`the policy allows what it should forbid: ${words}`);
    return problems.map((problem) => ({ page: page.path, problem }));
  });
}

function inlineParts(element) {
  const type = attribute(element, 'type') ?? '';
  const handlers = (element.attrs ?? []).filter(({ name }) => name === 'style' || /^on[a-z]/.test(name));
  const inline =
    (element.tagName === 'style' && element.namespaceURI.endsWith('xhtml')) ||
    (element.tagName === 'script' && attribute(element, 'src') === null && !NOT_A_SCRIPT.includes(type));
  return [
    ...(inline ? [`inline <${element.tagName}>`] : []),
    ...handlers.map(({ name }) => `inline \`${name}\` on <${element.tagName}>`),
  ];
}

/** Each page says its kind, its language, its title, and has one h1 and one main. */
export function structure(site) {
  return site.pages.flatMap((page) => {
    const named = (name) => page.elements.filter((element) => element.tagName === name);
    const problems = [];
    if (!page.kind) problems.push('<html> says no data-kind');
    if (!attribute(named('html')[0], 'lang')) problems.push('<html> says no lang');
    if (!named('title')[0]?.childNodes.some((node) => node.value?.trim())) problems.push('the page has no title');
    const viewport = page.elements.find(
      (element) => element.tagName === 'meta' && attribute(element, 'name') === 'viewport',
    );
    if (!/\bwidth=device-width\b/.test(attribute(viewport, 'content') ?? ''))
      problems.push('no viewport of the width of the device: a phone would show the page of a desk');
    if (!isRedirect(page) && named('h1').length !== 1) problems.push(`${named('h1').length} h1 instead of one`);
    if (!isRedirect(page) && named('main').length !== 1)
      problems.push(`${named('main').length} main landmarks instead of one`);
    return problems.map((problem) => ({ page: page.path, problem }));
  });
}

/** No two pages to read have the same title: a browser's tabs and a search's results would not tell them apart. */
export function titles(site) {
  const byTitle = new Map();
  const findings = [];
  for (const page of readable(site)) {
    const title = page.elements.find((element) => element.tagName === 'title')?.childNodes[0]?.value.trim();
    if (byTitle.has(title))
      findings.push({ page: page.path, problem: `has the title of ${byTitle.get(title)}: ${title}` });
    byTitle.set(title, byTitle.get(title) ?? page.path);
  }
  return findings;
}

/** Attributes that name other elements by their ids. */
const NAMES_OF_IDS = [
  'for',
  'list',
  'headers',
  'form',
  'popovertarget',
  'aria-activedescendant',
  'aria-controls',
  'aria-describedby',
  'aria-details',
  'aria-errormessage',
  'aria-flowto',
  'aria-labelledby',
  'aria-owns',
];

/** Each id is there once, and each element that another names by its id is there. */
export function ids(site) {
  return site.pages.flatMap((page) => {
    const seen = new Set();
    const twice = page.elements
      .map((element) => attribute(element, 'id'))
      .filter((id) => id !== null && (seen.has(id) || !seen.add(id)));
    const named = page.elements.flatMap((element) =>
      NAMES_OF_IDS.flatMap((name) =>
        (attribute(element, name)?.split(/\s+/).filter(Boolean) ?? []).map((id) => ({ name, id })),
      ),
    );
    return [
      ...twice.map((id) => ({ page: page.path, problem: `the id \`${id}\` is there twice` })),
      ...named
        .filter(({ id }) => !seen.has(id))
        .map(({ name, id }) => ({ page: page.path, problem: `\`${name}\` names \`${id}\`, which is not there` })),
    ];
  });
}

export const CHECKS_ON_DISK = { links, relative, foreign, policy, structure, titles, ids };
