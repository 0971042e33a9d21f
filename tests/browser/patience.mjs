// The upper bound of every wait. A test fails with the name of what it waited for; nothing that works waits for the bound.

/** Milliseconds until an event that should come is reported missing: far above what a busy machine needs. */
export const PATIENCE = 60_000;

/**
 * Settles as `promise` does, or rejects after `patience` milliseconds with the name of what was awaited.
 * @template T
 * @param {Promise<T>} promise
 * @param {string} what
 * @param {number} [patience]
 * @returns {Promise<T>}
 */
export function within(promise, what, patience = PATIENCE) {
  /** @type {NodeJS.Timeout} */
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error(`waited ${patience / 1000} s for ${what}`)), patience);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
