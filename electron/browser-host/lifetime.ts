import type { HostTimes } from './host-times.ts';

export type LifetimeParts = {
  times: Pick<HostTimes, 'expectedPageMs' | 'afterLastPageMs'>;
  /** Never ends by itself. */
  stay: boolean;
  /** Long work goes on without a window. */
  isBusy(): boolean;
  onEnd(): void;
};

/** The service lives as long as somebody looks at it, a while longer for a reload, and until its jobs have ended. */
export class Lifetime {
  readonly #parts: LifetimeParts;
  #timer: NodeJS.Timeout | undefined;
  #pages = 0;
  /** A launch address is out whose page has not come yet. */
  #isExpecting = true;

  constructor(parts: LifetimeParts) {
    this.#parts = parts;
    this.#wait();
  }

  /** How many pages are open now. */
  pages(open: number): void {
    // Terminals come and go too; only pages count.
    if (open === this.#pages) return;
    if (open > this.#pages) this.#isExpecting = false;
    this.#pages = open;
    this.#wait();
  }

  /** A new launch address was handed out: its page may take as long as the first one. */
  expectPage(): void {
    this.#isExpecting = true;
    this.#wait();
  }

  #wait(): void {
    const { expectedPageMs, afterLastPageMs } = this.#parts.times;
    clearTimeout(this.#timer);
    if (this.#parts.stay || this.#pages > 0) return;
    this.#timer = setTimeout(
      () => {
        this.#isExpecting = false;
        if (this.#parts.isBusy()) this.#wait();
        else this.#parts.onEnd();
      },
      this.#isExpecting ? expectedPageMs : afterLastPageMs,
    );
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
