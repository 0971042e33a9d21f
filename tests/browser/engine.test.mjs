// What the search finds: on this repository's own site, and in every language that has rules of its own. Without a
// browser; how it looks and is used is tested in search.test.mjs.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { engine, places, table } from './engine.mjs';
import { PATIENCE } from './patience.mjs';

const lists = new URL('../search/', import.meta.url);
const binary = process.env.CASEBOOK ?? fileURLToPath(new URL('../../target/debug/casebook', import.meta.url));
/** This repository's own site is the first of those to test. */
const own = (process.env.SITE ?? '').split(':')[0];

const content = fileURLToPath(new URL('../../content', import.meta.url));
const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.path, one.name));

/** A line of a step stands in the step. */
const stepOf = (url) => url.replace(/#cb-(?:say|avoid)-(.+)-\d+$/, '#$1');
/** Whether an address answers: a place by itself, a page with any of its places. */
const answers = (url, wanted) =>
  wanted.some((place) => (place.includes('#') ? stepOf(url) : url.split('#')[0]) === place);

describe('words', () => {
  const { words } = engine('.');
  for (const [text, expected] of table(new URL('words.tsv', lists))) {
    test(text, () => assert.equal(words.split(words.fold(text)).join(' '), expected));
  }
});

describe('questions of staff', () => {
  const questions = table(new URL('questions.tsv', lists));
  const ranks = new Map();
  before(async () => {
    const { search } = engine(own);
    for (const [question, wanted] of questions) {
      const found = await places(search, question);
      const rank = found.findIndex((url) => answers(url, wanted.split(' '))) + 1;
      ranks.set(question, { rank, found });
    }
  });
  for (const [question] of questions) {
    test(`“${question}” is answered in the first ten`, () => {
      const { rank, found } = ranks.get(question);
      assert.ok(rank > 0, `found instead: ${found.join(' ')}`);
    });
  }
  test('nine of ten are answered in the first three', () => {
    const late = questions
      .map(([question]) => question)
      .filter((question) => ![1, 2, 3].includes(ranks.get(question).rank));
    assert.ok(late.length <= questions.length / 10, `late: ${late.join(', ')}`);
  });
});

describe('ways to ask', () => {
  const { search, loaded } = engine(own);
  const first = async (query, filters) => (await places(search, query, filters, 1))[0];

  test('a page without a word of the query is no result', async () =>
    assert.equal((await search.search('zzzyx')).total, 0));
  test('a word that nobody wrote is told, with what is near', async () => {
    const found = await search.search('custmer qqqqqq');
    assert.deepEqual(
      Array.from(found.corrected, (pair) => Array.from(pair)),
      [['custmer', 'customer']],
    );
    assert.deepEqual(Array.from(found.unknown), ['qqqqqq']);
  });
  test('swapped, lost and added letters', async () => {
    for (const query of ['refnud in full', 'refud in full', 'refunnd in full'])
      assert.equal(await first(query), 'playbooks/boundary.html#refund-in-full', query);
  });
  test('the last word may go on', async () => assert.match(await first('lead questi'), /#lead-question$/));
  test('synonyms of one word and of several', async () => {
    assert.ok((await places(search, 'reimbursement')).includes('playbooks/boundary.html#refund-in-full'));
    assert.ok((await places(search, 'money back')).includes('playbooks/boundary.html#refund-in-full'));
  });
  test('a phrase in quotation marks stands so on the page', async () => {
    const exact = await search.search('"fix it twice"');
    const loose = await search.search('fix it twice');
    assert.ok(exact.total > 0 && exact.total < loose.total);
    assert.equal((await search.search('"twice it fix"')).total, 0);
  });
  test('a phrase stands in one text: neither the word above a line nor the line before belongs to it', async () => {
    for (const query of ['"Better not nobody else"', '"better not it"', '"important person 2"']) {
      const found = await search.search(query);
      assert.deepEqual(
        Array.from(await found.page(0, 9), ({ url }) => url),
        [],
        query,
      );
    }
  });
  test('filters leave their kind, and the others are counted', async () => {
    const found = await search.search('customer', { kind: ['case'] });
    assert.equal(found.total, found.kinds.case);
    assert.ok(found.kinds.step > 0);
    for (const result of await found.page(0, 10)) assert.equal(result.kind, 'case');
  });
  test('facets name their values, and filter', async () => {
    const facets = Array.from(await search.facets());
    const outcome = facets.find((facet) => facet.name === 'outcome');
    assert.ok(outcome.values.length > 1);
    const { value, count } = outcome.values[0];
    assert.equal((await search.search('a the customer', { outcome: [value] })).total, count);
  });
  test('a step that is found first says its lines', async () => {
    const { answer } = await search.search('refund in full');
    assert.equal(answer.url, 'playbooks/boundary.html#refund-in-full');
    assert.ok(answer.act.length > 20 && answer.say.length > 0);
  });
  test('a line to say or to avoid is a place of its own, below the word for such lines', async () => {
    for (const [query, url, label] of [
      ['nobody else has complained', 'playbooks/unhappy-customer.html#cb-avoid-most-important-person-2', 'Better not'],
      ['what can I do to make this good for you', 'playbooks/unhappy-customer.html#cb-say-lead-question-1', 'Say'],
    ]) {
      const found = await search.search(query),
        [result] = await found.page(0, 1);
      assert.deepEqual(
        [result.url, ...Array.from(result.place, ([text, marked]) => [text, marked])],
        [url, [label, false]],
      );
      // The answer on top leads to the whole step, and is not listed twice.
      assert.deepEqual([found.answer.place, found.answer.url.includes('cb-')], [url, false]);
    }
  });
  test('a step whose name is meant is that step, whatever its lines say', async () =>
    assert.equal(await first('most important person'), 'playbooks/unhappy-customer.html#most-important-person'));
  test('every place of the index stands on its page', () => {
    const pages = new Map(),
      missing = [];
    const has = (url) => {
      const [page, place] = url.split('#');
      if (!pages.has(page)) pages.set(page, readFileSync(join(own, page), 'utf8'));
      return !place || pages.get(page).includes(`id="${place}"`);
    };
    const files = filesBelow(join(own, 'search')).filter((path) => /f\d+\.js$/.test(path));
    const entries = files.flatMap((path) =>
      JSON.parse(readFileSync(path, 'utf8').replace(/^casebookIndex\("[^"]*",|\);?\s*$/g, '')),
    );
    const urls = entries.flatMap(({ url, places }) => [
      url,
      ...places.flatMap(([anchor]) => (anchor ? [`${url.split('#')[0]}#${anchor}`] : [])),
    ]);
    for (const url of urls) if (!has(url)) missing.push(url);
    assert.ok(urls.length > 500, `${urls.length}`);
    assert.deepEqual(missing, []);
  });
  test('only little words find something too', async () => assert.ok((await search.search('what if it is')).total > 0));
  test('endings and reasons are not in the index', () => {
    const index = filesBelow(join(own, 'search'))
      .filter((path) => /f\d+\.js$/.test(path))
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n');
    const scenarios = filesBelow(content).filter((path) => path.includes('scenarios') && !path.endsWith('index.md'));
    const hidden = scenarios.flatMap((path) => {
      const text = readFileSync(path, 'utf8');
      const reasons = [...text.matchAll(/- (?:Follows|Bends|Breaks) \[[^\]]*\]\([^)]*\): (.{20})/g)].map(
        ([, why]) => why,
      );
      const endings = text.split(/^## /m).filter((scene) => scene.startsWith('Ending:'));
      return [...reasons, ...endings.flatMap((scene) => scene.match(/^Outcome: \w+\.\s+(.{25})/m)?.[1] ?? [])];
    });
    assert.ok(hidden.length > 50, `${hidden.length}`);
    assert.deepEqual(
      hidden.filter((words) => index.includes(words)),
      [],
    );
  });
  test('marks are pieces of the text itself', async () => {
    const [result] = await (await search.search('refund full')).page(0, 1);
    const marked = result.title.filter(([, marked]) => marked).map(([text]) => text);
    assert.deepEqual(Array.from(marked), ['Refund', 'full']);
    assert.equal(result.title.map(([text]) => text).join(''), 'Refund in full');
  });
  test('texts are loaded for the results that are shown only', async () => {
    const fresh = engine(own);
    await (await fresh.search.search('customer')).page(0, 1);
    const texts = fresh.loaded.filter((path) => /\/f\d+\.js$/.test(path));
    assert.ok(texts.length <= 2, `${loaded.length} before, now ${texts.join(' ')}`);
  });
});

describe('hostile queries', () => {
  const { search } = engine(own);
  const queries = [
    '<img src=x onerror=alert(1)>',
    '__proto__',
    'constructor',
    'toString hasOwnProperty',
    'x'.repeat(10_000),
    'ab '.repeat(4000),
    '😀 👩‍👩‍👧',
    '\u202eesrever\u202c',
    '"',
    '""',
    '\\',
    '\0',
    '-',
    "'",
    '"unclosed phrase',
    '%',
    '&lt;',
    '\ud800',
  ];
  for (const query of queries) {
    test(JSON.stringify(query).slice(0, 40), async () => {
      const found = await search.search(query);
      assert.ok(Number.isInteger(found.total));
      await found.page(0, 10);
      assert.equal({}.polluted, undefined);
    });
  }
});

describe('an index that changes', () => {
  test('a part that is gone makes the root be asked again, once', async () => {
    let gone = 1;
    const { search, loaded } = engine(own, { missing: (path) => /\/p\d+\.js$/.test(path) && gone-- > 0 });
    assert.ok((await search.search('customer')).total > 0);
    assert.equal(loaded.filter((path) => path.includes('root.js')).length, 2);
  });
  test('a part of the texts that is gone is asked again too', async () => {
    let gone = 1;
    const { search } = engine(own, { missing: (path) => /\/f\d+\.js$/.test(path) && gone-- > 0 });
    const found = await search.search('customer');
    assert.equal((await found.page(0, 5)).length, 5);
  });
  test('places are handed over one by one, in order, from the first again after a part was gone', async () => {
    let gone = 1;
    const { search } = engine(own, { missing: (path) => /\/f\d+\.js$/.test(path) && gone-- > 0 });
    const found = await search.search('customer');
    const handed = [];
    const all = await found.page(0, 5, ({ url }, at) => {
      handed.length = at;
      handed.push(url);
    });
    assert.deepEqual(
      handed,
      Array.from(all, ({ url }) => url),
    );
    const later = [];
    await found.page(3, 5, ({ url }, at) => later.push([at, url]));
    assert.deepEqual(
      later,
      handed.slice(3).map((url, at) => [at, url]),
    );
  });
  test('a load of before does not answer for one of now', async () => {
    const { search, loaded } = engine(own, {
      missing: (path) => /\/p\d+\.js$/.test(path) && loaded.filter((one) => one.includes('root.js')).length < 2,
    });
    const found = await Promise.all(['customer', 'refund', 'promise'].map((query) => search.search(query)));
    for (const { total } of found) assert.ok(total > 0);
  });
  test('an index that stays gone is said to be', async () => {
    const { search, loaded } = engine(own, { missing: () => true });
    await assert.rejects(search.search('customer'));
    assert.equal(loaded.length, 2);
  });
});

describe('a large index', () => {
  const PLACES = 5000;
  let folder;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'large-'));
    mkdirSync(join(folder, 'content'));
    const terms = Array.from(
      { length: PLACES },
      (_, n) =>
        `Term ${n}:\n  means: The refund of a parcel in the case n${n}, and promise y${n % 997} to the customer.\n`,
    );
    // A question with little words that stand everywhere, and one that says the same in fewer words and another.
    terms.push('Refund promised:\n  means: Ask.\n', 'To the refund of a:\n  means: Ask.\n');
    writeFileSync(join(folder, 'content', 'glossary.yaml'), terms.join(''));
    execFileSync(binary, ['build', folder], { stdio: 'pipe', timeout: PATIENCE });
  });
  after(() => rmSync(folder, { recursive: true }));
  /** What kinds of files a reader who has nothing yet asks for, until the results stand. */
  const asked = async (query) => {
    const { search, loaded } = engine(join(folder, 'public'));
    const results = await (await search.search(query)).page(0, 5);
    const count = (kind) => loaded.filter((path) => kind.test(path)).length;
    const files = {
      root: count(/root\.js$/),
      tails: count(/\/t\d+\.js$/),
      postings: count(/\/p\d+\.js$/),
      texts: count(/\/f\d+\.js$/),
    };
    assert.equal(loaded.length, files.root + files.tails + files.postings + files.texts, loaded.join(' '));
    return { ...files, urls: Array.from(results, ({ url }) => url) };
  };

  test('a question asks for the root, a file for each word that says something, and the texts of its results', async () => {
    const { urls, texts, ...files } = await asked('the promise of a refund to the customer ');
    assert.deepEqual(files, { root: 1, tails: 0, postings: 3 });
    assert.ok(urls.length === 5 && texts <= 5, `${texts}`);
  });
  test('little words alone find something too', async () => assert.equal((await asked('of the')).urls.length, 5));
  test('a first letter, and a short word that nobody wrote, ask for nothing more than the root', async () => {
    for (const query of ['z', 'zq '])
      assert.deepEqual(await asked(query), { root: 1, tails: 0, postings: 0, texts: 0, urls: [] }, query);
  });
  test('a misspelt word costs two files of places at most', async () => {
    const { postings, urls } = await asked('promisse ');
    assert.ok(postings > 0 && postings <= 2 && urls.length === 5, `${postings}`);
  });
  test('a title is recognized though its little words are not looked up', async () => {
    const { urls, postings } = await asked('to the refund of a ');
    assert.deepEqual([urls[0], postings], ['glossary.html#to-the-refund-of-a', 1]);
  });
  test('a rare word is found, by a file more', async () => {
    const { urls, ...files } = await asked('n4321');
    assert.deepEqual(files, { root: 1, tails: 1, postings: 1, texts: 1 });
    assert.deepEqual(urls, ['glossary.html#term-4321']);
  });
});

