import type { ReviewFactColumns, ReviewTruthColumns } from './world.ts';

/** One answer with what was true of it. */
export interface LoggedReview {
  card: number;
  at: number;
  durationMs: number;
  studyDay: number;
  rating: number;
  phase: number;
  intervalSeconds: number;
  lastIntervalSeconds: number;
  session: number;
  recall: number;
  baseline: number;
  hour: number;
  fatigue: number;
  overload: number;
  format: number;
  drift: number;
  help: number;
}

const fields = [
  'card',
  'at',
  'durationMs',
  'studyDay',
  'rating',
  'phase',
  'intervalSeconds',
  'lastIntervalSeconds',
  'session',
  'recall',
  'baseline',
  'hour',
  'fatigue',
  'overload',
  'format',
  'drift',
  'help',
] as const;

/** Answers as they happen, in one growing block of numbers. */
export class ReviewLog {
  #values = new Float64Array(fields.length * 4096);
  #rows = 0;

  get rows(): number {
    return this.#rows;
  }

  add(review: LoggedReview): void {
    const start = this.#rows * fields.length;
    if (start + fields.length > this.#values.length) {
      const grown = new Float64Array(this.#values.length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    for (let field = 0; field < fields.length; field += 1)
      this.#values[start + field] = review[fields[field]!];
    this.#rows += 1;
  }

  #column<T extends { [row: number]: number }>(field: (typeof fields)[number], into: T): T {
    let from = fields.indexOf(field);
    for (let row = 0; row < this.#rows; row += 1, from += fields.length) into[row] = this.#values[from]!;
    return into;
  }

  facts(utcOffsetMin: number): ReviewFactColumns {
    const rows = this.#rows;
    const at = this.#column('at', new Float64Array(rows));
    const durationMs = this.#column('durationMs', new Int32Array(rows));
    return {
      card: this.#column('card', new Int32Array(rows)),
      shownAt: at.map((answered, row) => answered - durationMs[row]!),
      at,
      durationMs,
      studyDay: this.#column('studyDay', new Int32Array(rows)),
      utcOffsetMin: new Int16Array(rows).fill(utcOffsetMin),
      rating: this.#column('rating', new Uint8Array(rows)),
      phase: this.#column('phase', new Uint8Array(rows)),
      intervalSeconds: this.#column('intervalSeconds', new Float64Array(rows)),
      lastIntervalSeconds: this.#column('lastIntervalSeconds', new Float64Array(rows)),
      session: this.#column('session', new Int32Array(rows)),
    };
  }

  truth(): ReviewTruthColumns {
    const column = (field: (typeof fields)[number]): Float64Array =>
      this.#column(field, new Float64Array(this.#rows));
    return {
      recall: column('recall'),
      baseline: column('baseline'),
      hour: column('hour'),
      fatigue: column('fatigue'),
      overload: column('overload'),
      format: column('format'),
      drift: column('drift'),
      help: column('help'),
    };
  }
}
