// Measures Casebook's ranking without a browser, which makes trying a parameter quick.
//
//   node benches/search/node.mjs DIR [--sites cran,cacm]      the same table as relevance.mjs
//   node benches/search/node.mjs --questions FILE SITE        which of the questions in FILE a built site answers
//
// The site's own script runs in a context with just enough of the DOM to load further scripts. Bytes and times are left to
// the benches with a browser.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { collections, DEPTH, relevance, RELEVANCE_HEAD, searchScript, tsv } from './measure.mjs';

const ORIGIN = 'http://localhost/';

/** The engine of a built site. @param {string} site @returns {{search: (query: string, filters?: object) => Promise<any>}} */
function engineOf(site) {
  const run = (address) => {
    const url = new URL(address, ORIGIN + 'search.html');
    runInContext(readFileSync(join(site, decodeURIComponent(url.pathname)), 'utf8'), context, { filename: url.pathname });
  };
  const context = createContext(pageOf(run));
  context.window = context.self = context;
  const script = searchScript(site);
  context.document.currentScript = element('script', { src: new URL(script, ORIGIN).href });
  run(script);
  const engine = runInContext('casebookSearch', context);
  if (!engine) throw new Error(`${script} defines no casebookSearch`);
  return engine;
}

/** An element that accepts any property and remembers its listeners. */
function element(name, more = {}) {
  const listeners = new Map();
  return {
    tagName: name.toUpperCase(),
    dataset: {},
    addEventListener: (kind, listener) => listeners.set(kind, listener),
    removeEventListener: (kind) => listeners.delete(kind),
    setAttribute(key, value) { this[key] = value; },
    getAttribute(key) { return this[key] ?? null; },
    remove() {},
    tell(kind) { const event = { type: kind, target: this }; this[`on${kind}`]?.(event); listeners.get(kind)?.(event); },
    ...more,
  };
}

/** @param {(address: string) => void} run runs the script at an address of the site */
function pageOf(run) {
  const add = (added) => {
    // As in a browser, a script runs after the task that added it.
    if (added.tagName === 'SCRIPT') setImmediate(() => { try { run(added.src); } catch (error) { if (error.code !== 'ENOENT') console.error(error); return added.tell('error'); } added.tell('load'); });
    return added;
  };
  const parent = element('head', { append: add, appendChild: add });
  const document = element('document', {
    readyState: 'complete', baseURI: ORIGIN + 'search.html', head: parent, body: parent,
    documentElement: element('html', { lang: 'en', dataset: { root: '' }, append: add, appendChild: add }),
    createElement: (name) => element(name), querySelector: () => null, querySelectorAll: () => [], getElementById: () => null,
  });
  return {
    document, location: new URL(ORIGIN + 'search.html'), navigator: { language: 'en' }, console, performance, URL, URLSearchParams, TextDecoder, TextEncoder,
    setTimeout, clearTimeout, queueMicrotask, requestAnimationFrame: setImmediate, addEventListener() {}, removeEventListener() {},
  };
}

const found = async (engine, query) => (await (await engine.search(query)).page(0, DEPTH)).map(({ url }) => url);

/** A result for a line of a step counts as a result for the step. */
const stepOf = (url) => url.replace(/#cb-(?:say|avoid)-(.+)-\d+$/, '#$1');
/** Tests whether a result is among the expected places. A place without an anchor matches any result on its page. */
const answersAt = (places, url) => places.some((place) => place === url || (!place.includes('#') && place === url.split('#')[0]));

/** Prints the rank of each question's first answer, and how many questions have an answer among the first results. */
async function questions(file, site) {
  const engine = engineOf(site);
  const ranks = [];
  for (const [question, places] of tsv(file).slice(1)) {
    const urls = await found(engine, question);
    const rank = urls.findIndex((url) => answersAt(places.split(' '), stepOf(url))) + 1;
    ranks.push(rank);
    console.log(`${String(rank || '–').padStart(2)}  ${question}${rank === 1 ? '' : `\n      ${urls.slice(0, 3).join('\n      ')}`}`);
  }
  const within = (most) => ranks.filter((rank) => rank > 0 && rank <= most).length;
  console.log(`of ${ranks.length}: ${within(1)} first, ${within(3)} in the first three, ${within(DEPTH)} in the first ten`);
}

async function ranking(dir, sites) {
  console.log(RELEVANCE_HEAD);
  for (const name of sites ?? collections(dir)) {
    const engine = engineOf(join(dir, name, 'site'));
    await relevance('casebook', dir, name, async (queries) => {
      const all = [];
      for (const query of queries) all.push((await found(engine, query)).map((url) => '/' + url.split('#')[0]));
      return all;
    });
  }
}

const words = process.argv.slice(2);
if (words[0] === '--questions') await questions(words[1], words[2]);
else await ranking(words[0], words.includes('--sites') ? words[words.indexOf('--sites') + 1].split(',') : undefined);
