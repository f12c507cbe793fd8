/** Why a job has no result, when its data are not to blame: those fail with a DataError. */
export type JobProblem =
  /** It was told to stop. Callers get the reason of their own signal instead. */
  | 'cancelled'
  /** The pool was closed. */
  | 'closed'
  /** Its thread ended under it. */
  | 'crashed'
  | 'out_of_memory'
  /** It threw what is not a DataError: a defect of ours, whose cause the log has. */
  | 'unexpected';

/** A job that failed, without the text or stack of what happened in the worker. */
export class JobError extends Error {
  override readonly name = 'JobError';
  readonly problem: JobProblem;
  /** Name of the job kind. */
  readonly job: string;

  constructor(problem: JobProblem, job: string) {
    super(`${job}: ${problem}`);
    this.problem = problem;
    this.job = job;
  }
}
