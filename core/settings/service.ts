import type { Handlers } from '../rpc/compose.ts';
import type { Store } from '../store/store.ts';
import { changeSettings } from './change-settings.ts';
import type { settingsContract } from './contract.ts';
import { readSettings } from './read-settings.ts';

export const settingsService = (store: Store): Handlers<typeof settingsContract> => ({
  'settings.read': () => readSettings(store),
  'settings.change': ({ values }) => changeSettings(store, values),
});
