import type { Row } from '#core/store/undo-steps.ts';
import type { OpBody, Value } from '../../protocol/op.ts';
import type { RowChange } from './capture.ts';
import { erasedTables } from './erasures.ts';
import type { RowNames } from './row-names.ts';
import { PRESENT, type SyncedTable } from './synced-tables.ts';

/** What a change says, and which it was. */
export interface Said {
  readonly body: OpBody;
  readonly change: RowChange;
}

/** What a transaction of this device's owner says to the others, in the order of its writes. */
export function opsOfChanges(changes: readonly RowChange[], names: RowNames): Said[] {
  const erased = new Set(
    changes.flatMap(({ table, after }) => (after === null ? [] : erasedTables(table, after))),
  );
  return changes.flatMap((change) => bodiesOf(change, names, erased).map((body) => ({ body, change })));
}

function bodiesOf(change: RowChange, names: RowNames, erased: ReadonlySet<string>): OpBody[] {
  const { table, before, after } = change;
  if (table.sync === 'cells') {
    // An erasure says itself what it takes.
    if (after === null && (erased.has(table.name) || erased.has(String(before?.['target_table'])))) return [];
    const body = cellsOf(change, names);
    return body === null ? [] : [body];
  }
  // Rows of logs are never changed; those that go, go by an erasure, or into an archive of this machine.
  if (after === null || before !== null) return [];
  const body: OpBody = {
    kind: table.sync === 'events' ? 'event' : 'generated',
    table: table.name,
    uid: names.uidOfRow(table, after),
    row: names.toFields(table, after, table.content),
  };
  const takes = erasedTables(table, after);
  if (takes.length === 0) return [body];
  return [body, { kind: 'erase', tables: takes, upToMs: Number(after['up_to']) }];
}

function cellsOf({ table, before, after }: RowChange, names: RowNames): OpBody | null {
  const row = (after ?? before) as Row;
  const uid = names.uidOfRow(table, row);
  const identity = names.toFields(table, row, table.naming);
  const body = (fields: Record<string, Value>): OpBody => ({
    kind: 'cells',
    table: table.name,
    uid,
    fields: { ...identity, ...fields },
  });
  if (after === null) return body({ [PRESENT]: false });
  if (before === null)
    return body({ ...names.toFields(table, after, wholeRow(table, after)), [PRESENT]: true });
  const changed = table.fields.filter((field) => !isSame(before[field], after[field]));
  if (changed.length === 0) return null;
  // What is written into the trash does not bring the row out of it.
  if (table.hasTrash && after['deleted_at'] !== null && !changed.includes('deleted_at'))
    changed.push('deleted_at');
  return body(names.toFields(table, after, changed));
}

/** A new row without what it does not have; its own uid is the op's. */
function wholeRow(table: SyncedTable, row: Row): string[] {
  return table.content.filter((field) => row[field] !== null);
}

function isSame(a: Row[string] | undefined, b: Row[string] | undefined): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0;
  return a === b;
}
