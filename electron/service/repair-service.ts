import { contract, type AppContract } from '#core/contract.ts';
import { RpcError } from '#core/rpc/errors.ts';
import { createServer, type Server } from '#core/rpc/server.ts';
import type { Handlers } from '#core/rpc/compose.ts';
import type { Clock } from '#core/store/clock.ts';
import { runInWorker } from '#core/store/backups/run-in-worker.ts';
import { acquireLock } from '#core/store/lock.ts';
import { createProfile, type Profile } from '#core/store/profile.ts';
import { RepairDesk, stateStream } from '#core/store/repair/repair-desk.ts';
import type { repairContract } from '#core/store/repair/contract.ts';
import { serviceFiles } from './files.ts';
import type { ServiceLog } from './log.ts';

export type RepairService = {
  readonly server: Server<AppContract>;
  readonly profile: Profile;
  readonly isBusy: boolean;
  readonly isDamaged: true;
  readonly isReadOnly: false;
  close(): Promise<void>;
};

/** Whatever is asked of a store that is not open: that it is damaged. */
const refuse = (finding: string) => (): never => {
  throw new RpcError('damaged', { finding });
};

/**
 * Serves the same contract for a store that does not open: everything but its repair says that it is damaged. Holds the lock
 * of the profile. `onDone`: a sound store is in its place, and can be opened when this is closed.
 */
export const startRepair = (
  parts: { folder: string; clock: Clock; log: ServiceLog; finding: string },
  onDone: () => void,
): RepairService => {
  const { folder, clock, log, finding } = parts;
  const profile = createProfile(folder);
  const lock = acquireLock(profile.lock);
  const desk = new RepairDesk({
    folder,
    clock,
    run: runInWorker(serviceFiles().backups),
    onDone,
    onUnexpected: (error) => void log.unexpected(error),
  });
  const care: Handlers<typeof repairContract> = {
    'repair.watch': (_input, { signal }) => stateStream(desk, signal),
    'repair.look': () => {
      if (!desk.isBusy) void desk.look();
      return { output: {}, changes: [] };
    },
    'repair.choose': ({ way }) => {
      desk.choose(way);
      return { output: {}, changes: [] };
    },
  };
  const others = Object.keys(contract).filter((name) => !Object.hasOwn(care, name));
  // Checked border: every procedure has a handler, and those that only throw have every type.
  const handlers = {
    ...Object.fromEntries(others.map((name) => [name, refuse(finding)])),
    ...care,
  } as unknown as Handlers<AppContract>;
  const server = createServer({
    contract,
    handlers,
    onUnexpected: (error) => log.unexpected(error),
    now: () => performance.now(),
  });
  void desk.look();
  return {
    server,
    profile,
    get isBusy() {
      return desk.isBusy;
    },
    isDamaged: true,
    isReadOnly: false,
    close: async () => {
      await server.close();
      await desk.close();
      lock.release();
    },
  };
};
