import type { z } from 'zod';
import { RpcError } from '../rpc/errors.ts';
import { localMoment } from '../settings/local-moment.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { Clock } from '../store/clock.ts';
import type { StoreReader } from '../store/reader.ts';
import { statement } from '../store/statements.ts';
import { uidFromHex, uidToHex } from '../store/uid.ts';
import type { WriteTransaction } from '../store/write-transaction.ts';
import type { studyContract } from './contract.ts';
import { optionsOf } from './session-options.ts';
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
  kind: 'day' | 'custom';
  /** See session-options.ts. */
  options: string | null;
};

const columns = 'id, uid, course_id, lecture_id, started_at, ended_at, kind, options';
const lastActivity = statement<{ session: number }, { at: number }>(
  'study.lastActivity',
  `SELECT max(started_at,
     (SELECT coalesce(max(at), 0) FROM reviews WHERE session_id = @session),
     (SELECT coalesce(max(at), 0) FROM session_pauses WHERE session_id = @session)) AS at
   FROM study_sessions WHERE id = @session`,
);
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
const lastStudied = statement<{ but: number }, SessionRow>(
  'study.lastStudiedSession',
  `SELECT ${columns} FROM study_sessions
   WHERE id <> @but AND deleted_at IS NULL
     AND EXISTS (SELECT 1 FROM live_reviews r WHERE r.session_id = study_sessions.id)
   ORDER BY started_at DESC LIMIT 1`,
);

/** The session that nobody has ended yet, however long it has been left. */
export const unendedSession = (reader: StoreReader): SessionRow | undefined => reader.get(openSessionRow, {});

/** The last answer, pause or resumption of a session, or its start. */
const lastActivityOf = (reader: StoreReader, session: SessionRow): number =>
  reader.get(lastActivity, { session: session.id })?.at ?? session.started_at;

/**
 * When a session ended, or undefined while it goes on. A session belongs to its study day: one that was left open has
 * ended with its last activity once the next day has begun, and is not offered for ever.
 */
export const endOf = (reader: StoreReader, session: SessionRow, clock: Clock): number | undefined => {
  if (session.ended_at !== null) return session.ended_at;
  const settings = readSettings(reader);
  const active = lastActivityOf(reader, session);
  const dayOf = (at: number): number => localMoment(at, clock, settings).studyDay;
  return dayOf(active) < dayOf(clock.now()) ? active : undefined;
};

/** The session that goes on today. */
export const openSession = (reader: StoreReader, clock: Clock): SessionRow | undefined => {
  const row = unendedSession(reader);
  return row === undefined || endOf(reader, row, clock) !== undefined ? undefined : row;
};

/** The newest session with answers besides the one that goes on, as one that has ended. */
export const lastEndedSession = (reader: StoreReader, clock: Clock): SessionRow | undefined => {
  const row = reader.get(lastStudied, { but: openSession(reader, clock)?.id ?? 0 });
  return row === undefined ? undefined : { ...row, ended_at: endOf(reader, row, clock) ?? null };
};

/** Ends a session: with its last activity where it was left on an earlier day, otherwise now. */
export const endSession = (tx: WriteTransaction, session: SessionRow, clock: Clock): void => {
  // A clock that was set back does not end a session before it began.
  const endedAt = endOf(tx, session, clock) ?? Math.max(session.started_at, tx.now);
  tx.updateRow('study_sessions', { id: session.id }, { ended_at: endedAt });
};

export const sessionOf = (reader: StoreReader, uid: string): SessionRow => {
  const row = reader.get(sessionByUid, { uid: uidFromHex(uid) });
  if (row === undefined) throw new RpcError('not_found', { session: uid });
  return row;
};

export const isPaused = (reader: StoreReader, session: number): boolean =>
  reader.get(lastPause, { session })?.kind === 'paused';

/** The scope of a session. A course that was put away since leaves the whole library. */
export const sessionScope = (
  reader: StoreReader,
  row: Pick<SessionRow, 'course_id' | 'lecture_id'>,
): ResolvedScope => {
  try {
    return resolveScope(reader, scopeOf(reader, row.course_id, row.lecture_id));
  } catch (error) {
    if (error instanceof RpcError && error.kind === 'not_found') {
      return { courseId: null, lectureId: null, lectures: [], title: '' };
    }
    throw error;
  }
};

/** @param finishAt when it will be over, as the plan of the session says */
export const sessionView = (reader: StoreReader, row: SessionRow, finishAt: number): SessionView => {
  const { budgetMinutes, custom, newLast } = optionsOf(row);
  return {
    uid: uidToHex(row.uid),
    startedAt: row.started_at,
    endedAt: row.ended_at,
    scope: scopeOf(reader, row.course_id, row.lecture_id),
    title: sessionScope(reader, row).title,
    paused: isPaused(reader, row.id),
    kind: custom === undefined ? 'day' : 'custom',
    custom: custom ?? null,
    budgetMinutes: budgetMinutes ?? null,
    newLast: newLast ?? false,
    finishAt,
  };
};