describe('pages that somebody has in mind', () => {
  /** The wrong page says more of the question in its text, and stands before the right one where they weigh the same. */
  const PAGES = {
    'what-we-refund': ['Refunds', 'What we give back, and when.'],
    'a-window': [
      'The refund window for worn or damaged shoes',
      'Refunds of shoes. A refund for shoes that were worn is a refund all the same: refund, then ask.',
    ],
    editor: ['Open the cloud editor', 'Press the button on the left.'],
    board: [
      'If your board is not seen by the cloud editor',
      'Cloud editor, board and cable. Look whether the cloud editor sees the board.',
    ],
  };
  let folder;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'known-'));
    mkdirSync(join(folder, 'content'));
    for (const [name, [title, text]] of Object.entries(PAGES))
      writeFileSync(join(folder, 'content', `${name}.md`), `---\ntitle: ${title}\n---\n\n${text}\n`);
    execFileSync(binary, ['build', folder], { stdio: 'pipe', timeout: PATIENCE });
  });
  after(() => rmSync(folder, { recursive: true }));
  for (const [query, page] of [
    ['refund', 'what-we-refund'],
    ['cloud editor', 'editor'],
    ['cluod editor', 'editor'],
    ['cloud edi', 'editor'],
    ['worn shoes refund', 'a-window'],
    ['cloud editor board not seen', 'board'],
  ]) {
    test(`“${query}” means ${page}`, async () =>
      assert.equal((await places(engine(join(folder, 'public')).search, query))[0], `${page}.html`));
  }
});

