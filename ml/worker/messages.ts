import type { DataProblem } from '../data/data-error.ts';

/** What the pool tells a worker. */
export type ToWorker =
  | {
      readonly type: 'run';
      readonly id: number;
      readonly name: string;
      readonly input: unknown;
      /** One 32-bit cell; anything but 0 asks the job to stop. */
      readonly cancelled: SharedArrayBuffer;
    }
  /** The cell says the same, but nothing wakes a job that waits when a cell changes. */
  | { readonly type: 'cancel'; readonly id: number };

/** What a worker tells the pool. */
export type FromWorker =
  | {
      readonly type: 'progress';
      readonly id: number;
      readonly done: number;
      readonly total: number;
      readonly what: string;
    }
  | { readonly type: 'done'; readonly id: number; readonly output: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly failure: JobFailure };

/** What a job threw, as data. */
export type JobFailure =
  | {
      readonly type: 'data';
      readonly problem: DataProblem;
      readonly column: string;
      readonly row: number | null;
      readonly message: string;
    }
  /** `cause` is for the log. */
  | { readonly type: 'unexpected'; readonly cause: string };
