import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { uidToHex } from '../../store/uid.ts';
import { modelInForce } from '../../study/parameters/model-in-force.ts';
import { learnerHistory } from '../facts/learner-history.ts';
import { loadAgainstPerformance, type LoadAgainstPerformance } from '../load/load-against-performance.ts';
import { stressPatterns, type StressPattern } from '../load/stress-patterns.ts';
import { burnoutDays, loadDays, type LoadDay } from './burnout-days.ts';
import { burnoutRisk, type BurnoutRisk } from './burnout-risk.ts';
import { PATTERN_DAYS, replayedLoad } from './replayed-load.ts';

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

const lectureUids = statement<Record<string, never>, { id: number; uid: Uint8Array }>(
  'twin.lectureUids',
  'SELECT id, uid FROM lectures',
);

/** Of burnout: two windows and the day itself. */
const burnoutSpan = 14 + 28 + 1;

/** Load and burnout from the facts, imported ones too. Reads the whole log: for a worker. */
export const wellbeingOf = (reader: StoreReader, { today, rolloverHour }: WellbeingInput): Wellbeing => {
  const { learner, history } = learnerHistory(reader, modelInForce(reader));
  const { until, sessions, recent, isNearExam } = replayedLoad(reader, learner, history, today);
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
