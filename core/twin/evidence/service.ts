import { RpcError } from '../../rpc/errors.ts';
import type { Handlers } from '../../rpc/compose.ts';
import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { Store } from '../../store/store.ts';
import { profileRow } from '../model/profiles.ts';
import { analysisIsOn } from '../privacy/analysis-is-on.ts';
import type { EvidenceAsk, evidenceContract } from './contract.ts';
import type { EvidenceInput, FoundEvidence } from './find-evidence.ts';

/** @param find answers away from this thread */
export const evidenceService = (
  store: Store,
  find: (input: EvidenceInput) => Promise<FoundEvidence>,
): Handlers<typeof evidenceContract> => ({
  'twin.evidence': ({ ask, offset, limit }) => {
    if (!analysisIsOn(readSettings(store)))
      throw new RpcError('invalid', { reason: 'analysis is switched off' });
    return find({ ask, today: dayOfAnalysis(store, ask), offset, limit });
  },
});

/** A number is of the day it was computed on. */
const dayOfAnalysis = (store: Store, { of }: EvidenceAsk): number => {
  const isWellbeing = of === 'load' || of === 'stress' || of === 'performance' || of === 'burnout';
  const row = profileRow(store, isWellbeing ? 'wellbeing' : 'history');
  return row?.study_day ?? localMoment(store.clock.now(), store.clock, readSettings(store)).studyDay;
};
