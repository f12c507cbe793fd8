import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { SeededRandom } from '#core/exchange/anki/testing/seeded-random.ts';
import { blobPath } from '#core/store/blobs.ts';
import { profileAt } from '#core/store/profile.ts';
import { Disk, type Survival } from '#core/store/testing/durability/disk.ts';
import type { JournalRecord } from '#core/store/testing/durability/read-journal.ts';
import type { PowerMark } from './power-driver.ts';
import { profileName } from './power-run.ts';

/** What the service had confirmed when the power went. */
export type Acknowledged = { answers: string[]; imports: string[] };

export type Cut = {
  /** Records of the journal before it. */
  at: number;
  /** The profile as the disk has it. */
  profile: string;
  acknowledged: Readonly<Acknowledged>;
};

export const marksOf = (records: readonly JournalRecord[]): number[] =>
  records.flatMap((record, index) => (record.kind === 'mark' ? [index + 1] : []));

/** Right after every acknowledgement, and at random moments until there are `count`; ascending. */
export const cutPoints = (
  records: readonly JournalRecord[],
  count: number,
  random: SeededRandom,
): number[] => {
  const points = new Set(marksOf(records).slice(-count));
  while (points.size < Math.min(count, records.length)) points.add(random.whole(0, records.length));
  return [...points].sort((a, b) => a - b);
};

/** Cuts the power at each of the points and hands over what is left; it is removed afterwards. */
export const cutPower = async (
  records: readonly JournalRecord[],
  points: readonly number[],
  options: { folder: string; survival: Survival },
  inspect: (cut: Cut) => void | Promise<void>,
): Promise<void> => {
  const disk = new Disk();
  const acknowledged: Acknowledged = { answers: [], imports: [] };
  let at = 0;
  for (const point of points) {
    for (const record of records.slice(at, point)) {
      disk.apply(record);
      if (record.kind !== 'mark') continue;
      const mark = JSON.parse(record.text) as PowerMark;
      if ('answer' in mark) acknowledged.answers.push(mark.answer);
      else acknowledged.imports.push(mark.imported);
    }
    at = point;
    const folder = join(options.folder, `cut-${point}`);
    disk.writeTo(folder, options.survival);
    try {
      await inspect({ at, profile: join(folder, profileName), acknowledged });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
};

type Left = { lost: string[]; defects: string[] };
type Batch = { id: number; kind: string; counts: string };

const batchDefects = (db: Database.Database, batch: Batch): string[] => {
  const counts = JSON.parse(batch.counts) as { notes?: { added: number }; cards?: { added: number } };
  return (['notes', 'cards'] as const).flatMap((table) => {
    const { n } = db.prepare(`SELECT count(*) AS n FROM ${table} WHERE batch_id = ?`).get(batch.id) as {
      n: number;
    };
    const added = counts[table]?.added;
    return n === added ? [] : [`import ${batch.kind} has ${n} of ${added} ${table}`];
  });
};

const blobDefects = (db: Database.Database, profile: string): string[] => {
  const rows = db.prepare('SELECT sha256 FROM blobs').all() as { sha256: Buffer }[];
  return rows.flatMap(({ sha256 }) => {
    const file = blobPath(profileAt(profile), sha256);
    if (!existsSync(file)) return [`blob ${sha256.toString('hex')} has a row and no file`];
    const found = createHash('sha256').update(readFileSync(file)).digest();
    return found.equals(sha256) ? [] : [`blob ${sha256.toString('hex')} has other contents`];
  });
};

const hasTables = (db: Database.Database): boolean =>
  db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'card_baselines'`).get() !== undefined;

/** Reads the bare file: which acknowledged answers and imports are gone, and what is damaged or half there. */
export const inspectCut = ({ profile, acknowledged }: Cut): Left => {
  const { store } = profileAt(profile);
  const promised = [...acknowledged.answers, ...acknowledged.imports];
  if (!existsSync(store)) return { lost: promised, defects: [] };
  const db = new Database(store);
  try {
    const check = String(db.pragma('quick_check', { simple: true }));
    const defects = check === 'ok' ? [] : [check];
    if (!hasTables(db)) return { lost: promised, defects };
    const answers = db.prepare('SELECT lower(hex(uid)) FROM reviews WHERE session_id IS NOT NULL').pluck();
    const batches = db.prepare('SELECT id, kind, counts FROM batches').all() as Batch[];
    const there = new Set([...(answers.all() as string[]), ...batches.map((batch) => batch.kind)]);
    return {
      lost: promised.filter((name) => !there.has(name)),
      defects: [
        ...defects,
        ...batches.flatMap((batch) => batchDefects(db, batch)),
        ...blobDefects(db, profile),
      ],
    };
  } finally {
    db.close();
  }
};
