/** The debrief of a run: its outcome, turning point, choices and costs, and the steps that it practised. */
const debrief = (function () {
  const { graph } = story;
  const { words, sections, find, parts } = stage;
  const part = find(document, 'debrief');
  const record = find(document, 'record');
  /** @type {HTMLElement} contains the record while no debrief is shown */
  const home = document.createElement('div');
  if (stage.ready) record.before(home);
  /** @type {Run | null} */
  let shown = null;

  /** @param {string} tag @param {string} name @param {(Node | string)[]} children */
  function element(tag, name, ...children) {
    const made = document.createElement(tag);
    if (name) made.className = name;
    made.append(...children);
    return made;
  }

  /** @param {string} href @param {(Node | string)[]} children */
  function link(href, ...children) {
    const made = /** @type {HTMLAnchorElement} */ (element('a', '', ...children));
    made.href = href;
    return made;
  }

  /** Returns an amount in the site's currency. @param {number} sum */
  const money = (sum) => graph.money.before + sum + graph.money.after;

  /** @param {HTMLElement} where @param {boolean} holds */
  function judge(where, holds) {
    find(where, 'yes').hidden = !holds;
    find(where, 'no').hidden = holds;
  }

  /** @param {State} state */
  function showGoal(state) {
    const goal = find(part, 'goal');
    find(part, 'finals').replaceChildren(
      ...graph.meters.map(({ name }, meter) => {
        const value = element('dd', '', stage.amount(meter, state[1 + meter]));
        return element('div', '', element('dt', '', name), value);
      }),
    );
    if (!goal) return;
    judge(find(goal, 'verdict'), story.holds(graph.goal, state));
    for (const [at, test] of parts(goal, 'test').entries()) judge(test, story.holds([graph.goal[at]], state));
  }

  /** Shows the costs of the run, the customer's value, and how much of it this ending keeps. @param {State} state */
  function showLedger(state) {
    const ledger = find(part, 'ledger');
    const paid = graph.meters.map((meter, at) => (meter.money ? state[1 + at] : 0));
    const all = graph.stakes.reduce((sum, { amount }) => sum + amount, 0);
    const keeps = graph.outcomes[story.scene(state).ending ?? 0].keeps;
    const kept = graph.stakes.slice(0, keeps === 'all' ? undefined : keeps === 'first' ? 1 : 0);
    ledger.hidden = !graph.stakes.length && !graph.meters.some((meter) => meter.money);
    find(ledger, 'please').textContent = money(paid.reduce((sum, one) => sum + one, 0));
    find(ledger, 'lose').textContent = casebook.fill(words.range, {
      from: money(Math.round(all / 2)),
      to: money(all * 2),
    });
    find(ledger, 'kept').textContent = kept.length
      ? money(kept.reduce((sum, { amount }) => sum + amount, 0))
      : (words.nothing ?? '');
    find(ledger, 'names').textContent = kept.map(({ name }) => name).join(', ');
    for (const line of parts(ledger, 'stake')) line.hidden = !graph.stakes.length;
  }

  /**
   * Returns the choice that lowered the best possible outcome the most.
   * @param {Run} run @param {Map<string, number>} ranks
   */
  function turnOf(run, ranks) {
    /** @type {{step: number, before: number, after: number} | null} */
    let turn = null;
    for (const [step, { from, to }] of run.steps.entries()) {
      const [before, after] = [ranks.get(from.join()) ?? 0, ranks.get(to.join()) ?? 0];
      if (after > before && (!turn || after - before > turn.after - turn.before)) turn = { step, before, after };
    }
    return turn;
  }

  /** @param {Run} run @param {(signs: string) => string} address */
  function showTurn(run, address) {
    const ranks = story.ranks();
    const turn = ranks && turnOf(run, ranks);
    const outcome = (/** @type {number} */ at) => graph.outcomes[at]?.title ?? '';
    const better = find(part, 'better');
    better.hidden = !turn;
    if (!ranks || !turn) {
      find(part, 'turn').textContent = casebook.fill(ranks ? words.noTurn : words.tooLarge, {
        best: outcome(story.scene(run.state).ending ?? 0),
      });
      return;
    }
    const { from } = run.steps[turn.step];
    find(part, 'turn').textContent = casebook.fill(words.turn, {
      scene: stage.title(from[0]),
      before: outcome(turn.before),
      after: outcome(turn.after),
    });
    const others = story
      .scene(from)
      .choices.map((edge, at) => ({ at, edge }))
      .filter(
        ({ edge }) => story.holds(edge.tests, from) && ranks.get(story.follow(from, edge).join()) === turn.before,
      );
    find(better, 'others').replaceChildren(...others.map(({ at }) => element('li', '', ...stage.label(from[0], at))));
    const way = find(better, 'return');
    way.setAttribute('href', address(story.signs(run.steps.slice(0, turn.step))));
    way.textContent = casebook.fill(words.return, { scene: stage.title(from[0]) });
  }

  /** @param {Run} run @param {(signs: string) => string} address */
  function showWay(run, address) {
    find(part, 'way').replaceChildren(
      ...run.steps.map(({ from, choice, passed, to }, at) => {
        const scene = stage.title(from[0]);
        const end = passed.length ? passed[passed.length - 1].to : to;
        const other = link(
          address(story.signs(run.steps.slice(0, at))),
          words.another ?? '',
          element('span', 'visually-hidden', ': ' + scene),
        );
        return element(
          'li',
          '',
          element('p', 'way-scene', scene),
          element('p', 'way-said', ...stage.label(from[0], choice)),
          ...stage.reason(from[0], choice),
          element('p', 'way-change number', stage.changes(from, end)),
          element('p', 'links small', other),
        );
      }),
    );
  }

  /**
   * Shows each step that the run practised, with the number of times that it was followed, bent and broken.
   * @param {Run} run
   */
  function showSteps(run) {
    /** @type {Map<string, {step: Node, marks: Map<string, {mark: Node, times: number}>}>} */
    const steps = new Map();
    for (const { from, choice } of run.steps) {
      const [line] = /** @type {Element[]} */ (stage.reason(from[0], choice));
      const [step, mark] = [line?.querySelector('a'), line?.querySelector('.mark')];
      if (!step || !mark) continue;
      const known = steps.get(step.href) ?? { step, marks: new Map() };
      const name = mark.className;
      known.marks.set(name, { mark, times: (known.marks.get(name)?.times ?? 0) + 1 });
      steps.set(step.href, known);
    }
    find(part, 'practised').hidden = !steps.size;
    find(part, 'steps').replaceChildren(
      ...[...steps.values()].map(({ step, marks }) =>
        element(
          'li',
          'links',
          step,
          element(
            'span',
            'steps-marks',
            ...[...marks.values()].map(({ mark, times }) =>
              element('span', 'number', mark, times > 1 ? ' × ' + times : ''),
            ),
          ),
        ),
      ),
    );
  }

  function showEndings() {
    if (!shown) return;
    const here = graph.scenes[shown.state[0]].id;
    const reached = [here, ...casebookRecord.read().endings];
    const endings = [...graph.scenes.entries()].filter(([, { ending }]) => ending !== null);
    find(part, 'share').textContent = casebook.fill(words.share, { n: new Set(reached).size, of: endings.length });
    find(part, 'endings').replaceChildren(
      ...endings.map(([at, { id }]) => {
        if (!reached.includes(id)) return element('li', 'quiet', words.hidden ?? '');
        const mark = sections[at].querySelector('.scene-number .mark')?.cloneNode(true) ?? '';
        return element('li', '', mark, ' ' + stage.title(at));
      }),
    );
  }

  /** @param {Run | null} run a finished run @param {(signs: string) => string} address */
  function show(run, address) {
    shown = run;
    part.hidden = !run;
    if (!run) {
      home.append(record);
      return;
    }
    showGoal(run.state);
    showLedger(run.state);
    showWay(run, address);
    showSteps(run);
    showEndings();
    find(part, 'link').setAttribute('href', address(run.signs));
    find(part, 'keep').append(record);
    find(part, 'turn').textContent = '';
    // In a large story, this takes a moment. The ending is shown first.
    setTimeout(() => shown === run && showTurn(run, address));
  }

  document.addEventListener('casebook:erased', showEndings);
  document.addEventListener('casebook:fresh', showEndings);
  return { show };
})();
