import type { Outcome } from '../../rpc/changes.ts';
import { RpcError } from '../../rpc/errors.ts';
import type { Store } from '../../store/store.ts';
import { sessionOf } from '../../study/sessions.ts';
import type { LiveLoad } from './live-load.ts';
import { BREAK_MINUTES, POSTPONE_MINUTES, type BreakEvent, type LoadState } from './load-state.ts';

type BreakCommand = (
  store: Store,
  live: LiveLoad,
  session: string,
) => Promise<Outcome<Record<string, never>>>;

/** What is done about a break is a fact, not a step of undo: a person undoes answers. Saying it twice changes nothing. */
const breakCommand =
  (
    command: 'twin.takeBreak' | 'twin.endBreak' | 'twin.postponeBreak' | 'twin.skipBreak',
    meant: (state: LoadState) => boolean,
    eventAt: (at: number) => BreakEvent,
  ): BreakCommand =>
  async (store, live, session) => {
    const outcome = await store.write(
      command,
      (tx) => {
        const row = sessionOf(tx, session);
        if (row.ended_at !== null) throw new RpcError('conflict', { session });
        if (meant(live.of(tx, row.id).state)) live.break(tx, row.id, eventAt(tx.now));
      },
      { noUndo: true },
    );
    return { output: {}, changes: outcome.changes };
  };

export const takeBreak = breakCommand(
  'twin.takeBreak',
  ({ onBreak }) => onBreak === null,
  (at) => ({ kind: 'breakStarted', at, minutes: BREAK_MINUTES }),
);
export const endBreak = breakCommand(
  'twin.endBreak',
  ({ onBreak }) => onBreak !== null,
  (at) => ({ kind: 'breakEnded', at }),
);
export const postponeBreak = breakCommand(
  'twin.postponeBreak',
  ({ offer }) => offer !== null,
  (at) => ({ kind: 'breakPostponed', at, minutes: POSTPONE_MINUTES }),
);
export const skipBreak = breakCommand(
  'twin.skipBreak',
  ({ offer }) => offer !== null,
  (at) => ({ kind: 'breakSkipped', at }),
);
