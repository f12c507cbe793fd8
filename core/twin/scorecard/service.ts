import type { Handlers } from '../../rpc/compose.ts';
import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { Store } from '../../store/store.ts';
import { analysisIsOn } from '../privacy/analysis-is-on.ts';
import type { scorecardContract } from './contract.ts';

export const scorecardService = (store: Store): Handlers<typeof scorecardContract> => ({
  'twin.scorecard': async ({ model }) => {
    // Its statistics are not needed to start.
    const { scorecard, emptyScorecard } = await import('./scorecard.ts');
    const settings = readSettings(store);
    if (!analysisIsOn(settings)) return emptyScorecard;
    return scorecard(store, localMoment(store.clock.now(), store.clock, settings).studyDay, model);
  },
});
