import { moment, openService } from './fill-profile.ts';

const session = { caller: 'test' as const };

/** The demonstration learner: half a year of somebody invented, up to yesterday, and read by the twin. */
export const fillDemo = async (folder: string): Promise<void> => {
  const { service } = await openService(folder, moment.now);
  const learner = { seed: 4, days: 190 };
  for (const start of [
    () => service.server.call('exchange.simulateLearner', learner, session),
    () => service.server.call('twin.analyse', {}, session),
  ]) {
    const { job } = await start();
    await service.jobs.ended(job);
    await service.store.settle();
  }
  await service.close();
};
