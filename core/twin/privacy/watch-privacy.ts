import { readSettings } from '../../settings/read-settings.ts';
import { statement } from '../../store/statements.ts';
import { analysisIsOn } from './analysis-is-on.ts';
import { eraseConclusions, type EraseParts } from './erase.ts';
import { fateOf } from './what-goes.ts';

const concluded = Object.entries(fateOf).flatMap(([table, fate]) =>
  'goes' in fate && fate.goes === 'analysis'
    ? [`EXISTS (SELECT 1 FROM ${table}${fate.only === undefined ? '' : ` WHERE ${fate.only}`})`]
    : [],
);
const anyConclusion = statement<Record<string, never>, { found: number }>(
  'privacy.anyConclusion',
  `SELECT ${concluded.join(' OR ')} AS found`,
);

/**
 * Ends the twin's work and erases what it concluded as soon as the owner turns analysis off, by whichever way the setting
 * changes: by hand, by undo or redo, from another device; and at a start, where a crash came in between.
 * @returns stops watching
 */
export const watchPrivacy = (parts: EraseParts & { onError(error: unknown): void }): (() => void) => {
  const { store, jobs, onError } = parts;
  const eraseWhatIsThere = async (): Promise<void> => {
    // One that has not stored anything yet is looking all the same.
    await jobs.cancelThose((kind) => kind.startsWith('twin.'));
    if (store.get(anyConclusion, {})?.found === 1) await eraseConclusions(parts);
  };
  const look = (): void => {
    if (!analysisIsOn(readSettings(store))) eraseWhatIsThere().catch(onError);
  };
  look();
  return store.feed.subscribe((changes) => {
    if (changes.includes('settings')) look();
  });
};
