import type { Handlers } from '../../rpc/compose.ts';
import { RpcError } from '../../rpc/errors.ts';
import { readSettings } from '../../settings/read-settings.ts';
import { removeAllBackups } from '../../store/backups/remove-all.ts';
import { listBackups, planOf } from '../../store/backups/backup-rows.ts';
import { isSimulated } from '../../store/profiles/simulated-mark.ts';
import { statement } from '../../store/statements.ts';
import type { privacyContract } from './contract.ts';
import type { TwinPermits } from './permits.ts';
import { ERASE_WORD } from './erase-word.ts';
import { eraseBehavioralData, type EraseParts } from './erase.ts';

const lastErasure = statement<Record<string, never>, { at: number | null }>(
  'privacy.lastErasure',
  'SELECT max(at) AS at FROM erasures',
);

export const privacyService = (
  parts: EraseParts & { permits: TwinPermits },
): Handlers<typeof privacyContract> => {
  const { store, jobs, permits } = parts;
  return {
    'twin.privacy': () => {
      const backups = store.all(listBackups, {});
      return {
        isSimulated: isSimulated(store),
        backups: { count: backups.length, newestAt: backups[0]?.created_at ?? null },
        hasFolder: planOf(store).folder !== '',
        lastErasedAt: store.get(lastErasure, {})?.at ?? null,
      };
    },
    'twin.parts': () => {
      const settings = readSettings(store);
      return {
        analysis: permits.stateOf(settings, 'analysis'),
        predictions: permits.stateOf(settings, 'predictions'),
        wellbeing: permits.stateOf(settings, 'wellbeing'),
      };
    },
    'twin.eraseBehavioralData': async ({ word, reviews, backups }) => {
      if (word.trim().toLowerCase() !== ERASE_WORD) throw new RpcError('invalid', { member: 'word' });
      const { rows, purged } = await eraseBehavioralData(parts, reviews);
      const removed = backups ? await removeAllBackups(store, jobs) : 0;
      return { output: { rows, purged, backups: removed }, changes: ['settings', 'erasures', 'backups'] };
    },
  };
};
