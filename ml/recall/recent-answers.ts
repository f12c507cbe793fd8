/** An answer that was given before a card is shown. */
export type KnownAnswer = {
  card: number;
  at: number;
  day: number;
  rating: number;
  durationMs: number;
  /** Recalled − retrievability; NaN where the answer was no test of memory. */
  residual: number;
  stability: number;
  difficulty: number;
};

const SESSION_GAP_MS = 20 * 60_000;
/** Means are pulled to 0 as if so many answers without surprise were with them. */
const PULL = 5;
const RATES = [0.05, 0.01] as const;
const DAY_RATE = 0.3;

/** How the learner has been doing against what memory says, over all cards: now, today, lately. */
export class RecentAnswers {
  readonly names = [
    'sessionSurprise',
    'todaySurprise',
    'surprise20',
    'surprise100',
    'recentDays',
    'slowness20',
    'todaySlowness',
    'todayAnswers',
    'againShare',
  ] as const;
  #lastAt = Number.NaN;
  #day = Number.NaN;
  #session = { sum: 0, count: 0 };
  #today = { sum: 0, count: 0, slow: 0, answers: 0, again: 0 };
  readonly #fading = new Float64Array(RATES.length);
  #days = 0;
  #slowness = 0;
  #logDuration = 0;
  #timed = 0;

  /** Mean logarithm of the duration of the learner's answers so far. */
  get usualLogDuration(): number {
    return this.#timed > 0 ? this.#logDuration / this.#timed : Number.NaN;
  }

  learn({ at, day, durationMs, residual, rating }: KnownAnswer): void {
    if (day !== this.#day) {
      if (this.#today.count > 0)
        this.#days += DAY_RATE * (this.#today.sum / (this.#today.count + PULL) - this.#days);
      this.#today = { sum: 0, count: 0, slow: 0, answers: 0, again: 0 };
      this.#day = day;
    }
    if (!(at - this.#lastAt <= SESSION_GAP_MS)) this.#session = { sum: 0, count: 0 };
    this.#lastAt = at;
    this.#today.answers += 1;
    if (rating === 1) this.#today.again += 1;
    if (durationMs > 0) {
      const log = Math.log(durationMs);
      const slowness = this.#timed > 20 ? log - this.usualLogDuration : 0;
      this.#slowness += RATES[0] * (slowness - this.#slowness);
      this.#today.slow += slowness;
      this.#logDuration += log;
      this.#timed += 1;
    }
    if (Number.isNaN(residual)) return;
    for (const sums of [this.#session, this.#today]) {
      sums.sum += residual;
      sums.count += 1;
    }
    for (let rate = 0; rate < RATES.length; rate += 1)
      this.#fading[rate] = this.#fading[rate]! + RATES[rate]! * (residual - this.#fading[rate]!);
  }

  write(now: number, day: number, into: Float64Array, at: number): void {
    const isSession = now - this.#lastAt <= SESSION_GAP_MS;
    const isToday = day === this.#day;
    const { sum, count, slow, answers, again } = this.#today;
    into[at] = isSession ? this.#session.sum / (this.#session.count + PULL) : 0;
    into[at + 1] = isToday ? sum / (count + PULL) : 0;
    into[at + 2] = this.#fading[0]!;
    into[at + 3] = this.#fading[1]!;
    into[at + 4] = this.#days;
    into[at + 5] = this.#slowness;
    into[at + 6] = isToday ? slow / (answers + PULL) : 0;
    into[at + 7] = isToday ? Math.log1p(answers) : 0;
    into[at + 8] = isToday ? again / (answers + PULL) : 0;
  }
}
