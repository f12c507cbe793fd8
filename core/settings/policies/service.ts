import type { Handlers } from '../../rpc/compose.ts';
import type { policiesContract } from './contract.ts';
import { policyRows, type Policies } from './resolve-policies.ts';

export const policiesService = (policies: Policies): Handlers<typeof policiesContract> => ({
  'policies.list': () => ({ policies: policyRows(policies), problems: [...policies.problems] }),
});
