import type { z } from 'zod';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import type { Store } from '../../store/store.ts';
import { uidToHex } from '../../store/uid.ts';
import { sessionScope } from '../../study/sessions.ts';
import type { loadContract } from './contract.ts';
import type { LiveLoad } from './live-load.ts';
import type { LoadLevel } from './load-index.ts';

type Timeline = z.input<(typeof loadContract)['twin.loadTimeline']['output']>;
type TimelineSession = Timeline['sessions'][number];

type SessionRow = {
  id: number;
  uid: Uint8Array;
  course_id: number | null;
  lecture_id: number | null;
  started_at: number;
  study_day: number;
};

/** A page shows no more. */
const mostSessions = 200;

const sessionRows = statement<{ since: number; limit: number }, SessionRow>(
  'twin.timelineSessions',
  `SELECT id, uid, course_id, lecture_id, started_at, study_day FROM study_sessions s
   WHERE started_at >= @since AND deleted_at IS NULL
     AND (EXISTS (SELECT 1 FROM cognitive_load_metrics m WHERE m.session_id = s.id)
       OR EXISTS (SELECT 1 FROM behavioral_events e WHERE e.session_id = s.id AND e.type = 'BREAK_STARTED'))
   ORDER BY started_at DESC, id DESC LIMIT @limit`,
);
const metricRows = statement<{ session: number }, { at: number; score: number; level: LoadLevel }>(
  'twin.timelineMetrics',
  'SELECT at, score, level FROM live_cognitive_load_metrics WHERE session_id = @session ORDER BY at, id',
);
const breakRows = statement<{ session: number }, { type: string; at: number; data: string }>(
  'twin.timelineBreaks',
  `SELECT type, at, data FROM live_behavioral_events
   WHERE session_id = @session AND type IN ('BREAK_OFFERED', 'BREAK_STARTED', 'BREAK_ENDED') ORDER BY at, id`,
);

const highDays = statement<{ from: number }, { days: number; last_day: number | null }>(
  'twin.daysOfHighLoad',
  `SELECT count(DISTINCT study_day) AS days, max(study_day) AS last_day
   FROM live_cognitive_load_metrics WHERE score >= @from`,
);
/** From here on a load is HIGH. */
const highFrom = 60;

const breaksOf = (reader: StoreReader, session: number): Pick<TimelineSession, 'breaks' | 'offered'> => {
  const breaks: TimelineSession['breaks'] = [];
  let offered = 0;
  for (const { type, at, data } of reader.all(breakRows, { session })) {
    const last = breaks.at(-1);
    if (type === 'BREAK_OFFERED') offered += 1;
    else if (type === 'BREAK_STARTED') breaks.push({ at, durationMs: null });
    // Checked border: written by `recordEvent`.
    else if (last !== undefined) last.durationMs = (JSON.parse(data) as { durationMs: number }).durationMs;
  }
  return { breaks, offered };
};

const highOf = (reader: StoreReader): Timeline['high'] => {
  const found = reader.get(highDays, { from: highFrom });
  return { days: found?.days ?? 0, lastDay: found?.last_day ?? null };
};

const dayMs = 86_400_000;

/** The sessions whose load was written down, newest first. */
export const loadTimeline = (store: Store, live: LiveLoad, { days }: { days: number }): Timeline => {
  if (!live.isOn) return { high: { days: 0, lastDay: null }, sessions: [] };
  const since = store.clock.now() - days * dayMs;
  return store.snapshot(() => ({
    high: highOf(store),
    sessions: store.all(sessionRows, { since, limit: mostSessions }).map((row) => ({
      session: uidToHex(row.uid),
      title: sessionScope(store, row).title,
      startedAt: row.started_at,
      studyDay: row.study_day,
      points: store.all(metricRows, { session: row.id }),
      ...breaksOf(store, row.id),
    })),
  }));
};
