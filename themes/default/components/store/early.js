/**
 * Stores texts on this device: in the browser's storage if that is allowed, otherwise in memory until the page is
 * closed. Runs before the first paint; the other scripts use `casebook`.
 */
const casebook = (function () {
  const root = document.documentElement;
  const prefix = (root.dataset.site || 'casebook') + '/';
  root.dataset.js = '';

  /** @type {Storage | null} */
  let storage = null;
  try {
    if (root.dataset.device !== 'shared') {
      storage = window.localStorage;
      storage.getItem(prefix);
    }
  } catch {
    storage = null;
  }

  /** @type {Map<string, string>} */
  const memory = new Map();

  /** @param {string} key @returns {string | null} */
  function read(key) {
    try {
      return (storage && storage.getItem(prefix + key)) ?? memory.get(key) ?? null;
    } catch {
      return memory.get(key) ?? null;
    }
  }

  /** @param {string} key @param {string | null} value null deletes the key */
  function write(key, value) {
    memory.delete(key);
    try {
      if (value === null) storage?.removeItem(prefix + key);
      else if (storage) storage.setItem(prefix + key, value);
      else memory.set(key, value);
    } catch {
      // The storage is full or forbidden: `memory` has the value until the page is closed.
      if (value !== null) memory.set(key, value);
    }
  }

  /** @param {string} key @returns {string[]} */
  function list(key) {
    try {
      const value = JSON.parse(read(key) || '[]');
      return Array.isArray(value) ? value.map(String) : [];
    } catch {
      return [];
    }
  }

  /** Two lists, or two records of a scenario, as one. @param {any} one @param {any} other @returns {any} */
  const joined = (one, other) =>
    Array.isArray(one)
      ? [...new Set([...other, ...one])]
      : { ...other, runs: one.runs + other.runs, endings: joined(one.endings, other.endings) };

  /**
   * Takes over what is stored for a page under the addresses that it had before.
   * @param {string} page @param {string[]} before
   */
  function adopt(page, before) {
    for (const old of before) {
      for (const what of ['ticks/', 'done/', 'plan/', 'played/']) {
        const [kept, now] = [read(what + old), read(what + page)];
        try {
          if (kept === null) continue;
          const both =
            now && (now !== kept || what === 'played/')
              ? JSON.stringify(joined(JSON.parse(kept), JSON.parse(now)))
              : kept;
          write(what + page, both);
          write(what + old, null);
        } catch {
          // What cannot be joined stays where it is.
        }
      }
      if (read('path') === old) write('path', page);
    }
  }

  /** Deletes everything that this site has stored, and nothing else. */
  function clear() {
    memory.clear();
    try {
      const keys = storage ? Object.keys(storage) : [];
      for (const key of keys) if (key.startsWith(prefix)) storage?.removeItem(key);
    } catch {
      // If the storage cannot be read, nothing was stored there.
    }
    document.dispatchEvent(new CustomEvent('casebook:fresh'));
  }

  /**
   * Replaces each placeholder `{name}` of a text by its value.
   * @param {string | undefined} text @param {Record<string, string | number>} values
   */
  function fill(text, values) {
    return (text || '').replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  }

  /** @type {Record<string, string>} the HTML of the components that are loaded on demand */
  const parts = {};

  const { was, page } = root.dataset;
  if (page && was) adopt(page, was.split('|'));

  // What another tab stores, this one shows.
  addEventListener('storage', ({ key }) => {
    if (key === null || key.startsWith(prefix)) document.dispatchEvent(new CustomEvent('casebook:fresh'));
  });

  return { read, write, list, adopt, clear, fill, parts };
})();
