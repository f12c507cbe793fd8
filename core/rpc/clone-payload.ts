import type { Message } from './messages.ts';
import { measure, toPlain } from './plain-value.ts';
import type { FrameLimits } from './plain-value.ts';

/**
 * What a transport that clones may post for `message`: checked against the limits, and the same value that a socket
 * would deliver. Throws RpcError 'malformed' or 'too_large'.
 */
export function clonePayload(message: Message, limits: FrameLimits): unknown {
  return measure(message, limits).plain ? message : toPlain(message);
}

/** Checks what a clone delivered. Throws RpcError 'malformed' or 'too_large'. */
export function checkedClone(value: unknown, limits: FrameLimits): unknown {
  measure(value, limits);
  return value;
}
