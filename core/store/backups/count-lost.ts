import type { Database } from 'better-sqlite3';
import { tables } from '../migrations/index.ts';

/** What only the newer store has of a table: rows that came since, and rows that say something else by now or are gone. */
export type Lost = { added: number; changed: number };

/** Replayed row by row, which says itself what could not come. */
const replayed = new Set(['study_sessions', 'log_undos']);

const columnsOf = (db: Database, schema: 'main' | 'newer', table: string): Set<string> =>
  new Set((db.pragma(`${schema}.table_info(${table})`) as { name: string }[]).map((column) => column.name));

const number = (db: Database, sql: string): number => Number(db.prepare(sql).pluck().get());

/** Rows are the same where their uid is. What lay in the trash from the beginning is no loss. */
const lostOf = (db: Database, table: string): Lost => {
  const [old, fresh] = [columnsOf(db, 'main', table), columnsOf(db, 'newer', table)];
  if (!fresh.has('uid')) return { added: 0, changed: 0 };
  const live = fresh.has('deleted_at') ? 'n.deleted_at IS NULL' : '1';
  // A table of the newer version alone: the older store has none of it.
  if (!old.has('uid'))
    return { added: number(db, `SELECT count(*) FROM newer.${table} n WHERE ${live}`), changed: 0 };
  const both = `newer.${table} n JOIN main.${table} m ON m.uid = n.uid`;
  const hasStamps = old.has('updated_at') && fresh.has('updated_at');
  return {
    added: number(
      db,
      `SELECT count(*) FROM newer.${table} n WHERE ${live} AND NOT EXISTS (SELECT 1 FROM main.${table} m WHERE m.uid = n.uid)`,
    ),
    changed:
      (hasStamps ? number(db, `SELECT count(*) FROM ${both} WHERE n.updated_at > m.updated_at`) : 0) +
      number(
        db,
        `SELECT count(*) FROM main.${table} m WHERE NOT EXISTS (SELECT 1 FROM newer.${table} n WHERE n.uid = m.uid)`,
      ),
  };
};

const settingsChanged = (db: Database): number =>
  number(
    db,
    `SELECT count(*) FROM (SELECT key FROM main.settings UNION SELECT key FROM newer.settings) k
     WHERE k.key NOT LIKE 'hints.%' AND (SELECT value FROM main.settings WHERE key = k.key)
       IS NOT (SELECT value FROM newer.settings WHERE key = k.key)`,
  );

/**
 * Counts, by table, what a store that went back a version has lost against the newer one: whatever was entered or made
 * since. To be asked after the logs were replayed. Logs count where the older store has no such log at all.
 */
export const countLost = (db: Database, newerFile: string): Record<string, Lost> => {
  db.prepare('ATTACH ? AS newer').run(newerFile);
  try {
    const asked = [...tables.values()].filter(
      ({ name, kind }) =>
        !replayed.has(name) &&
        (kind === 'entered' ||
          kind === 'generated' ||
          (kind === 'happened' && columnsOf(db, 'main', name).size === 0)),
    );
    const found = asked.map(({ name }) => [name, lostOf(db, name)] as const);
    const settings = { added: 0, changed: settingsChanged(db) };
    return Object.fromEntries(
      [...found, ['settings', settings] as const].filter(([, { added, changed }]) => added + changed > 0),
    );
  } finally {
    db.exec('DETACH newer');
  }
};
