// The JSON Schemas, by a validator that knows nothing of Casebook: all content of this repository and what `new` makes is
// valid, and of good and bad files the schemas say what the parser says. The list of values is also read by
// tests/it/schemas.rs, the fixtures with the parser's answers by tests/fixtures/front_matter.rs.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { parseDocument } from 'yaml';
import { PATIENCE } from './patience.mjs';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const binary = process.env.CASEBOOK ?? join(repository, 'target/debug/casebook');
const scratch = mkdtempSync(join(tmpdir(), 'casebook-schemas-'));
after(() => rmSync(scratch, { recursive: true }));

const casebook = (...args) => execFileSync(binary, args, { encoding: 'utf8', timeout: PATIENCE });
const schemas = join(scratch, 'schemas');
casebook('schema', repository, '--output', schemas);

// Strict: a misspelt keyword of a schema is a failure. Words that only editors know are named.
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, strictRequired: false, strictTypes: false });
addFormats(ajv);
ajv.addVocabulary(['enumDescriptions', 'patternErrorMessage']);
const validators = new Map();
const validator = (file) => {
  if (!validators.has(file)) validators.set(file, ajv.compile(JSON.parse(readFileSync(file, 'utf8'))));
  return validators.get(file);
};

/** What is wrong with `yaml` by the schema: texts, none when all is well. */
function wrong(yaml, file) {
  const document = parseDocument(yaml, { version: '1.2', prettyErrors: false, logLevel: 'error' });
  if (document.errors.length > 0) return document.errors.map((error) => error.message);
  const check = validator(file);
  return check(document.toJS({ mapAsMap: false }))
    ? []
    : check.errors.map((error) => `${error.instancePath} ${error.message}`);
}

const schemaOf = (kind) => join(schemas, `${kind === 'settings' ? 'casebook' : kind}.schema.json`);
const lines = (file) =>
  readFileSync(join(repository, 'tests/schemas', file), 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => line.split('\t'));
const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath ?? one.path, one.name))
    .sort();

/** The front matter of a file, as YAML. */
const front = (text) => /^\uFEFF?---[^\S\n]*\n([\s\S]*?)^---[^\S\n]*$/m.exec(text.replaceAll('\r\n', '\n'))?.[1];

/** The kind of a file by its path below content/. */
function kindOf(path) {
  const kinds = { cases: 'case', playbooks: 'playbook', scenarios: 'scenario', paths: 'path' };
  return path.endsWith('index.md') ? 'page' : (kinds[path.split('/')[0]] ?? 'page');
}

describe('values', () => {
  for (const [kind, verdict, text] of lines('values.tsv')) {
    test(`${kind} ${verdict}: ${text}`, () => {
      const yaml = text.replaceAll('⏎', '\n');
      const titled = kind === 'settings' || kind === 'glossary' ? yaml : `title: A title\n${yaml}`;
      const found = wrong(`${titled}\n`, schemaOf(kind));
      if (verdict === 'good') assert.deepEqual(found, []);
      else assert.notDeepEqual(found, [], 'the schema accepts it');
    });
  }
});

describe('content', () => {
  for (const site of ['', 'tests/sites/full', 'tests/sites/played', 'tests/sites/small']) {
    const root = join(repository, site);
    for (const file of filesBelow(join(root, 'content')).filter((name) => name.endsWith('.md'))) {
      const path = relative(join(root, 'content'), file);
      test(join(site, path), () => {
        const yaml = front(readFileSync(file, 'utf8'));
        assert.notEqual(yaml, undefined);
        assert.deepEqual(wrong(yaml, schemaOf(kindOf(path))), []);
      });
    }
  }
  test('casebook.yaml', () =>
    assert.deepEqual(wrong(readFileSync(join(repository, 'casebook.yaml'), 'utf8'), schemaOf('casebook')), []));
  test('glossary.yaml', () =>
    assert.deepEqual(wrong(readFileSync(join(repository, 'content/glossary.yaml'), 'utf8'), schemaOf('glossary')), []));
});

describe('fixtures of front matter', () => {
  const root = join(repository, 'tests/front-matter');
  const kinds = {
    cases: 'case',
    playbooks: 'playbook',
    scenarios: 'scenario',
    paths: 'path',
    pages: 'page',
    settings: 'settings',
    glossary: 'glossary',
  };
  const exceptions = new Map(lines('exceptions.tsv'));
  // tests/diagnostics/README.md has the notation; what stands behind a name in brackets makes no difference to a schema.
  const notation = /^-- input\.(md|yaml)(?: \([^)]*\))? --\n([\s\S]*)^-- expected --\n([\s\S]*)$/m;
  for (const file of filesBelow(root).filter((name) => name.endsWith('.txt'))) {
    const path = relative(root, file).replace(/\.txt$/, '');
    test(path, () => {
      const [, ending, text, answer] = notation.exec(readFileSync(file, 'utf8'));
      const yaml = ending === 'yaml' ? text : front(text);
      const parser = answer.startsWith('clean');
      const found = yaml === undefined ? ['no front matter'] : wrong(yaml, schemaOf(kinds[path.split('/')[0]]));
      if (exceptions.has(path)) assert.notEqual(found.length === 0, parser, 'this exception is no longer needed');
      else
        assert.equal(
          found.length === 0,
          parser,
          `the parser says: ${answer.split('\n')[0]}; the schema: ${found[0] ?? 'nothing'}`,
        );
    });
  }
  test('every exception has its file and its reason', () => {
    for (const [path, reason] of exceptions)
      assert.ok(filesBelow(root).includes(join(root, `${path}.txt`)) && reason, path);
  });
});

describe('what new makes', () => {
  const site = join(scratch, 'our-training');
  casebook('new', 'site', site);
  for (const kind of ['case', 'playbook', 'scenario', 'path'])
    casebook('new', kind, `Made as a ${kind}`, site, '--folder', 'deep down');
  casebook('new', 'incident', 'The ring', site);
  for (const file of filesBelow(site).filter((name) => /\.(md|yaml)$/.test(name))) {
    test(relative(site, file), () => {
      const text = readFileSync(file, 'utf8');
      // An empty form lacks its answer.
      const yaml = (file.endsWith('.yaml') ? text : front(text)).replace(
        'what-happened: |\n',
        'what-happened: |\n  It turned green.',
      );
      const named = /^# yaml-language-server: \$schema=(\S+)$/m.exec(yaml)?.[1];
      if (named === undefined)
        return assert.equal(relative(site, file), 'content/index.md', 'the file does not name its schema');
      assert.deepEqual(wrong(yaml, resolve(dirname(file), named)), []);
    });
  }
});
