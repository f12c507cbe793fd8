import type { z } from 'zod';
import { RpcError } from '../rpc/errors.ts';
import type { StoreReader } from '../store/reader.ts';
import { statement } from '../store/statements.ts';
import { uidFromHex, uidToHex } from '../store/uid.ts';
import type { studyContract } from './contract.ts';
import { resolveScope, scopeOf, type ResolvedScope } from '../library/scope.ts';
import type { OutputOf } from '../rpc/contract.ts';

export type SessionView = NonNullable<OutputOf<typeof studyContract, 'study.current'>['session']>;
export type SessionSummary = z.output<(typeof studyContract)['study.summary']['output']>;

export type SessionRow = {
  id: number;
  uid: Uint8Array;
  course_id: number | null;
  lecture_id: number | null;
  started_at: number;
  ended_at: number | null;
};

const columns = 'id, uid, course_id, lecture_id, started_at, ended_at';
const openSessionRow = statement<Record<string, never>, SessionRow>(
  'study.openSession',
  `SELECT ${columns} FROM study_sessions WHERE ended_at IS NULL AND deleted_at IS NULL ORDER BY started_at DESC LIMIT 1`,
);
const sessionByUid = statement<{ uid: Uint8Array }, SessionRow>(
  'study.sessionByUid',
  `SELECT ${columns} FROM study_sessions WHERE uid = @uid AND deleted_at IS NULL`,
);
const lastPause = statement<{ session: number }, { kind: 'paused' | 'resumed'; at: number }>(
  'study.lastPause',
  'SELECT kind, at FROM session_pauses WHERE session_id = @session ORDER BY at DESC, uid DESC LIMIT 1',
);
const lastEnded = statement<Record<string, never>, SessionRow>(
  'study.lastEndedSession',
  `SELECT ${columns} FROM study_sessions
   WHERE ended_at IS NOT NULL AND deleted_at IS NULL
     AND EXISTS (SELECT 1 FROM live_reviews r WHERE r.session_id = study_sessions.id)
   ORDER BY started_at DESC LIMIT 1`,
);

export const openSession = (reader: StoreReader): SessionRow | undefined => reader.get(openSessionRow, {});
export const lastEndedSession = (reader: StoreReader): SessionRow | undefined => reader.get(lastEnded, {});

export const sessionOf = (reader: StoreReader, uid: string): SessionRow => {
  const row = reader.get(sessionByUid, { uid: uidFromHex(uid) });
  if (row === undefined) throw new RpcError('not_found', { session: uid });
  return row;
};

export const isPaused = (reader: StoreReader, session: number): boolean =>
  reader.get(lastPause, { session })?.kind === 'paused';

/** The scope of a session. A course that was put away since leaves the whole library. */
export const sessionScope = (reader: StoreReader, row: SessionRow): ResolvedScope => {
  try {
    return resolveScope(reader, scopeOf(reader, row.course_id, row.lecture_id));
  } catch (error) {
    if (error instanceof RpcError && error.kind === 'not_found') {
      return { courseId: null, lectureId: null, lectures: [], title: '' };
    }
    throw error;
  }
};

export const sessionView = (reader: StoreReader, row: SessionRow): SessionView => ({
  uid: uidToHex(row.uid),
  startedAt: row.started_at,
  endedAt: row.ended_at,
  scope: scopeOf(reader, row.course_id, row.lecture_id),
  title: sessionScope(reader, row).title,
  paused: isPaused(reader, row.id),
});
