import { describe, expect, it } from 'vitest';
import { openTestStore } from '../../store/testing/open-test-store.ts';
import { verifyStore } from '../../store/verify.ts';
import { archiveEvents, ripeMonth } from './archive-events.ts';
import { archivedEventCounts } from './archived-events.ts';
import { allEvents, eventsOf } from './read-events.ts';
import { recordEvent } from './record-event.ts';

const dayMs = 86_400_000;
const ever = Number.MAX_SAFE_INTEGER;
const noSignal = new AbortController().signal;

type Open = Awaited<ReturnType<typeof openTestStore>>;

/** An event on each of some days, a day apart: offered one day, skipped the next. */
const record = async ({ store, clock }: Open, days: number): Promise<void> => {
  for (let day = 0; day < days; day += 1) {
    await store.write('test.event', (tx) => {
      if (day % 2 === 0) recordEvent(tx, store, 'BREAK_OFFERED', { load: day });
      else recordEvent(tx, store, 'BREAK_SKIPPED', {});
    });
    clock.advance(dayMs);
  }
};
const undo = ({ store, clock }: Open, uid: string): void => {
  store.connection.exec(
    `INSERT INTO log_undos (target_uid, target_table, undone, created_at, updated_at)
     VALUES (x'${uid}', 'behavioral_events', 1, ${clock.now()}, ${clock.now()})`,
  );
};
const live = ({ store }: Open): number =>
  (store.connection.prepare('SELECT count(*) AS n FROM behavioral_events').get() as { n: number }).n;

describe('events older than twelve months', () => {
  it('go into archives, whole months at a time, and are read on as before', async () => {
    const open = await openTestStore();
    const { store, clock } = open;
    await record(open, 120);
    const all = [...allEvents(store)];
    const offered = eventsOf(store, { type: 'BREAK_OFFERED', before: ever, limit: 500 });
    expect(offered).toHaveLength(60);

    clock.advance(300 * dayMs);
    const done = await archiveEvents(store, () => {}, noSignal);
    expect(done.months).toBeGreaterThan(0);
    expect(live(open)).toBe(120 - done.events);
    expect(live(open)).toBeGreaterThan(60);

    clock.advance(400 * dayMs);
    const months: number[] = [];
    await archiveEvents(store, (month) => months.push(month), noSignal);
    expect(months.at(0)).toBe(1);
    expect(live(open)).toBe(0);
    expect([...allEvents(store)]).toEqual(all);
    expect(eventsOf(store, { type: 'BREAK_OFFERED', before: ever, limit: 500 })).toEqual(offered);
    const [, , third] = offered;
    expect(eventsOf(store, { type: 'BREAK_OFFERED', before: third?.at ?? 0, limit: 2 })).toEqual(
      offered.slice(3, 5),
    );
    expect(archivedEventCounts(store)).toEqual(
      new Map([
        ['BREAK_OFFERED', 60],
        ['BREAK_SKIPPED', 60],
      ]),
    );
    expect(verifyStore(store.connection, store.profile).defects).toEqual([]);
  });

  it('stay while their month is not over for twelve months', async () => {
    const open = await openTestStore();
    await record(open, 3);
    open.clock.advance(364 * dayMs);
    expect(ripeMonth(open.store)).toBeUndefined();
    expect(await archiveEvents(open.store, () => {}, noSignal)).toEqual({ months: 0, events: 0 });
    expect(live(open)).toBe(3);
  });

  it('keep what was undone out of counts and reading, and whole in an export', async () => {
    const open = await openTestStore();
    const { store, clock } = open;
    await record(open, 4);
    const all = [...allEvents(store)];
    const [, , , first] = all;
    undo(open, first?.uid ?? '');
    clock.advance(500 * dayMs);
    await archiveEvents(store, () => {}, noSignal);
    expect(live(open)).toBe(0);
    expect(archivedEventCounts(store).get('BREAK_OFFERED')).toBe(1);
    expect(eventsOf(store, { type: 'BREAK_OFFERED', before: ever, limit: 9 })).toHaveLength(1);
    expect([...allEvents(store)]).toEqual(all);
  });

  it('leave the log closed, and leave it as it was where archiving fails or is stopped', async () => {
    const open = await openTestStore();
    const { store, clock } = open;
    await record(open, 90);
    clock.advance(700 * dayMs);
    const stop = new AbortController();
    await expect(archiveEvents(store, () => stop.abort(), stop.signal)).rejects.toThrow(/abort/i);
    const left = live(open);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(90);
    expect([...allEvents(store)]).toHaveLength(90);
    store.connection.exec(
      `CREATE TRIGGER full BEFORE INSERT ON event_archives BEGIN SELECT RAISE(ABORT, 'no room'); END`,
    );
    await expect(archiveEvents(store, () => {}, noSignal)).rejects.toThrow('no room');
    expect(live(open)).toBe(left);
    store.connection.exec('DROP TRIGGER full');
    expect(() => store.connection.exec('DELETE FROM behavioral_events')).toThrow(/append-only/);
    await archiveEvents(store, () => {}, noSignal);
    expect(store.connection.prepare('SELECT open FROM erase_gate').get()).toEqual({ open: 0 });
    expect([...allEvents(store)]).toHaveLength(90);
  });
});
