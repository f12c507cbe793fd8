import type { Jobs } from '../../jobs/jobs.ts';
import { newestBackup, planOf } from './backup-rows.ts';
import { contentMark } from './content-mark.ts';
import { makeBackup } from './make-backup.ts';
import { choresOf, doChore, thinBackups, type TidyParts } from './tidy-backups.ts';

export type KeeperParts = TidyParts & {
  jobs: Jobs;
  /** When the newest session that has ended did so. */
  lastSessionEnd(): number | null;
  onUnexpected(error: unknown): void;
  times?: Partial<KeeperTimes>;
};

export type KeeperTimes = {
  /** Between two looks at whether anything is to be done. */
  everyMs: number;
  /** After the end of a session; nobody answers then. */
  afterSessionMs: number;
  /** Without any change, until the moment counts as idle. */
  idleMs: number;
  /** After a folder of choice was found away, until it is looked for again. */
  folderMs: number;
};

const usual: KeeperTimes = { everyMs: 60_000, afterSessionMs: 5_000, idleMs: 20_000, folderMs: 15 * 60_000 };

/**
 * Makes backups without being asked: at most one a study day, and one after a session, each only when something was done
 * since the last. Checks, packs and copies them in idle moments, and thins them.
 */
export class BackupKeeper {
  readonly #parts: KeeperParts;
  readonly #times: KeeperTimes;
  readonly #damaged = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #stopListening = (): void => {};
  #changedAt = performance.now();
  #folderFailedAt = -Infinity;
  #working: Promise<void> | undefined;
  #stopped = false;

  constructor(parts: KeeperParts) {
    this.#parts = parts;
    this.#times = { ...usual, ...parts.times };
  }

  start(): void {
    const { store } = this.#parts;
    this.#stopListening = store.feed.subscribe((changes) => {
      // What keeping itself changes does not make the moment busy.
      if (!changes.every((kind) => ['jobs', 'backups', 'backup_plan'].includes(kind)))
        this.#changedAt = performance.now();
      if (changes.includes('study_sessions')) this.#lookIn(this.#times.afterSessionMs);
    });
    this.#lookIn(this.#times.everyMs);
  }

  #lookIn(ms: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#working = this.look()
        .catch((error: unknown) => this.#parts.onUnexpected(error))
        .finally(() => this.#lookIn(this.#times.everyMs));
    }, ms);
    this.#timer.unref();
  }

  /** Whether a backup should be made now. */
  isDue(): boolean {
    const { store, dayOf, lastSessionEnd } = this.#parts;
    if (planOf(store).automatic === 0) return false;
    const mark = contentMark(store);
    const newest = store.get(newestBackup, {});
    if (newest === undefined) return mark !== '';
    if (mark === newest.content_mark) return false;
    return dayOf(newest.created_at) < dayOf(store.clock.now()) || (lastSessionEnd() ?? 0) > newest.created_at;
  }

  #chores() {
    const isFolderTried = performance.now() - this.#folderFailedAt < this.#times.folderMs;
    return choresOf(this.#parts.store, this.#damaged).filter(
      ({ kind }) => kind !== 'mirror' || !isFolderTried,
    );
  }

  get #isIdle(): boolean {
    return performance.now() - this.#changedAt >= this.#times.idleMs;
  }

  /** Does what is to be done now. */
  async look(): Promise<void> {
    const { jobs, store } = this.#parts;
    if (this.#stopped || jobs.runningCount > 0 || store.lane.depth > 0) return;
    if (this.isDue()) await this.#run('backups.automatic', (...step) => this.#makeOne(...step));
    else if (this.#isIdle && this.#chores().length > 0)
      await this.#run('backups.tidy', (...step) => this.#tidy(...step));
  }

  async #run(kind: string, work: Parameters<Jobs['start']>[1]): Promise<void> {
    const { jobs } = this.#parts;
    await jobs.ended(await jobs.start(kind, work));
  }

  #makeOne: Parameters<Jobs['start']>[1] = async (progress, signal) => {
    const { uid } = await makeBackup(this.#parts, 'automatic', progress, signal);
    return { uid, ...(await thinBackups(this.#parts)) };
  };

  #tidy: Parameters<Jobs['start']>[1] = async (progress, signal) => {
    let done = 0;
    let isFolderDone = false;
    for (;;) {
      signal.throwIfAborted();
      const chore = this.#chores().find(({ kind }) => kind !== 'mirror' || !isFolderDone);
      if (chore === undefined) break;
      isFolderDone ||= chore.kind === 'mirror';
      // Whatever becomes of it: it is tried again later, not at once.
      if (chore.kind === 'mirror') this.#folderFailedAt = performance.now();
      await doChore(this.#parts, chore, this.#damaged, progress, signal);
      if (chore.kind === 'mirror' && planOf(this.#parts.store).folder_state === 'ok')
        this.#folderFailedAt = -Infinity;
      done += 1;
    }
    return { done, ...(await thinBackups(this.#parts)) };
  };

  /** The folder of choice has changed: it is tried at the next idle moment. */
  retryFolder(): void {
    this.#folderFailedAt = -Infinity;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#stopListening();
    await this.#working;
  }
}
