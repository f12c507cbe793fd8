import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';

const answersOfDays = statement<Record<string, never>, { n: number }>(
  'twin.answersInAll',
  'SELECT coalesce(sum(answers), 0) AS n FROM daily_rollups',
);

/** Answers of the whole log, from the counts of its days. */
export const answersInAll = (reader: StoreReader): number => reader.get(answersOfDays, {})?.n ?? 0;
