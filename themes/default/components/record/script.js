/**
 * The record of a scenario in this browser: the number of finished runs, the endings, and the best outcome. Readers can
 * save it as a file and erase it. It is never sent anywhere.
 */
const casebookRecord = (function () {
  const page = document.documentElement.dataset.page || '';
  const key = 'played/' + page;
  const part = /** @type {HTMLElement | null} */ (document.querySelector('[data-cb-record]'));
  const all = story.graph.scenes.filter((scene) => scene.ending !== null);

  /** The anchors of a scene: the first one, under which it is stored, and those that it had later. @param {Scene} scene */
  const names = ({ id, names }) => names ?? [id];

  /** What is stored, even about endings that the story no longer has. @returns {{runs: number, endings: string[]}} */
  function stored() {
    try {
      const kept = JSON.parse(casebook.read(key) || '{}');
      return { runs: Number(kept.runs) || 0, endings: Array.isArray(kept.endings) ? kept.endings.map(String) : [] };
    } catch {
      return { runs: 0, endings: [] };
    }
  }

  /** @returns {{runs: number, endings: string[], best: string | null}} */
  function read() {
    const { runs, endings } = stored();
    const reached = all.filter((scene) => names(scene).some((name) => endings.includes(name)));
    const best = Math.min(...reached.map((scene) => scene.ending ?? Infinity));
    return {
      runs: Math.max(runs, reached.length),
      endings: reached.map((scene) => scene.id),
      best: story.graph.outcomes?.[best]?.title ?? null,
    };
  }

  /** Adds a run that came to the ending `scene`. @param {Scene} scene */
  function add(scene) {
    const { runs } = read();
    const others = stored().endings.filter((ending) => !names(scene).includes(ending));
    casebook.write(key, JSON.stringify({ runs: runs + 1, endings: [...others, names(scene)[0]] }));
    casebook.write('done/' + page, '1');
    show();
  }

  /** Saves the record as a file. */
  function save() {
    const { runs, endings, best } = read();
    const text = JSON.stringify({ scenario: page, version: story.graph.version, runs, endings, best }, null, 2);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text + '\n'], { type: 'application/json' }));
    link.download = (page.split('/').pop() || 'scenario').replace(/\.html$/, '') + '.json';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  function erase() {
    casebook.write(key, null);
    casebook.write('done/' + page, null);
    document.dispatchEvent(new CustomEvent('casebook:erased'));
    show();
    const said = part?.querySelector('[data-cb-erased]');
    if (!said) return;
    said.textContent = part?.dataset.erased || '';
    // The button that had the focus is hidden now.
    /** @type {HTMLElement} */ (said).focus();
  }

  function show() {
    if (!part) return;
    const { runs, endings, best } = read();
    const text = casebook.fill(runs === 1 ? part.dataset.one : part.dataset.other, {
      n: runs,
      endings: endings.length,
      of: all.length,
      best: best ?? '',
    });
    for (const line of part.querySelectorAll('[data-cb-words]')) line.textContent = runs ? text : '';
    const said = part.querySelector('[data-cb-erased]');
    if (said) said.textContent = '';
    part.classList.toggle('is-known', runs > 0);
  }

  part?.querySelector('[data-cb-save]')?.addEventListener('click', save);
  part?.querySelector('[data-cb-erase]')?.addEventListener('click', erase);
  document.addEventListener('casebook:fresh', show);
  show();
  return { read, add };
})();
