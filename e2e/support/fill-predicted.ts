import { endOf, moment, openService } from './fill-profile.ts';

const session = { caller: 'test' as const };
const dayMs = 86_400_000;
const historyDays = 200;
/** So many weeks of predictions are over; the last goes on. */
const weeks = 12;

/** A simulated learner of half a year whose weeks were predicted one after the other, each before it began. */
export const fillPredicted = async (folder: string): Promise<void> => {
  const filling = await openService(folder, moment.now);
  const { server } = filling.service;
  await endOf(
    filling.service,
    server.call('exchange.simulateLearner', { seed: 11, days: historyDays }, session),
  );
  await endOf(filling.service, server.call('twin.analyse', {}, session));
  await filling.service.close();
  // What lies ahead of a week is there in the file, and moves nothing of what is said of it.
  const { service, pass } = await openService(folder, moment.now - weeks * 7 * dayMs);
  for (let week = 0; week <= weeks; week += 1) {
    await endOf(service, service.server.call('twin.generatePredictions', {}, session));
    if (week < weeks) pass(7 * dayMs);
  }
  await endOf(service, service.server.call('twin.fitRecall', {}, session));
  await service.close();
};
