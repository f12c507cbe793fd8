import type { Outcome } from '../../rpc/changes.ts';
import type { Store } from '../../store/store.ts';
import { uidToHex } from '../../store/uid.ts';
import type { PresetValues } from './contract.ts';

export const createPreset = async (
  store: Store,
  input: { name: string; values: PresetValues },
): Promise<Outcome<{ preset: string }>> => {
  const outcome = await store.write(
    'presets.create',
    (tx) => {
      const uid = store.ids.uid();
      tx.insertRow('course_presets', { uid, name: input.name, preset_values: JSON.stringify(input.values) });
      return { preset: uidToHex(uid) };
    },
    { subject: input.name },
  );
  return outcome;
};
