import type { Changes } from '../rpc/changes.ts';

/** Tells every connected page which kinds of things changed; the kinds are the names of the tables. */
export class ChangeFeed {
  readonly #listeners = new Set<(changes: Changes) => void>();

  publish(changes: Changes): void {
    if (changes.length === 0) return;
    for (const listener of this.#listeners) listener(changes);
  }

  subscribe(listener: (changes: Changes) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
