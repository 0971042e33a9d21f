// The examples of the CommonMark specification, through our parser and our HTML writer. They agree in structure: the
// elements that Markdown makes, their text, and where links and pictures lead. Identifiers, classes and the marks around
// headings and pictures are ours. The examples that differ on purpose are listed with the reason; the list is exact.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import commonmark from 'commonmark-spec';
import { parseFragment } from 'parse5';

const TARGET = process.env.CARGO_TARGET_DIR ?? join(import.meta.dirname, '../../target');

/** The number of examples in the version of the specification that package.json names. */
const EXAMPLES = 652;

/** Examples that differ on purpose: their numbers in the specification, by reason. */
const ON_PURPOSE = {
  'a heading without words is not written': [79],
  'a link without words shows its address': [484],
  'text in double brackets is a link between pages, which is reported': [548, 559, 590],
  'a bare address is a link': [606, 608, 611, 612],
};

/** The examples; in the specification, `→` stands for a tab. */
const examples = commonmark.tests.map((example) => ({
  ...example,
  markdown: example.markdown.replaceAll('→', '\t'),
  html: example.html.replaceAll('→', '\t'),
}));

/** The HTML that our writer makes of each text. */
function written(texts) {
  const input = texts.map((text) => `${JSON.stringify(text)}\n`).join('');
  const output = execFileSync(join(TARGET, 'debug/examples/markdown'), { input, maxBuffer: 1 << 26 }).toString();
  return output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** The attributes that carry meaning in the specification. */
const KEPT = ['href', 'src', 'alt', 'title', 'start'];

/** The structure of HTML as one line of text. */
function structure(html) {
  return nodes(parseFragment(html).childNodes, false)
    .replaceAll(/><\/img>( title="[^"]*")/g, '$1></img>')
    .replaceAll(/ +/g, ' ')
    .replaceAll(/ ?(<\/?(?:p|ul|ol|li|blockquote|h|hr|pre|div|table)\b[^>]*>) ?/g, '$1')
    .trim();
}

function nodes(list, isCode) {
  return list.map((node) => one(node, isCode)).join('');
}

function one(node, isCode) {
  if (node.nodeName === '#text') {
    const text = node.value.replaceAll('<', '&lt;');
    return isCode ? text.replace(/\n$/, '') : text.replaceAll(/\s+/g, ' ');
  }
  if (!node.tagName) return '';
  const classes = (node.attrs.find(({ name }) => name === 'class')?.value ?? '').split(' ');
  const inside = nodes(node.childNodes, isCode || node.tagName === 'pre');
  // A heading links to itself, and its size follows from those around it: a page has one heading of the first size.
  if (classes.includes('anchor')) return '';
  if (classes.includes('heading')) return inside;
  if (/^h[1-6]$/.test(node.tagName)) return `<h>${inside.trim()}</h>`;
  // A picture that stands alone in a paragraph is a figure, and its title the caption.
  if (node.tagName === 'figure') return `<p>${inside}</p>`;
  if (node.tagName === 'figcaption') return ` title="${inside}"`;
  const attributes = node.attrs
    .filter(({ name, value }) => KEPT.includes(name) && value !== '')
    .map(({ name, value }) => ` ${name}="${name === 'href' || name === 'src' ? address(value) : value}"`)
    .sort()
    .join('');
  return `<${node.tagName}${attributes}>${inside}</${node.tagName}>`;
}

/** An address without the differences between encoded characters that browsers treat alike. */
function address(text) {
  try {
    return decodeURI(text);
  } catch {
    return text;
  }
}

test('the examples agree with the specification but for those that differ on purpose', () => {
  assert.equal(examples.length, EXAMPLES);
  const ours = written(examples.map((example) => example.markdown));
  const pairs = examples.map(({ number, html }, at) => ({
    number,
    theirs: structure(html),
    ours: structure(ours[at]),
  }));
  const different = pairs.filter((pair) => pair.ours !== pair.theirs);
  const expected = new Set(Object.values(ON_PURPOSE).flat());
  const begun = different.filter(({ number }) => !expected.has(number));
  assert.deepEqual(begun, [], 'examples that differ and are not listed');
  const ceased = [...expected].filter((number) => !different.some((pair) => pair.number === number));
  assert.deepEqual(ceased, [], 'examples that are listed and do not differ');
});

test('the examples are checked as pages of a site', (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'commonmark-'));
  t.after(() => rmSync(dir, { recursive: true }));
  mkdirSync(join(dir, 'content'));
  for (const { number, markdown } of examples) {
    writeFileSync(join(dir, `content/example-${number}.md`), `---\ntitle: Example ${number}\n---\n\n${markdown}`);
  }
  const run = spawnSync(join(TARGET, 'debug/casebook'), ['check', '--all', '--format', 'json', dir], {
    maxBuffer: 1 << 26,
  });
  // 1 says that there are errors: most examples link to files that do not exist.
  assert.equal(run.status, 1, run.stderr.toString());
  const found = run.stdout
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const counts = new Map();
  for (const { code } of found) counts.set(code, (counts.get(code) ?? 0) + 1);
  for (const [code, count] of counts) t.diagnostic(`${code}: ${count}`);
  assert.ok(counts.has('unknown-link') && counts.has('raw-html'));
});
