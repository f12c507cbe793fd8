import { statement } from '../store/statements.ts';
import type { Store } from '../store/store.ts';
import { uidToHex } from '../store/uid.ts';
import type { JsonValue } from '../rpc/errors.ts';
import type { JobEnd, JobView } from './jobs.ts';

type JobRow = {
  uid: Uint8Array;
  kind: string;
  state: JobView['state'];
  started_at: number;
  ended_at: number | null;
  result: string | null;
  error: string | null;
};

const insertJob = statement<{ uid: Uint8Array; kind: string; now: number }>(
  'jobs.insert',
  `INSERT INTO jobs (uid, kind, state, started_at) VALUES (@uid, @kind, 'running', @now)`,
);
const endJob = statement<{
  uid: Uint8Array;
  state: string;
  now: number;
  result: string | null;
  error: string | null;
}>(
  'jobs.end',
  'UPDATE jobs SET state = @state, ended_at = @now, result = @result, error = @error WHERE uid = @uid',
);
const interruptJobs = statement<{ now: number }>(
  'jobs.interrupt',
  `UPDATE jobs SET state = 'interrupted', ended_at = @now WHERE state = 'running'`,
);
const dropOldJobs = statement<{ before: number }>(
  'jobs.dropOld',
  `DELETE FROM jobs WHERE state <> 'running' AND started_at < @before`,
);
const recentJobs = statement<{ most: number }, JobRow>(
  'jobs.recent',
  'SELECT uid, kind, state, started_at, ended_at, result, error FROM jobs ORDER BY id DESC LIMIT @most',
);
const jobByUid = statement<{ uid: Uint8Array }, JobRow>(
  'jobs.byUid',
  'SELECT uid, kind, state, started_at, ended_at, result, error FROM jobs WHERE uid = @uid',
);

const keptDays = 30;
const mostListed = 50;

/** Where jobs are known after their end. */
export type JobRows = {
  /** Called once after opening. */
  recover(): Promise<void>;
  start(uid: Uint8Array, kind: string): Promise<void>;
  end(uid: Uint8Array, end: JobEnd): Promise<void>;
  find(uid: string): JobView | undefined;
  /** The newest first; which run, their keeper knows better. */
  recent(): JobView[];
};

const viewOf = (row: JobRow): JobView => ({
  uid: uidToHex(row.uid),
  kind: row.kind,
  state: row.state,
  step: '',
  done: 0,
  total: 0,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  result: row.result === null ? null : (JSON.parse(row.result) as JsonValue),
  error: row.error === null ? null : (JSON.parse(row.error) as JobView['error']),
});

/** In the store: one that was running when the process died is `interrupted` at the next start. */
export const storedRows = (store: Store): JobRows => ({
  recover: async () => {
    await store.write(
      'jobs.recover',
      (tx) => {
        tx.run(interruptJobs, { now: tx.now });
        tx.run(dropOldJobs, { before: tx.now - keptDays * 86_400_000 });
      },
      { noUndo: true },
    );
  },
  start: async (uid, kind) => {
    await store.write(
      'jobs.start',
      (tx) => {
        tx.run(insertJob, { uid, kind, now: tx.now });
        tx.changed('jobs');
      },
      { noUndo: true },
    );
  },
  end: async (uid, { state, result, error }) => {
    await store.write(
      'jobs.end',
      (tx) => {
        tx.run(endJob, {
          uid,
          state,
          now: tx.now,
          result: result === null ? null : JSON.stringify(result),
          error: error === null ? null : JSON.stringify(error),
        });
        tx.changed('jobs');
      },
      { noUndo: true },
    );
  },
  find: (uid) => {
    const row = store.get(jobByUid, { uid: Buffer.from(uid, 'hex') });
    return row === undefined ? undefined : viewOf(row);
  },
  recent: () => store.all(recentJobs, { most: mostListed }).map(viewOf),
});

/** A job that begins. */
export const startedView = (uid: string, kind: string, startedAt: number): JobView => ({
  uid,
  kind,
  state: 'running',
  step: '',
  done: 0,
  total: 0,
  startedAt,
  endedAt: null,
  result: null,
  error: null,
});

/**
 * Beside a store that is only read: known until the program ends. What it says of earlier jobs is left as it is; one that
 * seems to run there was interrupted.
 */
export const passingRows = (store: Store): JobRows => {
  const own = new Map<string, JobView>();
  const stored = storedRows(store);
  const endedBefore = (view: JobView): JobView =>
    view.state === 'running' ? { ...view, state: 'interrupted' } : view;
  return {
    recover: () => Promise.resolve(),
    start: (id, kind) => {
      const uid = uidToHex(id);
      own.set(uid, startedView(uid, kind, store.clock.now()));
      store.feed.publish(['jobs']);
      return Promise.resolve();
    },
    end: (id, end) => {
      const view = own.get(uidToHex(id));
      if (view !== undefined) own.set(view.uid, { ...view, ...end, endedAt: store.clock.now() });
      store.feed.publish(['jobs']);
      return Promise.resolve();
    },
    find: (uid) => {
      const view = own.get(uid);
      if (view !== undefined) return view;
      const before = stored.find(uid);
      return before === undefined ? undefined : endedBefore(before);
    },
    recent: () => [...[...own.values()].reverse(), ...stored.recent().map(endedBefore)].slice(0, mostListed),
  };
};
