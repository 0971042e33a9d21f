/** Compares the cost of pleasing a customer with the cost of losing them, which is a range, because it is a guess. */
casebookFields('cost-to-please', (part) => {
  const format = new Intl.NumberFormat(document.documentElement.lang || 'en');

  /** @param {string} name */
  const field = (name) => /** @type {HTMLInputElement} */ (part.querySelector(`[name="${name}"]`));
  /** @param {string} name */
  const number = (name) => (field(name).value.trim() ? field(name).valueAsNumber : NaN);
  /** @param {number} sum */
  const money = (sum) => casebook.fill(part.dataset.money, { n: format.format(sum) });

  /** Rounds to two significant digits: a guess is not more exact. @param {number} sum */
  function round(sum) {
    const step = 10 ** Math.max(0, Math.floor(Math.log10(sum || 1)) - 1);
    return Math.round(sum / step) * step;
  }

  /** @param {string} name @param {string | undefined} text */
  function say(name, text) {
    const line = part.querySelector(`[data-cb-${name}]`);
    if (line && line.textContent !== text) line.textContent = text || '';
  }

  const [please, visit, visits, years, told] = ['please', 'visit', 'visits', 'years', 'told'].map(number);
  const all = visit * visits * years;
  const [low, high] = [round(all / 2), round(all * (1 + told / 10))];
  if (![please, low, high].every((sum) => Number.isFinite(sum) && sum >= 0)) {
    for (const name of ['please', 'lose']) say(name, '');
    say('verdict', part.dataset.missing);
    return;
  }
  say('please', casebook.fill(part.dataset.please, { sum: money(please) }));
  say('lose', casebook.fill(part.dataset.lose, { low: money(low), high: money(high) }));
  say('verdict', please <= low ? part.dataset.less : please <= high ? part.dataset.between : part.dataset.more);
});
