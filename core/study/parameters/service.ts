import type { Handlers } from '../../rpc/compose.ts';
import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { Store } from '../../store/store.ts';
import type { parametersContract } from './contract.ts';
import type { ParameterFits } from './parameter-fits.ts';
import { parametersStatus } from './parameters-status.ts';
import { reschedule, type MovesToMake } from './reschedule.ts';

type Parameters = Handlers<typeof parametersContract>;

/** Queries that read every card: the composition has a worker answer them, on the given study day. */
export type ParametersHeavyReads = {
  previewReschedule(
    today: number,
    signal: AbortSignal,
  ): ReturnType<Parameters['parameters.previewReschedule']>;
  workload(today: number, signal: AbortSignal): ReturnType<Parameters['parameters.workload']>;
  moves(today: number, operation: string, skip: number, signal: AbortSignal): Promise<MovesToMake>;
};

export const parametersService = (
  store: Store,
  fits: ParameterFits,
  heavy: ParametersHeavyReads,
): Parameters => {
  const today = (): number => localMoment(store.clock.now(), store.clock, readSettings(store)).studyDay;
  return {
    'parameters.status': () => parametersStatus(store, store.clock, fits.running),
    'parameters.fit': async () => ({ output: { job: await fits.start() }, changes: ['jobs'] }),
    'parameters.previewReschedule': (_input, { signal }) => heavy.previewReschedule(today(), signal),
    'parameters.reschedule': (_input, { signal }) =>
      reschedule(store, (day, operation, skip) => heavy.moves(day, operation, skip, signal)),
    'parameters.workload': (_input, { signal }) => heavy.workload(today(), signal),
  };
};
