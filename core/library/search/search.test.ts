import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { schoolPackage } from '../../exchange/anki/testing/school-package.ts';
import {
  profileMaker,
  writtenPackage,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { maxTerms, parseSearch } from './parse-search.ts';

const terms = (text: string) => {
  const parsed = parseSearch(text);
  if ('problem' in parsed) throw new Error(JSON.stringify(parsed.problem));
  return parsed.terms;
};
const problem = (text: string) => {
  const parsed = parseSearch(text);
  return 'problem' in parsed ? parsed.problem : undefined;
};

describe('the language', () => {
  it('reads words, phrases, keys and their opposites', () => {
    expect(terms('cell -wall "ion channel" -"resting potential"')).toEqual([
      { kind: 'text', words: ['cell'], isPhrase: false, negated: false },
      { kind: 'text', words: ['wall'], isPhrase: false, negated: true },
      { kind: 'text', words: ['ion', 'channel'], isPhrase: true, negated: false },
      { kind: 'text', words: ['resting', 'potential'], isPhrase: true, negated: true },
    ]);
    expect(terms('is:Due -tag:leech flag:3 course:"Cell biology" lecture:x note:cloze')).toEqual([
      { kind: 'is', state: 'due', negated: false },
      { kind: 'tag', name: 'leech', negated: true },
      { kind: 'flag', flag: 3, negated: false },
      { kind: 'course', name: 'Cell biology', negated: false },
      { kind: 'lecture', name: 'x', negated: false },
      { kind: 'note', name: 'cloze', negated: false },
    ]);
    expect(terms('prop:stability<10.5 prop:due<=-3 rated:7:1 rated:30 added:2')).toEqual([
      { kind: 'prop', property: 'stability', comparison: '<', value: 10.5, negated: false },
      { kind: 'prop', property: 'due', comparison: '<=', value: -3, negated: false },
      { kind: 'rated', days: 7, rating: 1, negated: false },
      { kind: 'rated', days: 30, rating: undefined, negated: false },
      { kind: 'added', days: 2, negated: false },
    ]);
    // What is no key is a word, and what holds no letter is nothing.
    expect(terms('12:30 → "unclosed phrase')).toEqual([
      { kind: 'text', words: ['12', '30'], isPhrase: false, negated: false },
      { kind: 'text', words: ['unclosed', 'phrase'], isPhrase: true, negated: false },
    ]);
  });

  it('says what it does not understand, and where', () => {
    expect(problem('cell ist:due')).toEqual({ term: 'ist:due', reason: 'unknown_key' });
    expect(problem('is:overdue')).toEqual({ term: 'is:overdue', reason: 'unknown_state' });
    expect(problem('prop:ease<2')).toEqual({ term: 'prop:ease<2', reason: 'unknown_property' });
    for (const text of ['flag:8', 'flag:red', 'prop:due', 'rated:0', 'rated:7:5', 'added:x'])
      expect(problem(text)).toEqual({ term: text, reason: 'bad_number' });
    expect(problem('tag:')).toEqual({ term: 'tag:', reason: 'no_value' });
    expect(problem('a '.repeat(maxTerms + 1))).toMatchObject({ reason: 'too_many_terms' });
  });

  it('reads any text without failing', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400, unit: 'binary' }), (text) => {
        expect(parseSearch(text)).toBeTypeOf('object');
      }),
    );
    // The bound holds for what takes longest to read, too.
    for (const text of ['-'.repeat(400), '"'.repeat(400), 'a:'.repeat(200), `prop:${'9'.repeat(395)}`])
      expect(parseSearch(text)).toBeTypeOf('object');
  });
});

const withSchool = profileMaker(async (open) => open.import(await writtenPackage(schoolPackage())));
const find = async (open: OpenService, search: string, sort: 'added' | 'due' = 'added') =>
  open.call('library.cards', { scope: {}, search, sort, descending: false, offset: 0, limit: 200 });
type Row = Awaited<ReturnType<typeof find>>['rows'][number];

