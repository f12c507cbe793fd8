import { copyFile } from 'node:fs/promises';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { SeededRandom } from '../../anki/testing/seeded-random.ts';
import { mutate } from './mutate.ts';

const columns = {
  col: ['crt', 'ver', 'models', 'decks', 'dconf', 'conf'],
  notes: ['id', 'guid', 'mid', 'mod', 'tags', 'flds', 'sfld'],
  cards: [
    'id',
    'nid',
    'did',
    'ord',
    'mod',
    'type',
    'queue',
    'due',
    'ivl',
    'factor',
    'reps',
    'lapses',
    'left',
    'odue',
  ],
  revlog: ['id', 'cid', 'ease', 'ivl', 'lastIvl', 'factor', 'time', 'type'],
} as const;

const more = ['odid', 'flags', 'data'] as const;

const numbers: [SQLInputValue, ...SQLInputValue[]] = [
  0,
  -1,
  1,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53 - 1,
  9_223_372_036_854_775_807n,
  -9_223_372_036_854_775_808n,
  0.5,
  1e300,
  -1e300,
  4_102_444_800_000,
];
const texts: [SQLInputValue, ...SQLInputValue[]] = [
  '',
  '\u0000',
  '\u001f\u001f\u001f',
  '::',
  'a::'.repeat(1300),
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '{{c1::{{c2::{{c999999999::x}}}}}}',
  '{{c18446744073709551616::x}}',
  ' marked  leech \t x ',
  '‮evil‬',
  '\ud800',
  'x'.repeat(100_000),
  '{"s":1e308,"d":-5,"dr":"x","lrt":-1}',
  '[]',
  'null',
];

/**
 * Writes odd values over one to four random columns of a sound collection, so that they pass the checks of the container
 * and of SQLite and reach what reads rows. Returns what was written, to say when a case fails.
 */
export const spoilValues = async (from: string, to: string, random: SeededRandom): Promise<string[]> => {
  await copyFile(from, to);
  const db = new DatabaseSync(to, { defensive: false });
  const done: string[] = [];
  try {
    for (let hits = random.whole(1, 4); hits > 0; hits -= 1) {
      const table = random.pick(Object.keys(columns) as [keyof typeof columns, ...(keyof typeof columns)[]]);
      const names: readonly string[] = table === 'cards' ? [...columns.cards, ...more] : columns[table];
      const column = names[random.whole(0, names.length - 1)] ?? '';
      const value = valueFor(db, table, column, random);
      try {
        db.prepare(
          `UPDATE ${table} SET ${column} = ? WHERE rowid = (SELECT rowid FROM ${table} LIMIT 1 OFFSET ?)`,
        ).run(value, random.whole(0, 1));
        done.push(`${table}.${column} = ${shown(value)}`);
      } catch (error) {
        // A value that SQLite itself would not store is no case.
        if (!(error instanceof Error && 'errcode' in error)) throw error;
      }
    }
  } finally {
    db.close();
  }
  return done;
};

/** The beginning of a value, for the sentence that says which case failed. */
const shown = (value: SQLInputValue): string =>
  (ArrayBuffer.isView(value) ? Buffer.from(value.buffer).toString('hex') : String(value)).slice(0, 60);

const valueFor = (db: DatabaseSync, table: string, column: string, random: SeededRandom): SQLInputValue => {
  const roll = random.unit();
  if (roll < 0.45) return random.pick(numbers);
  if (roll < 0.75) return random.pick(texts);
  if (roll < 0.8) return null;
  const row = db.prepare(`SELECT CAST(${column} AS BLOB) AS value FROM ${table} LIMIT 1`).get();
  const value = Buffer.from((row?.['value'] as Uint8Array | null) ?? new Uint8Array([1])); // CAST AS BLOB
  const spoilt = mutate(value.length === 0 ? Buffer.from([1]) : value, random, Buffer.from('{"[":1}\u001f'));
  return roll < 0.95 ? spoilt.toString('utf8') : spoilt;
};
