import { RpcError, toErrorData } from '../../rpc/errors.ts';
import type { RunBackupTask } from '../backups/task.ts';
import type { Clock } from '../clock.ts';
import { profileAt } from '../profile.ts';
import { asStoreError } from '../sqlite-errors.ts';
import type { RepairFindings, RepairState, RepairWay } from './contract.ts';
import { preparedFor } from './prepared-for.ts';
import { putInPlace } from './put-in-place.ts';

export type RepairDeskParts = {
  folder: string;
  clock: Clock;
  run: RunBackupTask;
  /** A sound store is in its place. */
  onDone(): void;
  onUnexpected(error: unknown): void;
};

/** The care of one damaged store, for whoever holds the lock of its profile: looks, waits for a choice, and carries it out. */
export class RepairDesk {
  readonly #parts: RepairDeskParts;
  readonly #listeners = new Set<() => void>();
  readonly #stop = new AbortController();
  #state: RepairState = { at: 'looking', done: 0, total: 0 };
  #looking: Promise<void> | undefined;

  constructor(parts: RepairDeskParts) {
    this.#parts = parts;
  }

  get state(): RepairState {
    return this.#state;
  }

  get isBusy(): boolean {
    return this.#state.at === 'looking' || this.#state.at === 'putting';
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const { folder, clock, run } = this.#parts;
    this.#become({ at: 'looking', done: 0, total: 0 });
    try {
      const found = await run(
        { kind: 'look', profile: folder, now: clock.now() },
        (done, total) => this.#become({ at: 'looking', done, total }),
        this.#stop.signal,
      );
      // Checked border: the worker answers this task with what lookIntoStore returns; the contract parses it once more.
      this.#become({ at: 'found', findings: found as RepairFindings });
    } catch (error) {
      this.#fail(error);
    }
  }

  choose(way: RepairWay): void {
    const { folder, clock, onDone } = this.#parts;
    if (this.#state.at !== 'found' || this.#state.findings[way] === null)
      throw new RpcError('conflict', { way });
    const found = this.#state;
    this.#become({ at: 'putting', way });
    try {
      const profile = profileAt(folder);
      putInPlace(profile, preparedFor(profile, way), clock.now());
      onDone();
    } catch (error) {
      // Whatever failed, the damaged store is still there under its own name.
      this.#become(found);
      throw asStoreError(error);
    }
  }

  async close(): Promise<void> {
    this.#stop.abort(new RpcError('cancelled'));
    await this.#looking;
    for (const listener of this.#listeners) listener();
  }

  #fail(thrown: unknown): void {
    if (this.#stop.signal.aborted) return;
    const error = asStoreError(thrown);
    if (!(error instanceof RpcError)) this.#parts.onUnexpected(error);
    this.#become({ at: 'failed', kind: toErrorData(error).kind });
  }

  #become(state: RepairState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

/** The states of a source, from now on: each change once, the newest where several came meanwhile. */
export const stateStream = async function* (
  source: { readonly state: RepairState; subscribe(listener: () => void): () => void },
  signal: AbortSignal,
): AsyncGenerator<RepairState> {
  let wake = (): void => {};
  const stop = source.subscribe(() => wake());
  const onAbort = (): void => wake();
  signal.addEventListener('abort', onAbort);
  try {
    let last: RepairState | undefined;
    while (!signal.aborted) {
      if (source.state === last) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      last = source.state;
      yield last;
    }
  } finally {
    stop();
    signal.removeEventListener('abort', onAbort);
  }
};
