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

  /** Both values of a record, as one. @param {string} one @param {string} other */
  function joined(one, other) {
    try {
      const [a, b] = [JSON.parse(one), JSON.parse(other)];
      if (Array.isArray(a) && Array.isArray(b)) return JSON.stringify([...new Set([...b, ...a])]);
      const endings = [...new Set([...b.endings, ...a.endings])];
      return JSON.stringify({ ...a, ...b, runs: a.runs + b.runs, endings });
    } catch {
      return null;
    }
  }

  /**
   * Takes over what is stored for a page under the addresses that it had before.
   * @param {string} page @param {string[]} before
   */
  function adopt(page, before) {
    for (const old of before) {
      for (const what of ['ticks/', 'done/', 'plan/', 'played/', 'run/']) {
        const kept = read(what + old);
        if (kept === null) continue;
        const now = read(what + page);
        const both = now === null || now === kept ? kept : joined(kept, now);
        // What cannot be joined stays where it is.
        if (both === null) continue;
        write(what + page, both);
        write(what + old, null);
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

  // A site whose title was its name until it got an `id`: the values are copied once.
  const { before, was, page } = root.dataset;
  try {
    const keys = before && storage ? Object.keys(storage) : [];
    if (storage && !keys.some((key) => key.startsWith(prefix))) {
      for (const key of keys.filter((key) => key.startsWith(before + '/'))) {
        storage.setItem(prefix + key.slice(String(before).length + 1), storage.getItem(key) ?? '');
      }
    }
  } catch {
    // The storage is full or forbidden.
  }
  if (page && was) adopt(page, was.split('|'));

  // What another tab stores, this one shows.
  addEventListener('storage', ({ key }) => {
    if (key === null || key.startsWith(prefix)) document.dispatchEvent(new CustomEvent('casebook:fresh'));
  });

  return { read, write, list, adopt, clear, fill, parts };
})();
