import type { ServiceLog } from './log.ts';
import type { Service } from './start-service.ts';

/**
 * A service that can be closed and opened again in place, after another store has taken the place of the old one. Hosts go
 * on with the same object; connections of pages end, and the pages connect again.
 */
export const restartable = async (
  open: (restart: () => void) => Promise<Service>,
  log: ServiceLog,
): Promise<Service> => {
  let restarting: Promise<void> | undefined;
  let isEnding = false;
  /** Closed by a restart that an end overtook: nothing is opened in its place. */
  let isClosed = false;
  const restart = (): void => {
    restarting ??= reopen()
      // The old one is closed by now, and what takes its place does not open: pages say that they cannot reach it, and the
      // next start says why.
      .catch((error: unknown) => void log.unexpected(error))
      .finally(() => {
        restarting = undefined;
      });
  };
  const reopen = async (): Promise<void> => {
    // Not from within the job that asked for it.
    await new Promise((resolve) => setImmediate(resolve));
    await current.close();
    if (isEnding) isClosed = true;
    else current = await open(restart);
  };
  let closing: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    isEnding = true;
    await restarting;
    if (!isClosed) await current.close();
  };
  let current = await open(restart);
  return {
    get server() {
      return current.server;
    },
    get store() {
      return current.store;
    },
    get jobs() {
      return current.jobs;
    },
    close: () => {
      closing ??= end();
      return closing;
    },
  };
};