describe('languages', () => {
  const languages = table(new URL('languages.tsv', lists));
  let folder;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'languages-'));
    mkdirSync(join(folder, 'content'));
    for (const [language, ...sentences] of languages) {
      sentences.slice(0, 2).forEach((sentence, number) => {
        writeFileSync(
          join(folder, 'content', `${language}-${number}.md`),
          `---\ntitle: "${language} ${number}"\nlang: ${language}\n---\n\n${sentence}\n`,
        );
      });
    }
    execFileSync(binary, ['build', folder], { stdio: 'pipe', timeout: PATIENCE });
  });
  after(() => rmSync(folder, { recursive: true }));
  for (const [lang, , , word] of languages) {
    // The blank says that the word is whole: its other form is found by the stem alone.
    test(`${lang}: ${word}`, async () => {
      const { search } = engine(join(folder, 'public'), { lang });
      const found = (await places(search, `${word} `)).filter((url) => url.startsWith(`${lang}-`));
      assert.deepEqual(found.sort(), [`${lang}-0.html`, `${lang}-1.html`]);
    });
  }
  test('what is written in another language is found too, and no word of it is strange', async () => {
    const { search } = engine(join(folder, 'public'), { lang: 'en' });
    assert.ok((await places(search, 'Weltuntergang')).includes('de-1.html'));
    const { corrected, unknown } = await search.search('Weltuntergang');
    assert.deepEqual([corrected.length, unknown.length], [0, 0]);
  });
  test('without blanks only the signs that match are marked', async () => {
    const { search } = engine(join(folder, 'public'), { lang: 'ja' });
    const results = await (await search.search('返品')).page(0, 1);
    assert.deepEqual(
      Array.from(results[0].excerpt, ([text, marked]) => (marked ? `[${text}]` : text)).join(''),
      'お客様は[返品]を希望しています。',
    );
  });
  test('a phrase is looked for in the kind that is chosen, and the others are counted', async () => {
    const { search } = engine(own);
    const { kinds } = await search.search('"fix it twice"');
    const chosen = await search.search('"fix it twice"', { kind: ['step'] });
    assert.deepEqual({ ...chosen.kinds }, { ...kinds });
    assert.equal(chosen.total, kinds.step);
  });
});
