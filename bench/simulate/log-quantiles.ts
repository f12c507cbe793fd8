import { auc } from '#ml/evaluate/auc.ts';
import { logLoss } from '#ml/evaluate/log-loss.ts';
import { foldReviews } from '#ml/memory/fold-reviews.ts';
import { fsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import { quantile } from '#ml/numeric/sample.ts';

/** What is compared of a review log: rows in the order of time. */
export type ReviewLogColumns = {
  card: ArrayLike<number>;
  at: ArrayLike<number>;
  durationMs: ArrayLike<number>;
  studyDay: ArrayLike<number>;
  rating: ArrayLike<number>;
  /** 0 new, 1 learning, 2 review, 3 relearning, 4 filtered. */
  phase: ArrayLike<number>;
};

/** One quantity of a log, with the difference that still counts as the same: so many units, or a share of the value. */
export type LogQuantity = { what: string; unit: number; share: number; values: number[]; barred: boolean };

const gapMs = 20 * 60_000;
const shares = [0.1, 0.5, 0.9];

/** Samples of everything that is compared, from a real log or a simulated one alike. */
export const logQuantities = (log: ReviewLogColumns): LogQuantity[] => {
  const days = byDay(log);
  const cards = byCard(log);
  const sessions = bySession(log);
  const forecast = fsrsDefaults(log);
  const times = (phase: number, passed: boolean): number[] =>
    rowsWhere(log, (row) => log.phase[row] === phase && log.rating[row]! > 1 === passed).map(
      (row) => log.durationMs[row]! / 1000,
    );
  const quantity = (what: string, unit: number, values: number[], barred = true): LogQuantity => ({
    what,
    unit,
    // A tenth of a retention or of an hour of the day would be no bar at all.
    share: /points|%|hour/.test(what) ? 0 : 0.1,
    values,
    barred,
  });
  return [
    quantity('retention by day (points)', 2, days.retention),
    quantity('days between reviews of a card', 1, cards.gaps),
    quantity('days between study days', 1, days.gaps),
    quantity('lapses per card', 1, cards.lapses),
    quantity(
      'answer time (s)',
      0,
      rowsWhere(log, () => true).map((row) => log.durationMs[row]! / 1000),
    ),
    quantity('session minutes', 1, sessions.minutes),
    quantity('session answers', 1, sessions.answers),
    quantity('answers per day', 1, days.answers),
    quantity('time of a review recalled (s)', 0, times(2, true)),
    quantity('time of a review forgotten (s)', 0, times(2, false)),
    quantity('time of a new card (s)', 0, times(0, true).concat(times(0, false))),
    quantity('answers per card', 1, cards.answers),
    quantity('first session starts (hour)', 1, days.starts),
    quantity('retention of cards once forgotten (points)', 2, [cards.retentionAfterLapse], false),
    quantity('retention of cards never forgotten (points)', 2, [cards.retentionBefore], false),
    quantity('cards with 3 lapses or more (%)', 2, [cards.often], false),
    quantity('AUC of FSRS-6 defaults (points)', 2, [forecast.auc], false),
    quantity('log loss of FSRS-6 defaults', 0, [forecast.logLoss], false),
  ];
};

/** p10, p50 and p90. */
export const quantilesOf = (values: readonly number[]): number[] =>
  shares.map((share) => quantile(values, share));

const rowsWhere = (log: ReviewLogColumns, keep: (row: number) => boolean): number[] =>
  Array.from({ length: log.at.length }, (_, row) => row).filter(keep);

const byDay = (log: ReviewLogColumns) => {
  const days = new Map<number, { answers: number; reviews: number; recalled: number; start: number }>();
  for (let row = 0; row < log.at.length; row += 1) {
    const day = log.studyDay[row]!;
    const seen = days.get(day) ?? { answers: 0, reviews: 0, recalled: 0, start: log.at[row]! };
    seen.answers += 1;
    if (log.phase[row] === 2) {
      seen.reviews += 1;
      if (log.rating[row]! > 1) seen.recalled += 1;
    }
    days.set(day, seen);
  }
  const studied = [...days.keys()].sort((a, b) => a - b);
  const all = [...days.values()];
  return {
    answers: all.map(({ answers }) => answers),
    gaps: studied.slice(1).map((day, index) => day - studied[index]!),
    starts: all.map(({ start }) => 4 + ((start / 3_600_000 - 4) % 24)),
    retention: all
      .filter(({ reviews }) => reviews >= 20)
      .map(({ recalled, reviews }) => (100 * recalled) / reviews),
  };
};

const byCard = (log: ReviewLogColumns) => {
  const last = new Map<number, number>();
  const lapses = new Map<number, number>();
  const answers = new Map<number, number>();
  const gaps: number[] = [];
  const after = { recalled: 0, reviews: 0 };
  const before = { recalled: 0, reviews: 0 };
  for (let row = 0; row < log.at.length; row += 1) {
    const card = log.card[row]!;
    const day = log.studyDay[row]!;
    const previous = last.get(card);
    if (previous !== undefined && previous !== day) gaps.push(day - previous);
    last.set(card, day);
    answers.set(card, (answers.get(card) ?? 0) + 1);
    const lapsed = lapses.get(card) ?? 0;
    if (log.phase[row] === 2) {
      const group = lapsed > 0 ? after : before;
      group.reviews += 1;
      if (log.rating[row]! > 1) group.recalled += 1;
    }
    lapses.set(card, lapsed + (log.phase[row] === 2 && log.rating[row] === 1 ? 1 : 0));
  }
  const perCard = [...lapses.values()];
  return {
    gaps,
    lapses: perCard,
    answers: [...answers.values()],
    retentionAfterLapse: (100 * after.recalled) / after.reviews,
    retentionBefore: (100 * before.recalled) / before.reviews,
    often: (100 * perCard.filter((count) => count >= 3).length) / perCard.length,
  };
};

/** Sessions as they are reconstructed from a log: a gap of more than 20 minutes starts a new one. */
const bySession = (log: ReviewLogColumns) => {
  const minutes: number[] = [];
  const answers: number[] = [];
  let first = 0;
  for (let row = 1; row <= log.at.length; row += 1) {
    if (row < log.at.length && log.at[row]! - log.at[row - 1]! <= gapMs) continue;
    minutes.push((log.at[row - 1]! - log.at[first]! + log.durationMs[first]!) / 60_000);
    answers.push(row - first);
    first = row;
  }
  return { minutes, answers };
};

/** How well FSRS-6 with its defaults foresees the answers of later days: not fitted, so a test of the fit. */
const fsrsDefaults = (log: ReviewLogColumns) => {
  const byCardInTime = Array.from({ length: log.at.length }, (_, row) => row).sort(
    (a, b) => log.card[a]! - log.card[b]! || a - b,
  );
  const starts = byCardInTime
    .map((row, position) => ({ position, card: log.card[row] }))
    .filter(({ position, card }) => position === 0 || card !== log.card[byCardInTime[position - 1]!])
    .map(({ position }) => position);
  const days = Int32Array.from(byCardInTime, (row) => log.studyDay[row]!);
  const ratings = Uint8Array.from(byCardInTime, (row) => log.rating[row]!);
  const columns = { starts: Int32Array.from([...starts, days.length]), days, ratings };
  const { retrievability } = foldReviews(fsrsParameters(), columns);
  const first = new Set(starts);
  const later = [...days.keys()].filter((row) => !first.has(row) && days[row] !== days[row - 1]);
  const outcomes = later.map((row) => (ratings[row]! > 1 ? 1 : 0));
  const predictions = later.map((row) => retrievability[row]!);
  return { auc: 100 * auc(outcomes, predictions), logLoss: logLoss(outcomes, predictions) };
};
