// Pictures as browsers show them, with their metadata and without: the fixtures of `tests/media`, built into a site by the
// program.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { launchFirefox } from './firefox.mjs';
import { launch } from './harness.mjs';
import { PATIENCE } from './patience.mjs';
import { serve } from './server.mjs';

const PROGRAM = resolve(process.env.CASEBOOK ?? 'target/debug/casebook');
const PICTURES = resolve('tests/media/pictures');
/** No browser at hand shows HEIC. */
const names = readdirSync(PICTURES).filter((name) => !name.endsWith('.heic'));
assert.ok(names.length > 15, 'there are fixtures');

/** In a page: the size of both pictures, and whether all pixels are the same. */
const COMPARISON = `
  const drawn = async (address) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    return { width, height, pixels: [...context.getImageData(0, 0, width, height).data] };
  };
  const [source, published] = [await drawn('original/' + name), await drawn(name)];
  const colours = new Set(source.pixels).size;
  return { source: [source.width, source.height], published: [published.width, published.height], colours,
    same: source.pixels.every((value, at) => value === published.pixels[at]) };`;

describe('pictures without their metadata', { timeout: 10 * PATIENCE }, () => {
  const dir = mkdtempSync(join(tmpdir(), 'casebook-media-'));
  const output = join(dir, 'public');
  let server, chromium, firefox;

  before(async () => {
    cpSync(PICTURES, join(dir, 'content'), { recursive: true });
    const links = names.map((name) => `![What ${name} shows](${name})\n\n[${name} to keep](${name})\n`);
    writeFileSync(join(dir, 'content/index.md'), `---\ntitle: Pictures\n---\n\n${links.join('\n')}\nThe end.\n`);
    execFileSync(PROGRAM, ['build', dir], { stdio: 'ignore', timeout: PATIENCE });
    cpSync(PICTURES, join(output, 'original'), { recursive: true });
    server = await serve(output);
    [chromium, firefox] = await Promise.all([launch(), launchFirefox()]);
  });

  after(async () => {
    await Promise.all([chromium?.close(), firefox?.close(), server?.close()]);
    rmSync(dir, { recursive: true, force: true });
  });

  const check = (name, { source, published, colours, same }) => {
    assert.deepEqual(published, source, `${name} keeps its size`);
    assert.ok(colours > 1, `${name} is not a single colour`);
    assert.ok(same, `${name} looks unchanged`);
  };

  test('look as they did in Chromium', async () => {
    const page = await chromium.newPage();
    // A page of the same origin that has no policy and loads nothing.
    await page.goto(`${server.base}robots.txt`);
    for (const name of names)
      check(name, await page.evaluate(`(async (name) => {${COMPARISON}})(${JSON.stringify(name)})`));
    await page.close();
  });

  test('look as they did in Firefox', async () => {
    await firefox.open(`${server.base}robots.txt`);
    for (const name of names) check(name, await firefox.run(`const name = ${JSON.stringify(name)};${COMPARISON}`));
  });

  test('do not move the page while they load', async () => {
    const page = await chromium.newPage({ viewport: { width: 390, height: 844 } });
    page.setDefaultTimeout(PATIENCE);
    let release;
    const released = new Promise((done) => {
      release = done;
    });
    // A drawing has no size of its own in the page.
    const measured = names.filter((name) => !name.endsWith('.svg'));
    await page.route(
      (address) => measured.some((name) => address.pathname.endsWith(name.replace(/^.*\./, '.'))),
      async (route) => {
        await released;
        await route.continue();
      },
    );
    await page.goto(`${server.base}index.html`, { waitUntil: 'domcontentloaded' });
    const boxes = () =>
      page.$$eval('main img', (images) =>
        images
          .filter(({ src }) => !src.endsWith('.svg'))
          .map((image) => {
            const { width, height, top } = image.getBoundingClientRect();
            return [image.alt, width, height, top + scrollY];
          }),
      );
    const early = await boxes();
    release();
    await page.$$eval('main img', (images) =>
      Promise.all(
        images.map((image) => {
          image.loading = 'eager';
          return image.decode();
        }),
      ),
    );
    assert.equal(early.length, measured.length);
    assert.deepEqual(await boxes(), early);
    await page.close();
  });
});
