import { isSyncOn } from '#core/store/is-sync-on.ts';
import type { RecorderFor } from '#core/store/op-sink.ts';

/** What records the writes of a connection for the owner's other devices. Sync is loaded only where it is on. */
export const recorderFor: RecorderFor = async (parts) => {
  if (!isSyncOn(parts.db)) return undefined;
  const { recorderOf } = await import('#sync/client/store/recorder.ts');
  return recorderOf(parts);
};
