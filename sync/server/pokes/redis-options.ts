import type { RedisOptions } from 'ioredis';

/** Redis may be away: requests fail at once rather than wait, and the connection is tried again for ever. */
export const redisOptions = {
  connectTimeout: 2000,
  commandTimeout: 500,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  retryStrategy: (times: number) => Math.min(5000, times * 200),
} satisfies RedisOptions;
