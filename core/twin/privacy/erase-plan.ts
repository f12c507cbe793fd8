import type { ErasePlan } from '../../store/backups/keep-erased.ts';
import { fateOf } from './what-goes.ts';

const deletions = (fates: readonly string[]): string[] =>
  Object.entries(fateOf).flatMap(([table, fate]) => {
    if (!('goes' in fate) || !fates.includes(fate.goes) || table === 'log_undos') return [];
    return [
      `DELETE FROM ${table}${fate.only === undefined ? '' : ` WHERE ${fate.only}`}`,
      `DELETE FROM log_undos WHERE target_table = '${table}'`,
    ];
  });

/** An erase by SQL alone, for a store that nobody has open: a backup that is about to come back. */
export const erasePlan: ErasePlan = {
  behavior: deletions(['analysis', 'behavior']),
  reviews: [
    // It names sessions, and would keep them from going.
    'DELETE FROM session_metrics',
    ...deletions(['reviews']),
    'DELETE FROM hourly_rollups',
    'DELETE FROM daily_rollups',
    // Memories of no answers: each is folded anew when the store is opened.
    'DELETE FROM card_states',
    `INSERT OR IGNORE INTO stale_derivations (derivation, key) SELECT 'card_states', id FROM cards`,
  ],
};
