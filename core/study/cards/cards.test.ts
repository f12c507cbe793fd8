import { describe, expect, it } from 'vitest';
import { schoolPackage } from '../../exchange/anki/testing/school-package.ts';
import { rpcErrorOf } from '../../store/testing/rpc-error-of.ts';
import {
  profileMaker,
  writtenPackage,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { readFacts } from '#electron/service/testing/facts.ts';

const withSchool = profileMaker(async (open) => open.import(await writtenPackage(schoolPackage())));

const list = async (open: OpenService) =>
  (
    await open.call('library.cards', {
      scope: {},
      search: '',
      sort: 'added',
      descending: false,
      offset: 0,
      limit: 200,
    })
  ).rows;
type Row = Awaited<ReturnType<typeof list>>[number];

const uidsWhere = async (open: OpenService, fits: (row: Row) => boolean): Promise<string[]> =>
  (await list(open)).filter(fits).map(({ uid }) => uid);

const info = async (open: OpenService, card: string) => open.call('study.cardInfo', { card });
const today = async (open: OpenService): Promise<number> => (await open.call('study.today', {})).studyDay;

/** Undo gives back every fact that was there, redo what the command made of them. */
const isUndoable = async (open: OpenService, act: () => Promise<unknown>): Promise<void> => {
  const before = await list(open);
  await act();
  const after = await list(open);
  expect(after).not.toEqual(before);
  await open.call('store.undo', {});
  expect(await list(open)).toEqual(before);
  await open.call('store.redo', {});
  expect(await list(open)).toEqual(after);
};

describe('suspending', () => {
  it('takes cards out of study until they are brought back, whole notes too, in one step of undo', async () => {
    const open = await withSchool();
    const [card = ''] = await uidsWhere(open, (row) => row.question === 'nucleus');
    const note = (await list(open)).find((row) => row.uid === card)?.note;
    const siblings = await uidsWhere(open, (row) => row.note === note);
    expect(siblings).toHaveLength(2);
    await open.call('cards.unsuspend', { cards: siblings });
    await isUndoable(open, () => open.call('cards.suspend', { cards: [card], wholeNotes: true }));
    expect(await uidsWhere(open, (row) => row.note === note && row.suspended)).toEqual(siblings);
    expect(await open.call('cards.suspend', { cards: siblings })).toEqual({ cards: 0 });
    expect(await open.call('cards.unsuspend', { cards: [card] })).toEqual({ cards: 1 });
    expect((await info(open, card)).suspended).toBe(false);
  });
});

describe('burying', () => {
  it('holds for the card whose answer was just undone, which would come back first', async () => {
    const open = await withSchool();
    const { session, step } = await open.call('study.start', { scope: {} });
    if (step.kind !== 'card') throw new Error('nothing to study');
    const { card } = step.rendered;
    const given = { request: 'a'.repeat(32), session: session.uid, card, rating: 3, durationMs: 2000 };
    await open.call('study.answer', given);
    await open.call('store.undo', {});
    const shown = async () => {
      const { step: now } = await open.call('study.current', {});
      return now?.kind === 'card' ? now.rendered.card : undefined;
    };
    expect(await shown()).toBe(card);
    await open.call('cards.bury', { cards: [card] });
    expect(await shown()).not.toBe(card);
  });

  it('lets a card rest until the next study day', async () => {
    const open = await withSchool();
    const { session, step } = await open.call('study.start', { scope: {} });
    if (step.kind !== 'card') throw new Error('no card');
    const card = step.rendered.card;
    await open.call('cards.bury', { cards: [card], wholeNotes: true });
    const next = await open.call('study.current', {});
    expect(next.session?.uid).toBe(session.uid);
    expect(next.step?.kind === 'card' ? next.step.rendered.card : undefined).not.toBe(card);
    await open.call('store.undo', {});
    expect(await open.call('study.current', {})).toMatchObject({ step: { rendered: { card } } });
    await open.call('store.redo', {});
    open.clock.advance(86_400_000);
    const tomorrow = await open.call('study.start', { scope: {} });
    expect(tomorrow.step).toMatchObject({ rendered: { card } });
  });
});

describe('a flag', () => {
  it('stands on the card until it is taken away', async () => {
    const open = await withSchool();
    const [card = ''] = await uidsWhere(open, (row) => row.question === 'organism');
    await open.call('cards.flag', { cards: [card], flag: 5 });
    expect((await open.call('library.card', { card })).flag).toBe(5);
    await open.call('store.undo', {});
    expect((await open.call('library.card', { card })).flag).toBe(0);
    expect(await rpcErrorOf(open.call('cards.flag', { cards: [card], flag: 8 }))).toMatchObject({
      kind: 'invalid',
    });
  });
});

describe('dates', () => {
  it('set due makes a review of whatever it was, each card on a day of the range', async () => {
    const open = await withSchool();
    const cards = (await list(open)).map(({ uid }) => uid);
    const day = await today(open);
    await isUndoable(open, () =>
      open.call('cards.setDue', { cards, fromDays: 3, toDays: 6, setInterval: false }),
    );
    for (const card of cards) {
      const { dueDay, phase } = await info(open, card);
      expect(phase).toBe('review');
      expect(dueDay).toBeGreaterThanOrEqual(day + 3);
      expect(dueDay).toBeLessThanOrEqual(day + 6);
    }
    // A new card has no interval of its own, and takes the days; with `setInterval` every card does.
    const before = await uidsWhere(open, (row) => row.reps === 0);
    for (const card of before) {
      const { dueDay, intervalDays } = await info(open, card);
      expect(intervalDays).toBe((dueDay ?? 0) - day);
    }
    await open.call('cards.setDue', { cards, fromDays: 9, toDays: 9, setInterval: true });
    for (const card of cards) expect((await info(open, card)).intervalDays).toBe(9);
    await open.call('store.undo', {});
    const changes = open.rows<{ n: number }>(
      'SELECT count(*) AS n FROM schedule_changes WHERE source IS NULL',
    );
    expect(changes[0]?.n).toBe(cards.length * 2);
  });

  it('set due keeps the memory of a card in review, and its interval counts from the last review', async () => {
    const open = await withSchool();
    const [card = ''] = await uidsWhere(open, (row) => row.question === 'organism');
    const before = await info(open, card);
    await open.call('cards.setDue', { cards: [card], fromDays: 10, toDays: 10, setInterval: false });
    const after = await info(open, card);
    expect(after).toMatchObject({
      stability: before.stability,
      difficulty: before.difficulty,
      reps: before.reps,
    });
    expect(after.intervalDays).toBe((before.sinceDays ?? 0) + 10);
    expect(after.history[0]).toMatchObject({ kind: 'schedule_change' });
  });

  it('forget makes cards new and leaves their history; a new card is left alone', async () => {
    const open = await withSchool();
    const cards = (await list(open)).map(({ uid }) => uid);
    const old = await uidsWhere(open, (row) => row.phase !== 'new');
    const reviews = open.rows('SELECT * FROM reviews');
    expect(await open.call('cards.forget', { cards })).toEqual({ cards: old.length });
    expect(await uidsWhere(open, (row) => row.phase !== 'new')).toEqual([]);
    expect(open.rows('SELECT * FROM reviews')).toEqual(reviews);
    await open.call('store.undo', {});
    expect(await uidsWhere(open, (row) => row.phase !== 'new')).toEqual(old);
  });

  it('postpone counts from today for what is late and leaves new cards', async () => {
    const open = await withSchool();
    open.clock.advance(400 * 86_400_000);
    const day = await today(open);
    const late = await uidsWhere(open, (row) => row.dueDay !== null && row.dueDay < day);
    const fresh = await uidsWhere(open, (row) => row.phase === 'new');
    expect(late.length).toBeGreaterThan(0);
    expect(await open.call('cards.postpone', { cards: [...late, ...fresh], days: 7 })).toEqual({
      cards: late.length,
    });
    for (const card of late) expect((await info(open, card)).dueDay).toBe(day + 7);
  });

  it('a clock that was set back still leaves the change the last word', async () => {
    const open = await withSchool();
    const [card = ''] = await uidsWhere(open, (row) => row.question === 'organism');
    await open.call('cards.setDue', { cards: [card], fromDays: 10, toDays: 10, setInterval: false });
    open.clock.advance(-5 * 86_400_000);
    await open.call('cards.forget', { cards: [card] });
    expect((await info(open, card)).phase).toBe('new');
  });
});

it('leaves out cards that are gone, and refuses when all of them are', async () => {
  const open = await withSchool();
  const gone = 'f'.repeat(32);
  const [card = ''] = await uidsWhere(open, (row) => row.question === 'organism');
  expect(await open.call('cards.flag', { cards: [gone, card], flag: 1 })).toEqual({ cards: 1 });
  const facts = readFacts(open);
  expect(await rpcErrorOf(open.call('cards.suspend', { cards: [gone] }))).toMatchObject({
    kind: 'not_found',
  });
  expect(readFacts(open)).toEqual(facts);
});
