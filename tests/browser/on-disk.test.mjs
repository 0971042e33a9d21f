// Each site as files: links, addresses, policy, structure.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CHECKS_ON_DISK } from './checks-on-disk.mjs';
import { listed } from './report.mjs';
import { sitesFromEnvironment } from './site.mjs';

const sites = sitesFromEnvironment();

for (const site of sites) {
  describe(`${site.name}: ${site.pages.length} pages`, () => {
    for (const [name, check] of Object.entries(CHECKS_ON_DISK)) {
      test(name, () => assert.equal(listed(check(site)), ''));
    }
  });
}

/** Kinds that only show that the engine has them when some site does. */
const KINDS = [
  'home',
  'case',
  'playbook',
  'decision',
  'scenario',
  'path',
  'page',
  'index',
  'section',
  'filter',
  'tag',
  'tags',
  'phrases',
  'register',
  'coverage',
  'review',
  'glossary',
  'a-z',
  'search',
  'not-found',
  'handbook',
  'trainers',
  'trainer',
  'incident-form',
  'redirect',
];

test(
  'every kind of page is in some site',
  { skip: process.env.EVERY_KIND ? false : 'only asked of all sites together, with EVERY_KIND=1' },
  () => {
    const there = new Set(sites.flatMap((site) => site.pages.map((page) => page.kind)));
    assert.equal(KINDS.filter((kind) => !there.has(kind)).join(' '), '', 'kinds that no site shows');
  },
);
