import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import type { Store } from '../../store/store.ts';
import { hourlyRollupsDerivation } from './hourly-rollups.ts';
import { sessionMetricsDerivation } from './session-metrics.ts';

const kept = [hourlyRollupsDerivation, sessionMetricsDerivation];

/** Days, hours and sessions held against each other: some thousand rows, whatever the log holds. */
const sumsDiffer = statement<Record<string, never>, { found: number }>(
  'twin.sumsDiffer',
  `SELECT EXISTS (SELECT 1 FROM (
       SELECT study_day, sum(answers) AS answers, sum(review_answers) AS reviewed, sum(review_recalled) AS recalled, sum(ms) AS ms
       FROM hourly_rollups GROUP BY study_day) h LEFT JOIN daily_rollups d ON d.study_day = h.study_day
     WHERE (h.answers, h.reviewed, h.recalled, h.ms)
       IS NOT (d.answers, d.review_answers, d.review_recalled, d.learn_ms + d.review_ms))
     OR EXISTS (SELECT 1 FROM daily_rollups d
       WHERE NOT EXISTS (SELECT 1 FROM hourly_rollups h WHERE h.study_day = d.study_day))
     OR EXISTS (SELECT 1 FROM study_sessions s
       WHERE NOT EXISTS (SELECT 1 FROM session_metrics m WHERE m.session_id = s.id)
         AND EXISTS (SELECT 1 FROM live_reviews r WHERE r.session_id = s.id)) AS found`,
);

const lastCommand = statement<Record<string, never>, { id: number; at: number }>(
  'twin.lastCommand',
  'SELECT id, at FROM undo_log ORDER BY id DESC LIMIT 1',
);
const markOf = statement<{ name: string }, { basis: string }>(
  'twin.rollupsMark',
  'SELECT basis FROM derivation_bases WHERE derivation = @name',
);
const putMark = statement<{ name: string; basis: string }>(
  'twin.putRollupsMark',
  `INSERT INTO derivation_bases (derivation, basis, next_key) VALUES (@name, @basis, NULL)
   ON CONFLICT (derivation) DO UPDATE SET basis = excluded.basis`,
);

const { name } = hourlyRollupsDerivation;
/** Every program that gives or takes back an answer leaves a command to undo, older ones too. */
const lastWrite = (reader: StoreReader): string => {
  const last = reader.get(lastCommand, {});
  return last === undefined ? '' : `${last.id}:${last.at}`;
};
const isOurs = (reader: StoreReader): boolean =>
  (reader.get(markOf, { name })?.basis ?? '') === lastWrite(reader);

/** At the end: up to here this program has counted. */
export const markLastWrite = async (store: Store): Promise<void> => {
  if (isOurs(store)) return;
  await store.write('twin.markRollups', (tx) => void tx.run(putMark, { name, basis: lastWrite(tx) }), {
    noUndo: true,
  });
};

/**
 * A program from before the hours keeps the days alone, and a store from before them has none. Mostly the sums show it;
 * where somebody else wrote last, or a crash left no mark, the log itself is asked: `differFromLog`, in a worker. Says
 * whether hours and sessions were counted anew.
 */
export const noticeOlderWrites = async (
  store: Store,
  differFromLog: () => Promise<boolean>,
): Promise<boolean> => {
  const isMarked = isOurs(store);
  if (store.get(sumsDiffer, {})?.found !== 1 && (isMarked || !(await differFromLog()))) return false;
  await store.write(
    'store.rebuild',
    (tx) => {
      for (const derivation of kept) {
        derivation.rebuild(tx);
        tx.changed(derivation.name);
      }
    },
    { noUndo: true },
  );
  return true;
};
