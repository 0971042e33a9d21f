// `casebook serve` as whoever writes sees it: pages follow their files, and keep their places. The built program on a copy
// of the site `played`, in one browser.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { createInterface } from 'node:readline';
import { violations } from './checks-in-browser.mjs';
import { launch } from './harness.mjs';
import { PATIENCE, within } from './patience.mjs';

const PROGRAM = resolve(process.env.CASEBOOK ?? 'target/debug/casebook');
const SITE = resolve('tests/sites/played');
const SCENARIO = 'content/scenarios/the-locker.md';

const dir = mkdtempSync(join(tmpdir(), 'casebook-live-'));
const path = (name) => join(dir, name);
const read = (name) => readFileSync(path(name), 'utf8');
const write = (name, text) => writeFileSync(path(name), text);
const change = (name, from, to) => {
  const text = read(name);
  assert.ok(text.includes(from), `${name} does not contain ${from}`);
  write(name, text.replace(from, to));
};

/** Marks the document at hand, to tell whether it was loaded anew. */
const mark = (page) =>
  page.evaluate(() => {
    window.marked = true;
  });
const isMarked = (page) => page.evaluate(() => window.marked === true);
const panel = (page) => page.locator('casebook-live section');
const count = (page) => page.locator('casebook-live > button, casebook-live section ~ button');

