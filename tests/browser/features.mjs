// The features of a page: the components it shows, in the states that style sheets and scripts can tell apart. They are
// derived from the markup by rule, so a new component, class, attribute or page kind is a feature without being listed.
// cover.mjs chooses the pages to visit by them; nothing here opens a browser.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attribute } from './site.mjs';

/** An attribute with at most this many values, each a keyword, holds a state: `aria-current="page"`, `data-show="dark"`. */
const MOST_KEYWORDS = 16;
const KEYWORD = /^([a-z-]*|(\.\.\/)*)$/;

/** Elements that take the focus by themselves. */
const STOPS = new Set(['a', 'audio', 'button', 'details', 'iframe', 'input', 'select', 'summary', 'textarea', 'video']);

/** Text-level elements that look alike in every component: they take the colours and the size of what is around them. */
const TEXT_LEVEL = new Set([
  'abbr',
  'b',
  'bdi',
  'br',
  'cite',
  'code',
  'del',
  'em',
  'i',
  'ins',
  'kbd',
  'mark',
  'q',
  's',
  'small',
  'strong',
  'sub',
  'sup',
  'u',
  'var',
  'wbr',
]);

/** Texts in a script: a site in another language has others, and the same code. */
const TEXTS = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g;

/** Characters of a word that is wider than a line of a small phone in the size of a heading. */
const LONG_WORD = 24;

/**
 * @typedef {object} Vocabulary what all sites together say of classes and attributes
 * @property {Set<string>} classes those that a style sheet or a script names; others, such as `language-toml`, are data
 * @property {Set<string>} states attributes whose values are states
 * @property {Map<string, string>} codes each style sheet and script by its name, with the first of those that differ from it by words alone
 */

/** @param {import('./site.mjs').Site[]} sites @returns {Vocabulary} */
export function vocabularyOf(sites) {
  const assets = new Map(
    sites.flatMap((site) =>
      [...site.files]
        .filter((file) => /^assets\/.*\.(css|js)$/.test(file))
        .map((file) => [file.split('/').at(-1), readFileSync(join(site.dir, file), 'utf8')]),
    ),
  );
  const first = new Map();
  const codes = new Map(
    [...assets].map(([name, text]) => {
      const code = name.endsWith('.js') ? text.replace(TEXTS, '""') : text;
      if (!first.has(code)) first.set(code, name);
      return [name, first.get(code)];
    }),
  );
  return {
    classes: new Set([...assets.values()].flatMap((text) => text.match(/[a-z][\w-]*/gi) ?? [])),
    states: stateAttributes(sites.flatMap(({ pages }) => pages)),
    codes,
  };
}

function stateAttributes(pages) {
  const values = new Map();
  for (const { elements } of pages) {
    for (const { attrs } of elements) {
      for (const { name, value } of attrs) {
        if (!values.has(name)) values.set(name, new Set());
        values.get(name).add(value);
      }
    }
  }
  const keywords = ([, seen]) => seen.size <= MOST_KEYWORDS && [...seen].every((value) => KEYWORD.test(value));
  return new Set([...values].filter(keywords).map(([name]) => name));
}

/**
 * @typedef {object} Place where an element stands
 * @property {string} component its first class, or its tag
 * @property {string[]} further its other classes, which are states of the component
 * @property {string | null} around the nearest component with a class above it; null directly in the body
 * @property {boolean} main whether it stands in the main part
 * @property {boolean} shown false in the head, and in a template, which is shown by a script or never
 */

/** The place of each element. @param {import('./site.mjs').Page} page @param {Vocabulary} vocabulary @returns {Map<any, Place>} */
function placesOf(page, { classes }) {
  const places = new Map();
  for (const element of page.elements) {
    const parent = element.parentNode?.tagName ? element.parentNode : element.parentNode?.host;
    const above = places.get(parent);
    const named = (attribute(element, 'class') ?? '').split(/\s+/).filter((name) => classes.has(name));
    const [component = element.tagName, ...further] = named.map((name) => `.${name}`);
    places.set(element, {
      component,
      further,
      around:
        parent?.tagName === 'body'
          ? null
          : above?.component.startsWith('.')
            ? above.component
            : (above?.around ?? null),
      main: element.tagName === 'main' || Boolean(above?.main),
      shown: (above?.shown ?? true) && !['head', 'template'].includes(element.tagName),
    });
  }
  return places;
}

