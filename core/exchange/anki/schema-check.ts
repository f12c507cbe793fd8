import type Database from 'better-sqlite3';
import { PackageRefusedError } from './package-refused.ts';

type SchemaRow = { type: unknown; name: unknown; tbl_name: unknown; rootpage: unknown };

/** Checks that each table is an ordinary table with these columns, all stored: no view, trigger, virtual table or generated column
 * takes its place.
 * @throws PackageRefusedError `unexpected_schema` */
export function checkTables(
  db: Database.Database,
  tables: Readonly<Record<string, readonly string[]>>,
): void {
  const objects = db.prepare<[], SchemaRow>('SELECT type, name, tbl_name, rootpage FROM sqlite_schema').all();
  for (const [table, columns] of Object.entries(tables)) {
    const stored = objects.filter((object) => touches(object, table));
    if (!stored.some((object) => object.type === 'table'))
      throw new PackageRefusedError('unexpected_schema', { table });
    if (!stored.every(isHarmless)) throw new PackageRefusedError('unexpected_schema', { table });
    checkColumns(db, table, columns);
  }
}

/** SQLite compares names without case. */
function touches(object: SchemaRow, table: string): boolean {
  return String(object.name).toLowerCase() === table || String(object.tbl_name).toLowerCase() === table;
}

/** A virtual table calls itself a table, but has no pages of its own. */
function isHarmless(object: SchemaRow): boolean {
  if (object.type === 'index') return true;
  return object.type === 'table' && typeof object.rootpage === 'number' && object.rootpage > 0;
}

function checkColumns(db: Database.Database, table: string, columns: readonly string[]): void {
  const found = db
    .prepare<[string], { name: string; hidden: number }>('SELECT name, hidden FROM pragma_table_xinfo(?)')
    .all(table);
  for (const column of columns) {
    const match = found.find(({ name }) => name.toLowerCase() === column.toLowerCase());
    if (match === undefined || match.hidden !== 0)
      throw new PackageRefusedError('unexpected_schema', { table, column });
  }
}
