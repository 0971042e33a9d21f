// Reporter for `node --test`: failures in full, everything else as one line of numbers per run.

/** @param {AsyncIterable<any>} source */
export default async function* reporter(source) {
  let passed = 0;
  let failed = 0;
  const skipped = [];
  const slow = [];
  for await (const { type, data } of source) {
    if (type === 'test:stdout') yield data.message;
    if (type === 'test:stderr') yield data.message;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const group = data.details?.type === 'suite' || data.details?.error?.failureType === 'subtestsFailed';
    if (group) continue;
    if (data.skip !== undefined) {
      skipped.push(`skipped: ${data.name}: ${data.skip}\n`);
      continue;
    }
    slow.push({ name: data.name, ms: data.details?.duration_ms ?? 0 });
    if (type === 'test:pass') passed += 1;
    else {
      failed += 1;
      yield `FAILED ${data.name}\n${indented(words(data.details.error))}\n`;
    }
  }
  yield* skipped;
  slow.sort((a, b) => b.ms - a.ms);
  if (process.env.SLOWEST)
    yield* slow.slice(0, Number(process.env.SLOWEST)).map(({ name, ms }) => `${(ms / 1000).toFixed(1)} s ${name}\n`);
  yield `browser tests: ${passed} passed, ${failed} failed\n`;
}

function words(error) {
  const cause = error.cause ?? error;
  // The findings themselves, where a test compares them with none.
  return cause.code === 'ERR_ASSERTION' && cause.actual ? `${cause.actual}` : `${cause.stack ?? cause}`;
}

const indented = (text) =>
  text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
