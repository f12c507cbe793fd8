import type { OutputOf } from '../rpc/contract.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { StoreReader } from '../store/reader.ts';
import { statement } from '../store/statements.ts';
import type { Store } from '../store/store.ts';
import { localMoment } from '../settings/local-moment.ts';
import type { studyContract } from './contract.ts';
import { dayCounts, ownPace, type Pace } from './daily-rollups.ts';
import { inStepsByLecture } from './in-steps.ts';
import { finishOf, nextStep } from './next-step.ts';
import type { DayPlan } from './plan-day.ts';
import type { Places } from './presets/places.ts';
import type { StudyQueues } from './queues.ts';
import { sessionSummary } from './session-summary.ts';
import { lastEndedSession, openSession, sessionView } from './sessions.ts';

type Today = OutputOf<typeof studyContract, 'study.today'>;
type Counts = { due: number; learning: number; fresh: number };

const dueByDay = statement<{ today: number }, { day: number; n: number }>(
  'study.dueByDay',
  `SELECT due_day AS day, count(*) AS n FROM card_states
   WHERE queue = 2 AND due_day > @today AND due_day <= @today + 6 GROUP BY due_day`,
);
const countDue = statement<{ today: number }, { n: number }>(
  'study.countDue',
  `SELECT count(*) AS n FROM card_states
   WHERE queue = 2 AND due_day <= @today AND (buried_on IS NULL OR buried_on <> @today)`,
);
const manyNew = 10_000;
const countNew = statement<{ today: number }, { n: number }>(
  'study.countNew',
  `SELECT count(*) AS n FROM (SELECT 1 FROM card_states
     WHERE queue = 0 AND (buried_on IS NULL OR buried_on <> @today) LIMIT ${manyNew})`,
);
const anyCard = statement<Record<string, never>, { found: number }>(
  'study.anyCard',
  'SELECT EXISTS (SELECT 1 FROM cards WHERE deleted_at IS NULL) AS found',
);

const msFor = ({ due, learning, fresh }: Counts, pace: Pace): number =>
  due * pace.reviewMs + fresh * pace.newMs + learning * pace.learningMs;

/** What the plan of today holds in each lecture. */
export const countByLecture = (plan: DayPlan, learning: ReadonlyMap<number, number>): Map<number, Counts> => {
  const counts = new Map<number, Counts>();
  const of = (lecture: number): Counts => {
    const found = counts.get(lecture) ?? { due: 0, learning: 0, fresh: 0 };
    counts.set(lecture, found);
    return found;
  };
  for (const { lecture, fresh } of plan.sequence) of(lecture)[fresh ? 'fresh' : 'due'] += 1;
  for (const [lecture, n] of learning) of(lecture).learning += n;
  return counts;
};

const coursesOf = (byLecture: ReadonlyMap<number, Counts>, places: Places, pace: Pace): Today['courses'] => {
  const byCourse = new Map<string, Counts>();
  for (const [lecture, counts] of byLecture) {
    let place = places.ofLecture(lecture);
    while (place !== undefined && place.parent !== null) place = place.parent;
    if (place === undefined) continue;
    const sum = byCourse.get(place.uid) ?? { due: 0, learning: 0, fresh: 0 };
    for (const key of ['due', 'learning', 'fresh'] as const) sum[key] += counts[key];
    byCourse.set(place.uid, sum);
  }
  return places.all.flatMap(({ uid, title }) => {
    const counts = byCourse.get(uid);
    return counts === undefined ? [] : [{ uid, title, ...counts, minutes: msFor(counts, pace) / 60_000 }];
  });
};

const week = (reader: StoreReader, day: number, dueNow: number): Today['week'] => {
  const later = new Map(reader.all(dueByDay, { today: day }).map((row) => [row.day, row.n]));
  return Array.from({ length: 7 }, (_, offset) => ({
    studyDay: day + offset,
    due: offset === 0 ? dueNow : (later.get(day + offset) ?? 0),
  }));
};

/** Everything the first screen needs, in one answer: the plan of the day counted, not counted again in another way. */
export const today = (store: Store, queues: StudyQueues): Today => {
  const settings = readSettings(store);
  const now = store.clock.now();
  const day = localMoment(now, store.clock, settings).studyDay;
  const pace = ownPace(store, day);
  const done = dayCounts(store, day);
  const plan = queues.planOfToday(day);
  const inSteps = inStepsByLecture(store, day);
  const counts: Counts = {
    fresh: plan.fresh,
    due: plan.sequence.length - plan.fresh,
    learning: [...inSteps.values()].reduce((sum, n) => sum + n, 0),
  };
  const dueNow = store.get(countDue, { today: day })?.n ?? 0;
  const last = lastEndedSession(store, store.clock);
  const open = openSession(store, store.clock);
  return {
    studyDay: day,
    now,
    hasCards: store.get(anyCard, {})?.found === 1,
    ...counts,
    heldBack: Math.max(0, dueNow - counts.due - plan.buried),
    newHeldBack: Math.max(0, (store.get(countNew, { today: day })?.n ?? 0) - counts.fresh),
    courses: coursesOf(countByLecture(plan, inSteps), queues.places.now, pace),
    minutes: msFor(counts, pace) / 60_000,
    finishAt: Math.round(now + msFor(counts, pace)),
    paceAnswers: pace.answers,
    answeredToday: done.answers,
    studiedTodayMs: done.learn_ms + done.review_ms,
    week: week(store, day, dueNow),
    lastSession: last === undefined ? null : sessionSummary(store, last),
    openSession:
      open === undefined ? null : sessionView(store, open, finishOf(nextStep(store, queues, open), now)),
  };
};
