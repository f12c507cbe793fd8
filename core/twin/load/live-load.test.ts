import { describe, expect, it } from 'vitest';
import { rpcErrorOf } from '../../store/testing/rpc-error-of.ts';
import { deskOfReviews, overloaded, Sitting } from './testing/sitting.ts';

const minuteMs = 60_000;

describe('the load of the session under way', () => {
  it('is of nobody while no session goes on', async () => {
    const open = await deskOfReviews();
    expect(await open.call('twin.load', {})).toMatchObject({ session: null, reading: null, offer: null });
    expect(await open.call('twin.loadTimeline', { days: 90 })).toEqual({
      sessions: [],
      high: { days: 0, lastDay: null },
    });
  });

  it('shows its parts, says what is not known, and what is needed before ten answers', async () => {
    const sitting = await Sitting.begin(await deskOfReviews());
    expect(await sitting.load()).toMatchObject({ session: sitting.session, reading: null });
    await sitting.answers(9, 3);
    const few = await sitting.load();
    expect(few).toMatchObject({ answersNeeded: 10, latencySource: null });
    expect(few.reading).toMatchObject({ score: null, measures: { answers: 9 } });
    await sitting.answers(1, 3);
    const { reading } = await sitting.load();
    expect(reading?.level).toBe('LOW');
    expect(reading?.parts.map(({ part, value }) => [part, value === null])).toEqual([
      ['latency', true],
      ['errors', false],
      ['disengagement', false],
      ['decline', true],
      ['duration', true],
    ]);
    expect(sitting.metrics()).toMatchObject([{ level: 'LOW', latency: null }]);
  });

  it('compares times with those of the days before, not with those of today', async () => {
    const open = await deskOfReviews();
    const first = await Sitting.begin(open);
    await first.answers(36, 3);
    await open.call('study.finish', { session: first.session });
    await expect((await Sitting.begin(open)).load()).resolves.toMatchObject({ latencySource: null });
    open.clock.advance(86_400_000);
    const second = await Sitting.begin(open);
    for (let n = 0; n < 10; n += 1) await second.answer(3, 24_000);
    const { latencySource, reading } = await second.load();
    expect(latencySource).toBe('days');
    expect(reading?.measures.latencyBasis).toBe(36);
    expect(reading?.measures.latencySd).toBeCloseTo((Math.log(4) + 0.245) / 0.7, 6);
  });

  it('is the same when it is folded from the facts again, after a restart and an undo', async () => {
    const sitting = await overloaded();
    await sitting.open.call('study.pause', { session: sitting.session });
    // Shorter than a gap that speaks for itself.
    sitting.open.clock.advance(5000);
    await sitting.open.call('study.resume', { session: sitting.session });
    await sitting.answer(1);
    const before = await sitting.load();
    expect(before.reading?.measures.pauses).toBe(1);

    const again = await sitting.goOn(await sitting.open.restart());
    expect(await again.load()).toEqual(before);
    const written = again.metrics();
    await again.answer(3);
    expect(await again.load()).not.toEqual(before);
    await again.open.call('store.undo', {});
    expect(await again.load()).toEqual(before);
    expect(again.metrics()).toEqual(written);
  });

  it('does not count an answer whose write failed', async () => {
    const sitting = await Sitting.begin(await deskOfReviews());
    await sitting.answers(12, 3);
    const before = await sitting.load();
    const { store } = sitting.open.service;
    const fail = store.write('test.fail', (tx) => {
      tx.emit('review.recorded', {
        cardId: 1,
        uid: store.ids.uid(),
        at: tx.now,
        studyDay: 0,
        rating: 1,
        phase: 2,
        schedules: true,
        utcOffsetMin: 0,
        durationMs: 60_000,
        session: store.connection.prepare('SELECT max(id) FROM study_sessions').pluck().get() as number,
        retrievability: 0.99,
      });
      throw new Error('the disk is full');
    });
    await expect(fail).rejects.toThrow('the disk is full');
    expect(await sitting.load()).toEqual(before);
  });
});

describe('a break', () => {
  it('is offered once, between two cards, and lapses with the next answer', async () => {
    const sitting = await overloaded();
    expect(sitting.events()).toEqual(['OVERLOAD_DETECTED', 'BREAK_OFFERED']);
    expect((await sitting.load()).offer).toMatchObject({ level: 'HIGH' });
    await sitting.answer(1);
    expect((await sitting.load()).offer).toBeNull();
    expect(sitting.events()).toHaveLength(2);
  });

  it('goes with the answer it came with, when that is taken back', async () => {
    const sitting = await overloaded();
    await sitting.open.call('store.undo', {});
    expect((await sitting.load()).offer).toBeNull();
    expect(sitting.events()).not.toContain('BREAK_OFFERED');
  });

  it('taken, is counted down, ends by hand, and stands in the timeline', async () => {
    const sitting = await overloaded();
    await sitting.command('twin.takeBreak');
    await sitting.command('twin.takeBreak');
    sitting.open.clock.advance(2 * minuteMs);
    expect(await sitting.load()).toMatchObject({
      offer: null,
      onBreak: { minutes: 5, leftMs: 3 * minuteMs },
    });
    const again = await sitting.goOn(await sitting.open.restart());
    expect((await again.load()).onBreak?.leftMs).toBe(3 * minuteMs - 1000);
    again.open.clock.advance(4 * minuteMs);
    expect((await again.load()).onBreak?.leftMs).toBe(0);
    await again.command('twin.endBreak');
    await again.command('twin.endBreak');
    expect((await again.load()).onBreak).toBeNull();
    expect(again.events().slice(2)).toEqual(['BREAK_STARTED', 'BREAK_ENDED']);
    const { sessions, high } = await again.open.call('twin.loadTimeline', { days: 1 });
    expect(high).toEqual({ days: 1, lastDay: sessions[0]?.studyDay });
    expect(sessions).toMatchObject([
      { session: again.session, offered: 1, breaks: [{ durationMs: 6 * minuteMs + 1000 }] },
    ]);
    expect(sessions[0]?.points.at(-1)?.level).toBe('HIGH');
    // Fresh: nothing is said before ten more answers.
    await again.answers(1, 1);
    expect((await again.load()).reading).toMatchObject({ score: null, measures: { answers: 1 } });
  });

  it('postponed or not wanted, is kept as said; without an offer there is nothing to say', async () => {
    const sitting = await overloaded();
    await sitting.command('twin.postponeBreak');
    await sitting.command('twin.skipBreak');
    expect(sitting.events().slice(2)).toEqual(['BREAK_POSTPONED']);
    const before = await sitting.load();
    expect(before.offer).toBeNull();
    expect(await (await sitting.goOn(await sitting.open.restart())).load()).toEqual(before);
  });

  it('is not a step of undo, and not of a session that has ended', async () => {
    const sitting = await overloaded();
    const { undo } = await sitting.open.call('store.undoState', {});
    await sitting.command('twin.takeBreak');
    expect((await sitting.open.call('store.undoState', {})).undo).toEqual(undo);
    await sitting.open.call('study.finish', { session: sitting.session });
    expect(await rpcErrorOf(sitting.command('twin.endBreak'))).toMatchObject({ kind: 'conflict' });
  });
});
