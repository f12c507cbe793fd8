import { closeBase } from '../../store/derivation-bases.ts';
import { enqueueKeys } from '../../store/derivations.ts';
import { throughEraseGate } from '../../store/erase-gate.ts';
import { statement, type StatementDef } from '../../store/statements.ts';
import type { Store } from '../../store/store.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import { fateOf } from './what-goes.ts';

/** How much the owner lets go of; each takes what the one before it takes. */
export type Extent = 'analysis' | 'behavior' | 'reviews';
const extents: readonly Extent[] = ['analysis', 'behavior', 'reviews'];

const eraseLogUndos = statement<{ table: string }>(
  'privacy.eraseLogUndos',
  'DELETE FROM log_undos WHERE target_table = @table',
);

const erasing: readonly {
  table: string;
  extent: Extent;
  erase: StatementDef<Record<string, never>, never>;
}[] = Object.entries(fateOf).flatMap(([table, fate]) => {
  if (!('goes' in fate) || table === 'log_undos') return [];
  const only = fate.only === undefined ? '' : ` WHERE ${fate.only}`;
  return [
    { table, extent: fate.goes, erase: statement(`privacy.erase.${table}`, `DELETE FROM ${table}${only}`) },
  ];
});

/** Rows that name a session would keep it from going; they are counted anew after it. */
const eraseSessionMetrics = statement('privacy.eraseSessionMetrics', 'DELETE FROM session_metrics');

/**
 * What could be undone up to the newest verdict on a prediction: undoing it would reach for a row that is gone. No hole is
 * left in what can be undone.
 */
const forgetVerdicts = statement(
  'privacy.forgetVerdicts',
  `DELETE FROM undo_log WHERE id <= (SELECT max(id) FROM undo_log WHERE command = 'twin.judgePrediction')
     OR (undone = 1 AND EXISTS (SELECT 1 FROM undo_log WHERE command = 'twin.judgePrediction'))`,
);

const refill = (tx: WriteTransaction, store: Store): void => {
  for (const derivation of store.derivations.whole) {
    derivation.rebuild(tx);
    tx.changed(derivation.name);
  }
  for (const derivation of store.derivations.keyed) {
    if (derivation.sources['reviews'] === undefined) continue;
    const keys = tx.all(derivation.keys, {}).map(({ key }) => key);
    derivation.clear(tx);
    enqueueKeys(tx, derivation.name, keys);
    closeBase(tx, derivation);
    tx.changed(derivation.name, 'stale_derivations');
  }
};

/** Erases in the write that is under way, through the gate of the logs. Returns how many rows went. */
export const eraseRows = (tx: WriteTransaction, store: Store, extent: Extent): number => {
  const reach = extents.indexOf(extent);
  let rows = 0;
  throughEraseGate(tx, () => {
    if (extent === 'reviews') tx.run(eraseSessionMetrics, {});
    for (const { table, extent: least, erase } of erasing) {
      if (extents.indexOf(least) > reach) continue;
      rows += tx.run(erase, {});
      tx.run(eraseLogUndos, { table });
      tx.changed(table);
    }
  });
  if (extent === 'analysis') tx.run(forgetVerdicts, {});
  if (extent === 'reviews') refill(tx, store);
  tx.changed('log_undos', 'undo_log');
  tx.emit('behavior.erased', {});
  return rows;
};
