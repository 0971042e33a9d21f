// How findings are written in a failed test.

const MOST = 25;

/** Findings, one a line, or an empty text. Many are cut short, with their number. */
export function listed(findings) {
  const lines = findings.map((one) => (typeof one === 'string' ? one : `${one.page}: ${one.problem}`));
  const more = lines.length > MOST ? [`… and ${lines.length - MOST} more`] : [];
  return [...lines.slice(0, MOST), ...more].join('\n');
}
