import type { StoreReader } from '../reader.ts';
import { statement } from '../statements.ts';
import type { WriteTransaction } from '../write-transaction.ts';

/** The same on every device: the sixteen letters of the migration that made the first ones. */
const markUid = Buffer.from('simulatedlearner');

const findMark = statement<Record<string, never>, { found: number }>(
  'profiles.simulatedMark',
  `SELECT EXISTS (SELECT 1 FROM profile_marks WHERE mark = 'simulated') AS found`,
);
const putMark = statement<{ uid: Uint8Array; now: number }>(
  'profiles.markSimulated',
  `INSERT INTO profile_marks (uid, mark, marked_at) VALUES (@uid, 'simulated', @now) ON CONFLICT DO NOTHING`,
);

/** Whether what this store holds is invented. */
export const isSimulated = (reader: StoreReader): boolean => reader.get(findMark, {})?.found === 1;

/** Says for good that a store holds an invented learner: no undo, and no statement, takes it back. */
export const markSimulated = (tx: WriteTransaction): void => {
  if (tx.run(putMark, { uid: markUid, now: tx.now }) > 0) tx.changed('profile_marks');
};
