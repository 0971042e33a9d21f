/**
 * Filters are links to filter pages. This script makes them filter the cards on this page: a card needs one of the
 * chosen values of each facet. In lists of several pages, they remain links, because most cards are on other pages.
 */
(function () {
  const part = /** @type {HTMLElement | null} */ (document.querySelector('[data-cb-filters]'));
  const list = document.querySelector('[data-cb-list]');
  if (!part || !list || 'paged' in part.dataset || part.querySelector('[aria-current]')) return;
  const chips = /** @type {HTMLElement[]} */ ([...part.querySelectorAll('[data-facet]')]);
  const cards = /** @type {HTMLElement[]} */ ([...list.querySelectorAll('.card')]);
  const line = part.querySelector('.filter-status');
  const status = part.querySelector('[data-cb-status]');

  /** @returns {Map<string, string[]>} the chosen values of each facet */
  function chosen() {
    const facets = new Map();
    for (const chip of chips.filter((chip) => chip.getAttribute('aria-pressed') === 'true')) {
      const value = chip.dataset.facet || '';
      const facet = value.split(':')[0];
      facets.set(facet, [...(facets.get(facet) || []), value]);
    }
    return facets;
  }

  function show() {
    const facets = chosen();
    let shown = 0;
    for (const card of cards) {
      const own = (card.dataset.facets || '').split(' ');
      const fits = [...facets.values()].every((values) => values.some((value) => own.includes(value)));
      card.classList.toggle('is-out', !fits);
      if (fits) shown += 1;
    }
    line?.classList.toggle('is-on', facets.size > 0);
    list?.querySelector('[data-cb-none]')?.classList.toggle('is-true', shown === 0);
    if (status)
      status.textContent = facets.size ? casebook.fill(part?.dataset.count, { n: shown, of: cards.length }) : '';
  }

  /** @param {HTMLElement} chip */
  function toggle(chip) {
    chip.setAttribute('aria-pressed', String(chip.getAttribute('aria-pressed') !== 'true'));
    show();
  }

  for (const chip of chips) {
    chip.setAttribute('role', 'button');
    chip.setAttribute('aria-pressed', 'false');
    chip.addEventListener('click', (event) => {
      if (/** @type {MouseEvent} */ (event).ctrlKey || /** @type {MouseEvent} */ (event).metaKey) return;
      event.preventDefault();
      toggle(chip);
    });
    chip.addEventListener('keydown', (event) => {
      if (event.key !== ' ') return;
      event.preventDefault();
      toggle(chip);
    });
  }
  part.querySelector('[data-cb-all]')?.addEventListener('click', () => {
    for (const chip of chips) chip.setAttribute('aria-pressed', 'false');
    show();
    chips[0]?.focus();
  });
})();
