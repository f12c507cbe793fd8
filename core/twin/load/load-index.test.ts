import { describe, expect, it } from 'vitest';
import { LOAD_PARTS } from './contract.ts';
import { LOAD_WEIGHTS, loadIndex, loadLevel, type LoadMeasures } from './load-index.ts';

const calm: LoadMeasures = {
  answers: 40,
  latencySd: 0,
  latencyBasis: 3000,
  excessErrors: 0,
  pauses: 0,
  idleShare: 0,
  decline: 0,
  minutes: 10,
  onsetMinutes: 30,
};

describe('the parts of the index', () => {
  it.each<[string, Partial<LoadMeasures>, keyof typeof LOAD_WEIGHTS, number | null]>([
    ['times as ever', { latencySd: 0 }, 'latency', 0],
    ['faster than ever', { latencySd: -2 }, 'latency', 0],
    ['half a deviation slower', { latencySd: 0.75 }, 'latency', 50],
    ['far slower', { latencySd: 9 }, 'latency', 100],
    ['no times to compare with', { latencySd: null }, 'latency', null],
    ['fewer errors than expected', { excessErrors: -0.1 }, 'errors', 0],
    ['.15 more errors', { excessErrors: 0.15 }, 'errors', 50],
    ['every answer wrong', { excessErrors: 0.9 }, 'errors', 100],
    ['two pauses of no length', { pauses: 2 }, 'disengagement', 25],
    ['a quarter of the time idle', { idleShare: 0.25 }, 'disengagement', 25],
    ['many pauses, all of the time', { pauses: 20, idleShare: 1 }, 'disengagement', 100],
    ['better than at the beginning', { decline: -0.3 }, 'decline', 0],
    ['.2 worse than at the beginning', { decline: 0.2 }, 'decline', 50],
    ['before the onset', { minutes: 29 }, 'duration', 0],
    ['half as long again', { minutes: 45 }, 'duration', 50],
    ['all day', { minutes: 600 }, 'duration', 100],
    ['no onset known', { minutes: 600, onsetMinutes: null }, 'duration', null],
    ['an onset of no minutes', { minutes: 5, onsetMinutes: 0 }, 'duration', 100],
  ])('%s', (_, changed, part, value) => {
    const index = loadIndex({ ...calm, ...changed });
    if (value === null) expect(index.parts[part]).toBeNull();
    else expect(index.parts[part]).toBeCloseTo(value, 9);
  });

  it('weigh 1 together', () => {
    expect(LOAD_PARTS.reduce((sum, part) => sum + LOAD_WEIGHTS[part], 0)).toBeCloseTo(1, 12);
  });
});

describe('the score', () => {
  it('is the weighted mean of the parts', () => {
    const index = loadIndex({ ...calm, latencySd: 0.75, excessErrors: 0.3, decline: 0.4, minutes: 60 });
    expect(index.score).toBeCloseTo(0.3 * 50 + 0.25 * 100 + 0.15 * 100 + 0.1 * 100, 9);
    expect(index.level).toBe('HIGH');
  });

  it('leaves out what is not known, says so, and is less sure', () => {
    const known = loadIndex({ ...calm, excessErrors: 0.3 });
    const less = loadIndex({ ...calm, excessErrors: 0.3, onsetMinutes: null, decline: null });
    expect(less.score).toBeCloseTo((0.25 * 100) / 0.75, 9);
    expect(less.parts).toMatchObject({ duration: null, decline: null });
    expect(less.confidence).toBeLessThan(known.confidence);
    expect(known.confidence).toBeGreaterThan(0.99);
  });

  it('is not there while answers are few or too little is known', () => {
    expect(loadIndex({ ...calm, answers: 9 }).score).toBeNull();
    expect(loadIndex({ ...calm, answers: 10 }).score).toBe(0);
    expect(loadIndex({ ...calm, latencySd: null, excessErrors: null, decline: null })).toMatchObject({
      score: null,
      level: null,
    });
  });

  it('is surer with more answers, and with more behind the times it compares with', () => {
    const sure = (changed: Partial<LoadMeasures>) => loadIndex({ ...calm, ...changed }).confidence;
    expect(sure({ answers: 10 })).toBeLessThan(sure({ answers: 20 }));
    expect(sure({ latencyBasis: 30 })).toBeCloseTo(0.85, 9);
    expect(sure({ latencyBasis: 0 })).toBeCloseTo(0.7, 9);
  });

  it.each([
    [0, 'LOW'],
    [39.99, 'LOW'],
    [40, 'MODERATE'],
    [59.99, 'MODERATE'],
    [60, 'HIGH'],
    [79.99, 'HIGH'],
    [80, 'CRITICAL'],
    [100, 'CRITICAL'],
  ])('of %d is %s', (score, level) => {
    expect(loadLevel(score)).toBe(level);
  });
});
