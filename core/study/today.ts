import type { OutputOf } from '../rpc/contract.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { Store } from '../store/store.ts';
import { statement } from '../store/statements.ts';
import type { ResolvedScope } from '../library/scope.ts';
import type { studyContract } from './contract.ts';
import { countInSteps } from './study-queue.ts';
import { dayCounts, ownPace } from './daily-rollups.ts';
import { limitsLeft } from './day-limits.ts';
import { sessionSummary } from './session-summary.ts';
import { lastEndedSession, openSession, sessionView } from './sessions.ts';
import { finishOf, nextStep } from './next-step.ts';
import type { StudyQueues } from './queues.ts';
import { localMoment } from '../settings/local-moment.ts';

const wholeLibrary: ResolvedScope = { courseId: null, lectureId: null, lectures: null, title: '' };

type Today = OutputOf<typeof studyContract, 'study.today'>;

const dueByDay = statement<{ today: number }, { day: number; n: number }>(
  'study.dueByDay',
  // Two stretches of one index, each already in order: what is late counts today.
  `SELECT @today AS day, count(*) AS n FROM card_states
     WHERE queue = 2 AND due_day <= @today AND (buried_on IS NULL OR buried_on <> @today)
   UNION ALL SELECT due_day, count(*) FROM card_states
     WHERE queue = 2 AND due_day > @today AND due_day <= @today + 6 GROUP BY due_day`,
);
const countNew = statement<{ today: number; limit: number }, { n: number }>(
  'study.countNew',
  `SELECT count(*) AS n FROM (SELECT 1 FROM card_states
     WHERE queue = 0 AND (buried_on IS NULL OR buried_on <> @today) LIMIT @limit)`,
);
const anyCard = statement<Record<string, never>, { found: number }>(
  'study.anyCard',
  'SELECT EXISTS (SELECT 1 FROM cards WHERE deleted_at IS NULL) AS found',
);

/** Everything the first screen needs, in one answer. */
export const today = (store: Store, queues: StudyQueues): Today => {
  const reader = store;
  const { clock } = store;
  const settings = readSettings(reader);
  const now = clock.now();
  const day = localMoment(now, clock, settings).studyDay;
  const limits = limitsLeft(reader, settings, day);
  const pace = ownPace(reader, day);
  const done = dayCounts(reader, day);

  const byDay = new Map(reader.all(dueByDay, { today: day }).map((row) => [row.day, row.n]));
  const dueNow = byDay.get(day) ?? 0;
  const due = Math.min(dueNow, limits.reviewsLeft);
  const fresh = reader.get(countNew, { today: day, limit: limits.newLeft })?.n ?? 0;
  const learning = countInSteps(reader, wholeLibrary, day);
  const expectedMs = due * pace.reviewMs + fresh * pace.newMs + learning * pace.learningMs;

  const last = lastEndedSession(reader, clock);
  const open = openSession(reader, clock);
  return {
    studyDay: day,
    now,
    hasCards: reader.get(anyCard, {})?.found === 1,
    due,
    fresh,
    learning,
    heldBack: dueNow - due,
    minutes: expectedMs / 60_000,
    finishAt: Math.round(now + expectedMs),
    paceAnswers: pace.answers,
    answeredToday: done.answers,
    studiedTodayMs: done.learn_ms + done.review_ms,
    week: Array.from({ length: 7 }, (_, offset) => ({
      studyDay: day + offset,
      due: byDay.get(day + offset) ?? 0,
    })),
    lastSession: last === undefined ? null : sessionSummary(reader, last),
    openSession:
      open === undefined ? null : sessionView(reader, open, finishOf(nextStep(store, queues, open), now)),
    newHeldBack: 0,
    courses: [],
  };
};
