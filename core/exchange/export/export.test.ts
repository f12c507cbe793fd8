import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  openTestService,
  profileMaker,
  stagedEntries,
  writtenPackage,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';
import type { AppContract } from '../../contract.ts';
import type { InputOf } from '../../rpc/contract.ts';
import { temporaryFolder } from '../../store/testing/temporary-folder.ts';
import { samplePackage } from '../anki/testing/sample-package.ts';
import { schoolPackage } from '../anki/testing/school-package.ts';
import type { ExportReport } from '../contract.ts';
import { libraryContent } from './testing/library-content.ts';
import { readPackage } from './testing/read-package.ts';

const everything = {
  scope: {},
  format: 'colpkg',
  layout: 'new',
  scheduling: true,
  media: true,
  presets: true,
} as const;
type Choice = Partial<InputOf<AppContract, 'exchange.export'>>;

/** 2 March 2026. */
const today = 20_514;
const content = (open: OpenService) => libraryContent((sql, ...params) => open.rows(sql, ...params), today);

const exported = async (
  open: OpenService,
  choice: Choice = {},
): Promise<{ path: string; report: ExportReport }> => {
  const path = join(temporaryFolder(), 'out.apkg');
  const { job } = await open.call('exchange.export', { ...everything, ...choice, path });
  return { path, report: (await resultOf(open.service, job)) as ExportReport }; // the contract's shape of this job's result
};

const cardsOf = async (open: OpenService, search: string): Promise<string[]> =>
  (await open.call('library.select', { scope: {}, search, limit: 100 })).cards;

/** A library of many sources: two packages, notes of its own, answers given here, things done to cards, things undone. */
const lived = profileMaker(async (open) => {
  await open.import(await writtenPackage(schoolPackage()));
  await open.import(await writtenPackage(samplePackage));
  const { types } = await open.call('notes.types', {});
  const { course, lecture } = await open.call('notes.addCourse', { title: 'Own: things' });
  await open.call('notes.addLecture', { course, title: 'Empty' });
  const [type] = types;
  if (type === undefined) throw new Error('no note type');
  const fields = type.fields.map((_, index) => `own ${index} é <b>x</b>`);
  for (const tags of [['own', 'a::b'], []]) {
    await open.call('notes.add', { noteType: type.uid, lecture, fields, tags });
  }
  const started = await open.call('study.start', { scope: {} });
  let { step } = started;
  for (const [index, rating] of [3, 1, 4, 2, 3, 3].entries()) {
    if (step.kind !== 'card') break;
    open.clock.advance(61_000);
    const answer = {
      request: (index + 1).toString(16).padStart(32, '0'),
      session: started.session.uid,
      card: step.rendered.card,
      rating,
      durationMs: 1000 + index,
    };
    ({ step } = await open.call('study.answer', answer));
  }
  await open.call('store.undo', {});
  const [one, two, three, four] = await cardsOf(open, '');
  if (one === undefined || two === undefined || three === undefined || four === undefined)
    throw new Error('too few cards');
  open.clock.advance(1000);
  await open.call('cards.setDue', { cards: [one], fromDays: 9, toDays: 9, setInterval: true });
  open.clock.advance(1000);
  await open.call('cards.forget', { cards: [two] });
  await open.call('cards.suspend', { cards: [three] });
  await open.call('cards.flag', { cards: [four], flag: 5 });
  open.clock.advance(1000);
  await open.call('cards.bury', { cards: [four] });
  await open.call('notes.remove', { cards: (await cardsOf(open, 'wavelength')).slice(0, 1) });
  await open.service.store.settle();
});

