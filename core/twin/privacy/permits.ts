import { RpcError } from '../../rpc/errors.ts';
import type { Settings } from '../../settings/contract.ts';
import { policyValue, noPolicies, type Policies } from '../../settings/policies/resolve-policies.ts';
import { analysisIsOn } from './analysis-is-on.ts';
import type { PartState, TwinPart } from './contract.ts';

/** What of the twin may run. The institution's word goes before the owner's, and erases nothing. */
export type TwinPermits = {
  stateOf(settings: Settings, part: TwinPart): PartState;
  isOn(settings: Settings, part: TwinPart): boolean;
  /** Throws `forbidden` where the institution has turned it off. */
  demand(part: TwinPart): void;
};

/** As the policy TwinFeatures says. */
export const twinPermits = (policies: Policies): TwinPermits => {
  const value = policyValue(policies, 'TwinFeatures');
  const features: readonly string[] = Array.isArray(value) ? value : [];
  const isForbidden = (part: TwinPart): boolean =>
    part === 'analysis' ? features.length === 0 : !features.includes(part);
  const stateOf: TwinPermits['stateOf'] = (settings, part) => {
    if (isForbidden(part)) return 'forbidden';
    return analysisIsOn(settings) ? 'on' : 'off';
  };
  return {
    stateOf,
    isOn: (settings, part) => stateOf(settings, part) === 'on',
    demand: (part) => {
      if (isForbidden(part)) throw new RpcError('forbidden', { policy: 'TwinFeatures' });
    },
  };
};

/** Where no institution manages the machine. */
export const unmanaged = twinPermits(noPolicies);
