import { addLearner } from '#core/study/parameters/testing/add-learner.ts';
import { FSRS6_DEFAULT_WEIGHTS, fsrsParameters, type FsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import { uidSource } from '#core/store/uid.ts';
import { localMoment } from '#core/settings/local-moment.ts';
import { readSettings } from '#core/settings/read-settings.ts';
import { startService } from '#electron/service/start-service.ts';
import { zone } from '#bench/profile.ts';
import { moment } from './fill-profile.ts';

const dayMs = 86_400_000;
const session = { caller: 'test' as const };

/** Somebody of a known memory, whose parameters were fitted the day before. */
const fillWith =
  (truth: FsrsParameters, spread: number) =>
  async (folder: string): Promise<void> => {
    const clock = { now: () => moment.now - dayMs, zone: () => zone };
    const log = { slow: () => {}, unexpected: (error: unknown) => (console.error(error), 'screens') };
    const service = await startService({ folder, clock, ids: uidSource(clock), log });
    const { studyDay } = localMoment(clock.now(), clock, readSettings(service.store));
    await addLearner(
      service.store,
      truth,
      { cards: 1200, answers: 20, seed: 9, spread, current: true },
      studyDay,
    );
    const { job } = await service.server.call('parameters.fit', {}, session);
    await service.jobs.ended(job);
    await service.store.settle();
    await service.close();
  };

/** Forgets faster than the standard parameters expect, and answers the slower the less sure they are. */
export const fillForgetful = fillWith(
  fsrsParameters(FSRS6_DEFAULT_WEIGHTS.with(8, 1.6).with(2, 1.8).with(20, 0.22)),
  1.2,
);

/** Remembers as the standard parameters say. */
export const fillStandard = fillWith(fsrsParameters(), 0);
