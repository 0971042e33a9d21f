/**
 * The filters of a search: kinds, with the number of results, and the other facets, loaded when a reader opens them.
 */
const searchFilters = (function () {
  const { box, find, make } = searchBox;
  const groups = /** @type {HTMLElement[]} */ ([...box.querySelectorAll('[data-cb-facet]')]);
  const all = /** @type {HTMLDetailsElement} */ (find('facets'));
  const names = ['kind', ...groups.map((group) => group.dataset.cbFacet || '')];
  /** @type {Record<string, string[]>} */
  let chosen = {};
  let ask = () => {};

  const chips = () => /** @type {HTMLElement[]} */ ([...box.querySelectorAll('[data-cb-chip]')]);

  /** Returns the facet and the value of a filter. @param {HTMLElement} chip */
  const meant = (chip) => [chip.dataset.cbChip || '', chip.dataset.cbKind ?? chip.dataset.value ?? ''];

  /** @param {(name: string) => string[]} values by facet */
  function set(values) {
    chosen = Object.fromEntries(names.map((name) => [name, values(name)]));
    if (names.some((name) => name !== 'kind' && chosen[name].length)) all.open = true;
  }

  /** @param {Record<string, number>} [counts] by kind */
  function show(counts) {
    let others = 0;
    for (const chip of chips()) {
      const [name, value] = meant(chip);
      const on = chosen[name].includes(value);
      chip.ariaPressed = String(on);
      if (name !== 'kind' && on) others += 1;
      if (name !== 'kind' || !counts) continue;
      const count = Object.hasOwn(counts, value) ? counts[value] : 0;
      chip.hidden = !count && !on;
      /** @type {HTMLElement} */ (chip.lastElementChild).textContent = String(count);
    }
    find('chosen').textContent = String(others || '');
  }

  /** Loads the values of the other facets, once. */
  async function fill() {
    const facets = await casebookSearch.facets();
    for (const group of box.querySelector('[data-value]') ? [] : groups) {
      const values = facets.find(({ name }) => name === group.dataset.cbFacet)?.values ?? [];
      group.hidden = !values.length;
      for (const { value, title } of values) {
        const chip = make('button', 'chip', title);
        Object.assign(chip.dataset, { cbChip: group.dataset.cbFacet, value });
        group.append(chip);
      }
    }
    show();
  }

  box.addEventListener('click', (event) => {
    const chip = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('[data-cb-chip]'));
    if (!chip) return;
    const [name, value] = meant(chip);
    const others = chosen[name].filter((one) => one !== value);
    chosen[name] = others.length < chosen[name].length ? others : [...others, value];
    show();
    ask();
  });
  all.addEventListener('toggle', () => {
    if (all.open) fill().catch(() => {});
  });
  set(() => []);

  return {
    set,
    show,
    values: () => chosen,
    /** Returns each chosen value with its facet. */
    pairs: () => names.flatMap((name) => chosen[name].map((value) => [name, value])),
    /** @param {() => void} then called after each change */
    onChange: (then) => {
      ask = then;
    },
  };
})();
