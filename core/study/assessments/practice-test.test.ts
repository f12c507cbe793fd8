import { describe, expect, it } from 'vitest';
import { uidToHex } from '../../store/uid.ts';
import type { InputOf, OutputOf } from '../../rpc/contract.ts';
import type { AppContract } from '../../contract.ts';
import { schoolPackage } from '../../exchange/anki/testing/school-package.ts';
import {
  profileMaker,
  writtenPackage,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { deskWithDecks, placesOf } from '../testing/study-desk.ts';

type Options = InputOf<AppContract, 'assessments.start'>['options'];
type Step = OutputOf<AppContract, 'assessments.at'>['step'];
const plain: Options = {
  questions: 12,
  format: 'flashcard',
  askConfidence: false,
  limitMinutes: null,
  reschedule: false,
};
const start = async (open: OpenService, options: Partial<Options> = {}) => {
  const { Medicine } = await placesOf(open);
  const about = { kind: Medicine.kind, uid: Medicine.uid };
  return open.call('assessments.start', { about, options: { ...plain, ...options } });
};
const question = (step: Step): Extract<Step, { kind: 'question' }> => {
  if (step.kind !== 'question') throw new Error('the test is over');
  return step;
};
const request = (open: OpenService): string => uidToHex(open.service.store.ids.uid());
const rows = (open: OpenService, sql: string): unknown[] => open.service.store.connection.prepare(sql).all();
const states = (open: OpenService) => rows(open, 'SELECT * FROM card_states ORDER BY card_id');
const days = (open: OpenService) => rows(open, 'SELECT * FROM daily_rollups ORDER BY study_day');

/** Answers what is left, right where the rule says so. */
const answerAll = async (
  open: OpenService,
  test: string,
  first: Step,
  isRight: (place: number) => boolean,
  confidencePercent?: number,
): Promise<Step> => {
  let step = first;
  while (step.kind === 'question') {
    const correct = isRight(step.place);
    open.clock.advance(4000);
    ({ step } = await open.call('assessments.answer', {
      request: request(open),
      test,
      place: step.place,
      ...(step.format === 'flashcard' ? {} : { given: correct ? step.expected : 'something else' }),
      correct,
      ...(confidencePercent === undefined ? {} : { confidencePercent }),
      durationMs: 4000,
    }));
  }
  return step;
};

describe('a practice test', () => {
  it('asks as many cards as it says, each once, and no two of a note while there are others', async () => {
    const open = await deskWithDecks();
    const { test, step } = await start(open, { questions: 16 });
    const asked: string[] = [];
    let at = step;
    while (at.kind === 'question') {
      asked.push(at.rendered.card);
      ({ step: at } = await open.call('assessments.answer', {
        request: request(open),
        test: test.uid,
        place: at.place,
        correct: true,
        durationMs: 1000,
      }));
    }
    expect(asked).toHaveLength(16);
    expect(new Set(asked).size).toBe(16);
    const notes = rows(open, 'SELECT lower(hex(uid)) AS uid, note_id FROM cards') as {
      uid: string;
      note_id: number;
    }[];
    const noteOf = new Map(notes.map((row) => [row.uid, row.note_id]));
    expect(new Set(asked.map((card) => noteOf.get(card))).size).toBe(16);
  });

  it('changes no card and no count of a day unless it is chosen', async () => {
    const open = await deskWithDecks();
    const before = { states: states(open), days: days(open), today: await open.call('study.today', {}) };
    const { test, step } = await start(open);
    await answerAll(open, test.uid, step, (place) => place % 2 === 0);
    await open.call('assessments.finish', { test: test.uid });
    expect(states(open)).toEqual(before.states);
    expect(days(open)).toEqual(before.days);
    expect(rows(open, 'SELECT * FROM reviews')).toEqual([]);
    expect((await open.call('study.today', {})).due).toBe(before.today.due);
  });

  it('schedules its cards where that is chosen, and one undo takes the answer back with its review', async () => {
    const open = await deskWithDecks();
    const { test, step } = await start(open, { reschedule: true });
    const before = { states: states(open), days: days(open) };
    const today = await open.call('study.today', {});
    const asked = question(step);
    const answer = { request: request(open), test: test.uid, place: asked.place, durationMs: 5000 };
    await open.call('assessments.answer', { ...answer, correct: true });
    expect(rows(open, 'SELECT rating FROM live_reviews')).toEqual([{ rating: 3 }]);
    expect(states(open)).not.toEqual(before.states);
    expect((await open.call('study.today', {})).answeredToday).toBe(today.answeredToday + 1);
    await open.call('store.undo', {});
    expect(rows(open, 'SELECT rating FROM live_reviews')).toEqual([]);
    expect(states(open)).toEqual(before.states);
    expect(days(open)).toEqual(before.days);
    const again = await open.call('assessments.at', { test: test.uid });
    expect(question(again.step).place).toBe(asked.place);
    expect(again.step.progress.answered).toBe(0);
  });

  it('schedules no card that left study after the test began; its answer counts in the test', async () => {
    const open = await deskWithDecks();
    const { test, step } = await start(open, { reschedule: true });
    const asked = question(step);
    await open.call('cards.suspend', { cards: [asked.rendered.card] });
    const before = states(open);
    const answer = { request: request(open), test: test.uid, place: asked.place, durationMs: 5000 };
    const given = await open.call('assessments.answer', { ...answer, correct: true });
    expect(given).toMatchObject({ recorded: true, correct: true });
    expect(rows(open, 'SELECT 1 FROM assessment_answers')).toHaveLength(1);
    expect(rows(open, 'SELECT 1 FROM reviews')).toEqual([]);
    expect(states(open)).toEqual(before);
  });

  it('records a repeated request once, and refuses a second answer to a question', async () => {
    const open = await deskWithDecks();
    const { test, step } = await start(open, { reschedule: true });
    const answer = {
      request: request(open),
      test: test.uid,
      place: question(step).place,
      correct: true,
      durationMs: 1000,
    };
    expect((await open.call('assessments.answer', answer)).recorded).toBe(true);
    const again = await open.call('assessments.answer', { ...answer, correct: false });
    expect(again).toMatchObject({ recorded: false, correct: true });
    expect(rows(open, 'SELECT 1 FROM assessment_answers')).toHaveLength(1);
    expect(rows(open, 'SELECT 1 FROM reviews')).toHaveLength(1);
    await expect(
      open.call('assessments.answer', { ...answer, request: request(open) }),
    ).rejects.toMatchObject({ kind: 'conflict' });
  });

  it('offers four different answers of which one is right, and believes only that one', async () => {
    const open = await deskWithDecks();
    const { test, step } = await start(open, { format: 'choice' });
    const first = question(step);
    expect(first.format).toBe('choice');
    expect(new Set(first.choices).size).toBe(4);
    expect(first.choices).toContain(first.expected);
    const wrong = first.choices.find((choice) => choice !== first.expected);
    const answered = await open.call('assessments.answer', {
      request: request(open),
      test: test.uid,
      place: first.place,
      given: wrong,
      correct: true,
      durationMs: 1000,
    });
    expect(answered.correct).toBe(false);
  });

  it('takes what was typed exactly as right, and otherwise the word of the person', async () => {
    const open = await deskWithDecks();
    const { test, step } = await start(open, { format: 'typed' });
    const first = question(step);
    const check = (given: string) =>
      open.call('assessments.check', { test: test.uid, place: first.place, given });
    expect(await check(` ${first.expected.toUpperCase()}. `)).toEqual({ match: 'right' });
    expect(await check('nothing like it')).toEqual({ match: 'wrong' });
    const answered = await open.call('assessments.answer', {
      request: request(open),
      test: test.uid,
      place: first.place,
      given: first.expected.toUpperCase(),
      correct: false,
      durationMs: 1000,
    });
    expect(answered.correct).toBe(true);
  });

  it('ends with its time: an answer begun before counts, one begun after does not', async () => {
    const open = await deskWithDecks();
    const { test, step } = await start(open, { limitMinutes: 1 });
    const first = question(step);
    open.clock.advance(62_000);
    const answer = { test: test.uid, place: first.place, correct: true };
    await expect(
      open.call('assessments.answer', { ...answer, request: request(open), durationMs: 1000 }),
    ).rejects.toMatchObject({ kind: 'conflict' });
    const late = await open.call('assessments.answer', {
      ...answer,
      request: request(open),
      durationMs: 3000,
    });
    expect(late.step.kind).toBe('over');
    await open.call('assessments.finish', { test: test.uid });
    const { test: ended } = await open.call('assessments.at', { test: test.uid });
    expect(ended.endedAt).toBe(ended.endsAt);
  });

  it('is one line of the history, and one after a break another', async () => {
    const open = await deskWithDecks();
    for (const questions of [8, 5]) {
      const { test, step } = await start(open, { questions });
      await answerAll(open, test.uid, step, () => true);
      await open.call('assessments.finish', { test: test.uid });
      open.clock.advance(3_600_000);
    }
    const { groups } = await open.call('history.list', {});
    const answers = groups.filter(({ command }) => command === 'assessments.answer');
    expect(answers.map(({ count }) => count)).toEqual([5, 8]);
  });

  it('says what came of it: by objective, by what was stated, and what was missed', async () => {
    const open = await deskWithDecks();
    const { test, step } = await start(open);
    await answerAll(open, test.uid, step, (place) => place >= 3, 75);
    await open.call('assessments.finish', { test: test.uid });
    const result = await open.call('assessments.result', { test: test.uid });
    expect(result.score).toMatchObject({ correct: 9, answered: 12 });
    expect(result.score.interval?.low).toBeLessThan(0.75);
    expect(result.objectives.reduce((sum, { score }) => sum + score.answered, 0)).toBe(12);
    expect(result.calibration).toMatchObject({
      answers: 12,
      groups: [{ statedPercent: 75, score: { correct: 9, answered: 12 } }],
    });
    expect(result.missed).toHaveLength(3);
    expect(result.durationMs).toBe(48_000);
    const { tests } = await open.call('assessments.list', { limit: 10 });
    expect(tests).toMatchObject([{ uid: test.uid, outcome: 'finished', score: { correct: 9 } }]);
  });
});

const school = profileMaker(async (opened) => {
  await opened.import(await writtenPackage(schoolPackage()));
});

describe('the result by objective', () => {
  it('names a lecture with what it is nested in', async () => {
    const open = await school();
    const { courses } = await open.call('library.tree', {});
    const biology = courses.find(({ title }) => title === 'Biology');
    const { test, step } = await open.call('assessments.start', {
      about: { kind: 'course', uid: biology?.uid ?? '' },
      options: { ...plain, questions: 20 },
    });
    await answerAll(open, test.uid, step, () => true);
    const { objectives } = await open.call('assessments.result', { test: test.uid });
    expect(objectives.map(({ title }) => title).toSorted()).toEqual(['Biology', 'Cells · Membranes']);
  });
});

describe('an exam', () => {
  it('is made, changed and removed, each with a way back, and a test about it asks its course', async () => {
    const open = await deskWithDecks();
    const { Medicine } = await placesOf(open);
    const { today } = await open.call('exams.list', {});
    const { exam } = await open.call('exams.create', {
      title: 'Cardiology',
      course: Medicine.uid,
      day: today + 19,
      objectives: null,
    });
    const list = async () => (await open.call('exams.list', {})).exams;
    expect(await list()).toMatchObject([{ title: 'Cardiology', daysLeft: 19, objectives: null }]);
    const { courses } = await open.call('library.tree', {});
    const all = courses.flatMap(({ lectures }) => lectures.flatMap(({ objectives }) => objectives));
    const [objective] = courses
      .filter(({ uid }) => uid === Medicine.uid)
      .flatMap(({ lectures }) => lectures.flatMap(({ objectives }) => objectives));
    expect(all.length).toBeGreaterThan(1);
    await open.call('exams.change', { exam, day: today + 20, objectives: [objective?.uid ?? ''] });
    expect(await list()).toMatchObject([{ daysLeft: 20, objectives: [objective?.uid] }]);
    const about = { kind: 'exam', uid: exam } as const;
    expect(await open.call('assessments.count', { about })).toMatchObject({ objectives: 1 });
    const { test } = await open.call('assessments.start', { about, options: plain });
    expect(test).toMatchObject({ exam, title: 'Cardiology' });
    await open.call('exams.remove', { exam });
    expect(await list()).toEqual([]);
    await open.call('store.undo', {});
    await open.call('store.undo', {});
    expect(await list()).toMatchObject([{ daysLeft: 19, objectives: null }]);
  });
});
