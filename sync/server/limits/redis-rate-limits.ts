import { Redis } from 'ioredis';
import { redisOptions } from '../pokes/redis-options.ts';
import { MemoryRateLimits, type RateLimits } from './rate-limits.ts';

/** A bucket in Redis: how much is left, and when that was. One script, so that two instances cannot take the same token. */
const TAKE = `
local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local most, now = tonumber(ARGV[1]), tonumber(ARGV[2])
local tokens, at = tonumber(bucket[1]) or most, tonumber(bucket[2]) or now
tokens = math.min(most, tokens + math.max(0, now - at) * most / 60000)
local wait = 0
if tokens < 1 then wait = math.ceil((1 - tokens) * 60000 / most) else tokens = tokens - 1 end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', now)
redis.call('PEXPIRE', KEYS[1], 120000)
return wait`;

/** Limits that instances share. Without Redis each has its own: never an error, at most a few requests more. */
export class RedisRateLimits implements RateLimits {
  readonly #redis: Redis;
  readonly #own = new MemoryRateLimits();
  readonly #onFailure: () => void;

  constructor(url: string, onFailure: () => void) {
    this.#onFailure = onFailure;
    this.#redis = new Redis(url, redisOptions);
    this.#redis.on('error', () => undefined);
  }

  async take(key: string, perMinute: number, nowMs: number): Promise<number> {
    if (this.#redis.status === 'ready') {
      try {
        return Number(await this.#redis.eval(TAKE, 1, `americano:rate:{${key}}`, perMinute, nowMs));
      } catch {
        this.#onFailure();
      }
    }
    return this.#own.take(key, perMinute, nowMs);
  }

  async close(): Promise<void> {
    this.#redis.disconnect();
    await this.#own.close();
  }
}
