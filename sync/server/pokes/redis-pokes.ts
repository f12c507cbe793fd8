import { Redis } from 'ioredis';
import { MemoryPokes, type Listener, type Pokes } from './pokes.ts';
import { redisOptions } from './redis-options.ts';

const channelOf = (account: string): string => `americano:head:{${account}}`;

/** Between instances, by sharded publish and subscribe. Without Redis those of one instance still hear each other. */
export class RedisPokes implements Pokes {
  readonly #here = new MemoryPokes();
  readonly #publisher: Redis;
  readonly #subscriber: Redis;
  readonly #onFailure: () => void;
  /** Listeners of each account whose channel is subscribed. */
  readonly #counts = new Map<string, number>();

  constructor(url: string, onFailure: () => void) {
    this.#onFailure = onFailure;
    this.#publisher = new Redis(url, redisOptions);
    // A subscriber waits for nothing, so that its requests may queue; it subscribes anew after a break.
    this.#subscriber = new Redis(url, {
      ...redisOptions,
      commandTimeout: 5000,
      enableOfflineQueue: true,
      maxRetriesPerRequest: null,
      autoResubscribe: true,
    });
    for (const redis of [this.#publisher, this.#subscriber]) redis.on('error', () => undefined);
    this.#subscriber.on('smessage', (channel: string, text: string) => {
      const account = /\{([0-9a-f]{32})\}$/.exec(channel)?.[1];
      const [, dev, head] = /^([0-9a-f]{32}) (\d+)$/.exec(text) ?? [];
      if (account !== undefined && dev !== undefined) this.#here.poke(account, dev, Number(head));
    });
  }

  poke(account: string, dev: string, head: number): void {
    if (this.#publisher.status !== 'ready') {
      this.#onFailure();
      this.#here.poke(account, dev, head);
      return;
    }
    this.#publisher.spublish(channelOf(account), `${dev} ${head}`).catch(() => {
      this.#onFailure();
      this.#here.poke(account, dev, head);
    });
  }

  listen(account: string, hear: Listener): () => void {
    const stop = this.#here.listen(account, hear);
    const count = (this.#counts.get(account) ?? 0) + 1;
    this.#counts.set(account, count);
    if (count === 1) this.#subscriber.ssubscribe(channelOf(account)).catch(this.#onFailure);
    return () => {
      stop();
      const left = (this.#counts.get(account) ?? 1) - 1;
      if (left > 0) {
        this.#counts.set(account, left);
        return;
      }
      this.#counts.delete(account);
      this.#subscriber.sunsubscribe(channelOf(account)).catch(this.#onFailure);
    };
  }

  async close(): Promise<void> {
    this.#publisher.disconnect();
    this.#subscriber.disconnect();
    await this.#here.close();
  }
}
