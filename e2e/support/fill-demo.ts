import { endOf, moment, openService } from './fill-profile.ts';

const session = { caller: 'test' as const };

/** The demonstration learner: half a year of somebody invented, up to yesterday, and read by the twin. */
export const fillDemo = async (folder: string): Promise<void> => {
  const { service } = await openService(folder, moment.now);
  const learner = { seed: 4, days: 190 };
  await endOf(service, service.server.call('exchange.simulateLearner', learner, session));
  await endOf(service, service.server.call('twin.analyse', {}, session));
  await service.close();
};
