import { RpcError } from '../../rpc/errors.ts';
import type { Handlers } from '../../rpc/compose.ts';
import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { Store } from '../../store/store.ts';
import { profileRow } from '../model/profiles.ts';
import type { TwinPart } from '../privacy/contract.ts';
import type { TwinPermits } from '../privacy/permits.ts';
import type { EvidenceAsk, evidenceContract } from './contract.ts';
import type { EvidenceInput, FoundEvidence } from './find-evidence.ts';

/** @param find answers away from this thread */
export const evidenceService = (
  store: Store,
  permits: TwinPermits,
  find: (input: EvidenceInput) => Promise<FoundEvidence>,
): Handlers<typeof evidenceContract> => ({
  'twin.evidence': ({ ask, offset, limit }) => {
    const part = partOf(ask);
    permits.demand(part);
    if (!permits.isOn(readSettings(store), part))
      throw new RpcError('invalid', { reason: 'analysis is switched off' });
    return find({ ask, today: dayOfAnalysis(store, ask), offset, limit });
  },
});

const wellbeing: readonly EvidenceAsk['of'][] = ['load', 'stress', 'performance', 'burnout'];

/** Whose number it is. What was answered in a session or on a day is anybody's who may look. */
const partOf = ({ of }: EvidenceAsk): TwinPart => {
  if (wellbeing.includes(of)) return 'wellbeing';
  return of === 'prediction' ? 'predictions' : 'analysis';
};

/** A number is of the day it was computed on. */
const dayOfAnalysis = (store: Store, ask: EvidenceAsk): number => {
  const row = profileRow(store, partOf(ask) === 'wellbeing' ? 'wellbeing' : 'history');
  return row?.study_day ?? localMoment(store.clock.now(), store.clock, readSettings(store)).studyDay;
};
