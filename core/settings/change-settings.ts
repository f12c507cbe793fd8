import type { Outcome } from '../rpc/changes.ts';
import { statement } from '../store/statements.ts';
import type { Store } from '../store/store.ts';
import type { WriteTransaction } from '../store/write-transaction.ts';
import type { Settings } from './contract.ts';
import { readSettings } from './read-settings.ts';

const settingByKey = statement<{ key: string }, { value: string }>(
  'settings.byKey',
  'SELECT value FROM settings WHERE key = @key',
);

/** Sets one preference in a write that is under way. */
export const writeSetting = <K extends keyof Settings>(
  tx: WriteTransaction,
  key: K,
  value: Settings[K],
): void => {
  const json = JSON.stringify(value);
  if (tx.get(settingByKey, { key }) === undefined) tx.insertRow('settings', { key, value: json }, ['key']);
  else tx.updateRow('settings', { key }, { value: json });
};

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
        // Object.entries forgets which value belongs to which key; the contract has checked the pair.
        writeSetting(tx, key as keyof Settings, value);
      }
      return readSettings(tx);
    },
    // Having read a hint is nothing to take back; it must not stand between a person and their last answer.
    { subject: keys.join(' '), noUndo: keys.every((key) => key.startsWith('hints.')) },
  );
};
