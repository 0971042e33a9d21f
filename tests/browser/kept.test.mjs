// What readers keep on their device survives what authors change: the title of the site, the name of a page, the words of a
// step or of a scene. Two tabs keep each other's ticks. Sites are built by the program into one folder, one version after
// the other, as a host gets them.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { launch } from './harness.mjs';
import { PATIENCE, within } from './patience.mjs';
import { serve } from './server.mjs';

const PROGRAM = resolve(process.env.CASEBOOK ?? 'target/debug/casebook');

const SETTINGS = 'title: Base\nid: base\n';
const playbook = (steps, keys = '') =>
  `---\ntitle: Anger\nplan: When they shout, I will …\n${keys}steps:\n${steps}---\n`;
const STEPS =
  '  - title: Own it\n    do: Say so.\n  - title: Say when\n    do: Give a time.\n  - title: Fix it twice\n    do: Now.\n';
const path = (name) => `---\ntitle: First day\nmodules:\n  - title: One\n    items: [../playbooks/${name}.md]\n---\n`;
const scenario = (ending) => `---
title: The call
role: You work at the desk.
customer: Ms Ito
---
She waits.

## The desk

- [“It was us.”](#ending-${ending.toLowerCase().replaceAll(' ', '-')})

## Ending: ${ending}
NOTE
Outcome: kept.

She smiles.

## Debrief

- What helped?
`;

/** The first version of the site. */
const FIRST = {
  'casebook.yaml': SETTINGS,
  'content/playbooks/anger.md': playbook(STEPS),
  'content/paths/first-day.md': path('anger'),
  'content/scenarios/call.md': scenario('she smiles').replace('NOTE\n', ''),
  'content/about.md': '---\ntitle: About\n---\n## The money\n\nText.\n',
};

