import { describe, expect, it } from 'vitest';
import { schoolPackage } from '../../exchange/anki/testing/school-package.ts';
import {
  openTestService,
  profileMaker,
  writtenPackage,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';
import { eraseTrash } from './erase-trash.ts';
import { TrashKeeper } from './trash-keeper.ts';

const dayMs = 86_400_000;

const open = profileMaker(async (opened) => {
  await opened.import(await writtenPackage(schoolPackage()));
});

const courseOf = async (
  service: OpenService,
): Promise<{ uid: string; title: string; lectures: { uid: string; title: string }[] }> => {
  const { courses } = await service.call('library.tree', {});
  const [course] = courses;
  if (course === undefined) throw new Error('no course');
  return course;
};
const firstCards = async (service: OpenService, limit: number): Promise<string[]> => {
  const { rows } = await service.call('library.cards', {
    scope: {},
    search: '',
    sort: 'added',
    descending: false,
    offset: 0,
    limit,
  });
  return rows.map(({ uid }) => uid);
};
const facts = (service: OpenService): unknown => ({
  live: service.rows(`SELECT 'c' AS k, uid FROM courses WHERE deleted_at IS NULL UNION ALL
    SELECT 'l', uid FROM lectures WHERE deleted_at IS NULL UNION ALL SELECT 'n', uid FROM notes WHERE deleted_at IS NULL
    UNION ALL SELECT 'k', uid FROM cards WHERE deleted_at IS NULL ORDER BY 1, 2`),
  states: service.rows('SELECT * FROM card_states ORDER BY card_id'),
});
const items = async (service: OpenService) => (await service.call('trash.list', {})).items;
const empty = async (service: OpenService): Promise<void> => {
  const { job } = await service.call('trash.empty', {});
  await resultOf(service.service, job);
  await service.service.store.settle();
};

describe('the trash', () => {
  it('is empty after an import, whatever came that was deleted in Anki', async () => {
    const service = await open();
    expect(service.rows('SELECT 1 FROM cards WHERE deleted_at = created_at').length).toBeGreaterThan(0);
    expect(await service.call('trash.list', {})).toEqual({ items: [], total: 0 });
  });

  it('names a course once, with what went with it, and brings all of it back as one step of undo', async () => {
    const service = await open();
    const before = facts(service);
    const course = await courseOf(service);
    const { cards } = await service.call('library.remove', { kind: 'course', uid: course.uid });
    const away = facts(service);
    const now = service.clock.now();
    expect(await items(service)).toMatchObject([
      {
        kind: 'course',
        uid: course.uid,
        title: course.title,
        cards,
        deletedAt: now,
        erasedAt: now + 30 * dayMs,
      },
    ]);
    service.clock.advance(1000);
    const restored = await service.call('trash.restore', { items: [{ kind: 'course', uid: course.uid }] });
    expect(restored).toEqual({ items: 1, cards });
    await service.service.store.settle();
    expect(facts(service)).toEqual(before);
    expect(await items(service)).toEqual([]);
    expect((await service.call('store.undo', {})).entry).toMatchObject({
      command: 'trash.restore',
      subject: course.title,
    });
    await service.service.store.settle();
    expect(facts(service)).toEqual(away);
    await service.call('store.redo', {});
    await service.service.store.settle();
    expect(facts(service)).toEqual(before);
  });

  it('brings back a note with the cards that went with it, and what had gone before stays', async () => {
    const service = await open();
    const [first = ''] = await firstCards(service, 1);
    const before = facts(service);
    await service.call('notes.remove', { cards: [first] });
    const [item] = await items(service);
    expect(item).toMatchObject({ kind: 'note', notes: 1 });
    expect(item?.title).not.toBe('');
    expect(item?.place).toContain(' · ');
    await service.call('trash.restore', { items: [{ kind: 'note', uid: item?.uid ?? '' }] });
    await service.service.store.settle();
    expect(facts(service)).toEqual(before);
  });

  it('holds an exam, which comes back with its objectives, and goes after 30 days with what hung on it', async () => {
    const service = await open();
    const course = await courseOf(service);
    const { today } = await service.call('exams.list', {});
    const objectives = service
      .rows<{ uid: string }>(
        'SELECT lower(hex(uid)) AS uid FROM learning_objectives WHERE deleted_at IS NULL LIMIT 2',
      )
      .map(({ uid }) => uid);
    const input = { title: 'Finals', course: course.uid, day: today + 20, objectives };
    const { exam } = await service.call('exams.create', input);
    service.clock.advance(1000);
    await service.call('exams.remove', { exam });
    expect(await items(service)).toMatchObject([
      { kind: 'exam', uid: exam, title: 'Finals', place: course.title },
    ]);
    await service.call('trash.restore', { items: [{ kind: 'exam', uid: exam }] });
    const [back] = (await service.call('exams.list', {})).exams;
    expect(back).toMatchObject({ uid: exam, title: 'Finals', objectives });
    await service.call('exams.remove', { exam });
    await empty(service);
    expect(service.rows('SELECT 1 FROM exams')).toEqual([]);
    expect(service.rows('SELECT 1 FROM exam_objectives')).toEqual([]);
    expect(await items(service)).toEqual([]);
  });

  it('erases nothing that was brought back while it erased', async () => {
    const service = await open();
    const cards = await firstCards(service, 200);
    await service.call('notes.remove', { cards });
    const [last] = (await items(service)).toReversed();
    if (last === undefined) throw new Error('an empty trash');
    const { job } = await service.call('trash.empty', {});
    const restored = await service
      .call('trash.restore', { items: [{ kind: last.kind, uid: last.uid }] })
      .catch(() => undefined);
    await resultOf(service.service, job);
    const [row] = service.rows<{ fields: string; deleted_at: number | null }>(
      `SELECT fields, deleted_at FROM notes WHERE lower(hex(uid)) = '${last.uid}'`,
    );
    // Whichever came first: it is there with its content, or it was never brought back.
    if (restored !== undefined) {
      expect(row?.deleted_at).toBeNull();
      expect(row?.fields).not.toBe('[""]');
    } else expect(row === undefined || row.fields === '[""]').toBe(true);
  });

  it('is brought back by no redo once it is erased', async () => {
    const service = await open();
    await service.call('notes.remove', { cards: await firstCards(service, 1) });
    service.clock.advance(29 * dayMs);
    const [item] = await items(service);
    if (item === undefined) throw new Error('an empty trash');
    await service.call('trash.restore', { items: [{ kind: item.kind, uid: item.uid }] });
    await service.call('store.undo', {});
    service.clock.advance(dayMs + 1000);
    const keeper = new TrashKeeper(service.service.store, service.service.jobs, (error) => {
      throw error;
    });
    const job = await keeper.look();
    await resultOf(service.service, job ?? '');
    await service.call('store.redo', {}).catch(() => undefined);
    expect(service.rows(`SELECT 1 FROM notes WHERE deleted_at IS NULL AND fields = '[""]'`)).toEqual([]);
  });

  it('gives back no card that its note cannot have since it got another type, neither alone nor with its lecture', async () => {
    const service = await open();
    const course = (await service.call('library.tree', {})).courses.find(({ title }) => title === 'Physics');
    const lecture = course?.lectures[0]?.uid ?? '';
    // Physics::Waves holds the second card of n1 (ordinal 1), whose first lies in Biology, and one of another note.
    const live = (): unknown[] =>
      service.rows(
        `SELECT source_id FROM cards WHERE deleted_at IS NULL AND source_id IN ('2', '3', '6') ORDER BY 1`,
      );
    const [second] = service.rows<{ uid: string }>(
      `SELECT lower(hex(uid)) AS uid FROM cards WHERE source_id = '3'`,
    );
    const school = schoolPackage();
    const [n0, n1, ...notes] = school.notes;
    if (n0 === undefined || n1 === undefined) throw new Error('no notes');
    // A type of one card.
    const retyped = { ...n1, noteTypeId: 100, modifiedAt: (n1.modifiedAt ?? 0) + 900 };
    const path = await writtenPackage({
      ...school,
      notes: [n0, retyped, ...notes],
      cards: school.cards.filter(({ id }) => id !== 3 && id !== 6),
    });
    await service.call('library.remove', { kind: 'lecture', uid: lecture });
    service.clock.advance(1000);
    await service.import(path);
    expect(live()).toEqual([{ source_id: '2' }]);
    service.clock.advance(1000);
    const restored = await service.call('trash.restore', { items: [{ kind: 'lecture', uid: lecture }] });
    await service.service.store.settle();
    expect(restored).toEqual({ items: 1, cards: 1 });
    expect(live()).toEqual([{ source_id: '2' }, { source_id: '6' }]);
    const wanted = [{ kind: 'card' as const, uid: second?.uid ?? '' }];
    await expect(service.call('trash.restore', { items: wanted })).rejects.toMatchObject({
      kind: 'conflict',
    });
    expect(await service.call('trash.list', {})).toEqual({ items: [], total: 0 });
    // All of it taken back: with the type, the card is there again.
    for (const command of ['trash.restore', 'exchange.merge', 'library.remove'])
      expect((await service.call('store.undo', {})).entry?.command).toBe(command);
    expect(live()).toEqual([{ source_id: '2' }, { source_id: '3' }, { source_id: '6' }]);
  });

  it.each([
    { meanwhile: 'brought back and that undone', commands: ['trash.restore'] },
    { meanwhile: 'put away in the moment of emptying', commands: [] },
  ])(
    'is out of reach of undo and redo where it was $meanwhile while it was emptied',
    async ({ commands }) => {
      const service = await open();
      const course = await courseOf(service);
      const [objective] = service.rows<{ uid: string }>(
        'SELECT lower(hex(uid)) AS uid FROM learning_objectives WHERE deleted_at IS NULL LIMIT 1',
      );
      const { exam } = await service.call('exams.create', {
        title: 'Finals',
        course: course.uid,
        day: (await service.call('exams.list', {})).today + 20,
        objectives: [objective?.uid ?? ''],
      });
      service.clock.advance(1000);
      await service.call('notes.remove', { cards: await firstCards(service, 1) });
      if (commands.length > 0) await service.call('exams.remove', { exam });
      const { store } = service.service;
      // Between the slice of the notes and that of the exams.
      const between = async (): Promise<void> => {
        if (commands.length === 0) return void (await service.call('exams.remove', { exam }));
        await service.call('trash.restore', { items: [{ kind: 'exam', uid: exam }] });
        await service.call('store.undo', {});
      };
      let happened: Promise<void> | undefined;
      const { signal } = new AbortController();
      const { erased } = await eraseTrash(
        store,
        service.clock.now(),
        true,
        () => void (happened ??= between()),
        signal,
      );
      await happened;
      expect(erased).toBe(2);
      expect(service.rows('SELECT 1 FROM exams')).toEqual([]);
      expect(await service.call('store.undoState', {})).toEqual({ undo: null, redo: null });
    },
  );

  it('does not show what an undone import made: redo brings that back', async () => {
    const service = await openTestService();
    await service.import(await writtenPackage(schoolPackage()));
    await service.call('store.undo', {});
    expect((await service.call('trash.list', {})).total).toBe(0);
    expect(service.rows('SELECT 1 FROM courses WHERE deleted_at IS NOT NULL').length).toBeGreaterThan(0);
  });

  it('gives back nothing where one of several is not there', async () => {
    const service = await open();
    const course = await courseOf(service);
    await service.call('library.remove', { kind: 'course', uid: course.uid });
    const away = facts(service);
    const wanted = [
      { kind: 'course' as const, uid: course.uid },
      { kind: 'lecture' as const, uid: '0'.repeat(32) },
    ];
    await expect(service.call('trash.restore', { items: wanted })).rejects.toMatchObject({
      kind: 'conflict',
    });
    expect(facts(service)).toEqual(away);
  });

  it('does not take a lecture out of a course that lies in it', async () => {
    const service = await open();
    const course = await courseOf(service);
    const lecture = course.lectures[0]?.uid ?? '';
    await service.call('library.remove', { kind: 'lecture', uid: lecture });
    service.clock.advance(1000);
    await service.call('library.remove', { kind: 'course', uid: course.uid });
    expect((await items(service)).map(({ kind }) => kind)).toEqual(['course']);
    const wanted = [{ kind: 'lecture' as const, uid: lecture }];
    await expect(service.call('trash.restore', { items: wanted })).rejects.toMatchObject({
      kind: 'conflict',
    });
  });
});

describe('what is erased', () => {
  const answers = (service: OpenService): unknown =>
    service.rows('SELECT * FROM daily_rollups ORDER BY study_day');
  const textsLeft = (service: OpenService): unknown[] =>
    service.rows(`SELECT fields FROM notes WHERE deleted_at IS NOT NULL AND fields <> '[""]'`);

  it('loses its content at once; what was answered, and when, stays', async () => {
    const service = await open();
    const course = await courseOf(service);
    await service.call('library.remove', { kind: 'course', uid: course.uid });
    await service.service.store.settle();
    const days = answers(service);
    service.clock.advance(1000);
    await empty(service);
    expect(textsLeft(service)).toEqual([]);
    expect(answers(service)).toEqual(days);
    expect(await service.call('trash.list', {})).toEqual({ items: [], total: 0 });
    expect(service.rows('PRAGMA foreign_key_check')).toEqual([]);
    // Nothing is left that would bring back empty cards.
    expect((await service.call('store.undo', {})).entry).toBeNull();
    const { job } = await service.call('store.rebuild', {});
    const states = facts(service);
    await resultOf(service.service, job);
    expect(facts(service)).toEqual(states);
    expect(answers(service)).toEqual(days);
  });

  it('comes back with its history when it is imported again', async () => {
    const service = await openTestService();
    const path = await writtenPackage(schoolPackage());
    await service.import(path);
    const live = service.rows('SELECT uid, fields FROM notes WHERE deleted_at IS NULL ORDER BY uid');
    const days = answers(service);
    const { courses } = await service.call('library.tree', {});
    for (const { uid } of courses) await service.call('library.remove', { kind: 'course', uid });
    service.clock.advance(1000);
    await empty(service);
    await service.import(path);
    expect(service.rows('SELECT uid, fields FROM notes WHERE deleted_at IS NULL ORDER BY uid')).toEqual(live);
    expect(answers(service)).toEqual(days);
    expect((await service.call('library.tree', {})).courses.map(({ title }) => title)).toEqual(
      courses.map(({ title }) => title),
    );
  });

  it('goes by itself after 30 days, not a day before', async () => {
    const service = await open();
    const { store, jobs } = service.service;
    const keeper = new TrashKeeper(store, jobs, (error) => {
      throw error;
    });
    const [first = ''] = await firstCards(service, 1);
    await service.call('notes.remove', { cards: [first] });
    service.clock.advance(29 * dayMs);
    expect(await keeper.look()).toBeUndefined();
    expect(await items(service)).toHaveLength(1);
    service.clock.advance(dayMs + 1);
    const job = await keeper.look();
    expect(await resultOf(service.service, job ?? '')).toMatchObject({ erased: 1 });
    expect(textsLeft(service)).toEqual([]);
    expect(await keeper.look()).toBeUndefined();
  });
});
