import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  openTestService,
  profileMaker,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';
import { tables } from '../../store/migrations/index.ts';
import { fateOf } from './what-goes.ts';

/** Names that can be found in the bytes of a file. */
const secret = 'SECRETOFTHEOWNER';

/** A simulated history, and a row in every table that could hold something. */
const full = profileMaker(async (open) => {
  const { job } = await open.call('exchange.simulateLearner', { seed: 7, days: 14 });
  await resultOf(open.service, job);
  await open.service.store.settle();
  const { store } = open.service;
  const [session] = open.rows<{ id: number }>('SELECT id FROM study_sessions LIMIT 1');
  const [objective] = open.rows<{ id: number }>('SELECT id FROM learning_objectives LIMIT 1');
  const [card] = open.rows<{ id: number }>('SELECT id FROM cards LIMIT 1');
  if (session === undefined || objective === undefined || card === undefined) throw new Error('no history');
  const moment = 'at, utc_offset_min, study_day';
  const now = `${open.clock.now()}, 0, 20000`;
  const u = 'randomblob(16)';
  store.connection.exec(`
    INSERT INTO behavioral_events (uid, ${moment}, type, session_id, data) VALUES (${u}, ${now}, 'BREAK_SKIPPED', ${session.id}, '{"note":"${secret}"}');
    INSERT INTO event_archives (month, first_at, last_at, events, counts, body, archived_at) VALUES ('2025-01', 1, 2, 1, '{}', x'00', 1);
    INSERT INTO learning_profiles (component, computed_at, study_day, basis, estimate) VALUES ('rhythm', 1, 20000, '{}', '{"note":"${secret}"}') ON CONFLICT DO NOTHING;
    INSERT INTO behavioral_patterns (uid, kind, key, created_at, utc_offset_min, study_day) VALUES (${u}, 'PERFORMANCE_PEAK', 'k', 1, 0, 20000);
    INSERT INTO pattern_assessments (uid, ${moment}, pattern_id, effect, low, high, confidence, n, detail)
      SELECT ${u}, ${now}, id, 1, 0, 2, .9, 5, '{}' FROM behavioral_patterns LIMIT 1;
    INSERT INTO struggle_predictions (uid, objective_id, predicted_at, utc_offset_min, study_day, window_start, window_end, probability, low, high, band, model, model_version, is_scored, features, reasons)
      VALUES (${u}, ${objective.id}, 1, 0, 20000, 20000, 20007, .5, .4, .6, 'LOW', 'rules', 'rules', 1, '{}', '[]');
    INSERT INTO struggle_outcomes (uid, prediction_id, recorded_at, utc_offset_min, study_day, outcome, answers)
      SELECT ${u}, id, 1, 0, 20000, 'FINE', 3 FROM struggle_predictions LIMIT 1;
    INSERT INTO struggle_indicators (uid, ${moment}, session_id, objective_id, kind, severity, priority)
      VALUES (${u}, ${now}, ${session.id}, ${objective.id}, 'lapse_rate', .5, .5);
    INSERT INTO cognitive_load_metrics (uid, ${moment}, session_id, score, level, confidence) VALUES (${u}, ${now}, ${session.id}, 50, 'MODERATE', .5);
    INSERT INTO burnout_risk_assessments (uid, ${moment}, score, level, detail) VALUES (${u}, ${now}, 10, 'LOW', '{}');
    INSERT INTO stress_response_patterns VALUES ('hour', '9', 3, 9, .1, 0, .2, .7);
    INSERT INTO model_artifacts (uid, name, origin, kind, facts, snapshot, created_at) VALUES (${u}, 'own', 'trained', 'x', '{}', x'00', 1);
    INSERT INTO model_artifacts (uid, name, origin, kind, facts, snapshot, created_at) VALUES (${u}, 'brought', 'imported', 'x', '{}', x'00', 1);
    INSERT INTO jobs (uid, kind, state, started_at) VALUES (${u}, 'twin.analyse', 'done', 1);
    INSERT INTO session_pauses (session_id, at, uid, kind, utc_offset_min, study_day) VALUES (${session.id}, 1, ${u}, 'paused', 0, 20000);
    INSERT INTO assessments (uid, title, options, questions, started_at, utc_offset_min, study_day, created_at, updated_at) VALUES (${u}, 'Test', '{}', '[]', 1, 0, 20000, 1, 1);
    INSERT INTO assessment_answers (assessment_id, at, uid, place, correct, duration_ms, utc_offset_min, study_day) SELECT id, 1, ${u}, 0, 1, 5, 0, 20000 FROM assessments LIMIT 1;
    INSERT INTO schedule_changes (card_id, at, uid, utc_offset_min, study_day, kind, interval_seconds, last_interval_seconds) VALUES (${card.id}, 1, ${u}, 0, 20000, 'forget', 0, 0);
    INSERT INTO card_baselines (card_id, at, uid, utc_offset_min, study_day, phase, step, interval_days, reps, lapses) VALUES (${card.id}, 1, ${u}, 0, 20000, 0, 0, 0, 0, 0);
    INSERT INTO scheduler_parameters (uid, ${moment}, kind, accepted, reason, weights, reviews, answers_seen, trained_until, trained_on, held_out)
      VALUES (${u}, ${now}, 'fsrs6', 0, 'no_gain', '[]', 1, 1, 1, 1, 1);
    INSERT INTO log_undos SELECT uid, 'behavioral_events', 0, 1, 1 FROM behavioral_events;
    INSERT INTO log_undos SELECT uid, 'reviews', 0, 1, 1 FROM reviews LIMIT 1;
  `);
  const [prediction] = open.rows<{ uid: string }>('SELECT lower(hex(uid)) AS uid FROM struggle_predictions');
  await open.call('twin.judgePrediction', { prediction: prediction?.uid ?? '', verdict: 'NOT_SO' });
});

