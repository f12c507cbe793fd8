import type { Outcome } from '../rpc/changes.ts';
import { RpcError } from '../rpc/errors.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { Store } from '../store/store.ts';
import type { WriteTransaction } from '../store/write-transaction.ts';
import { finishOf, nextStep, type Step } from './next-step.ts';
import type { StudyQueues } from './queues.ts';
import { resolveScope, type Scope } from '../library/scope.ts';
import { askedOptions, storedOptions, type SessionOptions } from './session-options.ts';
import {
  endSession,
  isPaused,
  openSession,
  sessionOf,
  sessionView,
  unendedSession,
  type SessionRow,
  type SessionView,
} from './sessions.ts';
import { localMoment } from '../settings/local-moment.ts';

const appendPause = (
  tx: WriteTransaction,
  store: Store,
  session: number,
  kind: 'paused' | 'resumed',
): void => {
  const moment = localMoment(tx.now, store.clock, readSettings(tx));
  tx.append(
    'session_pauses',
    {
      session_id: session,
      at: tx.now,
      uid: store.ids.uid(),
      kind,
      utc_offset_min: moment.utcOffsetMin,
      study_day: moment.studyDay,
    },
    { owner: session },
  );
  if (kind === 'paused') tx.emit('session.paused', { session, at: tx.now });
};

/**
 * Opens a session, or goes on with the open one of the same scope and study day; any other is ended first. Beginning and
 * ending are not steps of undo: a person undoes answers.
 */
export const startSession = async (
  store: Store,
  queues: StudyQueues,
  { scope, ...asked }: SessionOptions & { scope: Scope },
): Promise<Outcome<{ session: SessionView; step: Step }>> => {
  const options = storedOptions(asked);
  const started = await store.write(
    'study.start',
    (tx): SessionRow => {
      const resolved = resolveScope(tx, scope);
      const unended = unendedSession(tx);
      const open = openSession(tx, store.clock);
      if (
        open !== undefined &&
        open.course_id === resolved.courseId &&
        open.lecture_id === resolved.lectureId &&
        (options === null || options === askedOptions(open))
      ) {
        if (isPaused(tx, open.id)) appendPause(tx, store, open.id, 'resumed');
        return open;
      }
      if (unended !== undefined) endSession(tx, unended, store.clock);
      const moment = localMoment(tx.now, store.clock, readSettings(tx));
      const uid = store.ids.uid();
      const row = {
        course_id: resolved.courseId,
        lecture_id: resolved.lectureId,
        started_at: tx.now,
        ended_at: null,
        kind: asked.custom === undefined ? ('day' as const) : ('custom' as const),
        options,
      };
      const id = tx.insertRow('study_sessions', {
        uid,
        ...row,
        utc_offset_min: moment.utcOffsetMin,
        study_day: moment.studyDay,
      });
      return { id, uid, ...row };
    },
    { noUndo: true },
  );
  const step = nextStep(store, queues, started.output);
  const session = sessionView(store, started.output, finishOf(step, store.clock.now()));
  return { output: { session, step }, changes: started.changes };
};

/** Pauses or resumes; saying it twice changes nothing. Throws `conflict` for a session that has ended. */
export const setPaused = async (
  store: Store,
  uid: string,
  paused: boolean,
): Promise<Outcome<Record<string, never>>> => {
  const outcome = await store.write(
    paused ? 'study.pause' : 'study.resume',
    (tx) => {
      const row = sessionOf(tx, uid);
      if (row.ended_at !== null) throw new RpcError('conflict', { session: uid });
      if (isPaused(tx, row.id) !== paused) appendPause(tx, store, row.id, paused ? 'paused' : 'resumed');
    },
    { noUndo: true },
  );
  return { output: {}, changes: outcome.changes };
};
