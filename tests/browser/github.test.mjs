// The content as GitHub shows it: rendered by its own renderer, addressed by its rule for headings. There every choice
// of a scenario leads to a scene, and every step that a reason names has a heading in its playbook, so that a reviewer
// can play in the preview of a pull request.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import GithubSlugger from 'github-slugger';
import { parse } from 'parse5';
import { PATIENCE } from './patience.mjs';

const CONTENT = fileURLToPath(new URL('../../content/', import.meta.url));
const EXTENSIONS = ['table', 'strikethrough', 'autolink', 'tasklist', 'footnotes'].flatMap((name) => ['-e', name]);

/** GitHub shows front matter as a table above the text, and none of its lines as a heading. */
const FRONT_MATTER = /^\uFEFF?---\r?\n[\s\S]*?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;

/** @param {string} file */
function preview(file) {
  const text = readFileSync(file, 'utf8').replace(FRONT_MATTER, '');
  const html = execFileSync('cmark-gfm', [...EXTENSIONS, '--unsafe', '--to', 'html'], {
    input: text,
    encoding: 'utf8',
    timeout: PATIENCE,
  });
  const slugger = new GithubSlugger();
  const page = { file, anchors: new Set(), links: [], sections: new Map() };
  let section = [];
  for (const element of elements(parse(html))) {
    if (/^h[1-6]$/.test(element.tagName)) {
      const slug = slugger.slug(words(element));
      page.anchors.add(slug);
      section = [];
      if (element.tagName === 'h2') page.sections.set(slug, section);
    }
    const id = element.attrs?.find(({ name }) => name === 'id')?.value;
    if (id) page.anchors.add(id);
    if (element.tagName !== 'a') continue;
    const link = element.attrs.find(({ name }) => name === 'href')?.value ?? '';
    page.links.push(link);
    section.push(link);
  }
  return page;
}

function* elements(node) {
  for (const child of node.childNodes ?? []) {
    yield child;
    yield* elements(child);
  }
}

const words = (node) => (node.nodeName === '#text' ? node.value : (node.childNodes ?? []).map(words).join(''));

function* markdown(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* markdown(path);
    else if (entry.name.endsWith('.md')) yield path;
  }
}

const pages = new Map([...markdown(CONTENT)].map((file) => [file, preview(file)]));

/** Addresses elsewhere, and pages that Casebook makes and that are nowhere but on the site. */
const NO_FILE = /^[a-z]+:|\.html(#|$)/i;

/** What is wrong with the links of a page, in words. */
function broken(page) {
  return page.links
    .filter((link) => !NO_FILE.test(link))
    .flatMap((link) => {
      const [path, anchor] = link.split('#').map(decodeURIComponent);
      const file = path ? resolve(dirname(page.file), path) : page.file;
      if (!existsSync(file)) return [`${link}: no such file`];
      const there = pages.get(file);
      return !anchor || there?.anchors.has(anchor) ? [] : [`${link}: no such heading`];
    });
}

describe('links in the preview', () => {
  for (const page of pages.values()) {
    test(relative(CONTENT, page.file), () => assert.equal(broken(page).join('\n'), ''));
  }
});

/** Values of the front matter that name a step are links nowhere in the preview; their steps need a heading all the same. */
test('each step that front matter names has a heading in its playbook', () => {
  const named = [...pages.keys()].flatMap((file) => {
    const front = FRONT_MATTER.exec(readFileSync(file, 'utf8'))?.[0] ?? '';
    return [...front.matchAll(/(\S+\.md)#([\w-]+)/g)].map(([, path, step]) => ({
      file,
      playbook: resolve(dirname(file), path),
      step,
    }));
  });
  for (const kind of ['cases', 'scenarios'])
    assert.ok(
      named.some(({ file }) => relative(CONTENT, file).startsWith(kind)),
      `${kind} name steps`,
    );
  const without = named.filter(({ playbook, step }) => !pages.get(playbook)?.anchors.has(step));
  assert.equal(without.map(({ file, step }) => `${relative(CONTENT, file)}: ${step}`).join('\n'), '');
});

describe('clicking leads from the first scene to every other', () => {
  const scenarios = [...pages.values()].filter(
    ({ file }) => relative(CONTENT, file).startsWith('scenarios') && basename(file) !== 'index.md',
  );
  for (const page of scenarios) {
    test(relative(CONTENT, page.file), () => {
      const [start, ...others] = [...page.sections.keys()];
      const reached = new Set([start]);
      // A set hands out what is added to it on the way.
      for (const scene of reached) {
        for (const link of page.sections.get(scene) ?? [])
          if (link.startsWith('#')) reached.add(decodeURIComponent(link.slice(1)));
      }
      assert.ok(others.length > 2, 'it has scenes');
      assert.equal(others.filter((scene) => scene !== 'debrief' && !reached.has(scene)).join(' '), '');
    });
  }
  test('there are scenarios', () => assert.ok(scenarios.length > 0));
});
