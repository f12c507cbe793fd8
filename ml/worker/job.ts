/** What the worker offers a job while it runs. None of it needs `this`, so each can be handed on as it is. */
export interface JobContext {
  /**
   * Says how far the work is. Cheap enough for every turn of an outer loop: the first of each `what` and the one with
   * `done` = `total` reach the caller, of those between one every 50 ms.
   */
  readonly progress: (done: number, total: number, what: string) => void;
  /**
   * Throws once the job is to stop. It reads one shared cell (about 10 ns), so a loop that never gives way may
   * ask as often as it likes; one that does not ask for 100 ms is ended with its thread.
   */
  readonly throwIfCancelled: () => void;
  /** The same for what waits: a thread that never gives way does not see it change. */
  readonly signal: AbortSignal;
}

/**
 * A module that does one kind of job. Input and output cross threads by structured clone: plain objects and typed
 * arrays. Typed arrays of the output are moved and not copied, so a job keeps none of them.
 */
export interface JobModule {
  run(input: never, context: JobContext): unknown;
}

/** Job kinds by name. A module is loaded by the first job of its kind, in the thread that runs it. */
export type JobTable = Readonly<Record<string, () => Promise<JobModule>>>;

type RunOf<Jobs extends JobTable, Name extends keyof Jobs> = Awaited<ReturnType<Jobs[Name]>>['run'];

export type JobInput<Jobs extends JobTable, Name extends keyof Jobs> = Parameters<RunOf<Jobs, Name>>[0];

export type JobOutput<Jobs extends JobTable, Name extends keyof Jobs> = Awaited<
  ReturnType<RunOf<Jobs, Name>>
>;
