/**
 * Shows a state of a scenario: its scene in the gamebook, the meters above it, and the effects of the last choice. The
 * page contains each text of the story once; texts that are shown twice are copied.
 */
const stage = (function () {
  const graph = story.graph;
  const page = /** @type {HTMLElement} */ (document.querySelector('[data-cb-scenario]'));
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById('cb-player'));
  const sections = graph.scenes.map(({ id }) => /** @type {HTMLElement} */ (document.getElementById(id)));
  // If a site's own theme has changed the gamebook so that it does not match the graph, it cannot be played.
  const ready =
    !!page &&
    !!template &&
    sections.length > 0 &&
    graph.scenes.every(({ choices, routes, texts }, at) => {
      const counts = ['choose', 'route', 'text'].map((part) => sections[at] && parts(sections[at], part).length);
      return counts.join() === [choices.length, routes.length, texts.length].join();
    });
  const words = ready ? template.dataset : {};
  if (ready) {
    sections[0].before(template.content.cloneNode(true));
    // Below the last scene, the debrief follows any ending, because all other scenes are hidden.
    sections[sections.length - 1].after(find(page, 'debrief'));
  }
  const bar = find(page, 'stage');
  const modes = () => /** @type {HTMLInputElement[]} */ (parts(page, 'mode'));

  /** @param {ParentNode} part @param {string} name */
  function find(part, name) {
    return /** @type {HTMLElement} */ (part?.querySelector(`[data-cb-${name}]`));
  }

  /** @param {ParentNode} part @param {string} name */
  function parts(part, name) {
    return /** @type {HTMLElement[]} */ ([...part.querySelectorAll(`[data-cb-${name}]`)]);
  }

  /** Copies parts of the gamebook, without their ids. @param {Iterable<Node>} nodes */
  function copies(nodes) {
    return [...nodes].map((node) => {
      const copy = node.cloneNode(true);
      if (copy instanceof Element)
        for (const part of [copy, ...copy.querySelectorAll('[id]')]) part.removeAttribute('id');
      return copy;
    });
  }

  /** @param {number} scene */
  const title = (scene) => find(sections[scene], 'title').textContent ?? '';

  /** Returns the text of a choice. @param {number} scene @param {number} choice */
  const label = (scene, choice) => copies(find(parts(sections[scene], 'choose')[choice], 'label').childNodes);

  /** Returns the mark of a choice with its step, and the reason. @param {number} scene @param {number} choice */
  function reason(scene, choice) {
    const details = parts(sections[scene], 'choice')[choice].querySelector('details');
    return details ? copies(details.children).slice(1) : [];
  }

  /** Returns a value with its unit or its maximum: "6 of 10", "£36". @param {number} meter @param {number} value */
  function amount(meter, value) {
    const { most, before, after } = graph.meters[meter];
    return most === null ? before + value + after : casebook.fill(words.of, { n: value, of: most });
  }

  const mode = () => modes().find((input) => input.checked)?.value ?? 'coach';
  /**
   * The natural mode shows only totals, such as money: nobody can see how another person feels.
   * @param {number} meter
   */
  const isSeen = (meter) => mode() === 'coach' || (mode() === 'natural' && graph.meters[meter].most === null);

  /**
   * Describes the changes between two states: "trust up 1, now 10 of 10".
   * @param {State} from @param {State} to @param {(meter: number) => boolean} seen selects the meters
   */
  function changes(from, to, seen = () => true) {
    const all = graph.meters.map(({ name, most, before, after }, meter) => {
      const by = to[1 + meter] - from[1 + meter];
      if (by === 0 || !seen(meter)) return '';
      const n = most === null ? before + Math.abs(by) + after : Math.abs(by);
      return casebook.fill(by > 0 ? words.up : words.down, { name, n, now: amount(meter, to[1 + meter]) });
    });
    return all.filter(Boolean).join('; ');
  }

  /** @param {State} state */
  function showMeters(state) {
    for (const [meter, part] of parts(bar, 'meter').entries()) {
      const value = state[1 + meter];
      const { most, good } = graph.meters[meter];
      const limit = graph.goal.find(([kind, what]) => kind === '<=' && what === meter)?.[2];
      const end = most ?? limit ?? 0;
      const line = find(part, 'line');
      const [low, high] = Array.isArray(good) ? good : [0, end];
      part.hidden = !isSeen(meter);
      find(part, 'now').textContent = amount(meter, value);
      // A total without a limit has no bar. Its empty line keeps the row aligned.
      line.classList.toggle('is-open', end === 0);
      line.classList.toggle('is-off', value < low || value > high);
      for (const [name, at] of /** @type {[string, number][]} */ ([
        ['--value', value],
        ['--from', low],
        ['--to', high],
      ])) {
        line.style.setProperty(name, Math.min(1, at / (end || 1)).toFixed(3));
      }
    }
  }

  /** Shows the effects of the last choice, the reason, and the scenes that were passed since. @param {Run} run */
  function showLast(run) {
    const step = run.steps[run.steps.length - 1];
    const said = find(bar, 'said');
    /** @type {HTMLElement} */ (said.parentElement).hidden = !step || mode() === 'exam';
    said.replaceChildren(...(step ? label(step.from[0], step.choice) : []));
    find(bar, 'change').textContent = step ? changes(step.from, run.state, isSeen) : '';
    find(bar, 'why').replaceChildren(...(step && mode() === 'coach' ? reason(step.from[0], step.choice) : []));
    find(bar, 'passed').replaceChildren(
      ...(step?.passed ?? run.passed).flatMap(({ from, route }) => {
        showTexts(from);
        const line = document.createElement('p');
        line.dataset.cbFrom = graph.scenes[from[0]].id;
        line.append(...copies(find(parts(sections[from[0]], 'route')[route], 'label').childNodes));
        return [
          ...copies(parts(sections[from[0]], 'prose').filter((part) => !part.classList.contains('is-out'))),
          line,
        ];
      }),
    );
  }

  /** Shows the texts whose conditions hold. @param {State} state */
  function showTexts(state) {
    const { texts } = story.scene(state);
    for (const [at, part] of parts(sections[state[0]], 'text').entries())
      part.classList.toggle('is-out', !story.holds(texts[at], state));
  }

  /** @param {State} state */
  function showChoices(state) {
    for (const [at, part] of parts(sections[state[0]], 'choice').entries()) {
      const open = story.holds(story.scene(state).choices[at].tests, state);
      part.classList.toggle('is-blocked', !open);
      part.classList.toggle('is-out', !open && mode() !== 'coach');
      if (open) continue;
      // A link without an address cannot be focused.
      find(part, 'choose').removeAttribute('href');
      const needs = document.createElement('p');
      needs.className = 'effects no-print';
      needs.dataset.cbNeeds = '';
      needs.append(...copies(part.querySelectorAll('.effect-need')));
      part.append(needs);
    }
  }

  /** Restores the gamebook. */
  function clear() {
    for (const [scene, section] of sections.entries()) {
      section.classList.remove('is-here');
      for (const part of section.querySelectorAll('.is-out, .is-blocked'))
        part.classList.remove('is-out', 'is-blocked');
      for (const part of parts(section, 'needs')) part.remove();
      for (const [at, link] of parts(section, 'choose').entries())
        link.setAttribute('href', '#' + graph.scenes[graph.scenes[scene].choices[at].to].id);
    }
  }

  /** @param {Run} run @returns {HTMLElement} the scene that is shown */
  function show(run) {
    clear();
    showMeters(run.state);
    showLast(run);
    showTexts(run.state);
    showChoices(run.state);
    const here = sections[run.state[0]];
    here.classList.add('is-here');
    find(bar, 'stuck').hidden =
      story.scene(run.state).ending !== null || !!here.querySelector('[data-cb-choice]:not(.is-blocked)');
    return here;
  }

  return { ready, page, words, sections, bar, find, parts, title, label, reason, amount, changes, modes, show, clear };
})();
