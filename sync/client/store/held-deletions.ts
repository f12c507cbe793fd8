import type { WriteTransaction } from '#core/store/write-transaction.ts';
import type { SyncStore } from './sync-store.ts';

/** Deletions of other devices that wait for the owner, by table. */
export function countHeld({ kept }: SyncStore): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { op } of kept.quarantined('held')) {
    const table = 'table' in op.body ? op.body.table : '';
    counts[table] = (counts[table] ?? 0) + 1;
  }
  return counts;
}

/** The owner has seen the counts and wants them: what waits is applied as it came. */
export function applyHeld(tx: WriteTransaction, sync: SyncStore): number {
  const held = sync.kept.quarantined('held');
  sync.run(tx, () => {
    sync.brake.isReleased = true;
    try {
      for (const { op, stamp } of held) {
        sync.kept.dropQuarantined(op.id);
        sync.fold.fold(tx, op, stamp);
      }
    } finally {
      sync.brake.isReleased = false;
    }
  });
  return held.length;
}

/**
 * The owner does not want them: the rows stay, and every device is told so by a later write of the same fields.
 */
export function refuseHeld(tx: WriteTransaction, sync: SyncStore): number {
  const held = sync.kept.quarantined('held');
  for (const { op } of held) {
    sync.kept.dropQuarantined(op.id);
    if (op.body.kind === 'cells') sync.reassert(tx, op.body);
  }
  return held.length;
}
