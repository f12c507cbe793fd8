import type { StoreReader } from '../store/reader.ts';
import { statement } from '../store/statements.ts';

const starts = statement<{ since: number }, { started_at: number }>(
  'study.sessionStarts',
  'SELECT started_at FROM study_sessions WHERE started_at >= @since ORDER BY started_at',
);

/** When sessions began, since an instant, ascending. */
export const sessionStarts = (reader: StoreReader, since: number): number[] =>
  reader.all(starts, { since }).map((row) => row.started_at);
