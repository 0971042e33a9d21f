// Measures the ranking of other client-side engines, in Node: the same table as relevance.mjs. They load their whole index
// before the first result and cannot split it, so only their ranking is compared.
//
//   node benches/search/others.mjs DIR [--sites cran,cacm]
//
// elasticlunr has mdBook's configuration, MiniSearch the options that its documentation gives for search as you type, and lunr
// weights of our own for title and headings. lunr does not search for prefixes unless a query asks for it.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { collections, DEPTH, relevance, RELEVANCE_HEAD } from './measure.mjs';

const require = createRequire(import.meta.url);
const FIELDS = ['title', 'headings', 'body'];

/** The documents of a collection in three fields. @param {string} dir */
function documents(dir) {
  const lines = readFileSync(join(dir, 'docs.jsonl'), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line)).map(({ url, title, sections }, id) => ({
    id, url: url.toLowerCase(), title, headings: sections.map(({ heading }) => heading).join(' '), body: sections.map(({ text }) => text).join(' '),
  }));
}

/** For each engine, a function that returns the addresses for a query, best first. @type {Record<string, (documents: ReturnType<typeof documents>) => (query: string) => string[]>} */
const ENGINES = {
  lunr: (documents) => {
    const lunr = require('lunr');
    const index = lunr(function () {
      this.ref('url');
      this.field('title', { boost: 2 });
      this.field('headings', { boost: 1.5 });
      this.field('body');
      for (const one of documents) this.add(one);
    });
    // Replace the operators of its query language by spaces.
    return (query) => index.search(query.replace(/[-:+~^*]/g, ' ')).map(({ ref }) => ref);
  },
  elasticlunr: (documents) => {
    const index = require('elasticlunr')(function () {
      this.setRef('url');
      for (const field of FIELDS) this.addField(field);
      this.saveDocument(false);
    });
    for (const one of documents) index.addDoc(one);
    const options = { bool: 'OR', expand: true, fields: { title: { boost: 2 }, headings: { boost: 1 }, body: { boost: 1 } } };
    return (query) => index.search(query, options).map(({ ref }) => ref);
  },
  MiniSearch: (documents) => {
    const index = new (require('minisearch'))({ fields: FIELDS, storeFields: ['url'] });
    index.addAll(documents);
    return (query) => index.search(query, { boost: { title: 2 }, prefix: true, fuzzy: 0.2 }).map(({ url }) => url);
  },
};

const words = process.argv.slice(2);
if (!words[0]) throw new Error('the first argument must be the folder that prepare.py wrote');
const sites = words.includes('--sites') ? words[words.indexOf('--sites') + 1].split(',') : collections(words[0]);
console.log(RELEVANCE_HEAD);
for (const name of sites) {
  const all = documents(join(words[0], name));
  for (const [engine, make] of Object.entries(ENGINES)) {
    const search = make(all);
    await relevance(engine, words[0], name, async (queries) => queries.map((query) => search(query).slice(0, DEPTH)));
  }
}
