import type { StruggleHistory } from '#ml/knowledge/struggle/history.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import type { LearnerFacts } from '../facts/read-learner-facts.ts';
import { readLoadBasis } from '../load/read-basis.ts';
import { replayLoad, type SessionLoad } from '../load/replay-load.ts';
import { EXAM_NEAR_DAYS } from '../load/stress-patterns.ts';

const lectureOfCards = statement<Record<string, never>, { id: number; lecture_id: number }>(
  'twin.lectureOfCards',
  'SELECT id, lecture_id FROM cards',
);

/** Performance is compared over a year, patterns over a quarter (twin.md §4). */
const yearDays = 365;
export const PATTERN_DAYS = 90;

export type ReplayedLoad = {
  /** The last study day with answers: who has not studied for long is judged by when they did. */
  readonly until: number;
  /** Of the year before. */
  readonly sessions: readonly SessionLoad[];
  /** Those of the last ninety days. */
  readonly recent: readonly SessionLoad[];
  readonly isNearExam: (session: SessionLoad) => boolean;
};

/** The load of the last year's sessions: what is said of load is made of it, and traced to it. */
export const replayedLoad = (
  reader: StoreReader,
  { facts, rows }: LearnerFacts,
  history: StruggleHistory,
  today: number,
): ReplayedLoad => {
  const lastDay = history.studyDay.reduce(
    (most, day) => (day <= today ? Math.max(most, day) : most),
    -Infinity,
  );
  const until = Number.isFinite(lastDay) ? lastDay : today;
  const lectures = new Map(reader.all(lectureOfCards, {}).map((row) => [row.id, row.lecture_id]));
  const topicOf = (card: number): number => lectures.get(rows.cards[card] ?? -1) ?? -1;
  const sessions = replayLoad(history, readLoadBasis(reader, today), until - yearDays, topicOf);
  return {
    until,
    sessions,
    recent: sessions.filter(({ studyDay }) => studyDay > today - PATTERN_DAYS),
    isNearExam: (session) =>
      facts.exams.some(
        ({ knownAt, studyDay }) =>
          knownAt <= session.startedAt &&
          session.studyDay <= studyDay &&
          session.studyDay >= studyDay - EXAM_NEAR_DAYS,
      ),
  };
};
