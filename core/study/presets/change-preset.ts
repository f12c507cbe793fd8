import type { Outcome } from '../../rpc/changes.ts';
import { RpcError } from '../../rpc/errors.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import type { Store } from '../../store/store.ts';
import { uidFromHex } from '../../store/uid.ts';
import type { PresetValues } from './contract.ts';

const presetByUid = statement<{ uid: Uint8Array }, { id: number; name: string }>(
  'presets.byUid',
  'SELECT id, name FROM course_presets WHERE uid = @uid AND deleted_at IS NULL',
);

/** Throws `not_found` for a preset that is not there (any more). */
export const presetOf = (reader: StoreReader, uid: string): { id: number; name: string } => {
  const row = reader.get(presetByUid, { uid: uidFromHex(uid) });
  if (row === undefined) throw new RpcError('not_found', { preset: uid });
  return row;
};

/** Changes the name, or replaces everything the preset says. */
export const changePreset = async (
  store: Store,
  input: { preset: string; name?: string | undefined; values?: PresetValues | undefined },
): Promise<Outcome<Record<string, never>>> => {
  const { name, values } = input;
  const { name: subject } = presetOf(store, input.preset);
  const outcome = await store.write(
    'presets.change',
    (tx) => {
      tx.updateRow(
        'course_presets',
        { id: presetOf(tx, input.preset).id },
        {
          ...(name === undefined ? {} : { name }),
          ...(values === undefined ? {} : { preset_values: JSON.stringify(values) }),
        },
      );
    },
    { subject: name ?? subject },
  );
  return { output: {}, changes: outcome.changes };
};
