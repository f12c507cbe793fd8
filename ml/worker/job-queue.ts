/** Jobs that wait. Those of one kind keep their order; kinds take turns, so that a hundred of one delay no other. */
export class JobQueue<Job extends { readonly name: string }> {
  /** The kind whose turn it is comes first. No kind is here without a job. */
  readonly #kinds = new Map<string, Job[]>();

  add(job: Job): void {
    const waiting = this.#kinds.get(job.name);
    if (waiting === undefined) this.#kinds.set(job.name, [job]);
    else waiting.push(job);
  }

  /** The next job, or undefined where none waits. */
  take(): Job | undefined {
    for (const [name, waiting] of this.#kinds) {
      const job = waiting.shift();
      this.#kinds.delete(name);
      if (waiting.length > 0) this.#kinds.set(name, waiting);
      return job;
    }
    return undefined;
  }

  /** Whether the job was still waiting. */
  remove(job: Job): boolean {
    const waiting = this.#kinds.get(job.name) ?? [];
    const place = waiting.indexOf(job);
    if (place < 0) return false;
    waiting.splice(place, 1);
    if (waiting.length === 0) this.#kinds.delete(job.name);
    return true;
  }
}
