import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { countedHoursSql } from './hourly-rollups.ts';
import { countedSessionsSql } from './session-metrics.ts';

const differ = (table: string, counted: string) =>
  statement<Record<string, never>, { found: number }>(
    `twin.differFromLog.${table}`,
    `WITH counted AS MATERIALIZED (${counted})
     SELECT EXISTS (SELECT * FROM counted EXCEPT SELECT * FROM ${table})
       OR EXISTS (SELECT * FROM ${table} EXCEPT SELECT * FROM counted) AS found`,
  );
const hoursDiffer = differ('hourly_rollups', countedHoursSql);
const sessionsDiffer = differ('session_metrics', countedSessionsSql);

/** Whether hours or sessions are not what the log says. Reads the whole log: for a worker of its own. */
export const rollupsDifferFromLog = (reader: StoreReader): boolean =>
  [hoursDiffer, sessionsDiffer].some((def) => reader.get(def, {})?.found === 1);
