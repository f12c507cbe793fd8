import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atLeast } from './lapse-tail.ts';
import { predictionOutcome, struggleLabel, type JudgedAnswers } from './struggle-label.ts';

const repeated = (value: number, times: number): number[] => Array.from({ length: times }, () => value);

const answersOf = (passes: number, fails: number, expected = 0.9, inReview = 1): JudgedAnswers => ({
  recalled: [...repeated(1, passes), ...repeated(0, fails)],
  retrievability: repeated(expected, passes + fails),
  inReview: repeated(inReview, passes + fails),
});

describe('at least so many of unlike events', () => {
  it('is the binomial tail where they are alike', () => {
    // scipy.stats.binom.sf(3, 15, .1), .sf(2, 4, .5)
    expect(atLeast(repeated(0.1, 15), 4)).toBeCloseTo(0.05555563, 8);
    expect(atLeast([0.5, 0.5, 0.5, 0.5], 3)).toBeCloseTo(5 / 16, 12);
  });

  it('is what counting all outcomes gives', () => {
    const probabilities = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 9 });
    fc.assert(
      fc.property(probabilities, fc.nat(10), (chances, count) => {
        let sum = 0;
        for (let outcome = 0; outcome < 2 ** chances.length; outcome += 1) {
          const happened = chances.map((_, event) => (outcome >> event) & 1);
          if (happened.reduce((a, b) => a + b, 0) < count) continue;
          sum += chances.reduce((product, p, event) => product * (happened[event] === 1 ? p : 1 - p), 1);
        }
        expect(atLeast(chances, count)).toBeCloseTo(sum, 10);
      }),
    );
  });

  it('keeps the digits of a small tail', () => {
    expect(atLeast(repeated(1e-3, 20), 10) / 1.8307e-25).toBeCloseTo(1, 3);
  });

  it.each([
    { chances: [0.5, 1.5], count: 1, column: 'probabilities' },
    { chances: [0.5], count: -1, column: 'count' },
    { chances: [0.5], count: 0.5, column: 'count' },
  ])('refuses $chances, $count', ({ chances, count, column }) => {
    expect(() => atLeast(chances, count)).toThrow(expect.objectContaining({ name: 'DataError', column }));
  });
});

describe('a window', () => {
  it('is judged from 15 answers on', () => {
    expect(struggleLabel(answersOf(0, 14)).outcome).toBe('NOT_STUDIED');
    expect(struggleLabel(answersOf(0, 15)).outcome).toBe('STRUGGLED');
    expect(struggleLabel(answersOf(15, 0)).outcome).toBe('FINE');
    expect(struggleLabel(answersOf(0, 0)).outcome).toBe('NOT_STUDIED');
  });

  it('was a struggle below −.10 of what FSRS expected', () => {
    // Recall .75 and not in review, so that neither of the other conditions holds.
    expect(struggleLabel(answersOf(30, 10, 0.86, 0))).toMatchObject({
      outcome: 'STRUGGLED',
      lapses: 0,
      lapseTail: 1,
    });
    expect(struggleLabel(answersOf(30, 10, 0.84, 0)).outcome).toBe('FINE');
  });

  it('was a struggle below a recall of .75, whatever was expected', () => {
    expect(struggleLabel(answersOf(15, 5, 0.6, 0)).outcome).toBe('FINE');
    expect(struggleLabel(answersOf(14, 6, 0.6, 0)).outcome).toBe('STRUGGLED');
  });

  it('was a struggle with lapses that exposure does not explain', () => {
    // 200 answers at .95: 16 lapses have a tail of .048, 15 one of .079; the residual is −.03 either way.
    expect(struggleLabel(answersOf(184, 16, 0.95)).outcome).toBe('STRUGGLED');
    expect(struggleLabel(answersOf(185, 15, 0.95)).outcome).toBe('FINE');
    expect(struggleLabel(answersOf(184, 16, 0.95, 0)).outcome).toBe('FINE');
  });

  it('was a struggle with a practice test under 60 %, if it was studied', () => {
    expect(struggleLabel(answersOf(15, 0), [0.9, 0.59]).outcome).toBe('STRUGGLED');
    expect(struggleLabel(answersOf(15, 0), [0.6]).outcome).toBe('FINE');
    expect(struggleLabel(answersOf(14, 0), [0.1]).outcome).toBe('NOT_STUDIED');
  });

  it('refuses what is no answer', () => {
    const { recalled, inReview } = answersOf(15, 0);
    expect(() => struggleLabel({ recalled, inReview, retrievability: [0.9] })).toThrow(/retrievability/);
    expect(() => struggleLabel({ ...answersOf(15, 0), recalled: repeated(0.5, 15) })).toThrow(/recalled/);
    expect(() => struggleLabel(answersOf(15, 0), [60])).toThrow(/practiceTests/);
  });
});

describe('the outcome of a prediction', () => {
  it('is what happened, unless the owner says otherwise', () => {
    expect(predictionOutcome(true, 'STRUGGLED')).toBe('CONFIRMED');
    expect(predictionOutcome(true, 'FINE')).toBe('FALSE_POSITIVE');
    expect(predictionOutcome(false, 'STRUGGLED')).toBe('MISSED');
    expect(predictionOutcome(false, 'FINE')).toBe('TRUE_NEGATIVE');
    expect(predictionOutcome(true, 'NOT_STUDIED')).toBe('NOT_STUDIED');
    expect(predictionOutcome(true, 'FINE', 'STRUGGLED')).toBe('CONFIRMED');
    expect(predictionOutcome(false, 'NOT_STUDIED', 'FINE')).toBe('TRUE_NEGATIVE');
  });
});
