import { describe, expect, it } from 'vitest';
import { basicNoteType, reversedNoteType } from '../exchange/anki/testing/package-description.ts';
import { rpcErrorOf } from '../store/testing/rpc-error-of.ts';
import { addedRows, readFacts, sameRows } from '#electron/service/testing/facts.ts';
import {
  profileMaker,
  writtenPackage,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { schoolPackage, schoolStart } from '../exchange/anki/testing/school-package.ts';

const withSchool = profileMaker(async (open) => open.import(await writtenPackage(schoolPackage())));
const withSample = profileMaker(async (open) => {
  await open.call('exchange.openSample', {});
  await open.service.store.settle();
});

/** Sixty cards in three states, with the same due dates, stabilities and lapses again and again. */
const withMany = profileMaker(async (open) => {
  const indexes = Array.from({ length: 60 }, (_, index) => index);
  const words = [
    'café au lait',
    'naïve reading',
    'Zellkern',
    '細胞膜の構造',
    '膜',
    'C++ pointer',
    'x_y 100%',
    "don't",
  ];
  await open.import(
    await writtenPackage({
      createdAt: schoolStart,
      decks: [{ id: 10, name: 'Words' }],
      noteTypes: [basicNoteType(100), reversedNoteType(101)],
      notes: indexes.map((n) => ({
        id: 1000 + n,
        guid: `w${n}`,
        noteTypeId: 100,
        fields: [words[n] ?? `word ${n % 7}`, `meaning ${n}`],
      })),
      cards: indexes.map((n) => ({
        id: 1 + n,
        noteId: 1000 + n,
        deckId: 10,
        ordinal: 0,
        ...(n % 3 === 0
          ? { due: n }
          : {
              type: 2,
              queue: n % 3 === 1 ? 2 : -1,
              due: 60 + (n % 5),
              intervalDays: 1 + (n % 4),
              factor: 2500,
              reps: 3,
              lapses: n % 3,
            }),
      })),
      reviews: [],
      media: [],
    }),
  );
});

const everything = {
  scope: {},
  search: '',
  sort: 'added',
  descending: false,
  offset: 0,
  limit: 200,
} as const;
const questions = async (open: OpenService, search: string): Promise<string[]> =>
  (await open.call('library.cards', { ...everything, search })).rows.map(({ question }) => question);

describe('the tree', () => {
  it('counts what a walk over all cards counts', async () => {
    const open = await withSchool();
    const { studyDay } = await open.call('study.today', {});
    const { courses } = await open.call('library.tree', {});
    const all = courses.flatMap(({ lectures }) => lectures);
    const pathOf = (lecture: (typeof all)[number]): string => {
      const parent = all.find(({ uid }) => uid === lecture.parent);
      return parent === undefined ? lecture.title : `${pathOf(parent)} · ${lecture.title}`;
    };
    expect(all.map(pathOf)).toContain('Cells · Membranes');
    for (const lecture of all) {
      const { rows } = await open.call('library.cards', { ...everything, scope: { lecture: lecture.uid } });
      const direct = rows.filter((row) => row.lecture === pathOf(lecture));
      const active = direct.filter((row) => !row.suspended);
      const inSteps = active.filter((row) => row.dueAt !== null);
      expect({ title: lecture.title, ...lecture.counts }).toEqual({
        title: lecture.title,
        total: direct.length,
        fresh: active.filter((row) => row.phase === 'new').length,
        learning: inSteps.length,
        review: active.filter((row) => row.dueDay !== null).length,
        inactive: direct.length - active.length,
        due: inSteps.length + active.filter((row) => row.dueDay !== null && row.dueDay <= studyDay).length,
      });
    }
  });

  it('of the sample course: three lectures, objectives with prerequisites, all cards reached by objectives', async () => {
    const open = await withSample();
    const { courses } = await open.call('library.tree', {});
    const objectives = courses.flatMap(({ lectures }) => lectures.flatMap((lecture) => lecture.objectives));
    const uids = new Set(objectives.map(({ uid }) => uid));
    expect(courses).toHaveLength(1);
    expect(courses[0]?.lectures.length).toBeGreaterThanOrEqual(2);
    expect(objectives.some(({ prerequisites }) => prerequisites.length > 0)).toBe(true);
    expect(objectives.flatMap(({ prerequisites }) => prerequisites).every((uid) => uids.has(uid))).toBe(true);
    const { rows, total } = await open.call('library.cards', everything);
    expect(total).toBeGreaterThanOrEqual(20);
    const shown = await Promise.all(rows.map((row) => open.call('library.card', { card: row.uid })));
    expect(shown.every(({ objective }) => objective !== null)).toBe(true);
    const required = new Set(objectives.flatMap(({ prerequisites }) => prerequisites));
    const titles = new Set(objectives.filter(({ uid }) => required.has(uid)).map(({ title }) => title));
    for (const card of shown) expect(card.isPrerequisite).toBe(titles.has(card.objective ?? ''));
    // Opened again, nothing changes.
    const before = readFacts(open);
    await open.call('exchange.openSample', {});
    const after = readFacts(open);
    expect(sameRows(before, after)).toEqual(before);
    expect(
      [...addedRows(before, after)].filter(([, added]) => added.length > 0).map(([table]) => table),
    ).toEqual(['batches']);
  });
});

describe('cards', () => {
  const sorts = ['added', 'due', 'stability', 'lapses'] as const;
  it('come in pages that neither repeat nor skip one, in every order and direction', async () => {
    const open = await withMany();
    for (const sort of sorts) {
      for (const descending of [false, true]) {
        const label = `${sort} ${descending ? 'down' : 'up'}`;
        const whole = await open.call('library.cards', { ...everything, sort, descending });
        expect([label, whole.total]).toEqual([label, 60]);
        expect([label, new Set(whole.rows.map(({ uid }) => uid)).size]).toEqual([label, 60]);
        const paged: string[] = [];
        for (let offset = 0; offset < 60; offset += 7) {
          const page = await open.call('library.cards', {
            ...everything,
            sort,
            descending,
            offset,
            limit: 7,
          });
          paged.push(...page.rows.map(({ uid }) => uid));
        }
        expect([label, ...paged]).toEqual([label, ...whole.rows.map(({ uid }) => uid)]);
        const keys = whole.rows.map(
          (row) => ({ added: 0, due: row.dueDay, stability: row.stability, lapses: row.lapses })[sort],
        );
        const known = keys.filter((key) => key !== null);
        // What has no key comes last, whichever way the others go.
        expect([label, keys.slice(known.length).find((key) => key !== null)]).toEqual([label, undefined]);
        expect([label, ...known]).toEqual([label, ...known.toSorted((a, b) => (descending ? b - a : a - b))]);
      }
    }
    const beyond = await open.call('library.cards', { ...everything, offset: 60 });
    expect(beyond).toMatchObject({ total: 60, rows: [] });
  });

  it('are found by words, beginnings of words, with or without accents; Chinese and Japanese from the start of a run', async () => {
    const open = await withMany();
    const cases: [search: string, found: string[]][] = [
      ['cafe', ['café au lait']],
      ['CAFÉ lait', ['café au lait']],
      ['lait caf', ['café au lait']],
      ['nai\u0308ve', ['naïve reading']],
      ['zell', ['Zellkern']],
      ['kern', []],
      ['細胞', ['細胞膜の構造']],
      // A run without spaces is one word, so its middle is not found: the price of an index of half the size.
      ['構造', []],
      ['膜', ['膜']],
      // Signs are no part of a word, so this asks for what begins with c.
      ['c++', ['café au lait', 'C++ pointer']],
      ['100%', ['x_y 100%']],
      ["don't", ["don't"]],
      ['"pointer" OR NOT', []],
      ['***', []],
    ];
    for (const [search, found] of cases)
      expect([search, ...(await questions(open, search))]).toEqual([search, ...found]);
    // Eleven meanings begin with 3, and six more notes have "word 3" in front: all words, wherever in the note.
    expect(await questions(open, 'meaning 3')).toHaveLength(17);
    expect(await questions(open, '   ')).toHaveLength(60);
  });

  it('of what is not there are said so', async () => {
    const open = await withSchool();
    const unknown = '0'.repeat(32);
    expect(await rpcErrorOf(open.call('library.card', { card: unknown }))).toMatchObject({
      kind: 'not_found',
    });
    expect(
      await rpcErrorOf(open.call('library.cards', { ...everything, scope: { course: unknown } })),
    ).toMatchObject({ kind: 'not_found' });
    expect(await rpcErrorOf(open.call('library.remove', { kind: 'lecture', uid: unknown }))).toMatchObject({
      kind: 'not_found',
    });
  });
});

describe('find', () => {
  it('gives courses, then lectures, then cards, with the place of each', async () => {
    const open = await withSchool();
    const hits = async (text: string, limit = 50) =>
      (await open.call('library.find', { text, limit })).hits.map(({ kind, title, place }) => [
        kind,
        title,
        place,
      ]);
    expect(await hits('cell')).toEqual([['lecture', 'Cells', 'Biology']]);
    expect(await hits('bio')).toEqual([
      ['course', 'Biology', ''],
      ['lecture', 'Biology', 'Biology'],
    ]);
    expect(await hits('membranes')).toEqual([['lecture', 'Membranes', 'Biology · Cells']]);
    expect(await hits('bio', 1)).toEqual([['course', 'Biology', '']]);
    expect(await hits('wave')).toEqual([
      ['lecture', 'Waves', 'Physics'],
      ['card', 'wavelength', 'Physics · Waves'],
    ]);
    expect(await hits('organ')).toEqual([['card', 'organism', 'Biology']]);
    expect(await hits('%')).toEqual([]);
    expect(await hits('  ')).toEqual([]);
  });
});

describe('putting away', () => {
  it('a lecture takes what is nested in it; a note goes with the last of its cards; undo brings each step back exactly', async () => {
    const open = await withSchool();
    const { courses } = await open.call('library.tree', {});
    const lecture = (title: string): string =>
      courses.flatMap(({ lectures }) => lectures).find((found) => found.title === title)?.uid ?? '';
    const settle = () => open.service.store.settle();
    const states = [readFacts(open)];
    // Cells holds one card of note n1 and, nested in it, the two of Membranes.
    expect(await open.call('library.remove', { kind: 'lecture', uid: lecture('Cells') })).toEqual({
      cards: 3,
    });
    await settle();
    expect(await questions(open, 'nucleus')).toEqual(['Zellkern']);
    expect(await questions(open, 'osmosis')).toEqual([]);
    expect(
      await rpcErrorOf(open.call('study.start', { scope: { lecture: lecture('Membranes') } })),
    ).toMatchObject({ kind: 'not_found' });
    states.push(readFacts(open));
    open.clock.advance(1000);
    expect(
      await open.call('library.remove', {
        kind: 'course',
        uid: courses.find(({ title }) => title === 'Physics')?.uid ?? '',
      }),
    ).toEqual({ cards: 2 });
    await settle();
    expect(await questions(open, 'nucleus')).toEqual([]);
    expect(await open.call('store.info', {})).toMatchObject({ courses: 2, cards: 2, notes: 2, reviews: 8 });
    for (const earlier of states.toReversed()) {
      open.clock.advance(1000);
      await open.call('store.undo', {});
      await settle();
      expect(readFacts(open)).toEqual(earlier);
    }
    await open.call('store.redo', {});
    await settle();
    expect(await questions(open, 'osmosis')).toEqual([]);
    expect(await questions(open, 'nucleus')).toEqual(['Zellkern']);
  });

  it('a new name shows everywhere and can be taken back', async () => {
    const open = await withSchool();
    const { courses } = await open.call('library.tree', {});
    const [course] = courses;
    await open.call('library.rename', { kind: 'course', uid: course?.uid ?? '', title: 'Life sciences' });
    await open.call('library.rename', {
      kind: 'lecture',
      uid: course?.lectures[0]?.uid ?? '',
      title: 'Cell biology',
    });
    // Another name may be another place in the order of names.
    const renamed = (await open.call('library.tree', {})).courses.find(({ uid }) => uid === course?.uid);
    const [first] = course?.lectures ?? [];
    expect(renamed?.title).toBe('Life sciences');
    expect(renamed?.lectures.find(({ uid }) => uid === first?.uid)?.title).toBe('Cell biology');
    expect((await open.call('store.undo', {})).entry).toMatchObject({
      command: 'library.rename',
      subject: 'Cell biology',
    });
    await open.call('store.undo', {});
    expect(await open.call('library.tree', {})).toEqual({ courses });
    // The same name is no change and nothing to take back.
    await open.call('library.rename', { kind: 'course', uid: course?.uid ?? '', title: course?.title ?? '' });
    expect((await open.call('store.undoState', {})).undo?.command).toBe('exchange.merge');
  });
});