describe('a page while its file is written', { timeout: 10 * PATIENCE }, () => {
  let browser, server, base, page;

  before(async () => {
    cpSync(SITE, dir, { recursive: true });
    write(
      'content/long.md',
      `---\ntitle: A long page\n---\n\n${Array.from({ length: 200 }, (_, n) => `Paragraph ${n}.`).join('\n\n')}\n`,
    );
    write('content/other.md', '---\ntitle: Another page\n---\n\nIt is about something else.\n');
    server = spawn(PROGRAM, ['serve', dir, '--port', '0'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [line] = await within(once(createInterface(server.stdout), 'line'), 'the server to print its address');
    base = line.match(/http:\S+/)[0];
    browser = await launch();
  });

  // A page of its own for each: one that is about to be loaded anew cannot be sent elsewhere.
  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(PATIENCE);
  });

  afterEach(() => page.close());

  after(async () => {
    await browser?.close();
    server?.kill('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  });

  test('a new text comes by itself, and the place on the page is kept', async () => {
    await page.goto(`${base}long.html`);
    await page.evaluate(() => scrollTo(0, 1500));
    change('content/long.md', 'Paragraph 150.', 'Paragraph 150, mended.');
    await page.getByText('Paragraph 150, mended.').waitFor();
    await page.waitForFunction(() => scrollY === 1500);
  });

  test('a page that has not changed is left alone', async () => {
    await page.goto(`${base}long.html`);
    await mark(page);
    const asked = page.waitForResponse((answer) => answer.url() === `${base}long.html`);
    write(SCENARIO, `${read(SCENARIO)}\n`);
    await (await asked).finished();
    assert.equal(await isMarked(page), true);
  });

  test('new styles are put on without loading the page', async () => {
    write('casebook.yaml', `${read('casebook.yaml')}\ntheme: own\n`);
    mkdirSync(path('themes/own'), { recursive: true });
    write('themes/own/own.css', 'body { border-top: 7px solid green }\n');
    await page.goto(`${base}long.html`);
    await page.waitForFunction(() => getComputedStyle(document.body).borderTopWidth === '7px');
    await mark(page);
    write('themes/own/own.css', 'body { border-top: 9px solid green }\n');
    await page.waitForFunction(() => getComputedStyle(document.body).borderTopWidth === '9px');
    await page.waitForFunction(() => document.querySelectorAll('link[href*="own-"]').length === 1);
    assert.equal(await isMarked(page), true);
  });

  test('errors leave the page readable, say what to write, and go when they are fixed', async () => {
    await page.goto(`${base}long.html`);
    await page.evaluate(() => scrollTo(0, 500));
    change('content/long.md', 'title:', 'titel:');
    await panel(page).getByText('Did you mean title?').waitFor();
    const text = await panel(page).innerText();
    assert.match(text, /1 error to fix[^]*content\/long\.md[^]*Line 2:[^]*titel: A long page[^]*title: A long page/);
    assert.doesNotMatch(text, /-->|\^\^|\| /);
    const [top, height] = await panel(page).evaluate((one) => [one.getBoundingClientRect().top, innerHeight]);
    assert.ok(top > height / 2, `the panel begins at ${top} of ${height}`);
    // The page behind it can be used.
    assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
    assert.match(await page.locator('main').innerText(), /Paragraph 0\./);
    const under = await page.evaluate(() => document.elementFromPoint(innerWidth / 2, 200)?.tagName);
    assert.notEqual(under, 'CASEBOOK-LIVE');
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    const [end, begin] = await page.evaluate(() => [
      document.querySelector('footer').getBoundingClientRect().bottom,
      document.querySelector('casebook-live').shadowRoot.querySelector('section').getBoundingClientRect().top,
    ]);
    assert.ok(end <= begin + 1, `the page ends at ${end}, below the panel at ${begin}`);
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press('Escape');
    assert.equal(await panel(page).isVisible(), false);
    // The next keystroke does not open a panel that was closed.
    change('content/long.md', 'titel:', 'titele:');
    await page.waitForFunction(() =>
      document.querySelector('casebook-live').shadowRoot.textContent.includes('titele: A long page'),
    );
    assert.equal(await panel(page).isVisible(), false);
    await count(page).click();
    assert.equal(await panel(page).isVisible(), true);
    change('content/long.md', 'titele:', 'title:');
    await panel(page).waitFor({ state: 'hidden' });
    // The site has one warning of its own.
    assert.equal(await count(page).innerText(), '1 warning');
  });

  test('a fix that is certain is made by a button, and the focus stays where it was', async () => {
    await page.goto(`${base}long.html`);
    const before = read('content/long.md');
    change('content/long.md', 'title:', 'titel:');
    change('content/other.md', 'title:', 'tilte:');
    await panel(page).getByText('2 errors to fix').waitFor();
    const fixes = panel(page).getByRole('button', { name: 'Fix it' });
    assert.equal(await fixes.count(), 2);
    await fixes.first().focus();
    await page.keyboard.press('Enter');
    await panel(page).getByText('1 error to fix').waitFor();
    assert.equal(read('content/long.md'), before);
    const focused = () =>
      page.evaluate(() => document.querySelector('casebook-live').shadowRoot.activeElement?.textContent);
    assert.equal(await focused(), 'Fix it');
    await page.keyboard.press('Enter');
    await panel(page).waitFor({ state: 'hidden' });
    assert.match(read('content/other.md'), /^---\ntitle: Another page\n/);
    assert.equal(await focused(), '1 warning');
  });

  test('a file that has changed since is not written', async () => {
    await page.goto(`${base}long.html`);
    change('content/long.md', 'title:', 'titel:');
    const fix = panel(page).getByRole('button', { name: 'Fix it' });
    await fix.waitFor();
    const fixed = page.waitForResponse((answer) => answer.url().includes('/.casebook/fix/'));
    // The request goes out with the file changed, and before the page can have heard of it.
    await page.route('**/.casebook/fix/*', async (route) => {
      change('content/long.md', 'titel: A long', 'titel: A very long');
      await route.continue();
    });
    await fix.click();
    assert.equal((await fixed).status(), 409);
    assert.match(read('content/long.md'), /titel: A very long page/);
    change('content/long.md', 'titel: A very long', 'title: A long');
    await panel(page).waitFor({ state: 'hidden' });
  });

  test('a message is explained on request', async () => {
    await page.goto(`${base}long.html`);
    change('content/long.md', 'title:', 'titel:');
    await panel(page).getByText('What unknown-key means').click();
    await panel(page).getByRole('heading', { name: 'What to do' }).waitFor();
    assert.deepEqual(await violations(page), []);
    change('content/long.md', 'titel:', 'title:');
    await panel(page).waitFor({ state: 'hidden' });
  });

  test('warnings are counted in the corner, and listed when asked for', async () => {
    write('content/missing-words.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>');
    await page.goto(`${base}long.html`);
    change('content/long.md', 'Paragraph 3.', '![](missing-words.svg)');
    await page.locator('main img').waitFor({ state: 'attached' });
    await page.waitForFunction(
      () => document.querySelector('casebook-live').shadowRoot.lastChild.textContent === '2 warnings',
    );
    assert.equal(await panel(page).isVisible(), false);
    await count(page).click();
    await panel(page).getByText('What missing-alt means').waitFor();
    change('content/long.md', '![](missing-words.svg)', 'Paragraph 3.');
    await page.waitForFunction(
      () => document.querySelector('casebook-live').shadowRoot.lastChild.textContent === '1 warning',
    );
  });

  test('a run of a scenario goes on where it was', async () => {
    await page.goto(`${base}scenarios/the-locker.html`);
    await page.locator('.scenario-start [data-cb-begin]').click();
    await page.locator('.is-playing .choice-link:visible').first().click();
    const run = await page.evaluate(() => location.hash);
    assert.match(run, /^#run=[^.]+\../);
    const scene = await page.locator('.is-playing h2:visible').first().innerText();
    await mark(page);
    change(SCENARIO, 'summary: ', 'summary: Newly told. ');
    await page.waitForFunction(() => window.marked !== true);
    await page.locator('.is-playing h2:visible').first().waitFor();
    assert.equal(await page.evaluate(() => location.hash), run);
    assert.equal(await page.locator('.is-playing h2:visible').first().innerText(), scene);
  });

  test('a page that goes says so, and comes back with its file', async () => {
    await page.goto(`${base}other.html`);
    const text = read('content/other.md');
    rmSync(path('content/other.md'));
    await page.waitForFunction(() => !document.body.innerText.includes('something else'));
    write('content/other.md', text);
    await page.getByText('It is about something else.').waitFor();
  });
});
