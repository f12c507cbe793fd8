import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  openTestService,
  profileMaker,
  stagedEntries,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';
import { tables } from '../../store/migrations/index.ts';
import { openTestStore } from '../../store/testing/open-test-store.ts';
import { temporaryFolder } from '../../store/testing/temporary-folder.ts';
import { pack } from '../../twin/events/archived-events.ts';
import type { EverythingReport } from '../contract.ts';
import { everythingSchema } from './everything-schema.ts';
import { fillEmptyTables } from './testing/fill-empty-tables.ts';
import { camel } from './told-columns.ts';
import { telling, toldTables } from './told-tables.ts';

const published = join(import.meta.dirname, '../../../docs/everything.schema.json');
const schemaOfDocs = (): z.ZodType =>
  z.fromJSONSchema(JSON.parse(readFileSync(published, 'utf8')) as Parameters<typeof z.fromJSONSchema>[0]);

const archivedUid = 'ab'.repeat(16);

/** A course, an archive of events, and a row in every table that is told: the mark of an invented learner as well. */
const full = profileMaker(async (open) => {
  await open.call('exchange.openSample', {});
  await open.service.store.settle();
  const event = {
    at: 5,
    utcOffsetMin: 60,
    studyDay: 0,
    type: 'BREAK_SKIPPED',
    session: null,
    data: { a: [1] },
  };
  open.service.store.connection
    .prepare(
      `INSERT INTO event_archives (month, first_at, last_at, events, counts, body, archived_at)
       VALUES ('1970-01', 5, 5, 1, '{}', ?, 1)`,
    )
    .run(pack([{ ...event, uid: archivedUid }]));
  fillEmptyTables(open.service.store.connection, toldTables);
});

type Everything = { simulated: boolean; tables: Record<string, Record<string, unknown>[]> };

const exported = async (open: OpenService): Promise<{ text: string; report: EverythingReport }> => {
  const path = join(temporaryFolder(), 'everything.json');
  const { job } = await open.call('exchange.exportEverything', { path });
  const report = (await resultOf(open.service, job)) as EverythingReport; // the contract's shape of this job's result
  return { text: readFileSync(path, 'utf8'), report };
};

describe('every table of the store', () => {
  it('is told in an export of everything, or left out for a reason', () => {
    expect(Object.keys(telling).toSorted()).toEqual([...tables.keys()].toSorted());
  });

  it('is described by the published schema as it is: npx vitest run core/exchange/everything -u writes it', async () => {
    const { store } = await openTestStore();
    const text = `${JSON.stringify(everythingSchema(store.connection), undefined, 2)}\n`;
    await expect(text).toMatchFileSnapshot(published);
  });
});

// Each starts a worker, and the first fills the profile: slow where cores are shared.
describe('an export of everything', { timeout: 60_000 }, () => {
  it('holds every row of every told table, as the published schema says', async () => {
    const open = await full();
    const { text, report } = await exported(open);
    const everything = JSON.parse(text) as Everything;
    expect(schemaOfDocs().safeParse(everything).error?.issues ?? []).toEqual([]);
    let rows = 0;
    for (const { name } of toldTables) {
      const stored = open.rows<{ n: number }>(`SELECT count(*) AS n FROM ${name}`)[0]?.n ?? 0;
      const archived = name === 'behavioral_events' ? 1 : 0;
      const told = everything.tables[camel(name)]?.length;
      expect([name, told]).toEqual([name, stored + archived]);
      expect([name, told === 0]).toEqual([name, false]);
      rows += stored + archived;
    }
    expect(report).toMatchObject({ export: null, rows, sizeBytes: Buffer.byteLength(text) });
    expect(everything.tables['behavioralEvents']?.[0]).toMatchObject({ uid: archivedUid, data: { a: [1] } });
  });

  it('says that a learner is simulated, in the file and in its name', async () => {
    const { text, report } = await exported(await full());
    expect((JSON.parse(text) as Everything).simulated).toBe(true);
    expect(report.name).toMatch(/^Simulated /);
    const own = await exported(await openTestService());
    expect((JSON.parse(own.text) as Everything).simulated).toBe(false);
    expect(own.report.name).toMatch(/^Americano everything \d{4}-\d{2}-\d{2}\.json$/);
  });

  it('refers to rows that it holds, and names no place of this machine', async () => {
    const open = await full();
    const { text } = await exported(open);
    const { tables: told } = JSON.parse(text) as Everything;
    const uids = new Set(
      Object.values(told).flatMap((rows) =>
        rows.flatMap(({ uid }) => (typeof uid === 'string' ? [uid] : [])),
      ),
    );
    const referring = [
      'card',
      'note',
      'lecture',
      'course',
      'session',
      'objective',
      'prediction',
      'batch',
      'parent',
    ];
    const references = Object.values(told).flatMap((rows) =>
      rows.flatMap((row) => referring.flatMap((key) => (typeof row[key] === 'string' ? [row[key]] : []))),
    );
    expect(references.length).toBeGreaterThan(100);
    expect(references.filter((uid) => !uids.has(uid))).toEqual([]);
    expect(text).not.toContain(open.folder);
    const keys = Object.values(told).flatMap((rows) => Object.keys(rows[0] ?? {}));
    expect(keys.filter((key) => key === 'id' || (key.endsWith('Id') && key !== 'sourceId'))).toEqual([]);
  });

  it('is fetched by a page in pieces, which names no paths', async () => {
    const open = await full();
    await expect(
      open.call('exchange.exportEverything', { path: join(temporaryFolder(), 'x') }, 'page'),
    ).rejects.toMatchObject({ kind: 'forbidden' });
    const { job } = await open.call('exchange.exportEverything', {}, 'page');
    const report = (await resultOf(open.service, job)) as EverythingReport; // as above
    if (report.export === null) throw new Error('nothing to fetch');
    const piece = await open.call('exchange.readExport', { export: report.export, offset: 0 }, 'page');
    expect(piece.sizeBytes).toBe(report.sizeBytes);
    await open.call('exchange.discardExport', { export: report.export }, 'page');
    expect(stagedEntries(open)).toEqual([]);
  });

  it('that is cancelled leaves nothing behind', async () => {
    const open = await full();
    const { job } = await open.call('exchange.exportEverything', {});
    await open.call('jobs.cancel', { job });
    expect((await open.service.jobs.ended(job)).state).toBe('cancelled');
    expect(stagedEntries(open)).toEqual([]);
  });
});
