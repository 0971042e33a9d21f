/**
 * A scenario's graph and its rules: what may be chosen in a state, and where that leads. Reads the island in the page and
 * touches nothing else of it. Follows the same rules as the explorer that proved the story at build.
 *
 * @typedef {["<=" | ">=", number, number] | ["+" | "-", number]} Test
 * @typedef {{to: number, tests: Test[], effects: [number, number][], sets: number[], mark: string | null}} Edge
 * @typedef {{id: string, ending: number | null, choices: Edge[], routes: Edge[], texts: Test[][]}} Scene
 * @typedef {{name: string, start: number, most: number | null, good: "more" | "less" | [number, number], before: string, after: string, money: boolean}} Meter
 * @typedef {{key: string, title: string, keeps: "all" | "first" | "none"}} Outcome
 * @typedef {{version: string, meters: Meter[], memories: string[], outcomes: Outcome[], goal: Test[], stakes: {name: string, amount: number}[], money: {before: string, after: string}, scenes: Scene[]}} Graph
 * @typedef {number[]} State the scene, the value of each meter, each memory as 0 or 1
 * @typedef {{from: State, route: number, to: State}} Passed a scene that the story left by itself
 * @typedef {{from: State, choice: number, to: State, passed: Passed[]}} Step
 * @typedef {{signs: string, whole: boolean, passed: Passed[], steps: Step[], state: State}} Run
 */
const story = (function () {
  const SIGNS = '123456789abcdefghijklmnopqrstuvwxyz';
  /** More choices than any person makes: where a link with more of them ends. */
  const LONGEST = 1000;
  /** States that are looked at to say where a run turned. */
  const BUDGET = 200000;
  const MOST = 2147483647;
  const island = document.getElementById('cb-graph');
  /** @type {Graph} without scenes where the page has no island: then it is a gamebook and nothing else */
  const graph = JSON.parse(island?.textContent || '{"meters":[],"scenes":[]}');
  const meters = graph.meters.length;

  /** The code of a choice in a run: a sign for each of the first 35, and a `0` before it for each 35 before. @param {number} choice */
  const code = (choice) => '0'.repeat(Math.floor(choice / SIGNS.length)) + SIGNS[choice % SIGNS.length];

  /** The codes in a text, one for each choice, and whatever else stands in it. @param {string} signs @returns {string[]} */
  const codes = (signs) => signs.match(/0*[^]/g) ?? [];

  /** The choices of these steps as they stand in an address. @param {Step[]} steps */
  const signs = (steps) => steps.map(({ choice }) => code(choice)).join('');

  /** @param {State} state @returns {Scene} */
  const scene = (state) => graph.scenes[state[0]];

  /** @param {Test[]} tests @param {State} state */
  function holds(tests, state) {
    return tests.every(([kind, what, value = 0]) => {
      if (kind === '>=') return state[1 + what] >= value;
      if (kind === '<=') return state[1 + what] <= value;
      return (state[1 + meters + what] === 1) === (kind === '+');
    });
  }

  /** @param {State} state @param {Edge} edge @returns {State} */
  function follow(state, edge) {
    const next = state.slice();
    next[0] = edge.to;
    for (const [meter, by] of edge.effects) {
      const most = graph.meters[meter].most ?? MOST;
      next[1 + meter] = Math.min(most, Math.max(0, next[1 + meter] + by));
    }
    for (const memory of edge.sets) next[1 + meters + memory] = 1;
    return next;
  }

  /** The choices on offer, or the one route that is taken. @param {State} state */
  function ways(state) {
    const { choices, routes } = scene(state);
    const route = routes.find((edge) => holds(edge.tests, state));
    const open = choices.filter((edge) => holds(edge.tests, state));
    return route ? [...open, route] : open;
  }

  /** Goes on through scenes that only route. @param {State} state @returns {[State, Passed[]]} */
  function settle(state) {
    /** @type {Passed[]} */
    const passed = [];
    while (passed.length < LONGEST) {
      const from = state;
      const route = scene(from).routes.findIndex((edge) => holds(edge.tests, from));
      if (route < 0) break;
      state = follow(from, scene(from).routes[route]);
      passed.push({ from, route, to: state });
    }
    return [state, passed];
  }

  /** @returns {State} */
  const start = () => [0, ...graph.meters.map((meter) => meter.start), ...graph.memories.map(() => 0)];

  /** Plays the choices that `wanted` names, as far as they are on offer. @param {string} wanted @returns {Run} */
  function play(wanted) {
    let [state, passed] = settle(start());
    /** @type {Run} */
    const run = { signs: '', whole: true, passed, steps: [], state };
    for (const part of codes(wanted).slice(0, LONGEST)) {
      const from = run.state;
      const choice = (part.length - 1) * SIGNS.length + SIGNS.indexOf(part.slice(-1));
      const edge = scene(from).choices[choice];
      if (!edge || code(choice) !== part || !holds(edge.tests, from)) break;
      const to = follow(from, edge);
      [state, passed] = settle(to);
      run.steps.push({ from, choice, to, passed });
      run.signs += part;
      run.state = state;
    }
    run.whole = run.signs === wanted;
    return run;
  }

  /** @type {Map<string, number> | null | undefined} */
  let known;

  /** The best outcome still open in each state that can be reached; null where there are too many of them. */
  function ranks() {
    if (known !== undefined) return known;
    known = null;
    const states = [start()];
    const numbers = new Map([[states[0].join(), 0]]);
    /** @type {number[][]} */
    const back = [[]];
    for (let at = 0; at < states.length; at += 1) {
      for (const edge of ways(states[at])) {
        const next = follow(states[at], edge);
        const name = next.join();
        let to = numbers.get(name);
        if (to === undefined) {
          if (states.length >= BUDGET) return null;
          to = states.push(next) - 1;
          numbers.set(name, to);
          back.push([]);
        }
        back[to].push(at);
      }
    }
    known = spread(states, numbers, back);
    return known;
  }

  /** From the endings back to all states from which they can be reached, the best ending first. @param {State[]} states @param {Map<string, number>} numbers @param {number[][]} back */
  function spread(states, numbers, back) {
    /** @type {number[]} */
    const best = new Array(states.length).fill(Infinity);
    for (let outcome = 0; outcome < graph.outcomes.length; outcome += 1) {
      const open = [...states.keys()].filter((at) => scene(states[at]).ending === outcome && best[at] === Infinity);
      for (const at of open) best[at] = outcome;
      for (let at = open.pop(); at !== undefined; at = open.pop()) {
        for (const before of back[at]) {
          if (best[before] !== Infinity) continue;
          best[before] = outcome;
          open.push(before);
        }
      }
    }
    return new Map([...numbers].map(([name, at]) => [name, best[at]]));
  }

  return { graph, code, codes, signs, scene, holds, follow, play, ranks };
})();
