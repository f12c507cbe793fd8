import { studyDay, utcOffsetMinutes } from '../../store/study-day.ts';
import { derivedUid } from '../../store/uid.ts';
import type { StagedFile } from '../staged/staged-file.ts';
import type { AnkiPackage, AnkiReview } from './anki-package.ts';
import { isPossibleAnswer, plausibleDay, plausibleDuration, plausibleInterval } from './plausible.ts';
import { DayCounts } from './day-counts.ts';
import type { GhostStager } from './stage-ghosts.ts';
import type { StagedCards } from './staged-cards.ts';

const daySeconds = 86_400;
/** Anki's review types: 0 learning, 1 review, 2 relearning, 3 filtered, 4 manual, 5 rescheduled. */
const phases: readonly number[] = [1, 2, 3, 4];
const filtered = 3;

/** Anki's interval (days, or negative seconds) as signed seconds. A zero means "within the minute" there. */
const signedSeconds = (raw: number): number => (raw > 0 ? raw * daySeconds : raw === 0 ? -1 : raw);

const isAnswer = (review: AnkiReview): boolean =>
  review.ease >= 1 && review.ease <= 4 && phases[review.type] !== undefined;

const commonColumns = [
  'card',
  'at',
  'uid',
  'utc_offset_min',
  'study_day',
  'last_interval_seconds',
  'factor',
  'duration_ms',
] as const;

/**
 * A change of schedule without an answer. Anki writes factor 0 when a card is forgotten; a new due date keeps the
 * factor; type 5 is a new interval from a change of parameters, whose due date the baseline tells.
 */
const changeOf = (
  review: AnkiReview,
  day: number,
): { kind: string; due_day: number | null; interval_days: number | null } => {
  if (review.type === 5)
    return { kind: 'reschedule', due_day: null, interval_days: plausibleInterval(review.intervalRaw) };
  if (review.factor === 0 && review.intervalRaw <= 0)
    return { kind: 'forget', due_day: null, interval_days: null };
  const days = plausibleInterval(review.intervalRaw);
  return { kind: 'set_due', due_day: plausibleDay(day + days), interval_days: days };
};

/** Stages the log: answers as reviews, manual and rescheduled rows as schedule changes. Cards that Anki has deleted come as ghosts. */
export const stageReviews = (
  file: StagedFile,
  source: AnkiPackage,
  cards: StagedCards,
  local: { now: number; zone: string; rolloverHour: number },
  ghosts: GhostStager,
  onRow: () => void,
): { impossible: number } => {
  let impossible = 0;
  const days = new DayCounts();
  const insertReview = file.inserter('reviews', [...commonColumns, 'rating', 'phase', 'interval_seconds']);
  const insertChange = file.inserter('schedule_changes', [
    ...commonColumns,
    'kind',
    'due_day',
    'interval_days',
    'interval_seconds',
  ]);
  for (const review of source.reviews()) {
    onRow();
    if (!isPossibleAnswer(review.id, local.now)) {
      impossible += 1;
      continue;
    }
    const card = cards.of(review.cardId) ?? ghosts.stage(review.cardId, review.id);
    const utcOffsetMin = utcOffsetMinutes(review.id, local.zone);
    const day = studyDay(review.id, utcOffsetMin, local.rolloverHour);
    const durationMs = plausibleDuration(review.durationMs);
    const uid = derivedUid(isAnswer(review) ? 'anki:review' : 'anki:change', String(review.id), card.uid);
    const last = signedSeconds(review.lastIntervalRaw);
    const interval = signedSeconds(review.intervalRaw);
    if (!isAnswer(review)) {
      const change = changeOf(review, day);
      insertChange(
        card.sid,
        review.id,
        uid,
        utcOffsetMin,
        day,
        last,
        review.factor,
        durationMs,
        change.kind,
        change.due_day,
        change.interval_days,
        interval,
      );
      continue;
    }
    const phase = phases[review.type] ?? 1;
    const practice = review.type === filtered && review.factor === 0;
    const isNew = insertReview(
      card.sid,
      review.id,
      uid,
      utcOffsetMin,
      day,
      last,
      review.factor,
      durationMs,
      review.ease,
      phase,
      practice ? null : interval,
    );
    // A log without the key that Anki's has may hold an answer twice: it comes once.
    if (!isNew) continue;
    days.add(card.sid, review.id, { studyDay: day, phase, rating: review.ease, durationMs });
  }
  for (const counts of days) file.insert('days', counts);
  return { impossible };
};
