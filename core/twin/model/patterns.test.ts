import { describe, expect, it } from 'vitest';
import type { AssessedPattern } from '#ml/learner/claims.ts';
import { openTestStore } from '../../store/testing/open-test-store.ts';
import { patternTimeline } from './pattern-timeline.ts';
import { knownPatterns, livePatterns, stateOf, storePatterns } from './patterns.ts';

const morning: AssessedPattern = {
  kind: 'OPTIMAL_STUDY_TIME',
  cells: [8, 9, 10],
  direction: 1,
  effect: 0.04,
  low: 0.01,
  high: 0.07,
  confidence: 0.8,
  n: 500,
};
const dayMs = 86_400_000;

describe('where a pattern stands', () => {
  it.each([
    { confidences: [0.7], state: 'told' },
    { confidences: [0.69], state: 'recorded' },
    { confidences: [0.39, 0.9, 0.9], state: 'faded' },
    { confidences: [0.59, 0.59], state: 'recorded' },
    { confidences: [0.59, 0.59, 0.59], state: 'faded' },
    { confidences: [0.59, 0.61, 0.59], state: 'recorded' },
    { confidences: [], state: 'faded' },
  ])('$confidences: $state', ({ confidences, state }) => {
    expect(stateOf(confidences)).toBe(state);
  });
});

describe('patterns', () => {
  it('are recorded once, assessed once a day, known again when they come a little wider, and fade', async () => {
    const { store, clock } = await openTestStore();
    const analysis = async (found: AssessedPattern[], confidence: number | null): Promise<void> => {
      const known = knownPatterns(store);
      const again = known.map(() => (confidence === null ? null : { ...morning, confidence }));
      await store.write('twin.analyse', (tx) => storePatterns(tx, store, known, found, again), {
        noUndo: true,
      });
    };
    await analysis([morning], null);
    expect(livePatterns(store)).toMatchObject([{ ...morning, state: 'told' }]);
    await analysis([morning], 0.9);
    expect(livePatterns(store)).toMatchObject([{ confidence: 0.8 }]);
    clock.advance(dayMs);
    await analysis([{ ...morning, cells: [8, 9, 10, 11] }], 0.65);
    expect(knownPatterns(store)).toHaveLength(1);
    expect(livePatterns(store)).toMatchObject([{ confidence: 0.65, state: 'recorded' }]);
    await analysis([{ ...morning, direction: -1 }], null);
    expect(knownPatterns(store)).toHaveLength(2);
    clock.advance(dayMs);
    await analysis([], 0.2);
    expect(livePatterns(store)).toEqual([]);
    clock.advance(dayMs);
    // Found again, it is the pattern it was.
    await analysis([morning], null);
    expect(knownPatterns(store)).toHaveLength(2);
    expect(livePatterns(store)).toMatchObject([{ ...morning, state: 'told' }]);
  });

  it('are told as they went from analysis to analysis, faded ones last', async () => {
    const { store, clock } = await openTestStore();
    const analysis = async (found: AssessedPattern[], confidences: number[]): Promise<void> => {
      const known = knownPatterns(store);
      const again = known.map((_, index) => ({ ...morning, confidence: confidences[index] ?? 0 }));
      await store.write('twin.analyse', (tx) => storePatterns(tx, store, known, found, again), {
        noUndo: true,
      });
      clock.advance(dayMs);
    };
    const evening: AssessedPattern = { ...morning, cells: [20, 21], direction: -1, confidence: 0.62 };
    const foundAt = clock.now();
    await analysis([morning], []);
    await analysis([evening], [0.9]);
    // Known ones come newest first.
    await analysis([], [0.65, 0.3]);
    const { patterns } = patternTimeline(store);
    expect(patterns.map(({ kind, direction, cells, state }) => ({ kind, direction, cells, state }))).toEqual([
      { kind: morning.kind, direction: -1, cells: [20, 21], state: 'recorded' },
      { kind: morning.kind, direction: 1, cells: [8, 9, 10], state: 'faded' },
    ]);
    expect(patterns[1]?.points.map(({ confidence }) => confidence)).toEqual([0.8, 0.9, 0.3]);
    expect(patterns[1]).toMatchObject({ foundAt });
    const days = patterns[1]?.points.map(({ day }) => day) ?? [];
    expect(days).toEqual([0, 1, 2].map((later) => (days[0] ?? 0) + later));
    expect(patterns[0]?.points).toMatchObject([
      { confidence: 0.62 },
      { confidence: 0.65, effect: 0.04, n: 500 },
    ]);
  });
});
