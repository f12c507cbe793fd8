import { describe, expect, it } from 'vitest';
import {
  openTestService,
  profileMaker,
  writtenPackage,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { addedRows, foundNotes, liveRows, readFacts, sameRows } from '#electron/service/testing/facts.ts';
import { schoolPackage } from './anki/testing/school-package.ts';

const withSchool = profileMaker(async (open) => open.import(await writtenPackage(schoolPackage())));

/** Lectures as `course / lecture / nested` with the cards that can be studied in each. */
const lectures = async (open: OpenService): Promise<Record<string, number>> => {
  const { courses } = await open.call('library.tree', {});
  return Object.fromEntries(
    courses.flatMap((course) => {
      const byUid = new Map(course.lectures.map((lecture) => [lecture.uid, lecture]));
      const pathOf = (uid: string | null): string[] => {
        const lecture = uid === null ? undefined : byUid.get(uid);
        return lecture === undefined ? [] : [...pathOf(lecture.parent), lecture.title];
      };
      return course.lectures.map((lecture) => [
        [course.title, ...pathOf(lecture.uid)].join(' / '),
        lecture.counts.total,
      ]);
    }),
  );
};

describe('an import', () => {
  it.each([1, 2, 3] as const)('brings everything of a version %i package', async (version) => {
    const open = await openTestService();
    const preview = await open.stage(await writtenPackage(schoolPackage(), version));
    expect(preview).toMatchObject({
      packageVersion: version,
      counts: { notes: 5, cards: 7, reviews: 8, scheduleChanges: 1, media: 0, noteTypes: 3 },
      notes: { added: 5, updated: 0, unchanged: 0 },
      cards: { added: 7, existing: 0 },
      reviews: { added: 9, existing: 0 },
      warnings: [{ code: 'deleted_cards_with_reviews', count: 1 }],
    });
    const report = await open.merge(preview.staging);
    expect(report).toMatchObject({
      notes: { added: 5, updated: 0, unchanged: 0 },
      cards: { added: 7, existing: 0 },
      reviews: { added: 8, existing: 0 },
      scheduleChanges: { added: 1, existing: 0 },
    });
    expect(await open.call('store.info', {})).toMatchObject({ courses: 3, notes: 5, cards: 7, reviews: 8 });
  });

  it('makes courses, lectures and objectives of decks, and leaves cards of filtered decks at home', async () => {
    const open = await withSchool();
    expect(await lectures(open)).toEqual({
      'Biology / Biology': 1,
      'Biology / Cells': 1,
      'Biology / Cells / Membranes': 2,
      'Physics / Waves': 2,
      'Imported / Imported': 1,
    });
    const { courses } = await open.call('library.tree', {});
    expect(courses.map(({ title, description }) => [title, description])).toEqual([
      ['Biology', 'First year'],
      ['Imported', ''],
      ['Physics', ''],
    ]);
    // One objective for each lecture that holds cards, of its own name and without prerequisites.
    for (const { lectures: found } of courses) {
      for (const { title, objectives } of found) {
        expect(objectives.map((objective) => [objective.title, objective.prerequisites])).toEqual([
          [title, []],
        ]);
      }
    }
    // The card belongs to a lecture, not its note: the two cards of note n1 lie in two.
    const places = open.rows<{ title: string }>(
      `SELECT l.title FROM cards c JOIN lectures l ON l.id = c.lecture_id JOIN notes n ON n.id = c.note_id
       WHERE n.source_id = 'n1' ORDER BY c.ordinal`,
    );
    expect(places.map(({ title }) => title)).toEqual(['Cells', 'Waves']);
  });

  it('keeps the reviews of a card that was deleted in Anki, and shows the card nowhere', async () => {
    const open = await withSchool();
    const [ghost] = open.rows<{ id: number; deleted_at: number; created_at: number; queue: number }>(
      `SELECT c.id, c.deleted_at, c.created_at, s.queue FROM cards c JOIN card_states s ON s.card_id = c.id WHERE c.source_id = '999'`,
    );
    expect(ghost).toMatchObject({ queue: -1 });
    expect(ghost?.deleted_at).toBe(ghost?.created_at);
    expect(open.rows('SELECT rating FROM live_reviews WHERE card_id = ? ORDER BY at', ghost?.id)).toEqual([
      { rating: 3 },
      { rating: 1 },
    ]);
    const all = { scope: {}, search: '', sort: 'added', descending: false, offset: 0, limit: 200 } as const;
    expect((await open.call('library.cards', all)).total).toBe(7);
    expect(Object.values(await lectures(open)).reduce((sum, n) => sum + n, 0)).toBe(7);
    expect((await open.call('library.find', { text: 'deleted', limit: 50 })).hits).toEqual([]);
    // Putting its course away and taking that back does not bring it to life.
    const { courses } = await open.call('library.tree', {});
    await open.call('library.remove', { kind: 'course', uid: courses[0]?.uid ?? '' });
    await open.call('store.undo', {});
    await open.service.store.settle();
    expect((await open.call('library.cards', all)).total).toBe(7);
  });

  it('twice doubles nothing, and the preview says so', async () => {
    const open = await withSchool();
    const path = await writtenPackage(schoolPackage());
    const before = readFacts(open);
    open.clock.advance(60_000);
    const preview = await open.stage(path);
    expect(preview).toMatchObject({
      notes: { added: 0, updated: 0, unchanged: 5 },
      cards: { added: 0, existing: 7 },
      reviews: { added: 0, existing: 9 },
    });
    expect(preview.courses.map((course) => [course.title, course.exists])).toEqual([
      ['Biology', true],
      ['Physics', true],
      ['Imported', true],
    ]);
    const report = await open.merge(preview.staging);
    expect(report).toMatchObject({
      notes: { added: 0, updated: 0, unchanged: 5 },
      cards: { added: 0, existing: 7 },
      reviews: { added: 0, existing: 8 },
      scheduleChanges: { added: 0, existing: 1 },
    });
    const after = readFacts(open);
    expect(sameRows(before, after)).toEqual(before);
    const added = addedRows(before, after);
    added.delete('batches');
    expect([...added.values()].flat()).toEqual([]);
  });

  it('is the same on two machines: every uid is derived from the collection', async () => {
    const uids = (open: OpenService): unknown =>
      [
        'courses',
        'lectures',
        'learning_objectives',
        'note_types',
        'notes',
        'cards',
        'reviews',
        'schedule_changes',
        'card_baselines',
      ].map((table) => open.rows(`SELECT hex(uid) AS uid FROM ${table} ORDER BY uid`));
    const other = await openTestService();
    await other.import(await writtenPackage(schoolPackage(), 2));
    expect(uids(other)).toEqual(uids(await withSchool()));
  });
});

describe('undo of an import', () => {
  it('leaves what was there before, and redo brings back what the import made', async () => {
    const open = await openTestService();
    await open.call('exchange.openSample', {});
    await open.service.store.settle();
    const before = readFacts(open);
    await open.import(await writtenPackage(schoolPackage()));
    const merged = readFacts(open);
    open.clock.advance(1000);

    expect((await open.call('store.undo', {})).entry).toMatchObject({
      command: 'exchange.merge',
      subject: 'deck.apkg',
    });
    await open.service.store.settle();
    const undone = readFacts(open);
    expect(sameRows(before, undone)).toEqual(before);
    expect(liveRows(undone, addedRows(before, undone))).toEqual([]);
    expect(foundNotes(open, 'organism')).toEqual([]);

    open.clock.advance(1000);
    await open.call('store.redo', {});
    await open.service.store.settle();
    expect(readFacts(open)).toEqual(merged);
    expect(foundNotes(open, 'organism')).toHaveLength(1);

    // Undone and imported again: everything comes back from the trash, and its reviews count again.
    open.clock.advance(1000);
    await open.call('store.undo', {});
    await open.service.store.settle();
    open.clock.advance(1000);
    expect(await open.import(await writtenPackage(schoolPackage(), 2))).toMatchObject({
      notes: { added: 5, updated: 0, unchanged: 0 },
      cards: { added: 7, existing: 0 },
    });
    const again = readFacts(open);
    expect(again.get('daily_rollups')).toEqual(merged.get('daily_rollups'));
    expect(again.get('card_states')).toEqual(merged.get('card_states'));
    expect(await open.call('store.info', {})).toMatchObject({ reviews: 8 });
    expect(open.rows('SELECT count(*) AS n FROM live_reviews')).toEqual([{ n: 8 }]);
  });
});