/** Shapes of a drawing that have no class belong to the drawing. */
const isShape = (element, { component }) =>
  element.namespaceURI.endsWith('svg') && element.tagName !== 'svg' && !component.startsWith('.');

/** The states of one element: its further classes, its attributes, and the values of attributes that hold states. */
function* statesOf(element, { component, further }, { states }) {
  for (const name of further) yield component + name;
  for (const { name, value } of element.attrs) {
    if (name === 'class') continue;
    yield `${component}[${name}]`;
    if (states.has(name)) yield `${component}[${name}=${value}]`;
  }
}

/** Whether a component that lists things lists one or many. A list has no text of its own, and children of one component. */
function* lengthOf(element, { component }, places) {
  const nodes = (element.childNodes ?? []).filter(
    ({ nodeName, value }) => nodeName !== '#comment' && !(nodeName === '#text' && !value.trim()),
  );
  const first = places.get(nodes[0])?.component;
  if (!component.startsWith('.') || element.tagName === 'body' || !first) return;
  if (nodes.every((node) => places.get(node)?.component === first))
    yield `${component} of ${nodes.length === 1 ? 'one' : 'many'} ${first}`;
}

/** Whether an element's own text has a word that fills a line of a phone: what holds such a word must break it or scroll. */
function* wordsOf(element, { component }) {
  const words = (element.childNodes ?? []).flatMap(({ nodeName, value }) =>
    nodeName === '#text' ? value.split(/[\s\u00ad\u200b-]+/) : [],
  );
  if (words.some((word) => word.length >= LONG_WORD)) yield `${component} with a long word`;
}

/** The files that a page loads, by what they hold: a site with styles or scripts of its own loads others. */
function* filesOf({ references }, { codes }) {
  for (const { element, value, rel } of references) {
    if (element === 'script' || rel === 'stylesheet') yield `loads ${codes.get(value.split('/').at(-1)) ?? value}`;
  }
}

/**
 * @typedef {object} Features
 * @property {Set<string>} looks what can look different: components by kind of page and by the component around them, their states and lengths
 * @property {Set<string>} scripts what scripts can find: the hooks on each kind of page, and the files that it loads
 * @property {Set<string>} keys what the keyboard and a thumb can stop at: components that take the focus, where they stand and in which states; style sheets
 * @property {Set<string>} frame what surrounds the main part
 */

/** @param {import('./site.mjs').Page} page @param {Vocabulary} vocabulary @returns {Features} */
export function featuresOf(page, vocabulary) {
  const places = placesOf(page, vocabulary);
  const looks = new Set(filesOf(page, vocabulary)).add(`kind ${page.kind}`);
  const scripts = new Set(looks);
  const [keys, frame] = [new Set([...looks].filter((feature) => feature.endsWith('.css'))), new Set()];
  for (const [element, place] of places) {
    for (const { name } of element.attrs) if (name.startsWith('data-')) scripts.add(`${page.kind}: [${name}]`);
    if (!place.shown || isShape(element, place)) continue;
    const around = TEXT_LEVEL.has(place.component) ? '' : (place.around ?? '');
    const own = [
      ...statesOf(element, place, vocabulary),
      ...lengthOf(element, place, places),
      ...wordsOf(element, place),
      `${around} ${place.component}`,
    ];
    for (const feature of own) looks.add(feature);
    if (place.component.startsWith('.')) looks.add(`${page.kind}: ${place.component}`);
    if (STOPS.has(element.tagName) || attribute(element, 'tabindex') !== null)
      for (const feature of own) keys.add(feature);
    if (!place.main && !['html', 'body'].includes(element.tagName)) for (const feature of own) frame.add(feature);
  }
  return { looks, scripts, keys, frame };
}
