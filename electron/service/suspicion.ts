import type { Handlers } from '#core/rpc/compose.ts';
import { RpcError } from '#core/rpc/errors.ts';
import type { CallReport } from '#core/rpc/server.ts';
import type { repairContract, RepairState } from '#core/store/repair/contract.ts';
import { stateStream } from '#core/store/repair/repair-desk.ts';

const readOnlyState = ({ details }: RpcError): RepairState => ({
  at: 'read_only',
  found: Number(details['found']),
  known: Number(details['known']),
});

/** What an open store says of itself: sound, until a page of it could not be read. */
export class Suspicion {
  readonly #listeners = new Set<() => void>();
  readonly #onLook: (() => void) | undefined;
  state: RepairState;

  /**
   * `onLook`: closes the store and looks at it; where a host cannot, nobody is asked. `refusal`: why the store is only read.
   * What a newer version wrote is repaired by that one.
   */
  constructor(onLook: (() => void) | undefined, refusal: RpcError | undefined) {
    this.#onLook = refusal === undefined ? onLook : undefined;
    this.state = refusal === undefined ? { at: 'sound' } : readOnlyState(refusal);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** SQLite's own word that a page is damaged; a damaged backup or package has no such code. */
  note({ error, code }: Pick<CallReport, 'error' | 'code'>): void {
    if (error !== 'damaged' || code?.startsWith('SQLITE_') !== true || this.#onLook === undefined) return;
    this.state = { at: 'suspect' };
    for (const listener of this.#listeners) listener();
  }

  get handlers(): Handlers<typeof repairContract> {
    return {
      'repair.watch': (_input, { signal }) => stateStream(this, signal),
      'repair.look': () => {
        if (this.#onLook === undefined) throw new RpcError('forbidden', { reason: 'not_here' });
        this.#onLook();
        return { output: {}, changes: [] };
      },
      'repair.choose': ({ way }) => {
        throw new RpcError('conflict', { way });
      },
    };
  }
}
