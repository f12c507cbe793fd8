import type { Handlers } from '../rpc/compose.ts';
import { RpcError } from '../rpc/errors.ts';
import type { Store } from '../store/store.ts';
import { changeSettings } from './change-settings.ts';
import type { Settings, settingsContract } from './contract.ts';
import { isForbidden, type Policies } from './policies/resolve-policies.ts';
import { readSettings } from './read-settings.ts';

export const settingsService = (store: Store, policies: Policies): Handlers<typeof settingsContract> => {
  const isSharingForbidden = isForbidden(policies, 'SharingAllowed');
  /** A consent from before, from another machine or brought back by undo is none here. */
  const inForce = (settings: Settings): Settings =>
    isSharingForbidden ? { ...settings, 'privacy.sharing': false } : settings;
  return {
    'settings.read': () => inForce(readSettings(store)),
    'settings.change': async ({ values }) => {
      if (isSharingForbidden && values['privacy.sharing'] === true)
        throw new RpcError('forbidden', { policy: 'SharingAllowed' });
      const { output, changes } = await changeSettings(store, values);
      return { output: inForce(output), changes };
    },
  };
};
