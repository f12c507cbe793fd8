import { fateOf } from '#core/twin/privacy/what-goes.ts';
import type { Row } from '#core/store/undo-steps.ts';
import { tables } from '#core/store/migrations/index.ts';
import type { SyncedTable } from './synced-tables.ts';

/** Tables that a row of `erasures` takes, of those that travel. */
export function erasedTables(table: SyncedTable, row: Row): string[] {
  return table.name === 'erasures' ? tablesOfKinds(String(row['kinds'])) : [];
}

/** @param kinds as `erasures.kinds` has them: a JSON array; reviews among them takes the answers too */
export function tablesOfKinds(kinds: string): string[] {
  const takesReviews = (JSON.parse(kinds) as string[]).includes('reviews');
  return Object.entries(fateOf).flatMap(([name, fate]) => {
    if (!('goes' in fate) || name === 'log_undos' || (tables.get(name)?.sync ?? 'never') === 'never')
      return [];
    return fate.goes !== 'reviews' || takesReviews ? [name] : [];
  });
}
