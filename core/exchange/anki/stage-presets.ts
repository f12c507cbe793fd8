import type { Settings } from '../../settings/contract.ts';
import { derivedUid } from '../../store/uid.ts';
import { preferencesOf } from '../../study/presets/places.ts';
import type { StagedFile } from '../staged/staged-file.ts';
import type { AnkiPackage, AnkiPreset } from './anki-package.ts';

/** The options that every collection has; which ones they are depends on the collection. */
const defaultPreset = 1;

/** Says something else than the settings in force. */
const differs = ({ values }: AnkiPreset, settings: Settings): boolean => {
  const inForce = preferencesOf(settings);
  return Object.entries(values).some(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(inForce[key as keyof typeof inForce]),
  );
};

/**
 * Stages the options that decks of the package name, and returns their numbers. Where none of them says anything that the
 * settings do not say already, there is nothing to bring along.
 */
export const stagePresets = (
  file: StagedFile,
  source: Pick<AnkiPackage, 'decks' | 'presets' | 'createdAt'>,
  settings: Settings,
): Set<number> => {
  const named = new Set(source.decks.flatMap((deck) => (deck.filtered ? [] : [deck.presetId])));
  const used = source.presets.filter((preset) => named.has(preset.id));
  if (!used.some((preset) => differs(preset, settings))) return new Set();
  for (const preset of used) {
    const identity = preset.id === defaultPreset ? `default of ${source.createdAt}` : String(preset.id);
    file.insert('presets', {
      sid: preset.id,
      uid: derivedUid('anki:preset', identity),
      name: preset.name,
      preset_values: JSON.stringify(preset.values),
      source_id: String(preset.id),
    });
  }
  return new Set(used.map((preset) => preset.id));
};
