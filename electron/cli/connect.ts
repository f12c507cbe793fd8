import { setTimeout as sleep } from 'node:timers/promises';
import { RpcError } from '#core/rpc/errors.ts';
import { inProcessPair } from '#core/rpc/in-process.ts';
import type { Transport } from '#core/rpc/transport.ts';
import { shiftedClock, type Clock } from '#core/store/clock.ts';
import { profileAt, type Profile } from '#core/store/profile.ts';
import { uidSource } from '#core/store/uid.ts';
import { readPolicies } from '../policy/read-policies.ts';
import { fileLog } from '../service/log.ts';
import { startService } from '../service/start-service.ts';
import type { CallOptions } from './arguments.ts';
import { seededFill } from './seeded-fill.ts';
import { UsageError } from './usage-error.ts';

export type Connection = { transport: Transport; close(): void | Promise<void> };

/** Connects to the service that has a profile open, if one runs and answers. */
export type FindRunning = (profile: Profile) => Promise<Connection | undefined>;

/** The owner of the lock may be another call from a terminal, or a service that does not answer yet. */
const patienceMs = 5_000;
const retryMs = 100;

/** One call is one instant: with --now the clock stands still. */
const clockOf = ({ now, zone }: CallOptions): Clock =>
  now === undefined ? shiftedClock(undefined, zone) : { ...shiftedClock(undefined, zone), now: () => now };

const serveHere = async (options: CallOptions, seedText: string): Promise<Connection> => {
  const clock = clockOf(options);
  const ids =
    options.seed === undefined
      ? uidSource(clock)
      : uidSource(clock, seededFill(`${options.seed}\0${seedText}`));
  const service = await startService({
    folder: options.profile,
    clock,
    ids,
    log: fileLog(options.profile),
    policies: readPolicies(),
  });
  const pair = inProcessPair();
  service.server.connect(pair.server, { caller: 'cli' });
  // A stream in this process waits for nothing that keeps a process alive.
  const alive = setInterval(() => {}, 2 ** 30);
  const close = async (): Promise<void> => {
    clearInterval(alive);
    await service.close();
  };
  return { transport: pair.client, close };
};

const refuseOwnClock = ({ now, zone, seed }: CallOptions): void => {
  if (now === undefined && zone === undefined && seed === undefined) return;
  throw new UsageError(
    'The profile is open in a running service, which has its own clock and ids: --now, --zone and --seed need it closed.',
  );
};

/**
 * A connection to the service that has the profile open, or to one started in this process. `seedText` goes into the
 * ids beside the seed, so that two calls at the same instant do not make the same ids.
 */
export const connect = async (
  options: CallOptions,
  seedText: string,
  findRunning: FindRunning,
): Promise<Connection> => {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    const running = await findRunning(profileAt(options.profile));
    if (running !== undefined) {
      try {
        refuseOwnClock(options);
        return running;
      } catch (error) {
        await running.close();
        throw error;
      }
    }
    if (!options.wait) {
      throw new UsageError(
        'No service has the profile open, and --no-wait needs one that goes on with the job.',
      );
    }
    try {
      return await serveHere(options, seedText);
    } catch (error) {
      const isLocked = error instanceof RpcError && error.kind === 'locked';
      if (!isLocked || performance.now() > giveUpAt) throw error;
      await sleep(retryMs);
    }
  }
};
