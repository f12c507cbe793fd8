import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { uidFromHex } from '../../store/uid.ts';
import { loadDays } from '../burnout/burnout-days.ts';
import { burnoutWindow } from '../burnout/burnout-risk.ts';
import { PATTERN_DAYS } from '../burnout/replayed-load.ts';
import { storedWellbeing } from '../burnout/store-wellbeing.ts';
import { comparedSessions, zoneOfLoad } from '../load/load-against-performance.ts';
import { stressSessions } from '../load/stress-patterns.ts';
import type { EvidenceAsk } from './contract.ts';
import type { LearnerView } from './learner-view.ts';

export type LoadAsk = Extract<EvidenceAsk, { of: 'load' | 'stress' | 'performance' | 'burnout' }>;

const lectureByUid = statement<{ uid: Uint8Array }, { id: number }>(
  'twin.evidenceLecture',
  'SELECT id FROM lectures WHERE uid = @uid',
);

const isUid = /^[0-9a-f]{32}$/;

/** Whether a row of the history belongs to what is said of load or burnout. */
export const chooseLoads = (
  reader: StoreReader,
  view: LearnerView,
  ask: LoadAsk,
  today: number,
): ((row: number) => boolean) => {
  const { history } = view;
  if (ask.of === 'burnout') {
    const asOf = storedWellbeing(reader)?.found.burnout.asOf ?? today;
    const { from, to } = burnoutWindow(asOf, ask.days);
    return (row) => {
      const day = history.studyDay[row] ?? Number.NaN;
      return day >= from && day < to;
    };
  }
  const chosen = new Set(sessionsOf(reader, view, ask, today));
  return (row) => chosen.has(history.session[row] ?? -1);
};

const sessionsOf = (
  reader: StoreReader,
  view: LearnerView,
  ask: Exclude<LoadAsk, { of: 'burnout' }>,
  today: number,
): number[] => {
  const { sessions, recent, isNearExam } = view.loads(today);
  switch (ask.of) {
    case 'load': {
      const days = new Set(
        loadDays(sessions)
          .map(({ studyDay }) => studyDay)
          .filter((day) => (ask.studyDay === null ? day > today - PATTERN_DAYS : day === ask.studyDay)),
      );
      return sessions.filter(({ studyDay }) => days.has(studyDay)).map(({ session }) => session);
    }
    case 'stress': {
      if (ask.pattern === null)
        return recent.filter(({ load }) => load !== null).map(({ session }) => session);
      const { kind } = ask.pattern;
      const key = kind === 'topic' ? topicKey(reader, ask.pattern.key) : ask.pattern.key;
      return stressSessions(recent, isNearExam, { kind, key });
    }
    case 'performance':
      return comparedSessions(sessions)
        .filter(({ load }) => ask.zone === null || zoneOfLoad(load) === ask.zone)
        .map(({ session }) => session);
  }
};

/** Topics are told by the uids of lectures, and counted by their local keys. */
const topicKey = (reader: StoreReader, lecture: string): string =>
  isUid.test(lecture) ? String(reader.get(lectureByUid, { uid: uidFromHex(lecture) })?.id ?? -1) : '-1';
