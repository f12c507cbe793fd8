import { struggleHistory } from '#ml/knowledge/struggle/history.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { uidToHex } from '../../store/uid.ts';
import { modelInForce } from '../../study/parameters/model-in-force.ts';
import { readLearnerFacts } from '../facts/read-learner-facts.ts';
import { loadAgainstPerformance, type LoadAgainstPerformance } from '../load/load-against-performance.ts';
import { readLoadBasis } from '../load/read-basis.ts';
import { replayLoad, type SessionLoad } from '../load/replay-load.ts';
import { EXAM_NEAR_DAYS, stressPatterns, type StressPattern } from '../load/stress-patterns.ts';
import { burnoutDays, loadDays, type LoadDay } from './burnout-days.ts';
import { burnoutRisk, type BurnoutRisk } from './burnout-risk.ts';

export type WellbeingInput = { today: number; rolloverHour: number };

/** What the whole history says of load and burnout. */
export type Wellbeing = {
  today: number;
  burnout: BurnoutRisk;
  /** Sessions of the last ninety days with a load. */
  sessions: number;
  /** The key of a topic is the uid of its lecture. */
  stress: StressPattern[];
  days: LoadDay[];
  performance: LoadAgainstPerformance;
};

const lectureOfCards = statement<Record<string, never>, { id: number; lecture_id: number }>(
  'twin.lectureOfCards',
  'SELECT id, lecture_id FROM cards',
);
const lectureUids = statement<Record<string, never>, { id: number; uid: Uint8Array }>(
  'twin.lectureUids',
  'SELECT id, uid FROM lectures',
);

/** Performance is compared over a year, patterns over a quarter (twin.md §4), burnout over six weeks. */
const yearDays = 365;
export const PATTERN_DAYS = 90;
const burnoutSpan = 14 + 28 + 1;

/** Load and burnout from the facts, imported ones too. Reads the whole log: for a worker. */
export const wellbeingOf = (reader: StoreReader, { today, rolloverHour }: WellbeingInput): Wellbeing => {
  const { facts, rows } = readLearnerFacts(reader);
  const history = struggleHistory(facts, modelInForce(reader));
  const lastDay = history.studyDay.reduce(
    (most, day) => (day <= today ? Math.max(most, day) : most),
    -Infinity,
  );
  // Who has not studied for long is judged by when they did.
  const until = Number.isFinite(lastDay) ? lastDay : today;
  const lectures = new Map(reader.all(lectureOfCards, {}).map((row) => [row.id, row.lecture_id]));
  const topicOf = (card: number): number => lectures.get(rows.cards[card] ?? -1) ?? -1;
  const sessions = replayLoad(history, readLoadBasis(reader, today), until - yearDays, topicOf);
  const isNearExam = (session: SessionLoad): boolean =>
    facts.exams.some(
      ({ knownAt, studyDay }) =>
        knownAt <= session.startedAt &&
        session.studyDay <= studyDay &&
        session.studyDay >= studyDay - EXAM_NEAR_DAYS,
    );
  const recent = sessions.filter(({ studyDay }) => studyDay > today - PATTERN_DAYS);
  const uids = new Map(reader.all(lectureUids, {}).map(({ id, uid }) => [String(id), uidToHex(uid)]));
  const stress = stressPatterns(recent, isNearExam).flatMap((pattern) => {
    const key = pattern.kind === 'topic' ? uids.get(pattern.key) : pattern.key;
    return key === undefined ? [] : [{ ...pattern, key }];
  });
  const loads = loadDays(sessions);
  return {
    today,
    burnout: burnoutRisk(burnoutDays(history, loads, until - burnoutSpan, rolloverHour), today),
    sessions: recent.filter(({ load }) => load !== null).length,
    stress,
    days: loads.filter(({ studyDay }) => studyDay > today - PATTERN_DAYS),
    performance: loadAgainstPerformance(sessions),
  };
};
