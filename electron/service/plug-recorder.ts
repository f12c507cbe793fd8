import type { Database } from 'better-sqlite3';
import type { Clock, IdSource } from '#core/store/clock.ts';
import type { Derivations } from '#core/store/derivations.ts';
import type { OpSink } from '#core/store/op-sink.ts';

export type RecorderParts = { db: Database; clock: Clock; ids: IdSource; derivations: Derivations };

/** What records the writes of a connection for the owner's other devices. Sync is loaded only where it is on. */
export const recorderFor = async (parts: RecorderParts): Promise<OpSink | undefined> => {
  const { found } = parts.db.prepare('SELECT EXISTS (SELECT 1 FROM sync_state) AS found').get() as {
    found: number;
  };
  if (found === 0) return undefined;
  const { recorderOf } = await import('#sync/client/store/recorder.ts');
  return recorderOf(parts);
};
