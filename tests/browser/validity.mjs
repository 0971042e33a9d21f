// Validity of a site's pages and style sheets, by the Nu Html Checker: one Java process for all of them.

import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { PATIENCE } from './patience.mjs';

const JAR = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');

const BESIDE_THE_POINT = [
  // The checker reads files, where 'self' means no address to it.
  'Resource violates Content Security Policy',
  // A guess from the words of a page; of a list of names it makes anything.
  'This document appears to be written in',
];

/** CSS that browsers know and the checker does not yet. */
const NOT_YET_KNOWN =
  /Unrecognized at-rule “@container”|“(container(-name|-type)?|field-sizing|interpolate-size|view-transition-name)”: Property/;

/** The process ends too soon for a compiler that optimises more, or for a collector with threads, to be worth its time. */
const JAVA = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xss2m'];

/** Milliseconds that the checker may take for all files: some seconds are usual. */
const PATIENCE_WITH_JAVA = 10 * PATIENCE;

/**
 * What the checker says of `.html` and `.css` files.
 * @param {string[]} files absolute paths
 * @returns {Map<string, {error: boolean, problem: string}[]>} by the file's path; a file without findings is absent
 */
export function validate(files) {
  const run = spawnSync(
    'java',
    [...JAVA, '-jar', JAR, '--format', 'json', '--stdout', '--exit-zero-always', '--also-check-css', ...files],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      timeout: PATIENCE_WITH_JAVA,
      killSignal: 'SIGKILL',
    },
  );
  if (run.error) throw new Error(`java did not start, or did not end in time: ${run.error.message}`);
  if (run.status !== 0) throw new Error(`the HTML checker ended with ${run.status}: ${run.stderr}`);
  const byFile = new Map();
  for (const message of JSON.parse(run.stdout).messages) {
    if (BESIDE_THE_POINT.some((words) => message.message.includes(words)) || NOT_YET_KNOWN.test(message.message))
      continue;
    const file = message.url?.startsWith('file:') ? fileURLToPath(message.url) : 'no file';
    const place = message.lastLine ? `${message.lastLine}:${message.firstColumn ?? message.lastColumn}: ` : '';
    const found = {
      error: message.type !== 'info',
      problem: `${place}${message.message} (${(message.extract ?? '').trim().slice(0, 80)})`,
    };
    byFile.set(file, [...(byFile.get(file) ?? []), found]);
  }
  return byFile;
}
