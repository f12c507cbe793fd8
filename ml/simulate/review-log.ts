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

/** Answers as they happen, in one growing block of numbers: `fields` names the places of a row. */
export class ReviewLog {
  #values: Float64Array;
  #rows = 0;

  /** @param capacity answers it holds before it grows; at least 1 */
  constructor(capacity = 4096) {
    this.#values = new Float64Array(fields.length * capacity);
  }

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
    // Written out: this runs once an answer, and names looked up one by one would be half of a simulation's time.
    const values = this.#values;
    values[start] = review.card;
    values[start + 1] = review.at;
    values[start + 2] = review.durationMs;
    values[start + 3] = review.studyDay;
    values[start + 4] = review.rating;
    values[start + 5] = review.phase;
    values[start + 6] = review.intervalSeconds;
    values[start + 7] = review.lastIntervalSeconds;
    values[start + 8] = review.session;
    values[start + 9] = review.recall;
    values[start + 10] = review.baseline;
    values[start + 11] = review.hour;
    values[start + 12] = review.fatigue;
    values[start + 13] = review.overload;
    values[start + 14] = review.format;
    values[start + 15] = review.drift;
    values[start + 16] = review.help;
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
