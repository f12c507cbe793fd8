import { describe, expect, it } from 'vitest';
import type { OpenService } from '#electron/service/testing/open-test-service.ts';
import { rpcErrorOf } from '../store/testing/rpc-error-of.ts';
import { uidToHex } from '../store/uid.ts';
import { deskWithDecks } from './testing/study-desk.ts';

/** The phases of the next cards, each answered so that it leaves the session. */
const phasesOf = async (open: OpenService, count: number): Promise<string[]> => {
  const phases: string[] = [];
  const { session, ...current } = await open.call('study.current', {});
  let { step } = current;
  while (step?.kind === 'card' && phases.length < count) {
    phases.push(step.phase);
    open.clock.advance(4000);
    ({ step } = await open.call('study.answer', {
      request: uidToHex(open.service.store.ids.uid()),
      session: session?.uid ?? '',
      card: step.rendered.card,
      rating: 4,
      durationMs: 4000,
    }));
  }
  return phases;
};

const leftOf = async (open: OpenService): Promise<{ fresh: number; review: number }> => {
  const { step } = await open.call('study.current', {});
  return { fresh: step?.progress.fresh ?? 0, review: step?.progress.review ?? 0 };
};

describe('a session whose new cards come last', () => {
  it('shows every review before the next new card, goes on so after a restart, and loses none', async () => {
    const open = await deskWithDecks();
    const { session } = await open.call('study.start', { scope: {}, budgetMinutes: 600 });
    expect(session.newLast).toBe(false);
    expect(new Set(await phasesOf(open, 6))).toEqual(new Set(['new', 'review']));
    const before = await leftOf(open);
    expect(before.fresh).toBeGreaterThan(2);
    expect(before.review).toBeGreaterThan(2);
    await open.call('study.newLast', { session: session.uid });
    await open.call('study.newLast', { session: session.uid });
    expect(await leftOf(open)).toEqual(before);

    const again = await open.restart();
    // The same choice goes on with the same session.
    const started = await again.call('study.start', { scope: {}, budgetMinutes: 600 });
    expect(started.session).toMatchObject({ uid: session.uid, newLast: true, budgetMinutes: 600 });
    const phases = await phasesOf(again, before.review + 2);
    expect(phases).toEqual([...Array.from({ length: before.review }, () => 'review'), 'new', 'new']);
  });

  it('is neither one that has ended nor one of cards of one’s own choice, and no step of undo', async () => {
    const open = await deskWithDecks();
    const { session } = await open.call('study.start', { scope: {} });
    await open.call('study.newLast', { session: session.uid });
    expect((await open.call('store.undoState', {})).undo?.command).not.toBe('study.newLast');
    await open.call('study.finish', { session: session.uid });
    expect(await rpcErrorOf(open.call('study.newLast', { session: session.uid }))).toMatchObject({
      kind: 'conflict',
    });
    const custom = await open.call('study.start', {
      scope: {},
      custom: { kind: 'cram', limit: 10, order: 'retrievability' },
    });
    expect(await rpcErrorOf(open.call('study.newLast', { session: custom.session.uid }))).toMatchObject({
      kind: 'conflict',
    });
    // The next session of the day is in the order of the preset again.
    const next = await open.call('study.start', { scope: {} });
    expect(next.session.newLast).toBe(false);
  });
});
