import { effectiveValues, type EffectiveValues } from '../../study/presets/contract.ts';
import { allPresets, preferencesOf } from '../../study/presets/places.ts';
import type { Settings } from '../../settings/contract.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { AnkiIds, ankiIdOf, stampOfUid } from './anki-ids.ts';

/** A preset with everything that is in force under it: Anki's options leave nothing open. */
export type ExportedPreset = { id: number; name: string; values: EffectiveValues };

/** The options of the decks that name none. */
export const defaultPresetId = 1;

const origins = statement<
  Record<string, never>,
  { id: number; uid: Uint8Array; source: string | null; source_id: string | null }
>(
  'export.presetOrigins',
  'SELECT id, uid, source, source_id FROM course_presets WHERE deleted_at IS NULL ORDER BY uid',
);

/** The number that each preset has in every package, with its local key. */
export const presetNumbers = (reader: StoreReader): { key: number; uid: Uint8Array; id: number }[] => {
  const ids = new AnkiIds([defaultPresetId]);
  return reader.all(origins, {}).map((row) => ({
    key: row.id,
    uid: row.uid,
    id: ids.take(ankiIdOf(row.source, row.source_id, /^(\d+)$/) ?? stampOfUid(row.uid)),
  }));
};

/** The presets by local key, the settings among them as the default. */
export const presetsOfLibrary = (
  reader: StoreReader,
  settings: Settings,
): { presets: ExportedPreset[]; idOfKey: Map<number, number> } => {
  const base = preferencesOf(settings);
  const numbers = new Map(presetNumbers(reader).map(({ key, id }) => [key, id]));
  const named = allPresets(reader).map((preset): ExportedPreset => ({
    id: numbers.get(preset.id) ?? defaultPresetId,
    name: preset.name,
    values: effectiveValues.parse({ ...base, ...preset.values }),
  }));
  return { presets: [{ id: defaultPresetId, name: 'Default', values: base }, ...named], idOfKey: numbers };
};
