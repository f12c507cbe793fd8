import { threadId } from 'node:worker_threads';
import { DataError } from '../../data/data-error.ts';
import type { JobContext, JobTable } from '../job.ts';

let kept: Float64Array = Float64Array.of(1);

/** One 32-bit cell of memory that test and jobs share. */
export type Cell = SharedArrayBuffer;

const add = (cell: Cell): number => Atomics.add(new Int32Array(cell), 0, 1);

/** The sum, the place of this job in the order in which jobs started, and its thread. */
const sum = ({ values, started }: { values: Float64Array; started: Cell }) => ({
  place: add(started),
  thread: threadId,
  total: values.reduce((total, value) => total + value, 0),
});

/** Jobs that do what jobs may do, and what they must not. */
export const testJobs = {
  sum: () => Promise.resolve({ run: sum }),
  otherSum: () => Promise.resolve({ run: sum }),

  /** The module is a file of its own, as those of real jobs are. */
  square: () => import('./square.ts'),

  /** Which thread it is. */
  thread: () => Promise.resolve({ run: (): number => threadId }),

  /** Gives its input back, and keeps it, which it must not. */
  keep: () =>
    Promise.resolve({
      run: (values: Float64Array): Float64Array => {
        kept = values;
        return values;
      },
    }),
  lengthOfKept: () => Promise.resolve({ run: (): number => kept.length }),

  count: () =>
    Promise.resolve({
      run: (
        { parts, each }: { parts: readonly string[]; each: number },
        { progress }: JobContext,
      ): number => {
        for (const part of parts) for (let done = 0; done <= each; done += 1) progress(done, each, part);
        return parts.length;
      },
    }),

  /** Never gives way, but asks. */
  loop: () =>
    Promise.resolve({
      run: ({ started }: { started: Cell }, { throwIfCancelled }: JobContext): number => {
        add(started);
        for (let turn = 0; ; turn += 1) throwIfCancelled();
      },
    }),

  /** Neither gives way nor asks. */
  deafLoop: () =>
    Promise.resolve({
      run: ({ started }: { started: Cell }): number => {
        for (let turn = add(started); ; turn += 1);
      },
    }),

  /** Waits until the signal says otherwise, and says whether it heard it. */
  wait: () =>
    Promise.resolve({
      run: ({ started, heard }: { started: Cell; heard: Cell }, { signal }: JobContext): Promise<number> =>
        new Promise((_resolve, reject) => {
          const timer = setInterval(() => {}, 1000);
          signal.addEventListener('abort', () => {
            clearInterval(timer);
            add(heard);
            reject(new Error('stopped'));
          });
          add(started);
        }),
    }),

  /** Stops when told, but as if it had got to its end. */
  ignore: () =>
    Promise.resolve({
      run: ({ started }: { started: Cell }, { throwIfCancelled }: JobContext): string => {
        add(started);
        try {
          for (;;) throwIfCancelled();
        } catch {
          return 'half';
        }
      },
    }),

  /** Waits, and gives way, until the test lets it go. */
  hold: () =>
    Promise.resolve({
      run: async ({ started, release }: { started: Cell; release: Cell }): Promise<string> => {
        add(started);
        while (Atomics.load(new Int32Array(release), 0) === 0)
          await new Promise((resolve) => setTimeout(resolve, 2));
        return 'held';
      },
    }),

  refuse: () =>
    Promise.resolve({
      run: ({ row }: { row: number | null }): never => {
        throw new DataError('not_finite', 'durations', row, 'NaN is not a finite number');
      },
    }),

  fail: () =>
    Promise.resolve({
      run: (): never => {
        throw new RangeError('a secret of the worker');
      },
    }),

  failToLoad: () => import('./broken.ts'),

  throwText: () =>
    Promise.resolve({
      run: (): never => {
        throw 'a bare text';
      },
    }),

  returnFunction: () => Promise.resolve({ run: () => () => 0 }),

  exit: () =>
    Promise.resolve({
      run: ({ code }: { code: number }): never => process.exit(code),
    }),

  /** Ends well, and throws afterwards, when the thread has nothing to do. */
  throwLater: () =>
    Promise.resolve({
      run: (): string => {
        setTimeout(() => {
          throw new Error('too late');
        }, 0);
        return 'done';
      },
    }),

  /** Tells of its progress when it has ended. */
  tellLater: () =>
    Promise.resolve({
      run: (what: string, { progress }: JobContext): string => {
        setTimeout(() => progress(1, 1, what), 10);
        return 'done';
      },
    }),

  eatMemory: () =>
    Promise.resolve({
      run: (): number => {
        const kept: number[][] = [];
        for (;;) kept.push(Array.from({ length: 1000 }, (_, index) => index + 0.5));
      },
    }),
} satisfies JobTable;
