import { placeOf } from '../../library/rename.ts';
import type { Outcome } from '../../rpc/changes.ts';
import type { Store } from '../../store/store.ts';
import { presetOf } from './change-preset.ts';

/** Gives a course or lecture a preset, or with null none of its own. */
export const assignPreset = async (
  store: Store,
  input: { kind: 'course' | 'lecture'; uid: string; preset: string | null },
): Promise<Outcome<Record<string, never>>> => {
  const place = placeOf(store, input);
  const outcome = await store.write(
    'presets.assign',
    (tx) => {
      const preset = input.preset === null ? null : presetOf(tx, input.preset).id;
      const table = input.kind === 'course' ? 'courses' : 'lectures';
      tx.updateRow(table, { id: placeOf(tx, input).id }, { preset_id: preset });
    },
    { subject: place.title },
  );
  return { output: {}, changes: outcome.changes };
};
