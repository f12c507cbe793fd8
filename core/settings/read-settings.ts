import type { StoreReader } from '../store/reader.ts';
import { statement } from '../store/statements.ts';
import { defaultSettings, settingsSchema, type Settings } from './contract.ts';

const allSettings = statement<Record<string, never>, { key: string; value: string }>(
  'settings.all',
  'SELECT key, value FROM settings',
);

/**
 * Every preference in force. A stored value that does not fit this version's bounds (written by another one) counts
 * as absent instead of making the program unusable.
 */
export const readSettings = (reader: StoreReader): Settings => {
  const found: Record<string, unknown> = {};
  const shape: Record<string, { safeParse(value: unknown): { success: boolean; data?: unknown } }> =
    settingsSchema.shape;
  for (const { key, value } of reader.all(allSettings, {})) {
    const parsed = shape[key]?.safeParse(JSON.parse(value));
    if (parsed?.success === true) found[key] = parsed.data;
  }
  return { ...defaultSettings, ...found };
};
