import { uidToHex } from '#core/store/uid.ts';
import type { Service } from '#electron/service/start-service.ts';
import { moment, openService } from './fill-profile.ts';

const session = { caller: 'test' as const };
const historyDays = 150;
const minuteMs = 60_000;
const dayMs = 86_400_000;
const mostAnswers = 60;

const run = async (service: Service, started: Promise<{ job: string }>): Promise<void> => {
  const { job } = await started;
  await service.jobs.ended(job);
  await service.store.settle();
};

/** A simulated learner of some months, read and assessed. */
const fillHistory = async (service: Service): Promise<void> => {
  const { server } = service;
  await run(service, server.call('exchange.simulateLearner', { seed: 11, days: historyDays }, session));
  await run(service, server.call('twin.analyse', {}, session));
  await run(service, server.call('twin.assess', {}, session));
};

export const fillWellbeing = async (folder: string): Promise<void> => {
  const { service, pass } = await openService(folder, moment.now - 7 * dayMs);
  await fillHistory(service);
  pass(7 * dayMs);
  await run(service, service.server.call('twin.assess', {}, session));
  await service.close();
};

/** The same, in the middle of a session that goes worse and worse: with the next error a break is offered again. */
export const fillOverload = async (folder: string): Promise<void> => {
  const { service, pass } = await openService(folder, moment.now - 30 * minuteMs);
  await fillHistory(service);
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
    if (offers < 2) continue;
    // The answer it came with is left to be given again, on the screen.
    await server.call('store.undo', {}, session);
    break;
  }
  await service.close();
};
