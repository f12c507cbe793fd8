import { describe, expect, it } from 'vitest';
import type { PaceKind } from '#ml/learner/pace.ts';
import type { Stamina } from '#ml/learner/stamina.ts';
import { openTestStore } from '../../store/testing/open-test-store.ts';
import { readLoadBasis } from './read-basis.ts';

const pace: PaceKind[] = [
  {
    format: 1,
    phase: 'review',
    recalled: true,
    n: 400,
    medianMs: 5000,
    meanLog: Math.log(5000),
    deviationLog: 0.5,
  },
];
const stamina: Stamina = {
  longSessions: 9,
  neededSessions: 5,
  stretches: [],
  onset: { minutes: 42, low: 30, high: 55 },
  breakAfterMinutes: 38,
  lengths: [],
  bestLength: null,
};

const withComponents = async (components: Record<string, unknown>) => {
  const { store } = await openTestStore();
  const put = store.connection.prepare(
    `INSERT INTO learning_profiles (component, computed_at, study_day, basis, estimate) VALUES (?, 0, 0, '{}', ?)`,
  );
  for (const [component, estimate] of Object.entries(components))
    put.run(component, JSON.stringify(estimate));
  return store;
};

describe('what load is measured against', () => {
  it('is the learner model, where it says something', async () => {
    const basis = readLoadBasis(await withComponents({ pace, stamina }), 20_000);
    expect(basis).toMatchObject({ latency: { source: 'pace', answers: 400 }, onsetMinutes: 42 });
    expect(basis.latency?.kinds['review recalled']).toMatchObject({ answers: 400, mean: Math.log(5000) });
    expect(basis.latency?.kinds['review recalled']?.sd).toBeCloseTo(0.5, 12);
  });

  it('is the sums of sixty days where that says nothing, and nothing where those are few', async () => {
    const store = await withComponents({ pace: [], stamina: { ...stamina, onset: null } });
    expect(readLoadBasis(store, 20_000)).toEqual({ latency: null, onsetMinutes: null });
    const day = store.connection.prepare(
      `INSERT INTO daily_rollups (study_day, answers, introduced, review_answers, review_recalled, learn_ms, review_ms)
       VALUES (?, 40, 0, 40, 36, 0, 240000)`,
    );
    day.run(20_000 - 61);
    day.run(20_000);
    expect(readLoadBasis(store, 20_000).latency).toBeNull();
    day.run(20_000 - 60);
    expect(readLoadBasis(store, 20_000).latency).toMatchObject({ source: 'days', answers: 40 });
  });

  it('is not known from a component of another version', async () => {
    const store = await withComponents({ pace: { kinds: 'none' }, stamina: 7 });
    expect(readLoadBasis(store, 20_000)).toEqual({ latency: null, onsetMinutes: null });
  });
});
