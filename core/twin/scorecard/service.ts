import type { Handlers } from '../../rpc/compose.ts';
import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { Store } from '../../store/store.ts';
import type { TwinPermits } from '../privacy/permits.ts';
import type { scorecardContract } from './contract.ts';

export const scorecardService = (store: Store, permits: TwinPermits): Handlers<typeof scorecardContract> => ({
  'twin.scorecard': async ({ model }) => {
    // Its statistics are not needed to start.
    const { scorecard, emptyScorecard } = await import('./scorecard.ts');
    const settings = readSettings(store);
    if (!permits.isOn(settings, 'predictions')) return emptyScorecard;
    return scorecard(store, localMoment(store.clock.now(), store.clock, settings).studyDay, model);
  },
});
