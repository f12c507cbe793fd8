export type LifetimeParts = {
  /** Never ends by itself. */
  stay: boolean;
  /** Long work goes on without a window. */
  isBusy(): boolean;
  onEnd(): void;
};

const firstPageWithinMs = 90_000;
const afterLastPageMs = 10_000;

/** The service lives as long as somebody looks at it, a while longer for a reload, and until its jobs have ended. */
export class Lifetime {
  readonly #parts: LifetimeParts;
  #timer: NodeJS.Timeout | undefined;
  #pages = 0;

  constructor(parts: LifetimeParts) {
    this.#parts = parts;
    this.#wait(firstPageWithinMs);
  }

  pages(open: number): void {
    this.#pages = open;
    clearTimeout(this.#timer);
    if (open === 0) this.#wait(afterLastPageMs);
  }

  /** A new launch address was handed out: its page may take as long as the first one. */
  expectPage(): void {
    if (this.#pages === 0) this.#wait(firstPageWithinMs);
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#parts.stay) return;
    this.#timer = setTimeout(() => {
      if (this.#parts.isBusy()) this.#wait(afterLastPageMs);
      else this.#parts.onEnd();
    }, ms);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
