import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import { retrievability } from '#ml/memory/memory.ts';
import { interleaveNewCards, orderNewCards, orderReviews } from './queue-order.ts';
import type { DueReviews } from './queue-order.ts';

const TODAY = 20_000;

function due(rows: readonly (readonly [cardId: number, stability: number, lastDay: number])[]): DueReviews {
  return {
    cardIds: Float64Array.from(rows, (row) => row[0]),
    stability: Float64Array.from(rows, (row) => row[1]),
    lastDay: Int32Array.from(rows, (row) => row[2]),
  };
}

describe('review order', () => {
  it('puts the card most likely to be recalled first and one without a memory last', () => {
    const cards = due([
      [1, 10, TODAY - 40],
      [2, NaN, TODAY - 1],
      [3, 100, TODAY - 101],
      [4, 5, TODAY - 5],
      [5, NaN, TODAY],
    ]);
    expect([...orderReviews(cards, TODAY)].slice(0, 3)).toEqual([3, 2, 0]);
  });

  it('is a permutation with retrievability descending', () => {
    const parameters = fsrsParameters();
    const row = fc.tuple(
      fc.nat(1e6),
      fc.double({ min: 0.001, max: 36500, noNaN: true }),
      fc.integer({ min: 15_000, max: TODAY }),
    );
    fc.assert(
      fc.property(fc.array(row, { maxLength: 200 }), (rows) => {
        const order = [...orderReviews(due(rows), TODAY)];
        expect(order.toSorted((a, b) => a - b)).toEqual(rows.map((_, i) => i));
        const r = order.map((i) =>
          retrievability(parameters, rows[i]?.[1] ?? NaN, TODAY - (rows[i]?.[2] ?? NaN)),
        );
        for (let i = 1; i < r.length; i++) expect(r[i]).toBeLessThanOrEqual((r[i - 1] ?? 0) + 1e-12);
      }),
    );
  });

  it('orders equal cards by card and day: independent of how they were read, another order tomorrow', () => {
    const rows = Array.from({ length: 100 }, (_, i) => [i, 5, TODAY - 7] as const);
    const cardsInOrder = (of: typeof rows, day: number): number[] =>
      [...orderReviews(due(of), day)].map((i) => of[i]?.[0] ?? -1);
    expect(cardsInOrder(rows.toReversed(), TODAY)).toEqual(cardsInOrder(rows, TODAY));
    expect(cardsInOrder(rows, TODAY + 1)).not.toEqual(cardsInOrder(rows, TODAY));
    expect(cardsInOrder(rows, TODAY)).not.toEqual(rows.map((row) => row[0]));
  });
});

describe('new cards', () => {
  it('come by position, then by card', () => {
    const order = orderNewCards(Float64Array.of(9, 3, 7, 1), Float64Array.of(2, 5, 2, -1));
    expect([...order]).toEqual([3, 2, 0, 1]);
  });

  it.each([
    [6, 2, '00100100'],
    [3, 1, '0100'],
    [0, 3, '111'],
    [4, 0, '0000'],
    [2, 5, '1101110'],
  ])('%i reviews and %i new: %s', (reviews, fresh, plan) => {
    expect([...interleaveNewCards(reviews, fresh)].join('')).toBe(plan);
  });

  it('are spread evenly', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(300), (reviews, fresh) => {
        const plan = [...interleaveNewCards(reviews, fresh)];
        const stretches = plan
          .join('')
          .split('1')
          .map((stretch) => stretch.length);
        expect(stretches).toHaveLength(fresh + 1);
        expect(stretches.reduce((sum, length) => sum + length, 0)).toBe(reviews);
        expect(Math.max(...stretches) - Math.min(...stretches)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
