import { describe, expect, it } from 'vitest';
import { deskOfReviews, Sitting } from '../load/testing/sitting.ts';

const rowsOf = ({ open }: Sitting) =>
  open.rows<{ kind: string; severity: number }>('SELECT kind, severity, priority FROM struggle_indicators');
const indicators = ({ open }: Sitting) => open.call('twin.indicators', {});

/** Five of five forgotten. */
const strugglingSitting = async (): Promise<Sitting> => {
  const sitting = await Sitting.begin(await deskOfReviews());
  await sitting.answers(5, 1);
  return sitting;
};

describe('indicators of the session under way', () => {
  it('say nothing without a session, and before five answers', async () => {
    const open = await deskOfReviews();
    expect(await open.call('twin.indicators', {})).toEqual({ isOn: true, session: null, indicators: [] });
    const sitting = await Sitting.begin(open);
    await sitting.answers(4, 1);
    expect(await indicators(sitting)).toMatchObject({ session: sitting.session, indicators: [] });
    expect(rowsOf(sitting)).toEqual([]);
  });

  it('tell of an objective that goes badly, one row a session, and take it back with its answer', async () => {
    const sitting = await strugglingSitting();
    const now = await indicators(sitting);
    expect(now.indicators).toMatchObject([
      { kind: 'lapse_rate', level: 'HIGH', severity: 1, answers: 5, forgotten: 5, ownRecall: null },
    ]);
    expect(rowsOf(sitting)).toMatchObject([{ kind: 'lapse_rate', severity: 1 }]);
    await sitting.answers(2, 1);
    expect(rowsOf(sitting)).toHaveLength(1);
    expect((await indicators(sitting)).indicators[0]).toMatchObject({ answers: 7, forgotten: 7 });
    for (let step = 0; step < 3; step += 1) await sitting.open.call('store.undo', {});
    expect((await indicators(sitting)).indicators).toEqual([]);
    expect(rowsOf(sitting)).toEqual([]);
    await sitting.open.call('store.redo', {});
    expect((await indicators(sitting)).indicators).toEqual(now.indicators);
    expect(rowsOf(sitting)).toHaveLength(1);
  });

  it('say in how many sessions of the last thirty days the objective went badly before', async () => {
    const { open, session } = await strugglingSitting();
    await open.call('study.finish', { session });
    open.clock.advance(86_400_000);
    const next = await Sitting.begin(open);
    await next.answers(5, 1);
    expect((await indicators(next)).indicators).toMatchObject([{ earlier: 1 }]);
    await open.call('study.finish', { session: next.session });
    open.clock.advance(30 * 86_400_000);
    const later = await Sitting.begin(open);
    await later.answers(5, 1);
    expect((await indicators(later)).indicators).toMatchObject([{ earlier: 0 }]);
  });

  it('are the same after the service was started again', async () => {
    const sitting = await strugglingSitting();
    const before = await indicators(sitting);
    const again = await sitting.goOn(await sitting.open.restart());
    expect(await indicators(again)).toEqual(before);
    await again.answer(1);
    expect((await indicators(again)).indicators[0]).toMatchObject({ answers: 6 });
  });

  it('are quiet for the session when that was asked for, or for good', async () => {
    const sitting = await strugglingSitting();
    const { indicator } = (await indicators(sitting)).indicators[0]!;
    await sitting.open.call('twin.snoozeIndicator', { indicator });
    await sitting.open.call('twin.snoozeIndicator', { indicator });
    expect((await indicators(sitting)).indicators).toEqual([]);
    expect(sitting.events().filter((type) => type === 'INDICATOR_SNOOZED')).toHaveLength(1);
    await sitting.answer(1);
    expect((await indicators(sitting)).indicators).toEqual([]);
    await expect(
      sitting.open.call('twin.snoozeIndicator', { indicator: '0'.repeat(32) }),
    ).rejects.toMatchObject({ kind: 'not_found' });
    const other = await Sitting.begin(await deskOfReviews());
    await other.open.call('settings.change', { values: { 'twin.indicators': false } });
    await other.answers(6, 1);
    expect(await indicators(other)).toEqual({ isOn: false, session: null, indicators: [] });
    expect(rowsOf(other)).toEqual([]);
  });

  it('compare with what the owner recalled in the days before', async () => {
    const open = await deskOfReviews();
    const first = await Sitting.begin(open);
    await first.answers(55, 3);
    await open.call('study.finish', { session: first.session });
    open.clock.advance(86_400_000);
    const second = await Sitting.begin(open);
    await second.answers(7, 3);
    await second.answers(3, 1);
    expect((await indicators(second)).indicators).toMatchObject([
      { kind: 'below_mean', ownRecall: 1, answers: 10, forgotten: 3 },
    ]);
  });
});
