import { describe, expect, it } from 'vitest';
import { tables } from './migrations/index.ts';
import { openTestStore } from './testing/open-test-store.ts';
import type { SyncClass, TableKind } from './kinds.ts';

type TableRow = { name: string; type: string; strict: number };
type Column = { name: string; notnull: number; type: string; pk: number };
type ForeignKey = { id: number; seq: number; table: string; from: string };
type Index = { name: string; partial: number; unique: number; origin: string };

const allowed: Record<TableKind, readonly SyncClass[]> = {
  entered: ['cells'],
  happened: ['events'],
  generated: ['generated'],
  derived: ['never'],
  local: ['never'],
};

describe('the registry of tables', () => {
  it('declares every table of the file with its kind and how it syncs, and no other', async () => {
    const { store } = await openTestStore();
    const rows = store.connection.pragma('table_list') as TableRow[];
    const found = rows.filter(
      (row) => row.type !== 'view' && row.type !== 'shadow' && !row.name.startsWith('sqlite_'),
    );
    expect(found.map((row) => row.name).sort()).toEqual([...tables.keys()].sort());
    const wrong = [...tables.values()].filter((spec) => !allowed[spec.kind].includes(spec.sync));
    expect(wrong.map((spec) => spec.name)).toEqual([]);
  });

  it('has STRICT tables only, beside virtual ones', async () => {
    const { store } = await openTestStore();
    const rows = store.connection.pragma('table_list') as TableRow[];
    const loose = rows.filter(
      (row) => row.type === 'table' && row.strict === 0 && !row.name.startsWith('sqlite_'),
    );
    expect(loose.map((row) => row.name)).toEqual([]);
  });

  it('gives every synced table a uid, or a key that means the same on every device', async () => {
    const { store } = await openTestStore();
    // Rows of these are named by the rows they join, or by their own content.
    const joined = [
      'objective_prerequisites',
      'objective_rules',
      'exam_objectives',
      'objective_cards',
      'note_tags',
    ];
    const natural = ['settings', 'log_undos', 'blobs', ...joined];
    const synced = [...tables.values()].filter((spec) => spec.sync !== 'never').map((spec) => spec.name);
    const without = synced.filter((name) => {
      const columns = store.connection.pragma(`table_info(${name})`) as Column[];
      return !columns.some(
        (column) => column.name === 'uid' && column.notnull === 1 && column.type === 'BLOB',
      );
    });
    expect(without.sort()).toEqual(natural.sort());
  });

  it('indexes the child key of every foreign key', async () => {
    const { store } = await openTestStore();
    const db = store.connection;
    const leading = (name: string): string[][] =>
      (db.pragma(`index_list(${name})`) as Index[]).map((index) =>
        (db.pragma(`index_info(${index.name})`) as { name: string }[]).map((column) => column.name),
      );
    const primary = (name: string): string[] =>
      (db.pragma(`table_info(${name})`) as Column[])
        .filter((column) => column.pk > 0)
        .sort((a, b) => a.pk - b.pk)
        .map((column) => column.name);
    const children = [...tables.keys()].flatMap((name) => {
      const keys = Map.groupBy(db.pragma(`foreign_key_list(${name})`) as ForeignKey[], (key) => key.id);
      return [...keys.values()].map((parts) => ({
        name,
        columns: parts.sort((a, b) => a.seq - b.seq).map((part) => part.from),
      }));
    });
    const bare = children.filter(
      ({ name, columns }) =>
        ![...leading(name), primary(name)].some((index) =>
          columns.every((column, at) => index[at] === column),
        ),
    );
    expect(bare).toEqual([]);
    expect(children).toContainEqual({ name: 'reviews', columns: ['session_id'] });
    expect(children.length).toBeGreaterThan(20);
  });
});
