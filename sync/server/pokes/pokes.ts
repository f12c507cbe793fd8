/** Tells devices that another one wrote: after the commit, and without a promise to arrive. Devices ask now and then anyway. */
export interface Pokes {
  /** @param head of the account */
  poke(account: string, dev: string, head: number): void;
  /** Returns how to stop. */
  listen(account: string, hear: Listener): () => void;
  close(): Promise<void>;
}

export type Listener = (poke: { readonly dev: string; readonly head: number }) => void;

/** Within one process. */
export class MemoryPokes implements Pokes {
  readonly #listeners = new Map<string, Set<Listener>>();

  get accounts(): number {
    return this.#listeners.size;
  }

  poke(account: string, dev: string, head: number): void {
    for (const hear of this.#listeners.get(account) ?? []) hear({ dev, head });
  }

  listen(account: string, hear: Listener): () => void {
    const others = this.#listeners.get(account) ?? new Set();
    this.#listeners.set(account, others.add(hear));
    return () => {
      others.delete(hear);
      if (others.size === 0) this.#listeners.delete(account);
    };
  }

  async close(): Promise<void> {
    this.#listeners.clear();
  }
}
