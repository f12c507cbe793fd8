import type { FastifyRequest } from 'fastify';
import type { Identity } from '../accounts/token-keys.ts';
import type { ServerContext } from './context.ts';
import { RefusalError } from './refusal-error.ts';

const PER_MINUTE = { device: 300, account: 1500 };

/** Who a token says it is, held to its rate. The account is never taken from anywhere else. @throws RefusalError */
export async function whoAsks(
  { signer, limits, now }: ServerContext,
  request: FastifyRequest,
): Promise<Identity> {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  const identity = scheme?.toLowerCase() === 'bearer' ? signer.identityOf(token ?? '', now()) : null;
  if (identity === null) throw new RefusalError(401, 'token');
  const { account, dev } = identity;
  await holdToRate(limits, `d:${account}:${dev}`, PER_MINUTE.device, now());
  await holdToRate(limits, `a:${account}`, PER_MINUTE.account, now());
  return identity;
}

/** @throws RefusalError */
export async function holdToRate(
  limits: ServerContext['limits'],
  key: string,
  perMinute: number,
  nowMs: number,
): Promise<void> {
  const wait = await limits.take(key, perMinute, nowMs);
  if (wait > 0) throw new RefusalError(429, 'rate', wait);
}
