import { tables } from '#core/store/migrations/index.ts';
import type { OpenService } from './open-test-service.ts';

type Row = Record<string, unknown>;
/** Rows of every table that is not local, by the key that tells them apart in the whole file. */
export type Facts = ReadonlyMap<string, ReadonlyMap<string, Row>>;

/** Tables that say when something was touched, or whose rows belong to this machine. */
const compared = [...tables.values()]
  .filter((spec) => spec.kind !== 'local' && spec.name !== 'note_search')
  .map((spec) => spec.name);

const plain = (value: unknown): unknown =>
  value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;

/** Everything that was entered, happened or is derived. `updated_at` says when, not what, and is left out. */
export const readFacts = ({ rows }: Pick<OpenService, 'rows'>): Facts =>
  new Map(
    compared.map((table) => {
      const keys = rows<{ name: string; pk: number }>(`PRAGMA table_info(${table})`).filter(
        ({ pk }) => pk > 0,
      );
      const found = rows<Row>(`SELECT * FROM ${table}`).map((row) => {
        const { updated_at: _when, ...kept } = row;
        return Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, plain(value)]));
      });
      return [table, new Map(found.map((row) => [JSON.stringify(keys.map(({ name }) => row[name])), row]))];
    }),
  );

/** The notes that the search index finds for a word. */
export const foundNotes = ({ rows }: Pick<OpenService, 'rows'>, word: string): number[] =>
  rows<{ rowid: number }>(
    'SELECT rowid FROM note_search WHERE note_search MATCH ? ORDER BY rowid',
    `"${word}"*`,
  ).map(({ rowid }) => rowid);

/** Rows of `after` that `before` did not have, by table; a row that changed counts as neither added nor equal. */
export const addedRows = (before: Facts, after: Facts): Map<string, Row[]> =>
  new Map(
    [...after].map(([table, rows]) => [
      table,
      [...rows].filter(([key]) => before.get(table)?.has(key) !== true).map(([, row]) => row),
    ]),
  );

/** `before`, as `after` has those same rows. */
export const sameRows = (before: Facts, after: Facts): Facts =>
  new Map(
    [...before].map(([table, rows]) => [
      table,
      new Map(
        [...rows.keys()].flatMap((key) => {
          const row = after.get(table)?.get(key);
          return row === undefined ? [] : [[key, row] as const];
        }),
      ),
    ]),
  );

/** Tables of links and parts: what hangs on a row in the trash is in the trash with it. */
const hangsOn: Readonly<Record<string, readonly [column: string, table: string][]>> = {
  note_fields: [['note_type_id', 'note_types']],
  card_templates: [['note_type_id', 'note_types']],
  note_tags: [['note_id', 'notes']],
  objective_cards: [
    ['objective_id', 'learning_objectives'],
    ['card_id', 'cards'],
  ],
  objective_rules: [['objective_id', 'learning_objectives']],
  objective_prerequisites: [['objective_id', 'learning_objectives']],
  reviews: [['card_id', 'cards']],
  schedule_changes: [['card_id', 'cards']],
  card_baselines: [['card_id', 'cards']],
};
/** Nothing refers to them but what is in the trash itself: a tag without notes is offered nowhere. */
const harmless = new Set(['tags', 'blobs', 'log_undos']);

const isDead = (facts: Facts, table: string, row: Row): boolean => {
  if (harmless.has(table)) return true;
  if (table === 'batches') return row['undone_at'] !== null;
  if (table === 'card_states') return row['queue'] === -1;
  if ('deleted_at' in row) return row['deleted_at'] !== null;
  const undone = facts.get('log_undos')?.get(JSON.stringify([row['uid']]))?.['undone'] === 1;
  return (
    undone ||
    (hangsOn[table] ?? []).some(([column, parent]) => {
      const above = facts.get(parent)?.get(JSON.stringify([row[column]]));
      return above !== undefined && above['deleted_at'] !== null;
    })
  );
};

/** Rows of `added` that something could still show or count. */
export const liveRows = (facts: Facts, added: ReadonlyMap<string, Row[]>): string[] =>
  [...added].flatMap(([table, rows]) =>
    rows.filter((row) => !isDead(facts, table, row)).map((row) => `${table} ${JSON.stringify(row)}`),
  );
