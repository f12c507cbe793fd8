import { uidToHex } from '#core/store/uid.ts';
import { burnoutLevel, type BurnoutRisk } from '#core/twin/burnout/burnout-risk.ts';
import { storedWellbeing, storeWellbeing } from '#core/twin/burnout/store-wellbeing.ts';
import type { Wellbeing } from '#core/twin/burnout/wellbeing.ts';
import { knownPatterns, storePatterns } from '#core/twin/model/patterns.ts';
import type { AssessedPattern, Assessment } from '#ml/learner/claims.ts';
import type { Service } from '#electron/service/start-service.ts';
import { endOf, moment, openService } from './fill-profile.ts';

const session = { caller: 'test' as const };
const historyDays = 150;
const minuteMs = 60_000;
const dayMs = 86_400_000;
const mostAnswers = 60;

/** A simulated learner of some months, read and assessed. */
const fillHistory = async (service: Service): Promise<void> => {
  const { server } = service;
  await endOf(service, server.call('exchange.simulateLearner', { seed: 11, days: historyDays }, session));
  await endOf(service, server.call('twin.analyse', {}, session));
  await endOf(service, server.call('twin.assess', {}, session));
};

export const fillWellbeing = async (folder: string): Promise<void> => {
  const { service, pass } = await openService(folder, moment.now - 7 * dayMs);
  await fillHistory(service);
  pass(7 * dayMs);
  await endOf(service, service.server.call('twin.assess', {}, session));
  await service.close();
};

/** A session that goes worse and worse, until a break was offered so many times; the last offer stands. */
export const studyIntoOverload = async (
  service: Service,
  pass: (ms: number) => void,
  offersWanted: number,
): Promise<void> => {
  const { server, store } = service;
  await server.call('settings.change', { values: { 'study.reviewsPerDay': 500 } }, session);
  const started = await server.call('study.start', { scope: {} }, session);
  let { step } = started;
  let offers = 0;
  for (let index = 0; index < mostAnswers && step.kind === 'card'; index += 1) {
    const durationMs = index < 10 ? 6_000 : 55_000;
    pass(durationMs + 500);
    const answer = {
      request: uidToHex(store.ids.uid()),
      session: started.session.uid,
      card: step.rendered.card,
      rating: index < 10 ? 3 : 1,
      durationMs,
    };
    ({ step } = await server.call('study.answer', answer, session));
    if ((await server.call('twin.load', {}, session)).offer !== null) offers += 1;
    if (offers === offersWanted) return;
  }
  throw new Error('the session ended before a break was offered');
};

/** The same history, in the middle of a session in which a break was offered once, and with the next error is again. */
export const fillOverload = async (folder: string): Promise<void> => {
  const { service, pass } = await openService(folder, moment.now - 30 * minuteMs);
  await fillHistory(service);
  await studyIntoOverload(service, pass, 2);
  // The answer it came with is left to be given again, on the screen.
  await service.server.call('store.undo', {}, session);
  await service.close();
};

const strained: BurnoutRisk['factors'] = {
  intensity: { recent: 5.5, before: 2.6, score: 100 },
  performanceDecline: { recent: -0.11, before: 0.01, score: 100 },
  chronicLoad: { recent: 0.75, before: 0.2, score: 75 },
  irregularity: { recent: 3.2, before: 1.4, score: 90 },
  engagementDecay: { recent: 1, before: 0.9, score: 0 },
  recoveryDeficit: { recent: 0, before: 2.5, score: 100 },
};

/** Mornings that hold and evenings that fade, as analyses a week apart would find them. */
const assessed = (week: number, direction: 1 | -1): Assessment => {
  const confidence =
    (direction === 1 ? [0.64, 0.71, 0.78, 0.84, 0.9] : [0, 0.66, 0.58, 0.44, 0.31])[week] ?? 0;
  const effect = direction * (0.02 + 0.03 * confidence);
  return { effect, low: effect - 0.025, high: effect + 0.025, confidence, n: 400 + 90 * week };
};
const foundIn = (week: number): AssessedPattern =>
  week === 0
    ? { kind: 'OPTIMAL_STUDY_TIME', cells: [8, 9, 10], direction: 1, ...assessed(week, 1) }
    : { kind: 'PERFORMANCE_PEAK', cells: [21], direction: -1, ...assessed(week, -1) };

/** Somebody who overdoes it, as it would be found: weeks that rose, and circumstances that go with it. */
export const fillStrained = async (folder: string): Promise<void> => {
  const weeks = [18, 31, 47, 66, 83];
  const { service, pass } = await openService(folder, moment.now - 7 * dayMs * (weeks.length - 1));
  await fillHistory(service);
  const { store } = service;
  const found = storedWellbeing(store)?.found;
  if (found === undefined) throw new Error('nothing was assessed');
  const [lecture] = (await service.server.call('library.tree', {}, session)).courses[0]?.lectures ?? [];
  const pattern = { occurrences: 7, occasions: 12, effect: 14, low: 6, high: 22, confidence: 0.96 };
  const stress: Wellbeing['stress'] = [
    { ...pattern, kind: 'fatigue', key: '40' },
    { ...pattern, kind: 'topic', key: lecture?.uid ?? '', effect: 11, low: 3, high: 19, confidence: 0.88 },
    { ...pattern, kind: 'hour', key: '23', occurrences: 4, occasions: 5, effect: 9, low: -1, high: 18 },
    { ...pattern, kind: 'exam', key: 'near', effect: 8, low: 1, high: 15, confidence: 0.72 },
  ];
  for (const [week, score] of weeks.entries()) {
    if (week > 0) pass(7 * dayMs);
    const burnout: BurnoutRisk = {
      ...found.burnout,
      frozenSince: null,
      studyDaysRecent: 14,
      studyDaysBefore: 25,
      score,
      level: burnoutLevel(score),
      confidence: 1,
      factors: strained,
    };
    const known = knownPatterns(store);
    const again = known.map(({ direction }) => assessed(week, direction));
    await store.write(
      'screens.analyse',
      (tx) => storePatterns(tx, store, known, week < 2 ? [foundIn(week)] : [], again),
      { noUndo: true },
    );
    await store.write(
      'screens.assess',
      (tx) => storeWellbeing(tx, store.clock, { ...found, burnout, stress }, true),
      { noUndo: true },
    );
  }
  await service.close();
};
