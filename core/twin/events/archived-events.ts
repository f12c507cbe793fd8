import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { uidToHex } from '../../store/uid.ts';
import { portableEvent, type PortableEvent } from './contract.ts';

export type EventRow = {
  uid: Uint8Array;
  at: number;
  utc_offset_min: number;
  study_day: number;
  type: string;
  session: Uint8Array | null;
  data: string;
};
export const eventColumns = 'e.uid, e.at, e.utc_offset_min, e.study_day, e.type, s.uid AS session, e.data';

export const portable = (row: EventRow): PortableEvent => ({
  uid: uidToHex(row.uid),
  at: row.at,
  utcOffsetMin: row.utc_offset_min,
  studyDay: row.study_day,
  type: row.type,
  session: row.session === null ? null : uidToHex(row.session),
  // Checked border: written by `recordEvent`; the column takes JSON alone.
  data: JSON.parse(row.data) as PortableEvent['data'],
});

export const pack = (events: readonly PortableEvent[]): Buffer => gzipSync(JSON.stringify(events));
const unpack = (body: Uint8Array): PortableEvent[] =>
  z.array(portableEvent).parse(JSON.parse(gunzipSync(body).toString('utf8')));

const archiveRows = statement<{ before: number }, { body: Uint8Array }>(
  'twin.eventArchives',
  'SELECT body FROM event_archives WHERE first_at < @before ORDER BY first_at DESC, id DESC',
);
const archiveIds = statement<Record<string, never>, { id: number }>(
  'twin.eventArchiveIds',
  'SELECT id FROM event_archives ORDER BY first_at, id',
);
const archiveBody = statement<{ id: number }, { body: Uint8Array }>(
  'twin.eventArchiveBody',
  'SELECT body FROM event_archives WHERE id = @id',
);
const undoneUid = statement<{ uid: Uint8Array }, { undone: number }>(
  'twin.isEventUndone',
  'SELECT undone FROM log_undos WHERE target_uid = @uid',
);
const archivedCounts = statement<Record<string, never>, { type: string; n: number }>(
  'twin.archivedEventCounts',
  `SELECT c.key AS type, sum(c.value) AS n FROM event_archives a, json_each(a.counts) c GROUP BY c.key`,
);

/** Archived events before an instant, month by month from the newest; what was undone is left out unless it is asked for. */
export function* archivedEvents(
  reader: StoreReader,
  before: number,
  { undone }: { undone: boolean } = { undone: false },
): Generator<PortableEvent> {
  for (const { body } of reader.all(archiveRows, { before })) {
    for (const event of unpack(body).toReversed()) {
      if (event.at >= before) continue;
      if (undone || reader.get(undoneUid, { uid: Buffer.from(event.uid, 'hex') })?.undone !== 1) yield event;
    }
  }
}

/** Every archived event, undone ones too, from the oldest; no more than one archive is held. */
export function* archivedOldestFirst(reader: StoreReader): Generator<PortableEvent> {
  for (const { id } of reader.all(archiveIds, {})) {
    const found = reader.get(archiveBody, { id });
    if (found !== undefined) yield* unpack(found.body);
  }
}

/** How many events of each type are archived, without those that were undone: the rollups of their months. */
export const archivedEventCounts = (reader: StoreReader): ReadonlyMap<string, number> =>
  new Map(reader.all(archivedCounts, {}).map(({ type, n }) => [type, n]));
