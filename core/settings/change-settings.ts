import type { Outcome } from '../rpc/changes.ts';
import { statement } from '../store/statements.ts';
import type { Store } from '../store/store.ts';
import type { Settings } from './contract.ts';
import { readSettings } from './read-settings.ts';

const settingByKey = statement<{ key: string }, { value: string }>(
  'settings.byKey',
  'SELECT value FROM settings WHERE key = @key',
);

/** Changes the given preferences only; the others keep their value. */
export const changeSettings = (
  store: Store,
  values: { [K in keyof Settings]?: Settings[K] | undefined },
): Promise<Outcome<Settings>> => {
  const keys = Object.keys(values);
  return store.write(
    'settings.change',
    (tx) => {
      for (const [key, value] of Object.entries(values)) {
        if (value === undefined) continue;
        const json = JSON.stringify(value);
        if (tx.get(settingByKey, { key }) === undefined)
          tx.insertRow('settings', { key, value: json }, ['key']);
        else tx.updateRow('settings', { key }, { value: json });
      }
      return readSettings(tx);
    },
    // Having read a hint is nothing to take back; it must not stand between a person and their last answer.
    { subject: keys.join(' '), noUndo: keys.every((key) => key.startsWith('hints.')) },
  );
};
