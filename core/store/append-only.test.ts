import { describe, expect, it } from 'vitest';
import { statement } from './statements.ts';
import { tables } from './migrations/index.ts';
import { addCourse } from './testing/add-course.ts';
import { appendBaseline, appendReview, appendScheduleChange } from './testing/add-log-rows.ts';
import { openTestStore } from './testing/open-test-store.ts';
import type { Store } from './store.ts';

const logs = [...tables.values()].filter((spec) => spec.kind === 'happened').map((spec) => spec.name);

/** One row in every log of this version. */
const fillLogs = async (store: Store): Promise<void> => {
  const { cards } = await addCourse(store, 'Anatomy', 1);
  const [card] = cards;
  if (card === undefined) throw new Error('a course without its card');
  await store.write('test.fillLogs', (tx) => {
    const row = { card, at: tx.now };
    appendReview(tx, { ...row, uid: store.ids.uid() });
    appendScheduleChange(tx, { ...row, uid: store.ids.uid() });
    appendBaseline(tx, { ...row, uid: store.ids.uid() });
    const moment = { utc_offset_min: 60, study_day: 20_514 };
    const session = tx.insertRow('study_sessions', {
      uid: store.ids.uid(),
      started_at: tx.now,
      ended_at: null,
      ...moment,
    });
    const pause = { session_id: session, at: tx.now, uid: store.ids.uid(), kind: 'paused', ...moment };
    tx.append('session_pauses', pause, { owner: session });
    const assessment = tx.insertRow('assessments', {
      uid: store.ids.uid(),
      title: 'Anatomy',
      options: '{}',
      questions: '[]',
      started_at: tx.now,
      ...moment,
    });
    const given = {
      assessment_id: assessment,
      at: tx.now,
      uid: store.ids.uid(),
      place: 0,
      correct: 1,
      duration_ms: 1,
    };
    tx.append('assessment_answers', { ...given, ...moment }, { owner: assessment });
    const event = { uid: store.ids.uid(), at: tx.now, ...moment, type: 'BREAK_STARTED', session_id: session };
    tx.append('behavioral_events', { ...event, data: '{}' }, { owner: session });
    const load = {
      score: 50,
      level: 'MODERATE',
      latency: 1,
      errors: 2,
      disengagement: 3,
      decline: 4,
      duration: 5,
    };
    tx.append(
      'cognitive_load_metrics',
      { uid: store.ids.uid(), at: tx.now, ...moment, session_id: session, ...load, confidence: 0.5 },
      { owner: session },
    );
    const erased = { uid: store.ids.uid(), at: tx.now, ...moment, kinds: '[]', up_to: tx.now };
    tx.append('erasures', erased, { owner: 0 });
  });
};

const openGate = statement('test.openGate', 'UPDATE erase_gate SET open = 1');
const closeGate = statement('test.closeGate', 'UPDATE erase_gate SET open = 0');

describe('a log', () => {
  it('is every table of the kind "happened", and there are some', () => {
    expect(logs).toEqual(
      expect.arrayContaining(['reviews', 'card_baselines', 'schedule_changes', 'session_pauses']),
    );
  });

  it.each(logs)(
    '%s refuses UPDATE, DELETE and REPLACE, and takes both through the erase gate',
    async (log) => {
      const { store } = await openTestStore();
      await fillLogs(store);
      const db = store.connection;
      const rows = () => db.prepare(`SELECT * FROM ${log}`).all();
      const before = rows();
      expect(before).toHaveLength(1);

      expect(() => db.exec(`UPDATE ${log} SET study_day = 1`)).toThrow(`${log} is append-only`);
      expect(() => db.exec(`DELETE FROM ${log}`)).toThrow(`${log} is append-only`);
      expect(() => db.exec(`INSERT OR REPLACE INTO ${log} SELECT * FROM ${log}`)).toThrow(
        `${log} is append-only`,
      );
      expect(rows()).toEqual(before);

      await store.write('test.erase', (tx) => {
        tx.run(openGate, {});
        db.exec(`UPDATE ${log} SET study_day = 1`);
        db.exec(`DELETE FROM ${log}`);
        tx.run(closeGate, {});
      });
      expect(rows()).toEqual([]);
      expect(() => db.exec(`DELETE FROM ${log}`)).not.toThrow();
      await fillLogs(store);
      expect(() => db.exec(`DELETE FROM ${log}`)).toThrow(`${log} is append-only`);
    },
  );

  it('stays closed when the write that opened the gate fails', async () => {
    const { store } = await openTestStore();
    await fillLogs(store);
    const erase = store.write('test.erase', (tx) => {
      tx.run(openGate, {});
      throw new Error('changed its mind');
    });
    await expect(erase).rejects.toThrow('changed its mind');
    expect(() => store.connection.exec('DELETE FROM reviews')).toThrow('append-only');
  });
});
