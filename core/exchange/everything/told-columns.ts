import type { Database } from 'better-sqlite3';

/** How a value is written in JSON. */
export type ToldAs = 'plain' | 'json' | 'hex' | 'base64';

export type ToldColumn = {
  /** In the export: in the words of the contracts, a reference without its `_id`. */
  name: string;
  /** What is selected for it from the table, which is called `t`. */
  sql: string;
  as: ToldAs;
  type: 'INTEGER' | 'REAL' | 'TEXT' | 'BLOB';
  nullable: boolean;
  /** Of bytes that are told as hexadecimal digits. */
  bytes?: number;
  /** The only values there are. */
  choices?: readonly (string | number)[];
};

type Info = { name: string; type: ToldColumn['type']; notnull: number; pk: number };
type Reference = { table: string; from: string; to: string | null };

/** References of derived rows that the store does not declare as such. */
const undeclared: Readonly<Record<string, readonly Reference[]>> = {
  card_states: [
    { from: 'lecture_id', table: 'lectures', to: 'id' },
    { from: 'note_id', table: 'notes', to: 'id' },
  ],
};

export const camel = (name: string): string =>
  name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const infoOf = (db: Database, table: string): Info[] => db.pragma(`table_info(${table})`) as Info[];
const hasUid = (db: Database, table: string): boolean => infoOf(db, table).some(({ name }) => name === 'uid');

/** `CHECK (kind IN ('a', 'b'))` as its values. */
const choicesOf = (sql: string, column: string): ToldColumn['choices'] => {
  const list = new RegExp(`CHECK \\(${column} IN \\(([^()]*)\\)\\)`).exec(sql)?.[1];
  return list
    ?.split(',')
    .map((value) => value.trim())
    .map((value) => (value.startsWith("'") ? value.slice(1, -1) : Number(value)));
};

/**
 * How the columns of a table are told. Keys of this file mean nothing elsewhere: a row is known by its uid, and so is a
 * row that another one refers to.
 */
export const toldColumns = (db: Database, table: string): ToldColumn[] => {
  const sql = db.prepare('SELECT sql FROM sqlite_schema WHERE name = ?').pluck().get(table) as string;
  const references = [
    ...(db.pragma(`foreign_key_list(${table})`) as Reference[]),
    ...(undeclared[table] ?? []),
  ];
  const keyed = hasUid(db, table);
  return infoOf(db, table).flatMap((column): ToldColumn[] => {
    const { name, type } = column;
    if (name === 'id' && keyed) return [];
    const nullable = column.notnull === 0 && column.pk === 0;
    const target = references.find(({ from }) => from === name)?.table;
    if (target !== undefined && hasUid(db, target)) {
      const uid = `(SELECT r.uid FROM ${target} r WHERE r.id = t.${name})`;
      const told = camel(name.replace(/_id$/, ''));
      return [{ name: told, sql: uid, as: 'hex', type: 'BLOB', nullable, bytes: 16 }];
    }
    const common = { name: camel(name), sql: `t.${name}`, type, nullable };
    if (type === 'BLOB') {
      const isHash = name === 'sha256';
      if (isHash || name.endsWith('uid')) return [{ ...common, as: 'hex', bytes: isHash ? 32 : 16 }];
      return [{ ...common, as: 'base64' }];
    }
    if (sql.includes(`json_valid(${name})`)) return [{ ...common, as: 'json' }];
    const choices = choicesOf(sql, name);
    return [{ ...common, as: 'plain', ...(choices === undefined ? {} : { choices }) }];
  });
};

/** A value of the store as it stands in the file. */
export const toldValue = (as: ToldAs, value: unknown): unknown => {
  if (value === null) return null;
  // Checked border: STRICT tables, and columns that take JSON alone.
  if (as === 'json') return JSON.parse(value as string) as unknown;
  if (as === 'hex') return Buffer.from(value as Uint8Array).toString('hex');
  if (as === 'base64') return Buffer.from(value as Uint8Array).toString('base64');
  return value;
};
