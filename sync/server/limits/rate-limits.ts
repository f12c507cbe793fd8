/** How often somebody may ask, by account and by device; never by address, for a school is one. */
export interface RateLimits {
  /** 0 where it may go on, else after how many milliseconds it may. */
  take(key: string, perMinute: number, nowMs: number): Promise<number>;
  close(): Promise<void>;
}

interface Bucket {
  tokens: number;
  at: number;
}

const BUCKETS_AT_MOST = 100_000;

/** Token buckets of this process: full at first, refilled evenly, forgotten when they have been full for long. */
export class MemoryRateLimits implements RateLimits {
  readonly #buckets = new Map<string, Bucket>();

  async take(key: string, perMinute: number, nowMs: number): Promise<number> {
    const bucket = this.#buckets.get(key) ?? { tokens: perMinute, at: nowMs };
    const perMs = perMinute / 60_000;
    bucket.tokens = Math.min(perMinute, bucket.tokens + Math.max(0, nowMs - bucket.at) * perMs);
    bucket.at = nowMs;
    // The one that was used last comes last, so that the first are the ones to forget.
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > BUCKETS_AT_MOST) {
      const [oldest] = this.#buckets.keys();
      if (oldest !== undefined) this.#buckets.delete(oldest);
    }
    if (bucket.tokens < 1) return Math.ceil((1 - bucket.tokens) / perMs);
    bucket.tokens -= 1;
    return 0;
  }

  async close(): Promise<void> {
    this.#buckets.clear();
  }
}
