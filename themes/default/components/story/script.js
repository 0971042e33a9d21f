/**
 * The graph of a scenario and its rules: the choices in a state, and the states that they lead to. Reads the JSON in
 * the page and nothing else. The rules are those of the explorer, which has visited every state
 * (`src/explore/graph.rs`).
 *
 * @typedef {["<=" | ">=", meter: number, value: number] | ["+" | "-", memory: number]} Test
 * @typedef {[meter: number, by: number]} Effect
 * @typedef {{to: number, tests: Test[], effects: Effect[], sets: number[], mark: string | null}} Edge
 * @typedef {{id: string, names?: string[], ending: number | null, choices: Edge[], routes: Edge[], texts: Test[][]}} Scene
 *
 * @typedef {object} Meter
 * @property {string} name
 * @property {number} start
 * @property {number | null} most  null for a running total
 * @property {"more" | "less" | [number, number]} good
 * @property {string} before  before the value, such as a currency sign
 * @property {string} after
 * @property {boolean} money
 *
 * @typedef {{key: string, title: string, keeps: "all" | "first" | "none"}} Outcome
 *
 * @typedef {object} Graph
 * @property {string} version
 * @property {Meter[]} meters
 * @property {string[]} memories
 * @property {Outcome[]} outcomes  the best first
 * @property {Test[]} goal
 * @property {{name: string, amount: number}[]} stakes
 * @property {{before: string, after: string}} money
 * @property {Scene[]} scenes
 *
 * @typedef {number[]} State  the scene, the value of each meter, each memory as 0 or 1
 * @typedef {{from: State, route: number, to: State}} Passed  a scene that only routes to another
 * @typedef {{from: State, choice: number, to: State, passed: Passed[]}} Step
 * @typedef {{signs: string, whole: boolean, passed: Passed[], steps: Step[], state: State}} Run
 */
const story = (function () {
  /** The digits of a choice in a run. */
  const SIGNS = '123456789abcdefghijklmnopqrstuvwxyz';
  /** The number of choices after which a run ends: more than any person makes. */
  const LONGEST = 1000;
  /** The number of states that are visited to find the turning point of a run. */
  const BUDGET = 200000;
  /** The highest value of a running total, as in the explorer: that of a signed 32-bit integer. */
  const MOST = 2 ** 31 - 1;
  const island = document.getElementById('cb-graph');
  /** @type {Graph} without scenes if the page has no graph: then only the gamebook works */
  const graph = JSON.parse(island?.textContent || '{"meters":[],"scenes":[]}');
  const meters = graph.meters.length;

  /**
   * Returns the code of a choice: one of 35 digits, after a `0` for each 35 choices before it.
   * @param {number} choice
   */
  const code = (choice) => '0'.repeat(Math.floor(choice / SIGNS.length)) + SIGNS[choice % SIGNS.length];

  /** Splits a run into the codes of its choices. Any text can be split. @param {string} signs @returns {string[]} */
  const codes = (signs) => signs.match(/0*[^]/g) ?? [];

  /** Returns the choices of some steps as they are written in addresses. @param {Step[]} steps */
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

  /** Returns the possible choices, and the route that is taken, if any. @param {State} state */
  function ways(state) {
    const { choices, routes } = scene(state);
    const route = routes.find((edge) => holds(edge.tests, state));
    const open = choices.filter((edge) => holds(edge.tests, state));
    return route ? [...open, route] : open;
  }

  /** Follows routes until a scene has none that applies. @param {State} state @returns {[State, Passed[]]} */
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

  /** Plays the choices of a run, as far as they are possible. @param {string} wanted @returns {Run} */
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

  /** @type {Map<string, number> | null | undefined} the result of `ranks` */
  let known;

  /** Returns the best outcome that is possible after each reachable state; null if there are too many states. */
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

  /**
   * Goes from the endings, the best outcome first, back to all states from which they can be reached.
   * @param {State[]} states @param {Map<string, number>} numbers @param {number[][]} back the states before each state
   */
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