const counts = (open: OpenService): Record<string, number> =>
  Object.fromEntries(
    [...tables.keys()].map((table) => [
      table,
      open.rows<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)[0]?.n ?? 0,
    ]),
  );

const ofFate = (goes: readonly string[]): string[] =>
  Object.entries(fateOf).flatMap(([table, fate]) =>
    'goes' in fate && goes.includes(fate.goes) ? [table] : [],
  );

/** Rows that stay in a table of which some go. */
const kept: Readonly<Record<string, number>> = { model_artifacts: 1 };

const notEmpty = (open: OpenService, gone: readonly string[]): Record<string, number> => {
  const left = counts(open);
  return Object.fromEntries(
    gone
      .filter((table) => table !== 'jobs' && table !== 'log_undos')
      .map((table) => [table, (left[table] ?? 0) - (kept[table] ?? 0)] as const)
      .filter(([, n]) => n !== 0),
  );
};

describe('every table of the schema', () => {
  it('is sorted: it goes, it follows, or it stays for a reason', () => {
    expect(Object.keys(fateOf).toSorted()).toEqual([...tables.keys()].toSorted());
  });

  it('that can go has something in it before these tests', async () => {
    const open = await full();
    const before = counts(open);
    const empty = ofFate(['analysis', 'behavior', 'reviews']).filter((table) => before[table] === 0);
    expect(empty).toEqual([]);
  });
});

describe('an erase of behavioural data', () => {
  it('wants its word', async () => {
    const open = await full();
    const before = counts(open);
    for (const word of ['', 'yes', 'eras']) {
      await expect(open.call('twin.eraseBehavioralData', { word })).rejects.toMatchObject({
        kind: 'invalid',
      });
    }
    expect(counts(open)).toEqual(before);
  });

  it('leaves nothing of it, and every answer', async () => {
    const open = await full();
    const before = counts(open);
    const { rows, purged } = await open.call('twin.eraseBehavioralData', { word: 'Erase' });
    expect(rows).toBeGreaterThan(15);
    expect(purged).toBe(true);
    expect(notEmpty(open, ofFate(['analysis', 'behavior']))).toEqual({});
    const left = counts(open);
    const stay = ofFate(['reviews']).concat(
      'cards',
      'notes',
      'card_states',
      'daily_rollups',
      'hourly_rollups',
    );
    for (const table of stay) expect([table, left[table]]).toEqual([table, before[table]]);
    expect(open.rows(`SELECT target_table FROM log_undos`)).toEqual([{ target_table: 'reviews' }]);
    expect(open.rows(`SELECT kind FROM jobs WHERE kind LIKE 'twin.%'`)).toEqual([]);
    expect(open.rows('SELECT kinds FROM erasures')).toEqual([{ kinds: '["events","models","predictions"]' }]);
    expect(open.rows('SELECT open FROM erase_gate')).toEqual([{ open: 0 }]);
    expect((await open.call('store.undoState', {})).undo).toBeNull();
  });

  it('takes the answers too where the owner says so: every card is new', async () => {
    const open = await full();
    await open.call('twin.eraseBehavioralData', { word: 'erase', reviews: true });
    expect(notEmpty(open, ofFate(['analysis', 'behavior', 'reviews']))).toEqual({});
    const left = counts(open);
    expect([left['daily_rollups'], left['hourly_rollups'], left['session_metrics']]).toEqual([0, 0, 0]);
    expect(left['cards']).toBeGreaterThan(100);
    expect(left['card_states']).toBe(left['cards']);
    expect(open.rows('SELECT card_id FROM card_states WHERE reps > 0 OR phase <> 0')).toEqual([]);
    expect(open.rows('SELECT * FROM log_undos')).toEqual([]);
    expect(open.service.store.connection.pragma('foreign_key_check')).toEqual([]);
  });
});

/** How often the secret can be read from the store's files, whether SQLite still counts those bytes or not. */
const traces = (open: OpenService): number =>
  ['americano.sqlite', 'americano.sqlite-wal']
    .map((name) => join(open.folder, name))
    .filter((path) => existsSync(path))
    .reduce((sum, path) => sum + readFileSync(path, 'latin1').split(secret).length - 1, 0);