describe('an export', () => {
  it.each([
    ['legacy', 2, 11],
    ['new', 3, 18],
  ] as const)(
    'of the %s layout holds what the library holds, to a reader of its own',
    async (layout, version, schema) => {
      const open = await lived();
      const { path, report } = await exported(open, { layout });
      const read = readPackage(path);
      const { notes, cards, reviews, scheduleChanges, media } = content(open) as Record<string, object[]>;
      expect({ version: read.version, schema: read.schema }).toEqual({ version, schema });
      expect(read.standIn).toContain('update');
      expect(read.notes).toHaveLength(notes?.length ?? -1);
      expect(read.cards).toHaveLength(cards?.length ?? -1);
      expect(report).toMatchObject({
        notes: notes?.length,
        cards: cards?.length,
        media: media?.length,
        missingMedia: 0,
      });
      expect(read.revlog.filter(({ ease }) => ease !== 0).length).toBeGreaterThanOrEqual(
        reviews?.length ?? -1,
      );
      expect(read.revlog.filter(({ ease }) => ease === 0)).toHaveLength(scheduleChanges?.length ?? -1);
      expect(read.decks.map(({ path: levels }) => levels)).toEqual(
        expect.arrayContaining([['Own: things'], ['Biology', 'Cells', 'Membranes'], ['Biology', 'Cells']]),
      );
      // Every card has its note, deck and template; every number is there once.
      const ids = (rows: Record<string, unknown>[]) => new Set(rows.map(({ id }) => id));
      for (const card of read.cards) {
        expect(ids(read.notes)).toContain(card['nid']);
        expect(ids(read.decks)).toContain(card['did']);
      }
      for (const note of read.notes) {
        const type = read.noteTypes.find(({ id }) => id === note['mid']);
        expect(String(note['flds']).split('\u001f')).toHaveLength(
          (type?.['fields'] as unknown[] | undefined)?.length ?? -1,
        );
      }
      expect(new Set(read.notes.map(({ guid }) => guid)).size).toBe(read.notes.length);
      expect(read.decks.every(({ preset }) => ids(read.presets).has(preset))).toBe(true);
      expect(read.settings).toMatchObject({ schedVer: 2, rollover: 4 });
    },
  );

  it('says the same in both layouts', async () => {
    const open = await lived();
    const [legacy, fresh] = [
      readPackage((await exported(open, { layout: 'legacy' })).path),
      readPackage((await exported(open, { layout: 'new' })).path),
    ];
    expect({ ...legacy, version: 0, schema: 0 }).toEqual({ ...fresh, version: 0, schema: 0 });
  });

  it.each(['legacy', 'new'] as const)(
    'of the %s layout comes into an empty library as it was',
    async (layout) => {
      const open = await lived();
      const { path } = await exported(open, { layout });
      const other = await openTestService();
      other.clock.advance(open.clock.now() - other.clock.now());
      await other.import(path);
      expect(content(other)).toEqual(content(open));
    },
  );

  it('without history and options gives new cards and nothing of their owner', async () => {
    const open = await lived();
    const { path } = await exported(open, {
      format: 'apkg',
      scheduling: false,
      media: false,
      presets: false,
    });
    const read = readPackage(path);
    expect(read.revlog).toEqual([]);
    expect(
      new Set(
        read.cards.map(({ type, queue, ivl, reps, flags, data }) =>
          JSON.stringify([type, queue, ivl, reps, flags, data]),
        ),
      ),
    ).toEqual(new Set([JSON.stringify([0, 0, 0, 0, 0, '{}'])]));
    expect(read.presets.map(({ id }) => id)).toEqual([1]);
    expect(read.media).toEqual({});
  });

  it('of a lecture holds its cards alone, with the media they show and the decks above them', async () => {
    const open = await lived();
    const { courses } = await open.call('library.tree', {});
    const biology = courses.filter(({ title }) => title === 'Biology').flatMap(({ lectures }) => lectures);
    const cells = biology.find(({ title }) => title === 'Cells');
    const { path } = await exported(open, { format: 'apkg', scope: { lecture: cells?.uid ?? '' } });
    const read = readPackage(path);
    const names = read.decks.map(({ path: levels }) => (levels as string[]).join('::'));
    expect(names.every((name) => name === 'Default' || name.startsWith('Biology'))).toBe(true);
    expect(read.cards.length).toBeGreaterThan(0);
    expect(read.cards.length).toBeLessThan(open.rows('SELECT 1 FROM cards WHERE deleted_at IS NULL').length);
  });

  it('that comes back unchanged changes nothing', async () => {
    const open = await lived();
    const before = content(open);
    const { path } = await exported(open);
    const report = await open.import(path);
    expect(report).toMatchObject({
      notes: { added: 0, updated: 0 },
      cards: { added: 0 },
      reviews: { added: 0 },
      scheduleChanges: { added: 0 },
      media: { added: 0, renamed: 0 },
    });
    expect(content(open)).toEqual(before);
  });

  it('reaches a page in pieces, and is gone when it says so', async () => {
    const open = await lived();
    const { job } = await open.call('exchange.export', everything, 'page');
    const report = (await resultOf(open.service, job)) as ExportReport; // as above
    const uid = report.export ?? '';
    const pieces: Uint8Array[] = [];
    for (let offset = 0; offset < report.sizeBytes;) {
      const { bytes } = await open.call('exchange.readExport', { export: uid, offset }, 'page');
      pieces.push(bytes);
      offset += bytes.byteLength;
    }
    const path = join(temporaryFolder(), report.name);
    writeFileSync(path, Buffer.concat(pieces));
    expect(report.name).toMatch(/^Americano 2026-03-02\.colpkg$/);
    expect(readPackage(path).notes).toHaveLength(report.notes);
    await open.call('exchange.discardExport', { export: uid }, 'page');
    await expect(open.call('exchange.readExport', { export: uid, offset: 0 }, 'page')).rejects.toMatchObject({
      kind: 'not_found',
    });
    expect(stagedEntries(open)).toEqual([]);
  });

  it('takes no path from a page, and no collection of a part', async () => {
    const open = await lived();
    await expect(
      open.call('exchange.export', { ...everything, path: join(temporaryFolder(), 'x') }, 'page'),
    ).rejects.toMatchObject({ kind: 'forbidden' });
    const { courses } = await open.call('library.tree', {});
    await expect(
      open.call('exchange.export', { ...everything, scope: { course: courses[0]?.uid ?? '' } }),
    ).rejects.toMatchObject({ kind: 'invalid' });
  });
});
