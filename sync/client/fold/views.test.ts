import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareStamps, type Stamp } from '../../protocol/stamp.ts';
import { brake, type BrakeDay } from './delete-brake.ts';
import { mergeNames } from './merge-names.ts';
import { resolveEdges, type Edge } from './resolve-edges.ts';

const stamp: fc.Arbitrary<Stamp> = fc.record({
  eff: fc.record({ ms: fc.nat({ max: 5 }), n: fc.nat({ max: 2 }) }),
  op: fc.stringMatching(/^[0-9a-f]{6}$/),
});
const place = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const edges = fc.uniqueArray(fc.record({ from: place, to: place, stamp }), {
  selector: (edge) => edge.stamp.op,
  maxLength: 14,
});
const at = (ms: number, op: string): Stamp => ({ eff: { ms, n: 0 }, op });
const said = ({ kept, dropped }: { kept: Edge[]; dropped: Edge[] }): string[][] =>
  [kept, dropped].map((some) => some.map((edge) => edge.stamp.op));

describe('orders between objectives', () => {
  it('drop the later edge of a cycle, and have it back once the cycle is broken', () => {
    const first = { from: 'a', to: 'b', stamp: at(1, '01') };
    const second = { from: 'b', to: 'c', stamp: at(2, '02') };
    const closing = { from: 'c', to: 'a', stamp: at(2, '03') };
    expect(resolveEdges([closing, second, first])).toEqual({ kept: [first, second], dropped: [closing] });
    expect(resolveEdges([closing, first])).toEqual({ kept: [first, closing], dropped: [] });
  });

  it('are the same whatever order they come in', () => {
    const twoOrders = edges.chain((some) =>
      fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
    );
    fc.assert(
      fc.property(twoOrders, ([some, shuffled]) => {
        expect(said(resolveEdges(shuffled))).toEqual(said(resolveEdges(some)));
      }),
    );
  });

  it('have no cycle, and lack only what would close one with earlier edges', () => {
    const reaches = (some: readonly Edge[], from: string, to: string): boolean => {
      const seen = new Set([from]);
      for (let size = -1; size !== seen.size;) {
        ({ size } = seen);
        for (const edge of some) if (seen.has(edge.from)) seen.add(edge.to);
      }
      return seen.has(to);
    };
    fc.assert(
      fc.property(edges, (some) => {
        const { kept, dropped } = resolveEdges(some);
        for (const edge of kept) {
          const others = kept.filter((one) => one !== edge);
          expect(reaches(others, edge.to, edge.from)).toBe(false);
        }
        for (const edge of dropped) {
          const earlier = kept.filter((one) => compareStamps(one.stamp, edge.stamp) < 0);
          expect(reaches(earlier, edge.to, edge.from)).toBe(true);
        }
      }),
    );
  });
});

describe('equal names', () => {
  const normal = (name: string): string => name.trim().toLowerCase();

  it('stand for the row that was named first', () => {
    const rows = [
      { uid: 'late', name: 'biology ', stamp: at(9, '01') },
      { uid: 'first', name: 'Biology', stamp: at(1, '02') },
      { uid: 'other', name: 'Chemistry', stamp: at(0, '03') },
    ];
    expect(mergeNames(rows, normal)).toEqual(
      new Map([
        ['other', 'other'],
        ['first', 'first'],
        ['late', 'first'],
      ]),
    );
    const renamed = rows.map((row) => (row.uid === 'late' ? { ...row, name: 'Botany' } : row));
    expect(mergeNames(renamed, normal).get('late')).toBe('late');
  });
});

describe('the brake on deletions', () => {
  const MINUTE = 60_000;
  const deletions = (count: number, standing: number, minutesApart = 1): number => {
    let day: BrakeDay | undefined;
    let held = 0;
    for (let index = 0; index < count; index += 1) {
      const nowMs = index * minutesApart * MINUTE;
      const decided = brake(day, { standing: () => standing - (index - held), held, nowMs });
      day = decided.day;
      held += Number(decided.isHeld);
    }
    return held;
  };

  it('lets fifty rows of a day go, or a fifth of what stood, and holds the rest', () => {
    expect(deletions(50, 60)).toBe(0);
    expect(deletions(60, 60)).toBe(10);
    expect(deletions(200, 1000)).toBe(0);
    expect(deletions(1000, 1000)).toBe(800);
  });

  it('counts each day anew, by a clock that may be set back', () => {
    expect(deletions(100, 1000, 60)).toBe(0);
    const day = { fromMs: 100 * 24 * 60 * MINUTE, stood: 60, deleted: 50 };
    expect(brake(day, { standing: () => 10, held: 0, nowMs: day.fromMs + MINUTE }).isHeld).toBe(true);
    expect(brake(day, { standing: () => 10, held: 0, nowMs: 0 }).isHeld).toBe(false);
  });

  it('holds all that follow what is held, also on the next day', () => {
    const day = { fromMs: 0, stood: 100, deleted: 50 };
    expect(brake(day, { standing: () => 50, held: 1, nowMs: 3 * 24 * 60 * MINUTE }).isHeld).toBe(true);
  });
});
