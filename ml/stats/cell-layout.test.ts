import { describe, expect, it } from 'vitest';
import { choleskyFactor } from '../numeric/cholesky.ts';
import { checkLayout, covarianceShapes, nextCells, type CellLayout } from './cell-layout.ts';

const day: CellLayout = {
  kind: 'circle',
  positions: Array.from({ length: 24 }, (_, hour) => hour),
  period: 24,
};
const waking: CellLayout = {
  kind: 'circle',
  positions: Array.from({ length: 16 }, (_, cell) => cell + 7),
  period: 24,
};
const line: CellLayout = { kind: 'line', positions: [45, 15, 100, 55] };

describe('shapes of effects', () => {
  const shares = [0.1, 0.4, 0.2, 0.3];
  const cells = [0, 1, 2, 3];

  it.each<CellLayout>([line, waking, { kind: 'unordered' }])(
    'are covariances of effects that add up to 0, with a mean variance of 1: $kind',
    (layout) => {
      const shapes = covarianceShapes(layout, cells, shares);
      expect(shapes.reduce((total, { share }) => total + share, 0)).toBeCloseTo(1, 12);
      for (const { covariance } of shapes) {
        let variance = 0;
        for (let row = 0; row < 4; row += 1) {
          variance += shares[row]! * covariance[row * 5]!;
          let weighted = 0;
          for (let column = 0; column < 4; column += 1) {
            expect(covariance[row * 4 + column]).toBeCloseTo(covariance[column * 4 + row]!, 12);
            weighted += shares[column]! * covariance[row * 4 + column]!;
          }
          expect(weighted).toBeCloseTo(0, 12);
        }
        expect(variance).toBeCloseTo(1, 12);
        // Positive semidefinite: positive definite with next to nothing on the diagonal.
        choleskyFactor(
          covariance.map((value, place) => (place % 5 === 0 ? value + 1e-9 : value)),
          4,
        );
      }
    },
  );

  it('bind neighbours on the circle across midnight', () => {
    const [slow] = covarianceShapes(
      day,
      day.kind === 'circle' ? day.positions : [],
      new Float64Array(24).fill(1 / 24),
    );
    expect(slow!.covariance[23]).toBeCloseTo(slow!.covariance[1]!, 12);
    expect(slow!.covariance[12]).toBeLessThan(0);
  });
});

describe('neighbours', () => {
  it('go round the whole day, and stop where there are no cells', () => {
    expect([...nextCells(day, 24)]).toEqual([...Array.from({ length: 23 }, (_, hour) => hour + 1), 0]);
    const next = nextCells(waking, 16);
    expect(next[14]).toBe(15);
    expect(next[15]).toBe(-1);
  });

  it('follow the positions of a line, however far apart', () => {
    expect([...nextCells(line, 4)]).toEqual([3, 0, -1, 2]);
  });

  it('are none without an order', () => {
    expect([...nextCells({ kind: 'unordered' }, 3)]).toEqual([-1, -1, -1]);
  });
});

describe('bad layouts', () => {
  it.each<[string, CellLayout]>([
    ['positions: has 2 rows', { kind: 'line', positions: [1, 2] }],
    ['positions[1]: NaN', { kind: 'line', positions: [1, Number.NaN, 2] }],
    ['positions[2]: 1 is the place of another cell', { kind: 'line', positions: [1, 2, 1] }],
    ['positions[2]: 24 is the place of another cell', { kind: 'circle', positions: [0, 2, 24], period: 24 }],
    ['positions[0]: 25', { kind: 'circle', positions: [25, 2, 1], period: 24 }],
    ['period', { kind: 'circle', positions: [0, 2, 1], period: 0 }],
  ])('are refused: %s', (message, layout) => {
    expect(() => checkLayout(layout, [1, 1, 1])).toThrow(message);
  });
});
