import { migrations } from '../migrations/index.ts';
import type { PageSource } from './page-source.ts';
import { pageKinds, readTreePage, type Row } from './read-page.ts';
import { shapesOf, type Shape } from './shapes.ts';
import { TreeWalk, type Root } from './walk-trees.ts';

export type Roots = {
  /** Which migrations the store had; of one whose header is lost, as many as its tables tell. */
  version: number;
  /** Pages of the schema itself. */
  damagedPages: number;
  tables: (Root & { shape: Shape })[];
  /** Tables that must have been there, and whose place is not known. */
  lost: Shape[];
  /** Indexes over the uid of a table: they know rows that the table has lost. */
  indexes: (Root & { table: string })[];
};

const schemaShape: Shape = {
  name: 'sqlite_schema',
  columns: ['type', 'name', 'tbl_name', 'rootpage', 'sql'].map((name) => ({
    name,
    type: name === 'rootpage' ? 'INTEGER' : 'TEXT',
    mayBeNull: name === 'sql',
    isRowid: false,
  })),
  hasRowid: true,
  fewest: 5,
};

type Entry = { type: string; name: string; table: string; page: number };

const entryOf = ({ values: [type, name, table, page] }: Row): Entry => ({
  type: String(type),
  name: String(name),
  table: String(table),
  page: Number(page),
});

const readEntries = (source: PageSource): { entries: Entry[]; damagedPages: number } => {
  const entries = new Map<string, Entry>();
  const walk = new TreeWalk(source, {
    onRow: (_table, row) => {
      const entry = entryOf(row);
      if (!entries.has(entry.name)) entries.set(entry.name, entry);
    },
    onEntry: () => {},
  });
  walk.table({ name: 'sqlite_schema', page: 1 }, schemaShape);
  walk.skipFree();
  walk.lost();
  return { entries: [...entries.values()], damagedPages: walk.result.damagedPages };
};

/** The version in the header, where the header is credible; else the newest that a table of the schema tells of. */
const versionOf = (source: PageSource, entries: readonly Entry[]): number => {
  const stated = source.page(1)?.readUInt32BE(60) ?? 0;
  const names = new Set(entries.map(({ name }) => name));
  const least = migrations.findLast(({ tables }) => tables.some(({ name }) => names.has(name)))?.version ?? 0;
  if (stated >= least && stated <= migrations.length) return stated;
  return names.size === 0 ? migrations.length : least;
};

const isIndexPage = (source: PageSource, page: number): boolean => {
  const kind = page > 1 ? readTreePage(source, page)?.kind : undefined;
  return kind === pageKinds.indexLeaf || kind === pageKinds.indexInterior;
};

/** Finds where the tables of a store begin. */
export const findRoots = (source: PageSource): Roots => {
  const { entries, damagedPages } = readEntries(source);
  const version = versionOf(source, entries);
  const shapes = shapesOf(version);
  const roots: Roots = { version, damagedPages, tables: [], lost: [], indexes: [] };
  for (const shape of shapes.values()) {
    const entry = entries.find(({ type, name }) => type === 'table' && name === shape.name);
    if (entry === undefined) roots.lost.push(shape);
    else roots.tables.push({ name: shape.name, page: entry.page, shape });
  }
  for (const { type, name, table, page } of entries) {
    if (type === 'index' && isIndexPage(source, page)) roots.indexes.push({ name, page, table });
    // Shadow tables of the search index, and statistics: walked so that nobody takes their pages for lost ones.
    if (type === 'table' && !shapes.has(name) && isIndexPage(source, page))
      roots.indexes.push({ name, page, table: name });
  }
  return roots;
};
