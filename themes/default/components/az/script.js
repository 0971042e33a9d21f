/** Filters the list from A to Z by title while the reader types. */
(function () {
  const part = document.querySelector('[data-cb-az]');
  const input = /** @type {HTMLInputElement | null} */ (part?.querySelector('input') ?? null);
  const status = /** @type {HTMLElement | null} */ (part?.querySelector('[data-cb-status]') ?? null);
  if (!part || !input) return;
  const plain = (/** @type {string} */ text) => text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');
  const entries = [...part.querySelectorAll('section li')].map((item) => ({
    item,
    text: plain(item.textContent || ''),
  }));
  const sections = [...part.querySelectorAll('section')];

  function show() {
    const words = plain(input?.value || '')
      .split(/\s+/)
      .filter(Boolean);
    let found = 0;
    for (const { item, text } of entries) {
      const fits = words.every((word) => text.includes(word));
      item.classList.toggle('is-out', !fits);
      if (fits) found += 1;
    }
    for (const section of sections) section.classList.toggle('is-out', !section.querySelector('li:not(.is-out)'));
    if (!status) return;
    const text = found === 0 ? status.dataset.none : found === 1 ? status.dataset.one : status.dataset.other;
    status.textContent = words.length ? casebook.fill(text, { n: found }) : '';
  }

  input.addEventListener('input', show);
  if (input.value) show();
})();
