// HTML validity of a site's pages, by the Nu Html Checker: one Java process for all pages.

import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const JAR = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');

/**
 * What the checker says of the `.html` files in the folders.
 * @param {string[]} folders
 * @returns {Map<string, {error: boolean, problem: string}[]>} by the file's absolute path; a file without findings is absent
 */
export function validate(folders) {
  const run = spawnSync('java', ['-Xss2m', '-jar', JAR, '--format', 'json', '--stdout', '--exit-zero-always', '--skip-non-html', ...folders.map((one) => resolve(one))], {
    encoding: 'utf8', maxBuffer: 1 << 28,
  });
  if (run.error) throw new Error(`java did not start: ${run.error.message}`);
  if (run.status !== 0) throw new Error(`the HTML checker ended with ${run.status}: ${run.stderr}`);
  const byFile = new Map();
  for (const message of JSON.parse(run.stdout).messages) {
    // The checker reads files, where 'self' means no address to it.
    if (message.message.startsWith('Resource violates Content Security Policy')) continue;
    const file = message.url?.startsWith('file:') ? fileURLToPath(message.url) : 'no file';
    const place = message.lastLine ? `${message.lastLine}:${message.firstColumn ?? message.lastColumn}: ` : '';
    const found = { error: message.type !== 'info', problem: `${place}${message.message} (${(message.extract ?? '').trim().slice(0, 80)})` };
    byFile.set(file, [...(byFile.get(file) ?? []), found]);
  }
  return byFile;
}
