import { describe, expect, it } from 'vitest';
import { schoolPackage } from '../../exchange/anki/testing/school-package.ts';
import {
  profileMaker,
  writtenPackage,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { uidToHex } from '../uid.ts';

const open = profileMaker(async (opened) => {
  await opened.import(await writtenPackage(schoolPackage()));
});

const hourMs = 3_600_000;

const study = async (service: OpenService, answers: number): Promise<void> => {
  let { session, step } = await service.call('study.start', { scope: {} });
  for (let n = 0; n < answers; n += 1) {
    if (step.kind !== 'card') throw new Error('no card to answer');
    service.clock.advance(5000);
    const request = uidToHex(service.service.store.ids.uid());
    const given = { request, session: session.uid, card: step.rendered.card, rating: 3, durationMs: 4000 };
    ({ step } = await service.call('study.answer', given));
  }
  await service.call('study.finish', { session: session.uid });
};
const list = (service: OpenService) => service.call('history.list', {});
const lines = async (service: OpenService): Promise<string[]> =>
  (await list(service)).groups.map(
    ({ command, count, undone }) => `${undone ? '-' : '+'} ${count} ${command}`,
  );
const facts = (service: OpenService): unknown => ({
  reviews: service.rows('SELECT uid FROM live_reviews ORDER BY uid'),
  settings: service.rows('SELECT key, value FROM settings ORDER BY key'),
  states: service.rows('SELECT * FROM card_states ORDER BY card_id'),
  days: service.rows('SELECT * FROM daily_rollups ORDER BY study_day'),
});

describe('history', () => {
  it('gathers the answers of each session, newest first', async () => {
    const service = await open();
    await study(service, 3);
    service.clock.advance(hourMs);
    await service.call('settings.change', { values: { 'study.newPerDay': 5 } });
    await study(service, 2);
    service.clock.advance(hourMs);
    await study(service, 1);
    const shown = (await lines(service)).filter((line) => !/study\.(start|finish)/.test(line));
    expect(shown).toEqual([
      '+ 1 study.answer',
      '+ 2 study.answer',
      '+ 1 settings.change',
      '+ 3 study.answer',
      '+ 1 exchange.merge',
    ]);
  });

  it('goes back to before a command in one stroke, and forward again, exactly', async () => {
    const service = await open();
    const before = facts(service);
    await study(service, 4);
    await service.call('settings.change', { values: { 'study.newPerDay': 5 } });
    await service.service.store.settle();
    const after = facts(service);
    const { groups, undo } = await list(service);
    const target = groups.find(({ command }) => command === 'study.answer');
    const { steps } = await service.call('history.move', {
      direction: 'undo',
      entry: target?.first ?? 0,
      from: undo ?? 0,
    });
    expect(steps).toBeGreaterThanOrEqual(5);
    await service.service.store.settle();
    expect(facts(service)).toEqual(before);
    const back = await list(service);
    expect(back.groups.find(({ command }) => command === 'study.answer')?.undone).toBe(true);
    const newest = back.groups[0]?.last ?? 0;
    await service.call('history.move', { direction: 'redo', entry: newest, from: back.redo ?? 0 });
    await service.service.store.settle();
    expect(facts(service)).toEqual(after);
    expect((await list(service)).redo).toBeNull();
  });

  it('does nothing where something was done since it was looked at', async () => {
    const service = await open();
    await study(service, 2);
    const { groups, undo } = await list(service);
    await service.call('settings.change', { values: { 'study.newPerDay': 5 } });
    const before = facts(service);
    const entry = groups.at(-2)?.first ?? 0;
    const stale = service.call('history.move', { direction: 'undo', entry, from: undo ?? 0 });
    await expect(stale).rejects.toMatchObject({ kind: 'conflict' });
    const now = await list(service);
    for (const wrong of [
      { direction: 'undo' as const, entry: (now.undo ?? 0) + 1, from: now.undo ?? 0 },
      { direction: 'redo' as const, entry, from: now.undo ?? 0 },
      { direction: 'undo' as const, entry: 999_999, from: 999_999 },
    ])
      await expect(service.call('history.move', wrong)).rejects.toMatchObject({ kind: 'conflict' });
    expect(facts(service)).toEqual(before);
  });

  it('comes in pages', async () => {
    const service = await open();
    for (let n = 1; n <= 5; n += 1)
      await service.call('settings.change', { values: { 'study.newPerDay': n } });
    const first = await service.call('history.list', { limit: 3 });
    expect([first.groups.length, first.hasMore]).toEqual([3, true]);
    const rest = await service.call('history.list', { limit: 3, before: first.groups.at(-1)?.first });
    expect([rest.groups.length, rest.hasMore]).toEqual([3, false]);
    const all = await list(service);
    expect([...first.groups, ...rest.groups]).toEqual(all.groups);
  });
});
