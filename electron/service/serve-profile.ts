import type { AppContract } from '#core/contract.ts';
import { RpcError } from '#core/rpc/errors.ts';
import type { Server } from '#core/rpc/server.ts';
import type { Profile } from '#core/store/profile.ts';
import type { fileLog } from './log.ts';
import { startRepair } from './repair-service.ts';
import { startService, type Service, type ServiceOptions } from './start-service.ts';

/** A profile as hosts serve it: its store is open, or is cared for because it is damaged. */
export type Served = {
  readonly server: Server<AppContract>;
  readonly profile: Profile;
  /** Something runs that the end of the last window must not stop. */
  readonly isBusy: boolean;
  /** Its store did not open, and its pages show what can be saved. */
  readonly isDamaged: boolean;
  /** A newer version wrote its store: it is open, and only read. */
  readonly isReadOnly: boolean;
  close(): Promise<void>;
};

/** An open service, as hosts see it. */
export const servedBy = (service: Service): Served => ({
  get server() {
    return service.server;
  },
  get profile() {
    return service.store.profile;
  },
  get isBusy() {
    return service.jobs.runningCount > 0;
  },
  isDamaged: false,
  get isReadOnly() {
    return service.store.refusal !== undefined;
  },
  close: () => service.close(),
});

const findingOf = (error: unknown): string | undefined =>
  error instanceof RpcError && error.kind === 'damaged' ? JSON.stringify(error.details) : undefined;

/**
 * Opens a profile for a host. A damaged store does not end the program: its pages show what can be saved, and the service opens
 * in the same place as soon as a sound store is there. Connections end at each change, and pages connect again.
 */
export const serveProfile = async (
  options: ServiceOptions & { log: ReturnType<typeof fileLog> },
): Promise<Served> => {
  let isEnding = false;
  let isSuspect = false;
  let changing: Promise<void> | undefined;

  const repair = (finding: string): Served => {
    isSuspect = false;
    options.log.note(`the store is damaged: ${finding}`);
    return startRepair({ ...options, finding }, change);
  };
  const open = async (): Promise<Served> => {
    if (isSuspect) return repair('a page could not be read');
    try {
      const onSuspect = (): void => {
        isSuspect = true;
        change();
      };
      return servedBy(await startService({ ...options, onSuspect }));
    } catch (error) {
      const finding = findingOf(error);
      if (finding === undefined) throw error;
      return repair(finding);
    }
  };
  const reopen = async (): Promise<void> => {
    // Not from within the call that asked for it, which is still to be answered.
    await new Promise((resolve) => setTimeout(resolve, 50));
    await current.close();
    if (!isEnding) current = await open();
  };
  const change = (): void => {
    changing ??= reopen()
      .catch((error: unknown) => void options.log.unexpected(error))
      .finally(() => {
        changing = undefined;
      });
  };
  let current = await open();
  return {
    get server() {
      return current.server;
    },
    get profile() {
      return current.profile;
    },
    get isBusy() {
      return current.isBusy;
    },
    get isDamaged() {
      return current.isDamaged;
    },
    get isReadOnly() {
      return current.isReadOnly;
    },
    close: async () => {
      isEnding = true;
      await changing;
      await current.close();
    },
  };
};
