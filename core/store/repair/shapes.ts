import Database from 'better-sqlite3';
import { migrations } from '../migrations/index.ts';
import type { Row, Value } from './read-page.ts';

type Column = { name: string; type: string; mayBeNull: boolean; isRowid: boolean };

/** How the rows of a table lie in the file. */
export type Shape = {
  name: string;
  /** Its columns as they are stored: those of the key first where a table has no rowid. */
  columns: readonly Column[];
  hasRowid: boolean;
  /** Rows from before a column was added are shorter. */
  fewest: number;
};

type ColumnInfo = { name: string; type: string; notnull: number; dflt_value: string | null; pk: number };
type TableInfo = { name: string; type: string; wr: number };

const shapeOf = (db: Database.Database, { name, wr }: TableInfo): Shape => {
  const found = db.pragma(`table_info(${name})`) as ColumnInfo[];
  const keys = found.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
  const hasRowid = wr === 0;
  const stored = hasRowid ? found : [...keys, ...found.filter(({ pk }) => pk === 0)];
  const columns = stored.map((column): Column => {
    const isRowid = hasRowid && column.pk > 0 && keys.length === 1 && column.type === 'INTEGER';
    const isKey = !hasRowid && column.pk > 0;
    return {
      name: column.name,
      type: column.type,
      mayBeNull: !isKey && column.notnull === 0,
      isRowid,
    };
  });
  const needed = stored.findLastIndex(
    ({ notnull, pk, dflt_value }) => pk > 0 || (notnull === 1 && dflt_value === null),
  );
  return { name, columns, hasRowid, fewest: needed + 1 };
};

/** The tables that the migrations up to a version make, with the shapes of their rows. Virtual tables are left out. */
export const shapesOf = (version: number): Map<string, Shape> => {
  const db = new Database(':memory:');
  try {
    for (const migration of migrations.filter((known) => known.version <= version)) {
      for (const spec of migration.tables) for (const sql of spec.sql) db.exec(sql);
      for (const sql of migration.sql ?? []) db.exec(sql);
    }
    const tables = db.pragma('table_list') as TableInfo[];
    const own = new Set(migrations.flatMap((migration) => migration.tables).map(({ name }) => name));
    return new Map(
      tables
        .filter(({ name, type }) => type === 'table' && own.has(name))
        .map((table) => [table.name, shapeOf(db, table)]),
    );
  } finally {
    db.close();
  }
};

const fitsColumn = (column: Column, value: Value): boolean => {
  if (value === null) return column.isRowid || column.mayBeNull;
  if (column.isRowid) return false;
  switch (column.type) {
    case 'INTEGER':
      return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
    case 'REAL':
      return typeof value === 'number';
    case 'TEXT':
      return typeof value === 'string';
    default:
      return Buffer.isBuffer(value) && (column.name !== 'uid' || value.length === 16);
  }
};

/** Whether a row can be one of this table. Its own rules (CHECK) are asked when it is written. */
export const fits = (shape: Shape, { rowid, values }: Row): boolean =>
  (rowid !== undefined) === shape.hasRowid &&
  values.length >= shape.fewest &&
  values.length <= shape.columns.length &&
  values.every((value, index) => {
    const column = shape.columns[index];
    return column !== undefined && fitsColumn(column, value);
  });
