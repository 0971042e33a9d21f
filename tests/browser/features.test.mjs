// The rules by which pages are chosen: what counts as a feature of a page, and that the chosen pages have all of them.
// Without a browser.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { cover, known } from './cover.mjs';
import { loadSite } from './site.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'casebook-features-'));
after(() => rmSync(scratch, { recursive: true }));

const STYLES = '.card, .card-title, .is-new, .list, .menu, .skip { color: red }';
const page = (body, kind = 'page') =>
  `<!doctype html><html lang="en" data-kind="${kind}"><head><title>A page</title><link rel="stylesheet" href="assets/style-1.css"></head><body>` +
  `<nav class="menu"><a class="skip" href="#main">Skip</a></nav><main id="main">${body}</main></body></html>`;

/** A site of these pages by name. @param {Record<string, string>} files */
function site(name, files) {
  for (const [path, text] of Object.entries({ 'assets/style-1.css': STYLES, ...files })) {
    mkdirSync(dirname(join(scratch, name, path)), { recursive: true });
    writeFileSync(join(scratch, name, path), text);
  }
  return loadSite(join(scratch, name));
}

/** The features that the second page has and the first does not. */
function added(name, first, second, of = 'looks') {
  const [a, b] = known([site(name, { 'a.html': first, 'b.html': second })]);
  return [...b.features[of]].filter((feature) => !a.features[of].has(feature)).sort();
}

describe('a feature is', () => {
  test('a component, on its kind of page and in the component around it', () =>
    assert.deepEqual(
      added(
        'component',
        page('<div class="card"></div>'),
        page('<div class="card"><p class="card-title">Words</p></div>'),
      ),
      ['.card .card-title', '.card of one .card-title', 'page: .card-title'],
    ));
  test('a kind of page', () =>
    assert.ok(added('kind', page('<p>Words</p>'), page('<p>Words</p>', 'case')).includes('kind case')));
  test('a further class, an attribute, and a value that few pages have', () =>
    assert.deepEqual(
      added(
        'states',
        page('<p class="card">Words</p>'),
        page('<p class="card is-new" aria-current="page" title="Any words at all">Words</p>'),
      ),
      ['.card.is-new', '.card[aria-current=page]', '.card[aria-current]', '.card[title]'],
    ));
  test('one or many of what a list has', () =>
    assert.deepEqual(
      added('list', page('<ul class="list"><li>One</li></ul>'), page('<ul class="list"><li>One</li><li>Two</li></ul>')),
      ['.list of many li'],
    ));
  test('a word that is longer than a line', () =>
    assert.deepEqual(added('word', page('<p>Words</p>'), page('<p>Donaudampfschifffahrtsgesellschaft</p>')), [
      'p with a long word',
    ]));
  test('a style sheet', () =>
    assert.deepEqual(
      added('sheet', page('<p>Words</p>'), page('<p>Words</p>').replace('style-1', 'style-2'), 'scripts'),
      ['loads assets/style-2.css'],
    ));
  test('a hook for scripts, in templates too', () =>
    assert.deepEqual(
      added('hook', page('<p>Words</p>'), page('<p>Words</p><template><b data-cb-go></b></template>'), 'scripts'),
      ['page: [data-cb-go]'],
    ));
  test('what takes the focus, where the keyboard is asked for', () =>
    assert.deepEqual(
      added(
        'keys',
        page('<p class="card">Words</p>'),
        page('<p class="card">Words <em>and</em> <a href="b.html">a link</a></p>'),
        'keys',
      ),
      ['.card a', 'a[href]'],
    ));
  test('what stands around the main part, where the frame is asked for', () =>
    assert.deepEqual(
      added(
        'frame',
        page('<p>Words</p>'),
        page('<p class="card">Words</p>').replace('<nav class="menu">', '<nav class="menu is-new">'),
        'frame',
      ),
      ['.menu.is-new'],
    ));
  test('no class that neither a style sheet nor a script names, and nothing that only a template holds', () =>
    assert.deepEqual(
      added(
        'data',
        page('<p>Words</p>'),
        page('<p class="language-toml">Words</p><template><div class="card"></div></template>'),
      ),
      [],
    ));
});

describe('the chosen pages', () => {
  const pages = {
    'a.html': page('<p class="card">One</p>'),
    'b.html': page('<p class="list">Two</p>'),
    'c.html': page('<p class="card">One</p><p class="list">Two</p>'),
    'd.html': page('<p>Three</p>', 'case'),
  };
  const chosen = (given = []) => {
    const all = known([site('cover', pages)]);
    const names = cover(
      all,
      ({ features }) => features.looks,
      all.filter(({ page: { path } }) => given.includes(path)),
    ).map(({ page: { path } }) => path);
    return names.join(' ');
  };
  test('have every feature, and are few', () => assert.equal(chosen(), 'c.html d.html'));
  test('hold those that are wanted in any case', () => assert.equal(chosen(['a.html']), 'a.html b.html d.html'));
  test('are the smaller of two that have the same', () => {
    const all = known([
      site('sizes', {
        'a.html': page(`<p class="card">${'Words. '.repeat(9)}</p>`),
        'b.html': page('<p class="card">Words.</p>'),
      }),
    ]);
    assert.equal(
      cover(all, ({ features }) => features.looks)
        .map(({ page: { path } }) => path)
        .join(),
      'b.html',
    );
  });
});