describe('what was erased', () => {
  it('cannot be read from the bytes of the file, nor from its log', async () => {
    const open = await full();
    expect(traces(open)).toBeGreaterThan(1);
    await open.call('twin.eraseBehavioralData', { word: 'erase' });
    expect(traces(open)).toBe(0);
  });

  it('lies in backups until the owner has them deleted too, which the screen can say before', async () => {
    const open = await full();
    await resultOf(open.service, (await open.call('backups.make', {})).job);
    expect((await open.call('twin.privacy', {})).backups).toMatchObject({ count: 1 });
    expect(await open.call('twin.eraseBehavioralData', { word: 'erase' })).toMatchObject({ backups: 0 });
    expect((await open.call('twin.privacy', {})).backups.count).toBe(1);
    const { backups } = await open.call('twin.eraseBehavioralData', { word: 'erase', backups: true });
    expect(backups).toBe(1);
    expect(readdirSync(join(open.folder, 'backups'))).toEqual([]);
    expect(await open.call('twin.privacy', {})).toMatchObject({ backups: { count: 0, newestAt: null } });
  });
});

/** The watcher has nobody who waits for it: until the write after it is through. */
const turnOff = async (open: OpenService): Promise<void> => {
  await open.call('settings.change', { values: { 'privacy.behavioralAnalysis': false } });
  await expect.poll(() => notEmpty(open, ofFate(['analysis']))).toEqual({});
};

describe('analysis turned off', () => {
  it('erases what the twin concluded, and nothing that the owner did', async () => {
    const open = await full();
    const before = counts(open);
    await turnOff(open);
    const left = counts(open);
    const stay = ofFate(['reviews']).concat(
      'behavioral_events',
      'event_archives',
      'session_pauses',
      'daily_rollups',
    );
    for (const table of stay) expect([table, left[table]]).toEqual([table, before[table]]);
    expect(open.rows(`SELECT name FROM model_artifacts`)).toEqual([{ name: 'brought' }]);
    expect(open.rows('SELECT * FROM erasures')).toEqual([]);
  });

  it('stops what runs, and nothing is worked out until it is on again', async () => {
    const open = await full();
    const analyses = () => open.call('twin.analyse', {});
    await analyses();
    await turnOff(open);
    expect(open.service.jobs.list().filter(({ state }) => state === 'running')).toEqual([]);
    expect(await resultOf(open.service, (await analyses()).job)).toEqual({ answers: 0 });
    await resultOf(open.service, (await open.call('twin.assess', {})).job);
    await resultOf(open.service, (await open.call('twin.generatePredictions', {})).job);
    expect(notEmpty(open, ofFate(['analysis']))).toEqual({});
    await open.call('settings.change', { values: { 'privacy.behavioralAnalysis': true } });
    await resultOf(open.service, (await analyses()).job);
    expect(counts(open)['learning_profiles']).toBeGreaterThan(0);
  });

  it('holds where undo or a start brings it about, and leaves nothing to undo that reaches for what is gone', async () => {
    const open = await full();
    await turnOff(open);
    // The verdict on a prediction came before the setting.
    expect((await open.call('store.undoState', {})).undo?.command).toBe('settings.change');
    await open.call('store.undo', {});
    expect((await open.call('store.undoState', {})).undo).toBeNull();
    const put = (): unknown =>
      open.service.store.connection.exec(
        `INSERT INTO learning_profiles (component, computed_at, study_day, basis, estimate) VALUES ('pace', 1, 1, '{}', '{}')`,
      );
    put();
    await open.call('store.redo', {});
    await expect.poll(() => counts(open)['learning_profiles']).toBe(0);
    put();
    const again = await open.restart();
    await expect.poll(() => counts(again)['learning_profiles']).toBe(0);
  });
});

describe('a simulated learner', () => {
  it('is marked with the history, and nothing takes the mark away', async () => {
    const open = await full();
    expect((await open.call('twin.privacy', {})).isSimulated).toBe(true);
    for (const sql of [
      'DELETE FROM profile_marks',
      `UPDATE profile_marks SET marked_at = 1`,
      `UPDATE erase_gate SET open = 1; DELETE FROM profile_marks`,
    ]) {
      expect(() => open.service.store.connection.exec(sql)).toThrow('stay for good');
    }
    open.service.store.connection.exec('UPDATE erase_gate SET open = 0');
    await open.call('twin.eraseBehavioralData', { word: 'erase', reviews: true });
    expect((await open.call('twin.privacy', {})).isSimulated).toBe(true);
  });

  it('is marked still when its import was undone', async () => {
    const open = await openTestService();
    expect((await open.call('twin.privacy', {})).isSimulated).toBe(false);
    const { job } = await open.call('exchange.simulateLearner', { seed: 7, days: 14 });
    await resultOf(open.service, job);
    await open.call('store.undo', {});
    expect((await open.call('twin.privacy', {})).isSimulated).toBe(true);
  });
});
