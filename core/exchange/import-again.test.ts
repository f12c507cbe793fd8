import { describe, expect, it } from 'vitest';
import {
  addedRows,
  foundNotes,
  liveRows,
  readFacts,
  sameRows,
  type Facts,
} from '#electron/service/testing/facts.ts';
import {
  profileMaker,
  writtenPackage,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { answerAt, schoolPackage, schoolStart, type School } from './anki/testing/school-package.ts';

const day = 86_400;
const withSchool = profileMaker(async (open) => open.import(await writtenPackage(schoolPackage())));

/** The school after two more days in Anki: a note rewritten, one added, three reviews, a card that was given another day. */
const grownSchool = (): School => {
  const school = schoolPackage();
  const [n0, ...notes] = school.notes;
  const cards = school.cards.map((card) => {
    // As Anki leaves card 1 after its answer on day 41: due in 60 days.
    if (card.id === 1)
      return { ...card, due: 101, intervalDays: 60, reps: 3, modifiedAt: schoolStart + 41 * day + 7 * 3600 };
    if (card.id === 4) return { ...card, originalDue: 99, modifiedAt: schoolStart + 41 * day + 7 * 3600 };
    return card;
  });
  return {
    ...school,
    notes: [
      {
        ...n0!,
        modifiedAt: schoolStart + 500,
        tags: ['life', 'later'],
        fields: ['organism', 'something alive'],
      },
      ...notes,
      {
        id: 1005,
        guid: 'n5',
        noteTypeId: 100,
        modifiedAt: schoolStart + 500,
        fields: ['frequency', 'waves a second'],
      },
    ],
    cards: [...cards, { id: 8, noteId: 1005, deckId: 23, ordinal: 0, due: 8 }],
    reviews: [...school.reviews, answerAt(41, 1, 3, 60, 1), answerAt(41, 999, 3, 5, 1)],
  };
};

/** Names of batches differ between an import and the same one done again. */
const withoutBatches = (facts: Facts): unknown =>
  [...facts]
    .filter(([table]) => table !== 'batches' && table !== 'log_undos')
    .map(([table, rows]) => [table, [...rows.values()].map(({ batch_id: _batch, ...row }) => row)]);

const settle = (open: OpenService): Promise<void> => open.service.store.settle();

describe('a newer version of a package', () => {
  it('updates notes, adds what is new, appends exactly the new reviews; undo, redo and another import agree', async () => {
    const open = await withSchool();
    const before = readFacts(open);
    const path = await writtenPackage(grownSchool());
    const preview = await open.stage(path);
    expect(preview).toMatchObject({
      notes: { added: 1, updated: 1, unchanged: 4 },
      cards: { added: 1, existing: 7 },
      reviews: { added: 2, existing: 9 },
    });
    expect(await open.merge(preview.staging)).toMatchObject({
      notes: { added: 1, updated: 1, unchanged: 4 },
      cards: { added: 1, existing: 7 },
      reviews: { added: 2, existing: 8 },
      scheduleChanges: { added: 0, existing: 1 },
    });
    const merged = readFacts(open);
    const count = (table: string): number => addedRows(before, merged).get(table)?.length ?? -1;
    expect({ notes: count('notes'), cards: count('cards'), reviews: count('reviews') }).toEqual({
      notes: 1,
      cards: 1,
      reviews: 2,
    });
    // Card 1's new due date follows from its new review; only card 4 was given another day by Anki.
    const baselines = open.rows<{ source_id: string; due_day: number }>(
      `SELECT c.source_id, b.due_day FROM card_baselines b JOIN cards c ON c.id = b.card_id ORDER BY b.at DESC LIMIT 1`,
    );
    expect(count('card_baselines')).toBe(1);
    expect(baselines[0]).toEqual({ source_id: '4', due_day: 20_454 + 99 });
    expect(foundNotes(open, 'alive')).toHaveLength(1);
    expect(foundNotes(open, 'later')).toHaveLength(1);
    expect(foundNotes(open, '2026')).toEqual([]);

    open.clock.advance(1000);
    await open.call('store.undo', {});
    await settle(open);
    const undone = readFacts(open);
    expect(sameRows(before, undone)).toEqual(before);
    expect(liveRows(undone, addedRows(before, undone))).toEqual([]);
    expect([foundNotes(open, 'alive'), foundNotes(open, 'later')]).toEqual([[], []]);
    expect(foundNotes(open, '2026')).toHaveLength(1);

    open.clock.advance(1000);
    await open.call('store.redo', {});
    await settle(open);
    const { log_undos: _undos, ...redone } = Object.fromEntries(readFacts(open));
    const { log_undos: _none, ...first } = Object.fromEntries(merged);
    expect(redone).toEqual(first);

    // Undone and imported once more: the same library again, the reviews that were taken out of force included.
    open.clock.advance(1000);
    await open.call('store.undo', {});
    open.clock.advance(1000);
    expect((await open.import(path)).reviews).toEqual({ added: 2, existing: 8 });
    expect(withoutBatches(readFacts(open))).toEqual(withoutBatches(merged));
  });

  it('an older version after it changes nothing', async () => {
    const open = await withSchool();
    await open.import(await writtenPackage(grownSchool()));
    const before = readFacts(open);
    expect(await open.import(await writtenPackage(schoolPackage()))).toMatchObject({
      notes: { added: 0, updated: 0, unchanged: 5 },
      reviews: { added: 0, existing: 8 },
    });
    const after = readFacts(open);
    expect(sameRows(before, after)).toEqual(before);
    expect(
      [...addedRows(before, after)].filter(([, rows]) => rows.length > 0).map(([table]) => table),
    ).toEqual(['batches']);
  });

  it('reviews of a card deleted in Anki meanwhile go on with the card that is here, and are not counted twice', async () => {
    const open = await withSchool();
    const school = schoolPackage();
    const days = open.rows('SELECT * FROM daily_rollups ORDER BY study_day');
    const path = await writtenPackage({
      ...school,
      notes: school.notes.filter(({ id }) => id !== 1000),
      cards: school.cards.filter(({ id }) => id !== 1),
    });
    const preview = await open.stage(path);
    expect(preview).toMatchObject({ cards: { added: 0, existing: 6 }, reviews: { added: 0, existing: 9 } });
    expect(await open.merge(preview.staging)).toMatchObject({
      notes: { added: 0 },
      cards: { added: 0, existing: 6 },
      reviews: { added: 0, existing: 8 },
    });
    expect(open.rows('SELECT * FROM daily_rollups ORDER BY study_day')).toEqual(days);
    // What was deleted there is not deleted here: only the owner does that.
    expect((await open.call('store.info', {})).cards).toBe(7);
  });

  it('a note of another type brings its fields, and the cards that type cannot have go to the trash', async () => {
    const open = await withSchool();
    const before = readFacts(open);
    const school = schoolPackage();
    const notes = school.notes.map((note) =>
      note.guid === 'n1'
        ? {
            ...note,
            noteTypeId: 100,
            modifiedAt: schoolStart + 900,
            fields: ['cell nucleus', 'holds the genome'],
          }
        : note,
    );
    const path = await writtenPackage({ ...school, notes, cards: school.cards.filter(({ id }) => id !== 3) });
    const preview = await open.stage(path);
    expect(preview.notes).toEqual({ added: 0, updated: 1, unchanged: 4 });
    expect((await open.merge(preview.staging)).notes).toEqual({ added: 0, updated: 1, unchanged: 4 });
    const cards = await open.call('library.cards', {
      scope: {},
      search: 'genome',
      sort: 'added',
      descending: false,
      offset: 0,
      limit: 10,
    });
    expect(cards.rows.map(({ question }) => question)).toEqual(['cell nucleus']);
    const info = await open.call('study.cardInfo', { card: cards.rows[0]?.uid ?? '' });
    expect(info.noteType).toBe('Basic');
    open.clock.advance(1000);
    await open.call('store.undo', {});
    await settle(open);
    const undone = readFacts(open);
    expect(sameRows(before, undone)).toEqual(before);
  });
});

describe('a note that was tagged here', () => {
  it('because it holds a leech is kept from a package that was changed before', async () => {
    const open = await withSchool();
    const [card] = open.rows<{ uid: string; lecture: string }>(
      `SELECT lower(hex(c.uid)) AS uid, lower(hex(l.uid)) AS lecture FROM cards c JOIN lectures l ON l.id = c.lecture_id
       WHERE c.source_id = '1'`,
    );
    const tags = (): unknown[] =>
      open.rows(`SELECT t.name FROM note_tags nt JOIN tags t ON t.id = nt.tag_id JOIN notes n ON n.id = nt.note_id
        WHERE n.source_id = 'n0' ORDER BY 1`);
    await open.call('settings.change', { values: { 'study.leechThreshold': 1, 'study.leechAction': 'tag' } });
    await open.call('cards.setDue', { cards: [card?.uid ?? ''], fromDays: 0, toDays: 0, setInterval: false });
    const { session, step } = await open.call('study.start', { scope: { lecture: card?.lecture ?? '' } });
    expect(step).toMatchObject({ kind: 'card', rendered: { card: card?.uid } });
    const answer = { session: session.uid, card: card?.uid ?? '', rating: 1 as const, durationMs: 4000 };
    await open.call('study.answer', { request: '1'.padStart(32, '0'), ...answer });
    const tagged = ['exam::2026', 'leech', 'life'].map((name) => ({ name }));
    expect(tags()).toEqual(tagged);
    await open.import(await writtenPackage(grownSchool()));
    expect(tags()).toEqual(tagged);
  });
});

describe('a card that the type of its note cannot have', () => {
  it('is not brought back by an older package that still has it; with the type it comes back', async () => {
    const open = await withSchool();
    const school = schoolPackage();
    const retyped = (guid: string, noteTypeId: number, later: number) =>
      school.notes.map((note) =>
        note.guid === guid ? { ...note, noteTypeId, modifiedAt: schoolStart + later } : note,
      );
    const second = (): unknown[] =>
      open.rows(`SELECT deleted_at IS NULL AS live FROM cards WHERE source_id = '3'`);
    const withoutSecond = school.cards.filter(({ id }) => id !== 3);
    await open.import(
      await writtenPackage({ ...school, notes: retyped('n1', 100, 900), cards: withoutSecond }),
    );
    expect(second()).toEqual([{ live: 0 }]);
    open.clock.advance(1000);
    const older = await open.import(await writtenPackage(school));
    expect(older).toMatchObject({ notes: { updated: 0 }, cards: { added: 0, existing: 7 } });
    expect(second()).toEqual([{ live: 0 }]);
    open.clock.advance(1000);
    await open.import(await writtenPackage({ ...school, notes: retyped('n1', 101, 1800) }));
    expect(second()).toEqual([{ live: 1 }]);
  });
});

describe('what lies in the trash', () => {
  it('comes back with an import, newer where the package is; undo puts each row back where it lay', async () => {
    const open = await withSchool();
    const { courses } = await open.call('library.tree', {});
    await open.call('library.remove', { kind: 'course', uid: courses[0]?.uid ?? '' });
    await settle(open);
    const removed = readFacts(open);
    open.clock.advance(5000);
    expect(await open.import(await writtenPackage(grownSchool()))).toMatchObject({
      notes: { added: 3, updated: 0, unchanged: 3 },
      cards: { added: 5, existing: 3 },
    });
    expect((await open.call('store.info', {})).cards).toBe(8);
    expect(foundNotes(open, 'alive')).toHaveLength(1);

    open.clock.advance(5000);
    await open.call('store.undo', {});
    await settle(open);
    const undone = readFacts(open);
    expect(sameRows(removed, undone)).toEqual(removed);
    expect(liveRows(undone, addedRows(removed, undone))).toEqual([]);
    // The removal itself can still be taken back.
    open.clock.advance(5000);
    await open.call('store.undo', {});
    await settle(open);
    expect((await open.call('store.info', {})).cards).toBe(7);
    expect(open.rows('SELECT count(*) AS n FROM cards WHERE deleted_at IS NULL')).toEqual([{ n: 7 }]);
  });

  it('comes back also where it was made and put away within one millisecond', async () => {
    const open = await withSchool();
    const school = schoolPackage();
    // Made, as far as Anki's numbers say, in the moment of the import.
    const now = open.clock.now();
    const path = await writtenPackage({
      ...school,
      decks: [{ id: 40, name: 'New' }],
      notes: [{ id: now, guid: 'new', noteTypeId: 100, fields: ['brand new', ''] }],
      cards: [{ id: now, noteId: now, deckId: 40, ordinal: 0 }],
      reviews: [],
    });
    const remove = async () => {
      const { courses } = await open.call('library.tree', {});
      const uid = courses.find(({ title }) => title === 'New')?.uid ?? '';
      await open.call('library.remove', { kind: 'course', uid });
      await settle(open);
    };
    await open.import(path);
    await remove();
    expect(open.clock.now()).toBe(now);
    await open.call('store.undo', {});
    await settle(open);
    expect(foundNotes(open, 'brand')).toHaveLength(1);
    await remove();
    expect(await open.import(path)).toMatchObject({
      notes: { added: 1, unchanged: 0 },
      cards: { added: 1, existing: 0 },
    });
    expect(foundNotes(open, 'brand')).toHaveLength(1);
    expect((await open.call('store.info', {})).cards).toBe(8);
  });

  it('a card whose deck was renamed away meanwhile comes back in the lecture of the package', async () => {
    const open = await withSchool();
    const { courses } = await open.call('library.tree', {});
    await open.call('library.remove', { kind: 'course', uid: courses[0]?.uid ?? '' });
    const school = schoolPackage();
    // The collection was put in order: everything of Biology lies in one new deck.
    const cards = school.cards.map((card) =>
      [20, 21, 22, 24].includes(card.deckId) ? { ...card, deckId: 30, originalDeckId: 0 } : card,
    );
    await open.import(
      await writtenPackage({ ...school, decks: [...school.decks, { id: 30, name: 'Life::All' }], cards }),
    );
    const tree = await open.call('library.tree', {});
    expect(
      tree.courses.map((course) => [
        course.title,
        course.lectures.map(({ title, counts }) => [title, counts.total]),
      ]),
    ).toEqual([
      ['Imported', [['Imported', 1]]],
      ['Life', [['All', 4]]],
      ['Physics', [['Waves', 2]]],
    ]);
  });
});
