// Firefox as Debian has it, driven by its own protocol (Marionette): each message is JSON with its length in front, sent
// through a socket on this computer. Playwright needs a build of its own and cannot drive this one.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATIENCE, within } from './patience.mjs';

const EXECUTABLE = process.env.FIREFOX ?? '/usr/bin/firefox-esr';

/** Milliseconds between attempts to reach a Firefox that begins: nothing tells when it listens. */
const PAUSE = 200;

/** What Firefox does by itself and a test does not want; nothing is asked of the network. */
const QUIET = {
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'app.update.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'extensions.update.enabled': false,
};

/**
 * Starts a Firefox with nothing in it.
 * @param {Record<string, boolean | string | number>} [settings] further settings, by their names in `about:config`
 */
export async function launchFirefox(settings = {}) {
  if (!existsSync(EXECUTABLE)) throw new Error(`no Firefox at ${EXECUTABLE}: install firefox-esr, or set FIREFOX`);
  const profile = mkdtempSync(join(tmpdir(), 'firefox-'));
  const port = await freePort();
  const lines = Object.entries({ ...QUIET, ...settings, 'marionette.port': port }).map(
    ([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`,
  );
  writeFileSync(join(profile, 'user.js'), lines.join('\n'));
  const firefox = spawn(EXECUTABLE, ['-marionette', '-headless', '-no-remote', '-profile', profile], {
    stdio: 'ignore',
    env: { ...process.env, HOME: profile },
  });
  const gone = new Promise((done) => firefox.on('exit', done));
  async function end() {
    firefox.kill();
    await within(gone, 'Firefox to end').catch((error) => {
      firefox.kill('SIGKILL');
      throw error;
    });
    rmSync(profile, { recursive: true, force: true });
  }
  const failed = (error) =>
    end().then(() => {
      throw error;
    });
  const socket = await reached(port).catch(failed);
  const send = conversation(socket);
  await send('WebDriver:NewSession', { capabilities: { alwaysMatch: {} } }).catch(failed);
  return {
    /** Opens an address and waits until it is loaded. */
    open: (url) => send('WebDriver:Navigate', { url }),
    /** Runs the body of an async function in the page. In it, `until(f)` waits for `f` to be true. */
    async run(body) {
      const until =
        'const until = async (is) => { for (;;) { const value = is(); if (value) return value; await new Promise(requestAnimationFrame); } };';
      const script = `const done = arguments[0]; (async () => { ${until} ${body} })().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
      const {
        value: { value, error },
      } = await send('WebDriver:ExecuteAsyncScript', { script, args: [], sandbox: null });
      if (error) throw new Error(error);
      return value;
    },
    async close() {
      socket.destroy();
      await end();
    },
  };
}

function freePort() {
  return within(
    new Promise((done) => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
        server.close(() => done(port));
      });
    }),
    'a free port',
  );
}

async function reached(port) {
  for (let waited = 0; waited < PATIENCE; waited += PAUSE) {
    const socket = await within(
      new Promise((done) => {
        const trial = connect(port, '127.0.0.1', () => done(trial));
        trial.on('error', () => done(null));
      }),
      'Firefox to answer or to refuse',
    );
    if (socket) return socket;
    await new Promise((done) => setTimeout(done, PAUSE));
  }
  throw new Error(`waited ${PATIENCE / 1000} s for Firefox to answer`);
}

/** What sends a command and resolves to its answer. @param {import('node:net').Socket} socket */
function conversation(socket) {
  const waiting = new Map();
  let received = Buffer.alloc(0);
  let last = 0;
  socket.on('data', (data) => {
    received = Buffer.concat([received, data]);
    for (let colon = received.indexOf(':'); colon >= 0; colon = received.indexOf(':')) {
      const end = colon + 1 + Number(received.subarray(0, colon));
      if (received.length < end) return;
      const message = JSON.parse(received.subarray(colon + 1, end).toString());
      received = received.subarray(end);
      // The first message is a greeting.
      if (Array.isArray(message)) waiting.get(message[1])?.(message);
    }
  });
  return (name, parameters) =>
    within(
      new Promise((done, fail) => {
        last += 1;
        waiting.set(last, ([, , error, result]) =>
          error ? fail(new Error(`${name}: ${error.message}`)) : done(result),
        );
        const text = JSON.stringify([0, last, name, parameters]);
        socket.write(`${Buffer.byteLength(text)}:${text}`);
      }),
      `Firefox to answer ${name}`,
    );
}
