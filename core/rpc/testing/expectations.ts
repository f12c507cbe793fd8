import { expect } from 'vitest';

import { RpcError } from '../errors.ts';

/** The RpcError that `promise` rejects with; anything else fails the test. */
export async function errorOf(promise: Promise<unknown>): Promise<RpcError> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => error,
  );
  if (outcome instanceof RpcError) return outcome;
  return expect.fail(`not an RpcError: ${String(outcome)}`);
}

export async function collect<T>(items: AsyncIterable<T>, into: T[] = []): Promise<T[]> {
  for await (const item of items) into.push(item);
  return into;
}

/** Waits for a condition that needs messages to travel; fails the test after five seconds. */
export async function until(condition: () => boolean): Promise<void> {
  for (let waitedMs = 0; waitedMs < 5000; waitedMs += 2) {
    if (condition()) return;
    await pause(2);
  }
  expect.fail(`never happened: ${condition.toString()}`);
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
