import type { Outcome } from '../rpc/changes.ts';
import type { Store } from '../store/store.ts';
import { sessionSummary } from './session-summary.ts';
import { endSession, sessionOf, type SessionSummary } from './sessions.ts';

/** Ends a session and says what happened in it. Ending it again changes nothing. */
export const finishSession = async (store: Store, uid: string): Promise<Outcome<SessionSummary>> => {
  const outcome = await store.write(
    'study.finish',
    (tx) => {
      const row = sessionOf(tx, uid);
      if (row.ended_at === null) endSession(tx, row, store.clock);
    },
    { noUndo: true },
  );
  return { output: sessionSummary(store, sessionOf(store, uid)), changes: outcome.changes };
};