describe('what readers keep', { timeout: 10 * PATIENCE }, () => {
  const root = mkdtempSync(join(tmpdir(), 'casebook-kept-'));
  const output = join(root, 'public');
  let server, browser, context;

  /** Builds a version of the site where the others were. @param {Record<string, string>} changes files; an empty text removes one */
  function build(changes = {}) {
    const dir = mkdtempSync(join(root, 'site-'));
    for (const [name, text] of Object.entries({ ...FIRST, ...changes })) {
      if (!text) continue;
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      writeFileSync(join(dir, name), text);
    }
    rmSync(output, { recursive: true, force: true });
    execFileSync(PROGRAM, ['build', dir, '--output', output], { stdio: 'pipe', timeout: PATIENCE });
  }

  before(async () => {
    build();
    [server, browser] = await Promise.all([serve(output), launch()]);
  });

  beforeEach(async () => {
    await context?.close();
    context = await browser.newContext();
    build();
  });

  after(async () => {
    await Promise.all([browser?.close(), server?.close()]);
    rmSync(root, { recursive: true, force: true });
  });

  async function open(address) {
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.goto(server.base + address);
    return page;
  }

  const ticks = (page) => page.$$eval('.step-tick input', (boxes) => boxes.map((box) => box.checked));
  const tick = (page, number) => page.locator('.step-tick input').nth(number).check();
  const keys = (page) => page.evaluate(() => Object.keys(localStorage).sort());
  /** Waits until a value of a page is as expected. */
  const comes = (page, read, expected) =>
    within(
      page.waitForFunction(
        ([read, expected]) => JSON.stringify(new Function(`return ${read}`)()) === expected,
        [read, JSON.stringify(expected)],
      ),
      `${JSON.stringify(expected)}`,
    );
  const TICKS = '[...document.querySelectorAll(".step-tick input")].map((box) => box.checked)';

  test('two tabs keep each other’s ticks, and show them', async () => {
    const [one, other] = [await open('playbooks/anger.html'), await open('playbooks/anger.html')];
    await tick(one, 0);
    await tick(other, 2);
    await comes(one, TICKS, [true, false, true]);
    assert.deepEqual(await ticks(await open('playbooks/anger.html')), [true, false, true]);
    await one.locator('[data-cb-clear]').click();
    await comes(other, TICKS, [false, false, false]);
  });

  test('the colours that one tab chose stay when another tab stores something', async () => {
    const one = await open('about.html');
    const button = one.locator('[data-cb-theme]:visible').first();
    await button.click();
    await button.click();
    const other = await open('playbooks/anger.html');
    await tick(other, 0);
    await comes(other, 'document.documentElement.dataset.theme', 'dark');
    await comes(one, 'document.documentElement.dataset.theme', 'dark');
    assert.equal(await one.evaluate(() => localStorage.getItem('base/theme')), 'dark');
  });

  test('a new title costs nobody a tick', async () => {
    await tick(await open('playbooks/anger.html'), 1);
    build({ 'casebook.yaml': SETTINGS.replace('title: Base', 'title: Base and friends') });
    assert.deepEqual(await ticks(await open('playbooks/anger.html')), [false, true, false]);
  });

  test('a site that gets the id that its title gave keeps every tick', async () => {
    build({ 'casebook.yaml': 'title: Base\n' });
    await tick(await open('playbooks/anger.html'), 1);
    build({ 'casebook.yaml': 'title: Base\nid: base\n' });
    assert.deepEqual(await ticks(await open('playbooks/anger.html')), [false, true, false]);
  });

  test('a renamed page has the ticks and the plan of its old address, and stays done on the path', async () => {
    const old = await open('playbooks/anger.html');
    await tick(old, 1);
    await old.locator('[data-cb-plan]').fill('count to three');
    await (await open('paths/first-day.html')).locator('[data-cb-item] input').check();
    build({
      'content/playbooks/anger.md': '',
      'content/playbooks/fury.md': playbook(STEPS, 'aliases: [playbooks/anger.md]\n'),
      'content/paths/first-day.md': path('fury'),
    });
    assert.ok(await (await open('paths/first-day.html')).locator('[data-cb-item] input').isChecked());
    const page = await open('playbooks/fury.html');
    assert.deepEqual(await ticks(page), [false, true, false]);
    assert.equal(await page.locator('[data-cb-plan]').inputValue(), 'count to three');
    assert.deepEqual(
      (await keys(page)).filter((key) => key.includes('anger')),
      [],
    );
  });

  test('what was kept at both addresses is joined', async () => {
    await tick(await open('playbooks/anger.html'), 0);
    build({ 'content/playbooks/fury.md': playbook(STEPS) });
    await tick(await open('playbooks/fury.html'), 2);
    build({
      'content/playbooks/anger.md': '',
      'content/playbooks/fury.md': playbook(STEPS, 'aliases: [playbooks/anger.md]\n'),
      'content/paths/first-day.md': path('fury'),
    });
    assert.deepEqual(await ticks(await open('playbooks/anger.html')), [true, false, true]);
  });

  test('a step keeps its tick through two renames', async () => {
    await tick(await open('playbooks/anger.html'), 0);
    const renamed = (title, was) =>
      build({
        'content/playbooks/anger.md': playbook(STEPS.replace('title: Own it', `title: ${title}\n    was: [${was}]`)),
      });
    renamed('Take the blame', 'own-it');
    const page = await open('playbooks/anger.html#own-it');
    assert.deepEqual(await ticks(page), [true, false, false]);
    await comes(page, 'location.hash', '#take-the-blame');
    await page.locator('.step-tick input').nth(0).uncheck();
    await tick(page, 0);
    renamed('It was us', 'own-it, take-the-blame');
    assert.deepEqual(await ticks(await open('playbooks/anger.html')), [true, false, false]);
  });

  test('an ending stays reached when its scene is renamed', async () => {
    const page = await open('scenarios/call.html');
    await page.locator('[data-cb-begin]').first().click();
    await page.locator('.is-here [data-cb-choose]').click();
    await comes(page, 'document.querySelector("[data-cb-record]").classList.contains("is-known")', true);
    const said = await page.locator('[data-cb-record] [data-cb-words]').textContent();
    const run = await page.evaluate(() => location.hash);
    build({
      'content/scenarios/call.md': scenario('she laughs').replace('NOTE', '<!-- was: ending-she-smiles -->\n'),
    });
    const after = await open('scenarios/call.html');
    assert.equal(await after.locator('[data-cb-record] [data-cb-words]').textContent(), said);
    // The link to the run still plays it, and the old address of the scene shows the scene.
    const played = await open('scenarios/call.html' + run);
    assert.equal(await played.locator('.is-here [data-cb-title]').textContent(), 'She laughs');
    const named = await open('scenarios/call.html#ending-she-smiles');
    await comes(named, 'location.hash', '#ending-she-laughs');
    assert.ok(await named.locator('#ending-she-laughs').isVisible());
  });

  test('the old address of a heading leads to the heading', async () => {
    build({ 'content/about.md': '---\ntitle: About\n---\n## What it costs\n<!-- was: the-money -->\n\nText.\n' });
    const page = await open('about.html#the-money');
    await comes(page, 'location.hash', '#what-it-costs');
  });

  test('what the first version stored is read', async () => {
    const page = await open('about.html');
    await page.evaluate(() => {
      localStorage.setItem('base/ticks/playbooks/anger.html', '["say-when"]');
      localStorage.setItem('base/done/playbooks/anger.html', '1');
      localStorage.setItem('base/plan/playbooks/anger.html', 'breathe');
      localStorage.setItem(
        'base/played/scenarios/call.html',
        '{"runs":3,"endings":["ending-she-smiles","ending-gone"]}',
      );
    });
    const anger = await open('playbooks/anger.html');
    assert.deepEqual(await ticks(anger), [false, true, false]);
    assert.equal(await anger.locator('[data-cb-plan]').inputValue(), 'breathe');
    assert.ok(await (await open('paths/first-day.html')).locator('[data-cb-item] input').isChecked());
    const call = await open('scenarios/call.html');
    assert.match((await call.locator('[data-cb-record] [data-cb-words]').textContent()) ?? '', /3/);
    // An ending that the story no longer has is not forgotten when another run ends.
    await call.locator('[data-cb-begin]').first().click();
    await call.locator('.is-here [data-cb-choose]').click();
    await comes(call, 'JSON.parse(localStorage.getItem("base/played/scenarios/call.html")).runs', 4);
    assert.deepEqual(
      await call.evaluate(() =>
        JSON.parse(localStorage.getItem('base/played/scenarios/call.html') ?? '').endings.sort(),
      ),
      ['ending-gone', 'ending-she-smiles'],
    );
  });
});
