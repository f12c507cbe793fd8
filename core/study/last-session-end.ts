import type { StoreReader } from '../store/reader.ts';
import { statement } from '../store/statements.ts';

const lastEnd = statement<Record<string, never>, { ended_at: number }>(
  'study.lastSessionEnd',
  `SELECT ended_at FROM study_sessions WHERE ended_at IS NOT NULL AND deleted_at IS NULL ORDER BY started_at DESC LIMIT 1`,
);

/** When the newest session that has ended did so; null before the first one. */
export const lastSessionEnd = (reader: StoreReader): number | null =>
  reader.get(lastEnd, {})?.ended_at ?? null;
