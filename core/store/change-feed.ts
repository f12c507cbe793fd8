import type { Changes } from '../rpc/changes.ts';

/** A moment of a feed, by which a page that lost its connection goes on: `feed` tells one start of the service from another. */
export type FeedPlace = { feed: string; seq: number };

/** So many are remembered: a page that was away longer asks everything again. */
const remembered = 256;

/** Tells every connected page which kinds of things changed; the kinds are the names of the tables. */
export class ChangeFeed {
  readonly #feed: string;
  readonly #listeners = new Set<(changes: Changes) => void>();
  readonly #recent: { seq: number; changes: Changes }[] = [];
  #seq = 0;

  /** `feed`: a name that no other start of the service has. */
  constructor(feed: string) {
    this.#feed = feed;
  }

  get place(): FeedPlace {
    return { feed: this.#feed, seq: this.#seq };
  }

  publish(changes: Changes): void {
    if (changes.length === 0) return;
    this.#seq += 1;
    this.#recent.push({ seq: this.#seq, changes });
    if (this.#recent.length > remembered) this.#recent.shift();
    for (const listener of this.#listeners) listener(changes);
  }

  /** What changed after a place; undefined when that is not known any more, or was another service's. */
  since({ feed, seq }: FeedPlace): Changes[] | undefined {
    if (feed !== this.#feed || seq > this.#seq) return undefined;
    const oldest = this.#recent[0]?.seq ?? this.#seq + 1;
    if (seq + 1 < oldest) return undefined;
    return this.#recent.filter((entry) => entry.seq > seq).map(({ changes }) => changes);
  }

  subscribe(listener: (changes: Changes) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