describe('a search', () => {
  it('finds exactly the cards that a look at each of them would, and their opposites', async () => {
    const open = await withSchool();
    const all = (await find(open, '')).rows;
    const { studyDay } = await open.call('study.today', {});
    await open.call('cards.bury', { cards: [all[0]?.uid ?? ''] });
    await open.call('cards.flag', { cards: [all[1]?.uid ?? ''], flag: 4 });
    const rows = (await find(open, '')).rows;
    const expected: [string, (row: Row) => boolean][] = [
      ['is:new', (row) => row.phase === 'new'],
      ['is:learn', (row) => row.phase === 'learning' || row.phase === 'relearning'],
      ['is:review', (row) => row.phase === 'review'],
      ['is:suspended', (row) => row.suspended],
      ['is:buried', (row) => row.buried],
      ['is:flagged', (row) => row.flag > 0],
      ['flag:4', (row) => row.flag === 4],
      [
        'is:due',
        (row) =>
          !row.suspended &&
          !row.buried &&
          (row.dueAt !== null || (row.dueDay !== null && row.dueDay <= studyDay)),
      ],
      ['tag:LIFE', (row) => row.tags.includes('life')],
      ['tag:exam', (row) => row.tags.includes('exam::2026')],
      ['tag:ex*26', (row) => row.tags.includes('exam::2026')],
      ['tag:none', (row) => row.tags.length === 0],
      ['lecture:cells', (row) => ['Cells', 'Cells · Membranes'].includes(row.lecture)],
      ['course:biology', (row) => ['Biology', 'Cells', 'Cells · Membranes'].includes(row.lecture)],
      ['prop:lapses>=1', (row) => row.lapses >= 1],
      ['prop:reps=2', (row) => row.reps === 2],
      ['prop:interval>5', (row) => row.intervalDays > 5],
      ['prop:due<=0', (row) => row.dueDay !== null && row.dueDay <= studyDay],
      ['prop:stability<20', (row) => row.stability !== null && row.stability < 20],
      ['note:cloze', (row) => row.question.includes('water') || row.question.includes('Osmosis')],
      ['"living thing"', (row) => row.question === 'organism'],
      ['"thing living"', () => false],
      ['organism life', (row) => row.question === 'organism'],
    ];
    for (const [search, fits] of expected) {
      const found = await find(open, search);
      const wanted = rows.filter(fits).map(({ uid }) => uid);
      expect({ search, problem: found.problem, cards: found.rows.map(({ uid }) => uid) }).toEqual({
        search,
        problem: null,
        cards: wanted,
      });
      expect(found.total).toBe(wanted.length);
      const [first] = search.split(' ');
      if (first !== search || search.startsWith('"')) continue;
      const opposite = await find(open, `-${search}`);
      expect({ search, cards: opposite.rows.map(({ uid }) => uid) }).toEqual({
        search,
        cards: rows.filter((row) => !fits(row)).map(({ uid }) => uid),
      });
    }
    // Several terms hold together, in any order of rows.
    const both = await find(open, 'tag:life -is:suspended', 'due');
    expect(new Set(both.rows.map(({ uid }) => uid))).toEqual(
      new Set(rows.filter((row) => row.tags.includes('life') && !row.suspended).map(({ uid }) => uid)),
    );
  });

  it('knows what was answered and added in the last days', async () => {
    const open = await withSchool();
    const { session, step } = await open.call('study.start', { scope: {} });
    if (step.kind !== 'card') throw new Error('no card');
    const { card } = step.rendered;
    await open.call('study.answer', {
      request: '018'.padEnd(32, '1'),
      session: session.uid,
      card,
      rating: 1,
      durationMs: 4000,
    });
    const uids = async (search: string) => (await find(open, search)).rows.map(({ uid }) => uid);
    expect(await uids('rated:1')).toEqual([card]);
    expect(await uids('rated:1:1')).toEqual([card]);
    expect(await uids('rated:1:3')).toEqual([]);
    open.clock.advance(86_400_000);
    expect(await uids('rated:1:1')).toEqual([]);
    expect(await uids('rated:2:1')).toEqual([card]);
    const { course, lecture } = await open.call('notes.addCourse', { title: 'New' });
    const { types } = await open.call('notes.types', {});
    const added = await open.call('notes.add', {
      noteType: types[0]?.uid ?? '',
      lecture,
      fields: ['fresh', ''],
      tags: [],
    });
    expect(course).not.toBe('');
    expect(await uids('added:1')).toEqual(added.cards);
  });

  it('says what it did not understand instead of finding nothing', async () => {
    const open = await withSchool();
    expect(await find(open, 'organism is:overdue')).toEqual({
      total: 0,
      rows: [],
      problem: { term: 'is:overdue', reason: 'unknown_state' },
    });
    expect(await find(open, '→')).toEqual({ total: 0, rows: [], problem: null });
  });

  it('gives the cards of a whole result, up to a bound', async () => {
    const open = await withSchool();
    const { rows } = await find(open, 'tag:life');
    const ask = (limit: number) => open.call('library.select', { scope: {}, search: 'tag:life', limit });
    expect(await ask(5000)).toEqual({ total: rows.length, cards: rows.map(({ uid }) => uid) });
    expect(await ask(1)).toEqual({ total: rows.length, cards: [rows[0]?.uid] });
    // In the order in which they are listed: what is bounded away is what comes last there.
    const order = { search: '', sort: 'lapses', descending: true } as const;
    const listed = await open.call('library.cards', { scope: {}, ...order, offset: 0, limit: 200 });
    const first = await open.call('library.select', { scope: {}, ...order, limit: 3 });
    expect(first.cards).toEqual(listed.rows.slice(0, 3).map(({ uid }) => uid));
  });
});
