import { RpcError } from '../../rpc/errors.ts';
import type { OutputOf } from '../../rpc/contract.ts';
import type { presetsContract } from './contract.ts';
import type { Place, Places } from './places.ts';

/** What is in force in a place, and the preset that says so, key by key; null is the settings. */
export const effectivePreset = (
  places: Places,
  input: { kind: 'course' | 'lecture'; uid: string },
): OutputOf<typeof presetsContract, 'presets.effective'> => {
  const found = places.all.find(({ kind, uid }) => kind === input.kind && uid === input.uid);
  if (found === undefined) throw new RpcError('not_found', { [input.kind]: input.uid });
  const sayer = (place: Place | null, key: string): string | null =>
    place === null ? null : Object.hasOwn(place.own, key) ? place.preset : sayer(place.parent, key);
  return {
    values: found.values,
    from: Object.fromEntries(Object.keys(found.values).map((key) => [key, sayer(found, key)])),
  };
};
