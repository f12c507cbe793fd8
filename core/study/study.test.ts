import { describe, expect, it } from 'vitest';
import { uidToHex } from '../store/uid.ts';
import {
  openTestService,
  profileMaker,
  writtenPackage,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { readFacts } from '#electron/service/testing/facts.ts';
import { rpcErrorOf } from '../store/testing/rpc-error-of.ts';
import { schoolPackage } from '../exchange/anki/testing/school-package.ts';

const minute = 60_000;
const hour = 60 * minute;
const withSchool = profileMaker(async (open) => open.import(await writtenPackage(schoolPackage())));
const withSample = profileMaker(async (open) => {
  await open.call('exchange.openSample', {});
  await open.service.store.settle();
});

type Step = Awaited<ReturnType<typeof start>>['step'];
const start = (open: OpenService, scope = {}) => open.call('study.start', { scope });

const cardOf = (step: Step): string => {
  if (step.kind !== 'card') throw new Error(`${step.kind} instead of a card`);
  return step.rendered.card;
};

const newRequest = (open: OpenService): string => uidToHex(open.service.store.ids.uid());

const answer = async (open: OpenService, session: string, step: Step, rating: number, durationMs = 5000) => {
  const request = newRequest(open);
  const given = await open.call('study.answer', { request, session, card: cardOf(step), rating, durationMs });
  open.clock.advance(durationMs);
  return { ...given, request };
};

const reviews = (open: OpenService): number =>
  open.rows<{ n: number }>('SELECT count(*) AS n FROM live_reviews WHERE session_id IS NOT NULL')[0]?.n ?? -1;

describe('a session', () => {
  it('is resumed where it was, also after a restart, and starting again does not make a second one', async () => {
    const open = await withSample();
    const first = await start(open);
    await answer(open, first.session.uid, first.step, 3);
    const again = await start(open);
    expect(again.session.uid).toBe(first.session.uid);
    const restarted = await open.restart();
    const current = await restarted.call('study.current', {});
    expect(current.session?.uid).toBe(first.session.uid);
    expect(current.step).toEqual((await start(restarted)).step);
    expect(current.step).toMatchObject({ progress: { answered: 1, spentMs: 5000 } });
    expect(restarted.rows('SELECT count(*) AS n FROM study_sessions')).toEqual([{ n: 1 }]);
  });

  it('of another scope ends the one before', async () => {
    const open = await withSchool();
    const whole = await start(open);
    open.clock.advance(minute);
    const { courses } = await open.call('library.tree', {});
    const course = courses.find(({ title }) => title === 'Physics')?.uid ?? '';
    const physics = await start(open, { course });
    expect(physics.session).toMatchObject({ title: 'Physics', scope: { course }, endedAt: null });
    expect(open.rows('SELECT ended_at - started_at AS ms FROM study_sessions ORDER BY id')).toEqual([
      { ms: minute },
      { ms: null },
    ]);
    expect(await rpcErrorOf(open.call('study.pause', { session: whole.session.uid }))).toMatchObject({
      kind: 'conflict',
    });
    // Only cards of the scope come.
    const place = open.rows<{ title: string }>(
      `SELECT co.title FROM cards c JOIN lectures l ON l.id = c.lecture_id JOIN courses co ON co.id = l.course_id WHERE hex(c.uid) = ?`,
      cardOf(physics.step).toUpperCase(),
    );
    expect(place).toEqual([{ title: 'Physics' }]);
  });

  it('left open ends with its last answer when the next study day begins, at four in the morning', async () => {
    const open = await withSample();
    const { session, step } = await start(open);
    open.clock.advance(minute);
    await answer(open, session.uid, step, 3);
    const answeredAt = open.clock.now() - 5000;
    // 03:59 of the next calendar day is still this study day; the tests begin at 10:00 in Berlin.
    open.clock.advance(18 * hour - 2 * minute - 5000);
    expect((await open.call('study.today', {})).openSession?.uid).toBe(session.uid);
    open.clock.advance(minute);
    const today = await open.call('study.today', {});
    expect(today.openSession).toBeNull();
    expect(today.lastSession).toMatchObject({ session: session.uid, answers: 1, endedAt: answeredAt });
    expect((await open.call('study.current', {})).session).toBeNull();
    const next = await start(open);
    expect(next.session.uid).not.toBe(session.uid);
    expect(open.rows('SELECT ended_at FROM study_sessions ORDER BY id')).toEqual([
      { ended_at: answeredAt },
      { ended_at: null },
    ]);
  });

  it('pauses and resumes once however often it is said, and ends once', async () => {
    const open = await withSample();
    const { session } = await start(open);
    const uid = { session: session.uid };
    for (const name of [
      'study.pause',
      'study.pause',
      'study.resume',
      'study.resume',
      'study.pause',
    ] as const) {
      open.clock.advance(minute);
      await open.call(name, uid);
    }
    expect((await open.call('study.current', {})).session?.paused).toBe(true);
    expect(open.rows('SELECT kind FROM session_pauses ORDER BY at')).toEqual([
      { kind: 'paused' },
      { kind: 'resumed' },
      { kind: 'paused' },
    ]);
    // Starting again goes on.
    expect((await start(open)).session).toMatchObject({ uid: session.uid, paused: false });
    const ended = await open.call('study.finish', uid);
    open.clock.advance(hour);
    expect((await open.call('study.finish', uid)).endedAt).toBe(ended.endedAt);
    expect(await rpcErrorOf(open.call('study.resume', uid))).toMatchObject({ kind: 'conflict' });
    // None of it stands between the owner and the last thing that can be undone.
    expect((await open.call('store.undoState', {})).undo?.command).toBe('exchange.merge');
  });
});

describe('an answer', () => {
  it('is recorded once however often its request comes: at once, together, after a restart', async () => {
    const open = await withSample();
    const { session, step } = await start(open);
    const input = {
      request: newRequest(open),
      session: session.uid,
      card: cardOf(step),
      rating: 3,
      durationMs: 4000,
    };
    const given = await Promise.all([1, 2, 3].map(() => open.call('study.answer', input)));
    expect(given.filter(({ recorded }) => recorded)).toHaveLength(1);
    expect(new Set(given.map(({ intervalSeconds }) => intervalSeconds)).size).toBe(1);
    const before = readFacts(open);
    const restarted = await open.restart();
    const again = await restarted.call('study.answer', input);
    expect(again).toMatchObject({
      recorded: false,
      review: input.request,
      intervalSeconds: given[0]?.intervalSeconds,
    });
    expect(readFacts(restarted)).toEqual(before);
    // The same request for another card is somebody's mistake.
    if (again.step.kind !== 'card') throw new Error('no card');
    const other = { ...input, card: again.step.rendered.card };
    expect(await rpcErrorOf(restarted.call('study.answer', other))).toMatchObject({ kind: 'conflict' });
    expect(reviews(restarted)).toBe(1);
    // Also when its card has been put away meanwhile.
    const { courses } = await restarted.call('library.tree', {});
    await restarted.call('library.remove', { kind: 'course', uid: courses[0]?.uid ?? '' });
    expect(await restarted.call('study.answer', input)).toMatchObject({ recorded: false });
  });

  it('gives what its preview promised, for each rating', async () => {
    for (const rating of [1, 2, 3, 4]) {
      const open = await withSchool();
      const { session, step } = await start(open);
      if (step.kind !== 'card') throw new Error('no card');
      const { intervalSeconds } = await answer(open, session.uid, step, rating);
      expect(intervalSeconds).toBe(step.outcomes[rating - 1]?.intervalSeconds);
    }
  });

  it('counts on the card’s facts, also while a merge has left its state to be computed', async () => {
    const open = await withSchool();
    const { session, step } = await start(open);
    if (step.kind !== 'card') throw new Error('no card');
    const { connection } = open.service.store;
    connection.exec('UPDATE card_states SET phase = 2, stability = 1, interval_days = 400, reps = 50');
    connection.exec(`INSERT INTO stale_derivations SELECT 'card_states', id FROM cards`);
    const { intervalSeconds } = await answer(open, session.uid, step, 3);
    expect(intervalSeconds).toBe(step.outcomes[2]?.intervalSeconds);
  });

  it('is refused for what cannot be studied, and leaves no trace', async () => {
    const open = await withSchool();
    const { courses } = await open.call('library.tree', {});
    const uidOf = (name: string): string => courses.find(({ title }) => title === name)?.uid ?? '';
    const { session, step } = await start(open, { course: uidOf('Biology') });
    const given = (parts: object) => ({
      request: newRequest(open),
      session: session.uid,
      card: cardOf(step),
      rating: 3,
      durationMs: 1000,
      ...parts,
    });
    const cardWith = (where: string): string =>
      open.rows<{ uid: string }>(`SELECT lower(hex(uid)) AS uid FROM cards WHERE ${where}`)[0]?.uid ?? '';
    await open.call('library.remove', {
      kind: 'course',
      uid: uidOf('Physics'),
    });
    const before = readFacts(open);
    const unknown = '0'.repeat(32);
    const refused: [object, string][] = [
      [{ card: unknown }, 'not_found'],
      [{ session: unknown }, 'not_found'],
      [{ card: cardWith('suspended = 1') }, 'conflict'],
      [{ card: cardWith('deleted_at IS NOT NULL AND deleted_at <> created_at') }, 'conflict'],
      [{ card: cardWith('deleted_at = created_at') }, 'conflict'],
      [{ reps: 99 }, 'conflict'],
      [{ rating: 0 }, 'invalid'],
      [{ rating: 5 }, 'invalid'],
      [{ durationMs: -1 }, 'invalid'],
    ];
    for (const [parts, kind] of refused) {
      const error = await rpcErrorOf(open.call('study.answer', given(parts)));
      expect({ ...parts, error: error.kind }).toEqual({ ...parts, error: kind });
    }
    expect(readFacts(open)).toEqual(before);
    await open.call('study.finish', { session: session.uid });
    expect(await rpcErrorOf(open.call('study.answer', given({})))).toMatchObject({ kind: 'conflict' });
    expect(reviews(open)).toBe(0);
  });

  it('under a clock that was set back comes after the one before it, on the day the clock says', async () => {
    const open = await withSample();
    const { session, step } = await start(open);
    const first = cardOf(step);
    await answer(open, session.uid, step, 1);
    open.clock.advance(-30 * hour);
    const request = newRequest(open);
    await open.call('study.answer', {
      request,
      session: session.uid,
      card: first,
      rating: 3,
      durationMs: 1000,
    });
    const rows = open.rows<{ at: number; rating: number }>('SELECT at, rating FROM live_reviews ORDER BY at');
    expect(rows.map(({ rating }) => rating)).toEqual([1, 3]);
    expect((rows[1]?.at ?? 0) - (rows[0]?.at ?? 0)).toBe(1);
    const states = open.rows('SELECT * FROM card_states ORDER BY card_id');
    const { job } = await open.call('store.rebuild', {});
    await open.service.jobs.ended(job);
    expect(open.rows('SELECT * FROM card_states ORDER BY card_id')).toEqual(states);
  });
});

describe('undo', () => {
  it('of any number of answers brings back the exact state before and shows that card first; redo goes forward again', async () => {
    const open = await withSample();
    const { session, step: firstStep } = await start(open);
    let step: Step = firstStep;
    const states = [{ card: cardOf(step), derived: derived(open) }];
    for (const rating of [3, 1, 4, 3, 2, 3]) {
      step = (await answer(open, session.uid, step, rating)).step;
      states.push({ card: cardOf(step), derived: derived(open) });
    }
    for (const earlier of states.slice(0, -1).toReversed()) {
      open.clock.advance(1000);
      expect((await open.call('store.undo', {})).entry?.command).toBe('study.answer');
      expect(derived(open)).toEqual(earlier.derived);
      expect(cardOf((await open.call('study.current', {})).step!)).toBe(earlier.card);
    }
    expect(reviews(open)).toBe(0);
    for (const later of states.slice(1)) {
      await open.call('store.redo', {});
      expect(derived(open)).toEqual(later.derived);
    }
    expect(reviews(open)).toBe(6);
  });
});

const derived = (open: OpenService): unknown => [
  open.rows('SELECT * FROM card_states ORDER BY card_id'),
  open.rows('SELECT * FROM daily_rollups ORDER BY study_day'),
];

describe('steps', () => {
  it('a card forgotten comes back after a minute, ahead of time when nothing else is left, and is waited for otherwise', async () => {
    const open = await openTestService();
    const { basicNoteType } = await import('../exchange/anki/testing/package-description.ts');
    await open.import(
      await writtenPackage({
        createdAt: 1_767_240_000,
        decks: [{ id: 10, name: 'One' }],
        noteTypes: [basicNoteType(100)],
        notes: [1, 2].map((n) => ({ id: n, guid: `g${n}`, noteTypeId: 100, fields: [`q${n}`, 'a'] })),
        cards: [1, 2].map((n) => ({ id: n, noteId: n, deckId: 10, ordinal: 0, due: n })),
        reviews: [],
        media: [],
      }),
    );
    const { session, step } = await start(open);
    const first = cardOf(step);
    const second = await answer(open, session.uid, step, 1);
    expect(cardOf(second.step)).not.toBe(first);
    // The second one graduates; the first is not due yet, and comes early because nothing else is left.
    const early = await answer(open, session.uid, second.step, 4);
    expect(early.step).toMatchObject({
      kind: 'card',
      phase: 'learning',
      progress: { fresh: 0, learning: 1, review: 0 },
    });
    expect(cardOf(early.step)).toBe(first);
    await open.call('settings.change', { values: { 'study.learnAheadMinutes': 0 } });
    const { step: waiting } = await open.call('study.current', {});
    if (waiting?.kind !== 'waiting') throw new Error('nothing to wait for');
    expect(waiting.until).toBe(open.clock.now() - 10_000 + minute);
    open.clock.advance(waiting.until - open.clock.now() - 1);
    expect((await open.call('study.current', {})).step?.kind).toBe('waiting');
    open.clock.advance(1);
    const due = (await open.call('study.current', {})).step!;
    expect(cardOf(due)).toBe(first);
    const graduated = await answer(open, session.uid, due, 4);
    expect(graduated.step.kind).toBe('finished');
    expect(await open.call('study.finish', { session: session.uid })).toMatchObject({
      answers: 3,
      cards: 2,
      introduced: 2,
      studiedMs: 15_000,
    });
  });
});
