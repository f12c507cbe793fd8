import { describe, expect, it } from 'vitest';
import { addedRows, readFacts, sameRows } from '#electron/service/testing/facts.ts';
import {
  openTestService,
  profileMaker,
  writtenPackage,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { basicNoteType } from './anki/testing/package-description.ts';
import { schoolPackage } from './anki/testing/school-package.ts';
import { importReport, type ImportOptions, type ImportPreview } from './contract.ts';

const withSchool = profileMaker(async (open) => open.import(await writtenPackage(schoolPackage())));
const asIs: ImportOptions = { notes: 'newer', scheduling: true, presets: true };

const mergeWith = async (open: OpenService, staging: string, options: Partial<ImportOptions>) => {
  const { job } = await open.call('exchange.merge', { staging, options: { ...asIs, ...options } });
  const ended = await open.service.jobs.ended(job);
  await open.service.store.settle();
  return importReport.parse(ended.result);
};

/** The school's package, its notes changed at some moments. */
const edited = (changes: Record<number, { fields: string[]; modifiedAt: number }>) => {
  const school = schoolPackage();
  return writtenPackage({
    ...school,
    notes: school.notes.map((note) => ({ ...note, ...changes[note.id] })),
  });
};
const [first, second] = schoolPackage().notes;
const later = 2_000_000_000;
const twoChanges = () =>
  edited({
    [first?.id ?? 0]: { fields: ['newer', 'there'], modifiedAt: later },
    [second?.id ?? 0]: { fields: ['older', 'there'], modifiedAt: 1 },
  });
const fieldsOf = (open: OpenService): string[][] =>
  open
    .rows<{ fields: string }>('SELECT fields FROM notes WHERE deleted_at IS NULL ORDER BY id')
    .map(({ fields }) => JSON.parse(fields) as string[]);
const kinds = ({ log }: ImportPreview) => Object.fromEntries(log.map(({ kind, count }) => [kind, count]));

describe('notes that are here already', () => {
  it.each([
    { notes: 'newer', updated: 1, begins: ['newer', first === undefined ? '' : second?.fields[0]] },
    { notes: 'always', updated: 2, begins: ['newer', 'older'] },
    { notes: 'never', updated: 0, begins: [first?.fields[0], second?.fields[0]] },
  ] as const)('are taken over $notes', async ({ notes, updated, begins }) => {
    const open = await withSchool();
    const preview = await open.stage(await twoChanges());
    expect(kinds(preview)).toEqual({ newer: 1, older: 1, unchanged: 3 });
    expect(preview.log.find(({ kind }) => kind === 'newer')?.notes).toEqual(['newer']);
    expect((await mergeWith(open, preview.staging, { notes })).notes).toEqual({
      added: 0,
      updated,
      unchanged: 5 - updated,
    });
    expect(
      fieldsOf(open)
        .slice(0, 2)
        .map(([begin]) => begin),
    ).toEqual(begins);
    expect(await open.call('store.undo', {})).toMatchObject({ entry: { command: 'exchange.merge' } });
    expect(
      fieldsOf(open)
        .slice(0, 2)
        .map(([begin]) => begin),
    ).toEqual([first?.fields[0], second?.fields[0]]);
  });

  it('stay as they were edited here, when the package was changed before that', async () => {
    const open = await withSchool();
    const [note] = open.rows<{ uid: Buffer }>(
      'SELECT uid FROM notes WHERE deleted_at IS NULL ORDER BY id LIMIT 1',
    );
    const uid = note?.uid.toString('hex') ?? '';
    await open.call('notes.edit', { note: uid, fields: ['mine', 'mine'], tags: [] });
    const before = Math.floor(open.clock.now() / 1000) - 60;
    const preview = await open.stage(
      await edited({ [first?.id ?? 0]: { fields: ['theirs', 'x'], modifiedAt: before } }),
    );
    expect(kinds(preview)).toEqual({ older: 1, unchanged: 4 });
    await mergeWith(open, preview.staging, {});
    expect(fieldsOf(open)[0]).toEqual(['mine', 'mine']);
    open.clock.advance(3_700_000);
    const after = await open.stage(
      await edited({ [first?.id ?? 0]: { fields: ['theirs', 'x'], modifiedAt: before + 3600 } }),
    );
    await mergeWith(open, after.staging, {});
    expect(fieldsOf(open)[0]).toEqual(['theirs', 'x']);
  });

  it('keep tags that were changed here after the package was', async () => {
    const open = await withSchool();
    const [card] = open.rows<{ uid: Buffer }>(
      `SELECT c.uid FROM cards c JOIN notes n ON n.id = c.note_id WHERE n.deleted_at IS NULL ORDER BY n.id, c.id LIMIT 1`,
    );
    await open.call('notes.tag', { cards: [card?.uid.toString('hex') ?? ''], add: ['mine'], remove: [] });
    const before = Math.floor(open.clock.now() / 1000) - 60;
    const file = await edited({ [first?.id ?? 0]: { fields: ['theirs', 'x'], modifiedAt: before } });
    await mergeWith(open, (await open.stage(file)).staging, {});
    const tags = open.rows<{ name: string }>(
      'SELECT g.name FROM note_tags t JOIN tags g ON g.id = t.tag_id JOIN notes n ON n.id = t.note_id ORDER BY n.id',
    );
    expect(tags.map(({ name }) => name)).toContain('mine');
    expect(fieldsOf(open)[0]).toEqual(first?.fields);
  });

  it.each(['never', 'newer', 'always'] as const)(
    'and were erased come back with their content, taken over %s',
    async (notes) => {
      const open = await withSchool();
      const cards = open
        .rows<{ uid: Buffer }>('SELECT uid FROM cards WHERE deleted_at IS NULL')
        .map(({ uid }) => uid.toString('hex'));
      await open.call('notes.remove', { cards });
      const { job } = await open.call('trash.empty', {});
      await open.service.jobs.ended(job);
      const { staging } = await open.stage(await writtenPackage(schoolPackage()));
      await mergeWith(open, staging, { notes });
      expect(fieldsOf(open)).toEqual([...schoolPackage().notes].map(({ fields }) => fields));
    },
  );

  it('are told when they come with another note type, or begin like one that is here', async () => {
    const open = await withSchool();
    const school = schoolPackage();
    const [note] = school.notes;
    if (note === undefined) throw new Error('a school without notes');
    const other = { ...basicNoteType(987), name: 'Another', fields: ['Only'] };
    const preview = await open.stage(
      await writtenPackage({
        ...school,
        noteTypes: [...school.noteTypes, other],
        notes: [
          { ...note, noteTypeId: other.id, fields: ['changed type'], modifiedAt: later },
          { ...note, id: 55, guid: 'a twin', fields: [`<b>${note.fields[0]}</b>`, 'another answer'] },
        ],
        cards: [],
        reviews: [],
      }),
    );
    expect(kinds(preview)).toEqual({ other_type: 1, same_first_field: 1 });
  });
});

describe('without schedules', () => {
  it('every card is new, in the order of the package, and nothing is in its log', async () => {
    const open = await openTestService();
    const preview = await open.stage(await writtenPackage(schoolPackage()));
    const report = await mergeWith(open, preview.staging, { scheduling: false });
    expect(report).toMatchObject({ cards: { added: 7 }, reviews: { added: 0, existing: 0 } });
    for (const log of ['reviews', 'schedule_changes', 'card_baselines', 'daily_rollups'])
      expect([log, open.rows(`SELECT * FROM ${log}`)]).toEqual([log, []]);
    const states = open.rows<{ queue: number; reps: number; position: number }>(
      'SELECT queue, reps, position FROM card_states ORDER BY position',
    );
    expect(states.map(({ queue, reps }) => [queue, reps])).toEqual(states.map(() => [0, 0]));
    expect(new Set(states.map(({ position }) => position)).size).toBe(7);
    expect(
      open.rows('SELECT 1 FROM cards WHERE suspended <> 0 OR flag <> 0 OR deleted_at IS NOT NULL'),
    ).toEqual([]);
  });

  it('cards that are here keep theirs', async () => {
    const open = await withSchool();
    const before = readFacts(open);
    const preview = await open.stage(await writtenPackage(schoolPackage()));
    await mergeWith(open, preview.staging, { scheduling: false });
    const after = readFacts(open);
    expect(sameRows(before, after)).toEqual(before);
    expect(addedRows(before, after).get('card_baselines')).toEqual([]);
  });
});

const strict = {
  id: 77,
  name: 'Strict',
  maxTaken: 45,
  timer: 1,
  new: { perDay: 7, delays: [2, 15], order: 0, bury: false },
  rev: { perDay: 90, maxIvl: 365, bury: true },
  lapse: { delays: [20], leechFails: 5, leechAction: 0 },
  desiredRetention: 0.93,
  newMix: 2,
  reviewOrder: 8,
};
const withPresets = () => {
  const school = schoolPackage();
  return writtenPackage(
    {
      ...school,
      decks: school.decks.map((deck, index) => ({ ...deck, presetId: index === 1 ? 77 : 1 })),
      presets: {
        1: { id: 1, name: 'Default', new: { perDay: 25 }, rev: {}, lapse: {} },
        77: { ...strict, odd: 'x', new: { ...strict.new, initialFactor: 2500 } },
        78: { id: 78, name: 'Of no deck', new: { perDay: 1 } },
      },
    },
    2,
  );
};

describe('deck options', () => {
  it('become presets of the places whose decks name them, within our bounds', async () => {
    const open = await openTestService();
    const preview = await open.stage(await withPresets());
    expect(preview.presets).toEqual(['Default', 'Strict']);
    await mergeWith(open, preview.staging, {});
    const { presets } = await open.call('presets.list', {});
    expect(presets.find(({ name }) => name === 'Strict')?.values).toEqual({
      newPerDay: 7,
      reviewsPerDay: 90,
      desiredRetention: 0.93,
      learningSteps: [2, 15],
      relearningSteps: [20],
      maximumIntervalDays: 365,
      newOrder: 'random',
      newPlacement: 'before',
      reviewOrder: 'random',
      buryNewSiblings: false,
      buryReviewSiblings: true,
      leechThreshold: 5,
      leechAction: 'suspend',
      showTimer: true,
      timerCapSeconds: 45,
    });
    const placed = open.rows<{ title: string; name: string }>(
      `SELECT title, name FROM (SELECT title, preset_id FROM courses UNION ALL SELECT title, preset_id FROM lectures) p
       JOIN course_presets c ON c.id = p.preset_id ORDER BY title`,
    );
    expect(new Set(placed.map(({ name }) => name))).toEqual(new Set(['Default', 'Strict']));
  });

  it('come once, stay as their owner changes them, and go with the undo of the import', async () => {
    const open = await openTestService();
    const path = await withPresets();
    const { staging } = await open.stage(path);
    await mergeWith(open, staging, {});
    const before = await open.call('presets.list', {});
    const strictOne = before.presets.find(({ name }) => name === 'Strict');
    await open.call('presets.change', {
      preset: strictOne?.uid ?? '',
      name: 'Mine',
      values: { newPerDay: 3 },
    });
    await mergeWith(open, (await open.stage(path)).staging, {});
    const again = await open.call('presets.list', {});
    expect(again.presets.map(({ name }) => name).toSorted()).toEqual(['Default', 'Mine']);
    for (let steps = 0; steps < 3; steps += 1) await open.call('store.undo', {});
    expect((await open.call('presets.list', {})).presets).toEqual([]);
  });

  it('say on which step a card is; without them what is in force where it comes does', async () => {
    const school = schoolPackage();
    // Two steps left, of the three that Biology's options have.
    const cards = school.cards.map((card) =>
      card.id === 5 ? { ...card, type: 1, queue: 1, due: later, left: 2002 } : card,
    );
    const path = await writtenPackage(
      {
        ...school,
        decks: school.decks.map((deck) => ({ ...deck, presetId: deck.name.startsWith('Biology') ? 77 : 1 })),
        cards,
        presets: {
          1: { id: 1, name: 'Default', new: {}, rev: {}, lapse: {} },
          77: { id: 77, name: 'Slow', new: { delays: [1, 10, 60] }, rev: {}, lapse: {} },
        },
      },
      2,
    );
    const stepAfter = async (presets: boolean): Promise<unknown[]> => {
      const open = await openTestService();
      await mergeWith(open, (await open.stage(path)).staging, { presets });
      return open.rows(
        `SELECT s.phase, s.step FROM card_states s JOIN cards c ON c.id = s.card_id WHERE c.source_id = '5'`,
      );
    };
    expect(await stepAfter(true)).toEqual([{ phase: 1, step: 1 }]);
    // Of the two steps of the settings both are left.
    expect(await stepAfter(false)).toEqual([{ phase: 1, step: 0 }]);
  });

  it('stay behind where they are not wanted, or say nothing new', async () => {
    const open = await openTestService();
    await mergeWith(open, (await open.stage(await withPresets())).staging, { presets: false });
    expect((await open.call('presets.list', {})).presets).toEqual([]);
    expect(open.rows('SELECT 1 FROM lectures WHERE preset_id IS NOT NULL')).toEqual([]);
  });
});
