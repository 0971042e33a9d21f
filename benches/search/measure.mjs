// Shared by all search benches, without a browser: collections, measures, tables.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The variants of the queries of a collection, and the file of each. */
export const VARIANTS = { plain: 'queries.tsv', typo: 'queries.typo.tsv', prefix: 'queries.prefix.tsv' };

/** The number of results that are ranked. */
export const DEPTH = 10;

/** @param {string} file @returns {string[][]} */
export function tsv(file) {
  return readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => line.split('\t'));
}

/** The collections below `dir`, by name. @param {string} dir */
export function collections(dir) {
  return readdirSync(dir).filter((name) => existsSync(join(dir, name, 'qrels.tsv'))).sort();
}

/**
 * @param {string} dir of one collection
 * @returns {Map<string, Set<string>>} the addresses that answer a query, by the query's number
 */
export function answers(dir) {
  // Addresses of a built site are in lower case.
  const address = new Map(readFileSync(join(dir, 'docs.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line)).map(({ id, url }) => [id, url.toLowerCase()]));
  const answers = new Map();
  for (const [query, document] of tsv(join(dir, 'qrels.tsv'))) {
    if (!answers.has(query)) answers.set(query, new Set());
    answers.get(query).add(address.get(document));
  }
  return answers;
}

/**
 * Computes the measures for one query, with binary gains: a page is an answer or not.
 * @param {string[]} ranked addresses, best first
 * @param {Set<string>} relevant
 */
export function score(ranked, relevant) {
  const seen = [...new Set(ranked)].slice(0, DEPTH);
  const gain = (place) => 1 / Math.log2(place + 2);
  const hits = seen.map((url, place) => (relevant.has(url) ? place : -1)).filter((place) => place >= 0);
  const ideal = Array.from({ length: Math.min(DEPTH, relevant.size) }, (_, place) => gain(place)).reduce((a, b) => a + b, 0);
  return {
    ndcg: hits.reduce((sum, place) => sum + gain(place), 0) / ideal,
    mrr: hits.length ? 1 / (hits[0] + 1) : 0,
    recall: hits.length / relevant.size,
    empty: ranked.length ? 0 : 1,
  };
}

/**
 * Runs every query of a collection in every variant, and prints a row for each variant.
 * @param {string} engine its name in the table
 * @param {string} dir the folder of the collections
 * @param {string} name of the collection
 * @param {(queries: string[]) => Promise<string[][]>} ask addresses for each query, best first
 */
export async function relevance(engine, dir, name, ask) {
  const relevant = answers(join(dir, name));
  for (const [variant, file] of Object.entries(VARIANTS)) {
    const queries = tsv(join(dir, name, file));
    const found = await ask(queries.map(([, query]) => query));
    const scores = queries.map(([number], at) => score(found[at], relevant.get(number) ?? new Set()));
    const average = (measure) => mean(scores.map((each) => each[measure])).toFixed(3);
    console.log(`| ${name} | ${variant} | ${engine} | ${average('ndcg')} | ${average('mrr')} | ${average('recall')} | ${average('empty')} |`);
  }
}

export const RELEVANCE_HEAD = '| collection | queries | engine | nDCG@10 | MRR@10 | R@10 | empty |\n|---|---|---|--:|--:|--:|--:|';

/** @param {number[]} values */
export const mean = (values) => values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);

/** The quantile `share` of the values. @param {number[]} values @param {number} share */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** The address of the engine's script, from the search page of a built site. @param {string} site */
export function searchScript(site) {
  const tag = /<script[^>]*\ssrc="?([^"\s>]*\bengine[.-][^"\s>]*\.js)/.exec(readFileSync(join(site, 'search.html'), 'utf8'));
  if (!tag) throw new Error(`${site}/search.html has no engine script`);
  return tag[1];
}
