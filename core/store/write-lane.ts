/**
 * Writes go one after another. A short write runs in this thread; a long merge holds the lane while a worker's
 * connection writes, and what comes meanwhile waits its turn here instead of blocking the event loop.
 */
export class WriteLane {
  #tail: Promise<void> = Promise.resolve();
  #waiting = 0;

  /** Writes under way or waiting. */
  get depth(): number {
    return this.#waiting;
  }

  async run<T>(work: () => T | Promise<T>): Promise<T> {
    const before = this.#tail;
    let done = (): void => {};
    this.#tail = new Promise((resolve) => {
      done = resolve;
    });
    this.#waiting += 1;
    try {
      await before;
      return await work();
    } finally {
      this.#waiting -= 1;
      done();
    }
  }
}
