import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { archivedEvents, eventColumns, portable, type EventRow } from './archived-events.ts';
import type { PortableEvent } from './contract.ts';

const eventsOfType = statement<{ type: string; before: number; limit: number }, EventRow>(
  'twin.eventsOfType',
  `SELECT ${eventColumns} FROM live_behavioral_events e LEFT JOIN study_sessions s ON s.id = e.session_id
   WHERE e.type = @type AND e.at < @before ORDER BY e.at DESC, e.id DESC LIMIT @limit`,
);
const allRows = statement<Record<string, never>, EventRow>(
  'twin.allEvents',
  `SELECT ${eventColumns} FROM behavioral_events e LEFT JOIN study_sessions s ON s.id = e.session_id
   ORDER BY e.at DESC, e.id DESC`,
);

/** Events of a type before an instant, the newest first; where the log ends the archive goes on. */
export const eventsOf = (
  reader: StoreReader,
  { type, before, limit }: { type: string; before: number; limit: number },
): PortableEvent[] => {
  const found = reader.all(eventsOfType, { type, before, limit }).map(portable);
  if (found.length === limit) return found;
  for (const event of archivedEvents(reader, before)) {
    if (event.type !== type) continue;
    found.push(event);
    if (found.length === limit) break;
  }
  return found;
};

/** Every event there is, the newest first: archived ones and those that were undone too. For an export. */
export function* allEvents(reader: StoreReader): Generator<PortableEvent> {
  for (const row of reader.all(allRows, {})) yield portable(row);
  yield* archivedEvents(reader, Number.MAX_SAFE_INTEGER, { undone: true });
}
