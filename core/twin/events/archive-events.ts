import type { Store } from '../../store/store.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { throughEraseGate } from '../../store/erase-gate.ts';
import { eventColumns, pack, portable, type EventRow } from './archived-events.ts';

type Days = { from: number; to: number };

const oldestEvent = statement<{ before: number }, { study_day: number }>(
  'twin.oldestEvent',
  'SELECT study_day FROM behavioral_events WHERE at < @before ORDER BY at LIMIT 1',
);
const eventsOfDays = statement<Days, EventRow>(
  'twin.eventsOfDays',
  `SELECT ${eventColumns} FROM behavioral_events e LEFT JOIN study_sessions s ON s.id = e.session_id
   WHERE e.study_day BETWEEN @from AND @to ORDER BY e.at, e.id`,
);
const countsOfDays = statement<Days, { type: string; n: number }>(
  'twin.eventCountsOfDays',
  `SELECT type, count(*) AS n FROM live_behavioral_events WHERE study_day BETWEEN @from AND @to GROUP BY type`,
);
const dropEventsOfDays = statement<Days>(
  'twin.dropEventsOfDays',
  'DELETE FROM behavioral_events WHERE study_day BETWEEN @from AND @to',
);
const putArchive = statement<{
  month: string;
  first: number;
  last: number;
  events: number;
  counts: string;
  body: Uint8Array;
  now: number;
}>(
  'twin.putEventArchive',
  `INSERT INTO event_archives (month, first_at, last_at, events, counts, body, archived_at)
   VALUES (@month, @first, @last, @events, @counts, @body, @now)`,
);

const dayMs = 86_400_000;
/** A leap year among them. */
const keptDays = 366;

/** The month of a study day, and its days. */
const monthAround = (studyDay: number): Days & { month: string } => {
  const date = new Date(studyDay * dayMs);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return {
    month: date.toISOString().slice(0, -17),
    from: Date.UTC(year, month, 1) / dayMs,
    to: Date.UTC(year, month + 1, 1) / dayMs - 1,
  };
};

/** The oldest month that ended more than twelve months ago and has events; undefined: none has. */
export const ripeMonth = (
  store: Pick<Store, 'clock'> & StoreReader,
): (Days & { month: string }) | undefined => {
  const before = store.clock.now() - keptDays * dayMs;
  const oldest = store.get(oldestEvent, { before });
  if (oldest === undefined) return undefined;
  const month = monthAround(oldest.study_day);
  // Two days of grace: a study day ends at the rollover, and somewhere in the world later than here.
  return (month.to + 2) * dayMs < before ? month : undefined;
};

/**
 * Puts behavioural events older than twelve months away, a month at a time: how many there were of each type stays as a
 * row, the events themselves in a compressed body beside it. They can be read, exported and erased from there.
 */
export const archiveEvents = async (
  store: Store,
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<{ months: number; events: number }> => {
  const done = { months: 0, events: 0 };
  // No undo may reach for a row that is not in its log any more.
  await store.pruneUndo();
  for (;;) {
    signal.throwIfAborted();
    const days = ripeMonth(store);
    if (days === undefined) return done;
    await store.write(
      'twin.archiveEvents',
      (tx) => {
        const { from, to, month } = days;
        const events = tx.all(eventsOfDays, { from, to }).map(portable);
        const counts = tx.all(countsOfDays, { from, to }).map(({ type, n }) => [type, n] as const);
        tx.run(putArchive, {
          month,
          first: events[0]?.at ?? 0,
          last: events.at(-1)?.at ?? 0,
          events: events.length,
          counts: JSON.stringify(Object.fromEntries(counts)),
          body: pack(events),
          now: tx.now,
        });
        throughEraseGate(tx, () => tx.run(dropEventsOfDays, { from, to }));
        tx.changed('behavioral_events', 'event_archives');
        done.events += events.length;
      },
      { noUndo: true },
    );
    done.months += 1;
    onProgress(done.months);
  }
};
