import type { Handlers } from '../../rpc/compose.ts';
import type { Store } from '../../store/store.ts';
import { assignPreset } from './assign-preset.ts';
import { changePreset } from './change-preset.ts';
import type { presetsContract } from './contract.ts';
import { createPreset } from './create-preset.ts';
import { effectivePreset } from './effective-preset.ts';
import { allPresets, readPlaces } from './places.ts';
import { removePreset } from './remove-preset.ts';

export const presetsService = (store: Store): Handlers<typeof presetsContract> => ({
  'presets.list': () => {
    const { all, settings } = readPlaces(store);
    return {
      presets: allPresets(store).map(({ uid, name, values }) => ({ uid, name, values })),
      places: all.map(({ kind, uid, title, parent, preset }) => ({
        kind,
        uid,
        title,
        parent: parent?.uid ?? null,
        preset,
      })),
      settings,
    };
  },
  'presets.effective': (input) => effectivePreset(readPlaces(store), input),
  'presets.create': (input) => createPreset(store, input),
  'presets.change': (input) => changePreset(store, input),
  'presets.remove': ({ preset }) => removePreset(store, preset),
  'presets.assign': (input) => assignPreset(store, input),
});
