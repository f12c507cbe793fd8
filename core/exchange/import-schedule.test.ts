import { describe, expect, it } from 'vitest';
import {
  profileMaker,
  writtenPackage,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { schoolPackage, schoolStart } from './anki/testing/school-package.ts';

const day = 86_400;
/** Study day of the school's collection day 0: 1 January 2026. */
const dayZero = 20_454;
const withSchool = profileMaker(async (open) => open.import(await writtenPackage(schoolPackage())));

type State = {
  source_id: string;
  queue: number;
  phase: number;
  due_day: number | null;
  due_at: number | null;
  interval_days: number;
};
const states = (open: OpenService): Record<string, Omit<State, 'source_id'>> =>
  Object.fromEntries(
    open
      .rows<State>(
        `SELECT c.source_id, s.queue, s.phase, s.due_day, s.due_at, s.interval_days
         FROM cards c JOIN card_states s ON s.card_id = c.id WHERE c.deleted_at IS NULL ORDER BY c.source_id`,
      )
      .map(({ source_id, ...state }) => [source_id, state]),
  );

describe('the schedule of an imported card', () => {
  it('is the one Anki showed: due days, instants of steps, suspended, filtered and new cards', async () => {
    const open = await withSchool();
    expect(new Date(dayZero * day * 1000).toISOString()).toBe('2026-01-01T00:00:00.000Z');
    const review = { queue: 2, phase: 2, due_at: null };
    const fresh = { queue: 0, phase: 0, due_day: null, due_at: null, interval_days: 0 };
    expect(states(open)).toEqual({
      1: { ...review, due_day: dayZero + 70, interval_days: 30 },
      // Suspended, and still with its place in the calendar.
      2: { ...review, queue: -1, due_day: dayZero + 50, interval_days: 10 },
      3: fresh,
      // In a filtered deck when it was exported: its due date at home.
      4: { ...review, due_day: dayZero + 58, interval_days: 20 },
      5: fresh,
      6: {
        queue: 1,
        phase: 1,
        due_day: null,
        due_at: (schoolStart + 40 * day + 7 * 3600) * 1000,
        interval_days: 0,
      },
      7: fresh,
    });
    const cards = open.rows(
      `SELECT source_id, position, suspended, flag FROM cards WHERE source_id IN ('2', '3', '5') ORDER BY source_id`,
    );
    expect(cards).toEqual([
      { source_id: '2', position: 0, suspended: 1, flag: 2 },
      { source_id: '3', position: 7, suspended: 0, flag: 0 },
      { source_id: '5', position: 3, suspended: 0, flag: 0 },
    ]);
  });

  it('hides a card buried today, and shows it again tomorrow', async () => {
    const open = await withSchool();
    const school = schoolPackage();
    const now = open.clock.now() / 1000;
    const buried = school.cards.map((card) => {
      const other = { ...card, noteId: card.noteId + 5000, id: card.id + 5000, modifiedAt: now - 60 };
      return card.id === 6
        ? { ...other, queue: -3 }
        : { ...other, queue: -2, due: 10, originalDeckId: 0, deckId: 20 };
    });
    const notes = school.notes.map((note) => ({ ...note, id: note.id + 5000, guid: `buried ${note.guid}` }));
    await open.import(await writtenPackage({ ...school, notes, cards: buried, reviews: [] }));
    const today = await open.call('study.today', {});
    const due = (counts: { due: number; total: number }[]): number =>
      counts.reduce((sum, { due: n }) => sum + n, 0);
    const tree = async (): Promise<number> =>
      due(
        (await open.call('library.tree', {})).courses.flatMap(({ lectures }) =>
          lectures.map(({ counts }) => counts),
        ),
      );
    // Of the first import: two in review and one in learning are due, and of three that
    // are new two are of one note.
    expect(today).toMatchObject({ due: 1, fresh: 2, learning: 1 });
    expect(await tree()).toBe(2);
    open.clock.advance(day * 1000);
    expect(await open.call('study.today', {})).toMatchObject({ due: 4, learning: 2 });
    expect(await tree()).toBe(6);
  });

  it('is not moved by an import of an earlier state after an answer here', async () => {
    const open = await withSchool();
    const { step, session } = await open.call('study.start', { scope: {} });
    if (step.kind !== 'card') throw new Error('no card');
    const request = 'ab'.repeat(16);
    await open.call('study.answer', {
      request,
      session: session.uid,
      card: step.rendered.card,
      rating: 3,
      durationMs: 1000,
    });
    const after = states(open);
    const school = schoolPackage();
    // Anki says another day for every card in review, but from before the answer.
    const cards = school.cards.map((card) =>
      card.type === 2
        ? {
            ...card,
            modifiedAt: (card.modifiedAt ?? 0) + 60,
            due: card.due! + 5,
            originalDue: card.originalDeckId ? 63 : 0,
          }
        : card,
    );
    await open.import(await writtenPackage({ ...school, cards }));
    const merged = states(open);
    const moved = Object.keys(merged).filter((card) => merged[card]?.due_day !== after[card]?.due_day);
    const answered = open.rows<{ source_id: string }>(
      'SELECT source_id FROM cards WHERE id = (SELECT card_id FROM reviews WHERE session_id IS NOT NULL)',
    )[0]?.source_id;
    expect(['1', '2', '4'].filter((card) => card !== answered)).toEqual(moved);
    expect(merged[answered ?? '']).toEqual(after[answered ?? '']);
    expect(merged['2']?.due_day).toBe(dayZero + 55);
  });
});
